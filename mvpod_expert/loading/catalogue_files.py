"""knowledge/catalogue to shelves of items: each item has the parts its shelf declares, and names only what exists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mvpod_expert.loading.fact_schemas import tested_state
from mvpod_expert.loading.former_ids import check_formers
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar, path_to
from mvpod_expert.model.catalogue import Item, Shelf
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
HEADER_OPTIONAL = ("fields", "blanks", "carried", "chooses")


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
    choosing: dict[str, Node] = {}
    found: list[_Found] = []
    for page, entries in library.entries(folder, "items", HEADER, optional=HEADER_OPTIONAL):
        shelf = _bare(page, library.report)
        if shelf is None:
            library.lost.add(folder.name)
            continue
        choosing[shelf.kind] = page.get("chooses") or page
        here = list(_items(entries, shelf, library))
        shelves.append(shelf.model_copy(update={"items": tuple(each.item for each in here)}))
        found += here
    _Checker(found, tuple(shelves), facts, library.report, choosing).check()
    return tuple(shelves)


def _bare(page: Mapping, report: DiagnosticCollector) -> Shelf | None:
    """Read the header of a shelf whose keys are all there and known; what is wrong with them has been told."""
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
    """Checks what only the whole catalogue can tell."""

    def __init__(
        self,
        found: list[_Found],
        shelves: tuple[Shelf, ...],
        facts: ById[str, Fact],
        report: DiagnosticCollector,
        choosing: ById[str, Node],
    ) -> None:
        self.choosing = choosing
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
            if item.id in seen:
                self.report.add(
                    Code.ID_TWICE, item.place, about="items", related=[seen[item.id].place], details={"id": item.id}
                )
            seen[item.id] = item
            self._parts(each)
            self._references(each, "brings", item.brings)
            self._references(each, "carried_by", item.carried_by)
            if each.shelf.carried and not item.carried_by:
                self.report.add(Code.KEY_MISSING, each.node, about=_path(item), details={"key": "carried_by"})
            self._changes(each)
        items = [each.item for each in self.found]
        check_formers("items", [(item.id, item.formerly, item.place) for item in items], self.report)
        for shelf in self.shelves:
            self._choosing(shelf)

    def _parts(self, found: _Found) -> None:
        fields = {field.id: field for field in found.shelf.fields}
        about = f"{_path(found.item)} › parts"
        parts = found.node.get("parts")
        for name in found.item.parts:
            if name not in fields:
                key = parts.key(name) if isinstance(parts, Mapping) else None
                self.report.add(Code.KEY_UNKNOWN, key or found.node, about=about, allowed=fields, written=name)
        misspelt = {closest_match(name, fields) for name in found.item.parts if name not in fields}
        for name, field in fields.items():
            if not field.optional and name not in found.item.parts and name not in misspelt:
                self.report.add(Code.KEY_MISSING, parts or found.node, about=about, details={"key": name})

    def _references(self, found: _Found, key: str, named: tuple[str, ...]) -> None:
        listing = found.node.get(key)
        for number, name in enumerate(named):
            if name not in self.ids:
                at = listing.items[number] if isinstance(listing, Listing) else found.node
                about = f"{_path(found.item)} › {key}"
                self.report.add(
                    Code.REFERENCE_UNKNOWN, at, about=about, near=self.ids, written=name, details={"kind": "recommend"}
                )

    def _changes(self, found: _Found) -> None:
        listing = found.node.get("changes")
        if not isinstance(listing, Listing):
            return
        for change, node in zip(found.item.changes, listing.items, strict=True):
            about = f"{_path(found.item)} › changes"
            asked = {fact.id: fact for fact in self.facts.values() if not fact.derived}
            fact = asked.get(change.fact)
            if fact is None:
                at = (node.get("fact") if isinstance(node, Mapping) else None) or node
                self.report.add(Code.FACT_UNKNOWN, at, about=about, near=asked, written=change.fact)
                continue
            for key in ("from", "to"):
                state = node.get(key) if isinstance(node, Mapping) else None
                if isinstance(state, Scalar):
                    tested_state(fact, state, self.report, f"{about} › {key}")

    def _choosing(self, shelf: Shelf) -> None:
        if shelf.chooses is None or not shelf.items:
            return
        place = self.choosing[shelf.kind].place
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
