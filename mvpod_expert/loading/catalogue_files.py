"""knowledge/catalogue to shelves of items: each item has the parts its shelf declares, and names only what exists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.loading.fact_schemas import tested_state
from mvpod_expert.loading.id_uniqueness import check_formers, circle_among, keep
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar, path_to
from mvpod_expert.model.catalogue import CELL_BLANKS, Item, Shelf, blanks_of
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.model.facts import Fact

HEADER = ("kind", "title")
HEADER_OPTIONAL = ("fields", "blanks", "carried", "chooses", "ranked", "budget", "step", "in_order")


@dataclass(frozen=True)
class _Found:
    """An item, where it stands, and its shelf."""

    item: Item
    node: Mapping
    shelf: Shelf


def read_catalogue(library: Library, folder: Path, facts: ById[str, Fact]) -> tuple[Shelf, ...]:
    """Read the catalogue, one shelf a file.

    Args:
        library: the files.
        folder: knowledge/catalogue.
        facts: the vocabulary, for the answers an item would change.
    """
    shelves: list[Shelf] = []
    pages: dict[str, Node] = {}
    found: list[_Found] = []
    for page, entries in library.entries(folder, "items", HEADER, optional=HEADER_OPTIONAL):
        shelf = _bare(page, library.report)
        if shelf is None:
            library.lost.add(folder.name)
            continue
        pages[shelf.kind] = page
        here = list(_items(entries, shelf, library))
        shelves.append(shelf.model_copy(update={"items": tuple(each.item for each in here)}))
        found += here
    _Checker(found, tuple(shelves), facts, library.report, pages).check()
    return tuple(shelves)


def _bare(page: Mapping, report: DiagnosticCollector) -> Shelf | None:
    """Read the header of a shelf whose keys are all there and known; what is wrong with them has been reported."""
    known = {*HEADER, *HEADER_OPTIONAL, "items"}
    if any(page.get(key) is None for key in HEADER) or any(name.text not in known for name, _ in page):
        return None
    return validate(Shelf, page, report, leave=("items",))


def _items(entries: Iterable[Node], shelf: Shelf, library: Library) -> Iterable[_Found]:
    for node in entries:
        item = library.recall(("item", node), partial(_item, node, shelf.kind, library.report))
        if item is not None and isinstance(node, Mapping):
            yield _Found(item, node, shelf)


def _item(node: Node, kind: str, report: DiagnosticCollector) -> Item | None:
    return validate(Item, node, report, about=path_to("items", node), kind=kind, place=node.place)


class _Checker:
    """Checks what only the whole catalogue shows."""

    def __init__(
        self,
        found: list[_Found],
        shelves: tuple[Shelf, ...],
        facts: ById[str, Fact],
        report: DiagnosticCollector,
        pages: ById[str, Node],
    ) -> None:
        self.pages = pages
        self.found = found
        self.kinds = tuple(shelf.kind for shelf in shelves)
        self.shelves = shelves
        self.ids = tuple(each.item.id for each in found)
        self.facts = facts
        self.report = report

    def check(self) -> None:
        seen: dict[str, Item] = {}
        for each in self.found:
            item = each.item
            keep(item, seen, self.report, "items")
            self._parts(each)
            self._references(each, "brings", item.brings)
            self._references(each, "carried_by", item.carried_by)
            if each.shelf.carried and not item.carried_by:
                self.report.add(Code.KEY_MISSING, each.node, about=_path(item), details={"key": "carried_by"})
            self._changes(each)
            self._today(each)
            self._schedule(each)
            self._blanks(each)
        items = [each.item for each in self.found]
        check_formers("items", [(item.id, item.formerly, item.place) for item in items], self.report)
        for shelf in self.shelves:
            self._choosing(shelf)
            self._ranking(shelf)
            self._circle(shelf)

    def _parts(self, found: _Found) -> None:
        fields = {field.id: field for field in found.shelf.fields}
        about = f"{_path(found.item)} › parts"
        parts = found.node.at("parts")
        for name in found.item.parts:
            if name not in fields:
                self.report.add(
                    Code.KEY_UNKNOWN, parts.key(name) or found.node, about=about, allowed=fields, written=name
                )
        misspelt = {closest_match(name, fields) for name in found.item.parts if name not in fields}
        for name, field in fields.items():
            if not field.optional and name not in found.item.parts and name not in misspelt:
                self.report.add(Code.KEY_MISSING, parts, about=about, details={"key": name})

    def _references(self, found: _Found, key: str, named: tuple[str, ...]) -> None:
        listing = found.node.get(key)
        for number, name in enumerate(named):
            if name not in self.ids:
                at = listing.items[number] if isinstance(listing, Listing) else found.node
                about = f"{_path(found.item)} › {key}"
                self.report.item_unknown(name, at, self.ids, about=about)

    def _changes(self, found: _Found) -> None:
        listing = found.node.get("changes")
        if not isinstance(listing, Listing):
            return
        for change, node in zip(found.item.changes, listing.items, strict=True):
            about = f"{_path(found.item)} › changes"
            asked = {fact.id: fact for fact in self.facts.values() if not fact.derived}
            fact = asked.get(change.fact)
            if fact is None:
                self.report.add(Code.FACT_UNKNOWN, node.at("fact"), about=about, near=asked, written=change.fact)
                continue
            for key in ("from", "to"):
                state = node.get(key)
                if isinstance(state, Scalar):
                    tested_state(fact, state, self.report, f"{about} › {key}")

    def _today(self, found: _Found) -> None:
        asked = [fact.id for fact in self.facts.values() if not fact.derived]
        for name in found.item.today:
            if name not in asked:
                about = f"{_path(found.item)} › today"
                self.report.add(Code.FACT_UNKNOWN, found.node.at("today"), about=about, near=asked, written=name)

    def _schedule(self, found: _Found) -> None:
        """Check that an item is scheduled where its shelf is ranked and nowhere else, and what its schedule names."""
        item, ranking, about = found.item, found.shelf.ranked, f"{_path(found.item)} › schedule"
        if ranking is None or item.schedule is None:
            if ranking is not None:
                self.report.add(Code.KEY_MISSING, found.node, about=_path(item), details={"key": "schedule"})
            elif item.schedule is not None:
                key = found.node.key("schedule") or found.node
                self.report.add(Code.KEY_UNKNOWN, key, about=_path(item), allowed=(), written="schedule")
            return
        node = found.node.at("schedule")
        schedule, here = item.schedule, {each.id: each.schedule for each in self._on(found.shelf)}
        horizons, efforts = tuple(map(str, ranking.within)), tuple(effort.id for effort in ranking.efforts)
        for part, name, allowed in (("within", str(schedule.within), horizons), ("effort", schedule.effort, efforts)):
            if name not in allowed:
                at = node.get(part) or found.node
                self.report.add(Code.VALUE_NOT_ALLOWED, at, about=f"{about} › {part}", allowed=allowed, written=name)
        steps = tuple(each.id for shelf in self.shelves if shelf.step is not None for each in self._on(shelf))
        for part, names, known in (
            ("metric", (schedule.metric,), self.ids),
            ("after", schedule.after, tuple(here)),
            ("begins", schedule.begins, steps),
        ):
            at = node.get(part) or found.node
            for name in names:
                other, where = here.get(name), f"{about} › {part}"
                if name not in known:
                    self.report.item_unknown(name, at, known, about=where)
                elif part == "after" and other is not None and other.within > schedule.within:
                    # What comes before an item cannot be due after it.
                    earlier = [each for each, done in here.items() if done and done.within <= schedule.within]
                    self.report.add(Code.VALUE_NOT_ALLOWED, at, about=where, allowed=earlier, written=name)

    def _circle(self, shelf: Shelf) -> None:
        """Check that no item of a ranked shelf has to come before itself."""
        scheduled = {each.id: each for each in self._on(shelf) if each.schedule is not None}
        circle = circle_among({name: each.schedule.after for name, each in scheduled.items() if each.schedule})
        known = [scheduled[name] for name in circle if name in scheduled]
        if known:
            self.report.add(
                Code.MEASURES_IN_CIRCLE,
                known[0].place,
                about=f"{_path(known[0])} › schedule › after",
                related=[each.place for each in known[1:-1]],
                details={"witness": " → ".join(circle)},
            )

    def _ranking(self, shelf: Shelf) -> None:
        """Check the limits of a ranking, and that what says how much a client can carry out is an asked number."""
        if shelf.ranked is None:
            return
        ranked, node, about = shelf.ranked, self.pages[shelf.kind].at("ranked"), f"{shelf.kind} › ranked"
        if ranked.at_least > ranked.at_most:
            details = {"low": "1", "high": str(ranked.at_most)}
            self.report.add(Code.NUMBER_LIMIT, node.at("at_least"), about=f"{about} › at_least", details=details)
        for days, later in pairwise(ranked.within):
            if days >= later:
                details = {"above": str(days)}
                self.report.add(Code.NUMBER_LIMIT, node.at("within"), about=f"{about} › within", details=details)
        pace = ranked.pace
        numbers = [fact.id for fact in self.facts.values() if fact.kind == "number" and not fact.derived]
        if pace is not None and pace.fact not in numbers:
            at = node.at("pace").at("fact")
            self.report.add(Code.FACT_UNKNOWN, at, about=f"{about} › pace", near=numbers, written=pace.fact)

    def _on(self, shelf: Shelf) -> list[Item]:
        return [each.item for each in self.found if each.shelf.kind == shelf.kind]

    def _blanks(self, found: _Found) -> None:
        """Check that a blank in the text of a ranked shelf's item names an asked fact, the region or the segment."""
        if found.shelf.ranked is None:
            return
        asked = [fact.id for fact in self.facts.values() if not fact.derived]
        for text in (found.item.text.zh, found.item.text.en):
            for name in blanks_of(text):
                if name not in (*CELL_BLANKS, *asked):
                    about = f"{_path(found.item)} › text"
                    self.report.add(Code.FACT_UNKNOWN, found.node.at("text"), about=about, near=asked, written=name)

    def _choosing(self, shelf: Shelf) -> None:
        if shelf.chooses is None or not shelf.items:
            return
        place = self.pages[shelf.kind].at("chooses").place
        if shelf.chooses.among not in self.kinds:
            self.report.add(
                Code.REFERENCE_UNKNOWN,
                place,
                about=f"{shelf.kind} › chooses › among",
                allowed=self.kinds,
                written=shelf.chooses.among,
                details={"kind": "kind"},
            )
        if shelf.chooses.at_most < 1:
            about = f"{shelf.kind} › chooses › at_most"
            self.report.add(Code.NUMBER_LIMIT, place, about=about, details={"low": "1", "high": ""})


def _path(item: Item) -> str:
    return f"items › {item.id}"
