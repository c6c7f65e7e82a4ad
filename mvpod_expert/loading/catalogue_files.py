"""knowledge/catalogue to shelves of items: each item has the parts its shelf declares, and names only what exists."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.fact_schemas import tested_state
from mvpod_expert.loading.id_uniqueness import check_circle, check_formers, keep
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Mapping, Node, Scalar, path_to
from mvpod_expert.model.catalogue import CELL_BLANKS, Item, Shelf, blanks_of
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import LANGS
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


class _Found(NamedTuple):
    """An item, where it stands, and its shelf."""

    item: Item
    node: Mapping
    shelf: Shelf


def read_catalogue(library: Library, folder: Path, facts: ById[str, Fact]) -> tuple[Shelf, ...]:
    """Read the catalogue, one shelf a file."""
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
        about, kind = path_to("items", node), shelf.kind
        read = partial(validate, Item, node, library.report, about=about, kind=kind, place=node.place)
        item = library.recall(("item", node), read)
        if item is not None and isinstance(node, Mapping):
            yield _Found(item, node, shelf)


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
        self.shelves = shelves
        self.ids = tuple(each.item.id for each in found)
        self.facts = facts
        self.asked = [fact.id for fact in facts.values() if not fact.derived]
        self.report = report

    def check(self) -> None:
        seen: dict[str, Item] = {}
        for each in self.found:
            item, about = each.item, _path(each.item)
            keep(item, seen, self.report, "items")
            self._parts(each)
            for key, named in (("brings", item.brings), ("carried_by", item.carried_by)):
                for number, name in enumerate(named):
                    self.report.items_among((name,), self.ids, each.node.at(key, number), about=f"{about} › {key}")
            if each.shelf.carried and not item.carried_by:
                self.report.add(Code.KEY_MISSING, each.node, about=about, details={"key": "carried_by"})
            self._changes(each)
            self._asked(item.today, each.node.at("today"), f"{about} › today")
            self._schedule(each)
            if each.shelf.ranked is not None:
                blanks = [name for lang in LANGS for name in blanks_of(item.text.in_(lang)) if name not in CELL_BLANKS]
                self._asked(blanks, each.node.at("text"), f"{about} › text")
        items = [each.item for each in self.found]
        check_formers("items", [(item.id, item.formerly, item.place) for item in items], self.report)
        for shelf in self.shelves:
            self._choosing(shelf)
            self._ranking(shelf)
            scheduled = {each.id: (each.place, each.schedule.after) for each in self._on(shelf) if each.schedule}
            check_circle(scheduled, "schedule › after", self.report)

    def _asked(self, names: Iterable[str], at: Node, about: str) -> None:
        self.report.among(Code.FACT_UNKNOWN, names, self.asked, at, about=about)

    def _parts(self, found: _Found) -> None:
        fields = {field.id: field for field in found.shelf.fields}
        about = f"{_path(found.item)} › parts"
        parts = found.node.at("parts")
        unknown = [name for name in found.item.parts if name not in fields]
        for name in unknown:
            at = parts.key(name) or found.node
            self.report.add(Code.KEY_UNKNOWN, at, about=about, allowed=fields, written=name)
        given = {*found.item.parts, *(closest_match(name, fields) for name in unknown)}
        for name, field in fields.items():
            if not field.optional and name not in given:
                self.report.add(Code.KEY_MISSING, parts, about=about, details={"key": name})

    def _changes(self, found: _Found) -> None:
        about = f"{_path(found.item)} › changes"
        for change, node in zip(found.item.changes, found.node.at("changes").listed, strict=False):
            if change.fact not in self.asked:
                self._asked((change.fact,), node.at("fact"), about)
                continue
            for key in ("from", "to"):
                state = node.get(key)
                if isinstance(state, Scalar):
                    tested_state(self.facts[change.fact], state, self.report, f"{about} › {key}")

    def _schedule(self, found: _Found) -> None:
        """Check that an item is scheduled where its shelf is ranked and nowhere else, and what its schedule names."""
        item, ranking, about = found.item, found.shelf.ranked, f"{_path(found.item)} › schedule"
        if ranking is None or item.schedule is None:
            if ranking is not None:
                self.report.add(Code.KEY_MISSING, found.node, about=_path(item), details={"key": "schedule"})
            elif item.schedule is not None:
                key = found.node.key("schedule") or found.node
                self.report.add(Code.KEY_UNKNOWN, key, about=_path(item), written="schedule")
            return
        node = found.node.at("schedule")
        schedule, here = item.schedule, {each.id: each.schedule for each in self._on(found.shelf)}
        horizons, efforts = map(str, ranking.within), (effort.id for effort in ranking.efforts)
        for part, name, allowed in (("within", str(schedule.within), horizons), ("effort", schedule.effort, efforts)):
            at = node.get(part) or found.node
            self.report.among(Code.VALUE_NOT_ALLOWED, (name,), allowed, at, about=f"{about} › {part}")
        steps = tuple(each.id for shelf in self.shelves if shelf.step is not None for each in self._on(shelf))
        for part, names, known in (
            ("metric", (schedule.metric,), self.ids),
            ("after", schedule.after, tuple(here)),
            ("begins", schedule.begins, steps),
        ):
            self.report.items_among(names, known, node.get(part) or found.node, about=f"{about} › {part}")
        # What comes before an item cannot be due after it.
        earlier = [each for each, done in here.items() if done and done.within <= schedule.within]
        due = [name for name in schedule.after if here.get(name)]
        self.report.among(Code.VALUE_NOT_ALLOWED, due, earlier, node.at("after"), about=f"{about} › after")

    def _ranking(self, shelf: Shelf) -> None:
        """Check the limits of a ranking, and that what says how much a client can carry out is an asked number."""
        if shelf.ranked is None:
            return
        ranked, node, about = shelf.ranked, self.pages[shelf.kind].at("ranked"), f"{shelf.kind} › ranked"
        limits = [("within", {"above": str(days)}) for days, later in pairwise(ranked.within) if days >= later]
        if ranked.at_least > ranked.at_most:
            limits.insert(0, ("at_least", {"low": "1", "high": str(ranked.at_most)}))
        for key, details in limits:
            self.report.add(Code.NUMBER_LIMIT, node.at(key), about=f"{about} › {key}", details=details)
        if ranked.pace is not None:
            numbers, at = [name for name in self.asked if self.facts[name].kind == "number"], node.at("pace").at("fact")
            self.report.among(Code.FACT_UNKNOWN, (ranked.pace.fact,), numbers, at, about=f"{about} › pace")

    def _on(self, shelf: Shelf) -> list[Item]:
        return [each.item for each in self.found if each.shelf.kind == shelf.kind]

    def _choosing(self, shelf: Shelf) -> None:
        if shelf.chooses is None or not shelf.items:
            return
        place, about = self.pages[shelf.kind].at("chooses").place, f"{shelf.kind} › chooses"
        self.report.among(
            Code.REFERENCE_UNKNOWN,
            (shelf.chooses.among,),
            [each.kind for each in self.shelves],
            place,
            about=f"{about} › among",
            listed=True,
            kind="kind",
        )
        if shelf.chooses.at_most < 1:
            details = {"low": "1", "high": ""}
            self.report.add(Code.NUMBER_LIMIT, place, about=f"{about} › at_most", details=details)


def _path(item: Item) -> str:
    return f"items › {item.id}"
