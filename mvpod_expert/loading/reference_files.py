"""knowledge/principles, sources, catalogue and decision.yaml to their nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mvpod_expert.loading.nodes import Listing, Mapping, Node, Scalar, path_to
from mvpod_expert.loading.shapes import build
from mvpod_expert.model.catalogue import Item, Shelf
from mvpod_expert.model.decision import DecisionTable
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.noun import Text
from mvpod_expert.model.principles import NEEDS_SOURCE, Basis, Principle, Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mvpod_expert.loading.pages import Library
    from mvpod_expert.loading.report import Report

N = TypeVar("N", Principle, Source)


def read_principles(library: Library, folder: Path) -> dict[str, Principle]:
    """Read the principles of the architecture."""
    return _read(library, folder, "principles", Principle)


def read_sources(library: Library, folder: Path) -> dict[str, Source]:
    """Read the sources of the evidence."""
    return _read(library, folder, "sources", Source)


def read_catalogue(library: Library, folder: Path) -> tuple[Shelf, ...]:
    """Read the catalogue, one shelf a file."""
    report = library.report
    shelves: list[Shelf] = []
    seen: dict[str, Item] = {}
    for page, entries in library.entries(folder, "items", ("kind", "title")):
        kind_node = page.get("kind")
        kind = kind_node.text if isinstance(kind_node, Scalar) else "?"
        title_node = page.get("title")
        title = build(Text, title_node, report, about="title") if title_node else None
        items: list[Item] = []
        for node in entries:
            item = build(Item, node, report, about=path_to("items", node), kind=kind, place=node.place)
            if item is None:
                continue
            if item.id in seen:
                report.add(Code.ID_TWICE, item.place, about="items", id=item.id, related=[seen[item.id].place])
            seen[item.id] = item
            items.append(item)
        if title and items:
            shelves.append(Shelf(kind=kind, title=title, items=tuple(items)))
    return tuple(shelves)


def read_decision(library: Library, path: Path) -> DecisionTable | None:
    """Read the decision table."""
    node = library.page(path)
    if node is None:
        return None
    return build(DecisionTable, node, library.report, place=node.place)


def check_support(  # noqa: PLR0913 - the parts of one check
    report: Report,
    node: Node | Place,
    where: str,
    *,
    principles: Iterable[str],
    sources: Iterable[str],
    given: tuple[tuple[str, ...], Basis, tuple[str, ...]],
) -> None:
    """Check what a rule or an item leans on: its principles and sources exist, and sources are named where needed.

    Args:
        report: takes the findings.
        node: the mapping with `principle`, `basis` and `sources`, or its place.
        where: the path by ids.
        principles: the ids that exist.
        sources: the ids that exist.
        given: the principles, basis and sources of the mapping.
    """
    used_principles, basis, used_sources = given
    _references(report, node, "principle", where, used_principles, tuple(principles))
    _references(report, node, "sources", where, used_sources, tuple(sources))
    if not used_principles:
        report.add(Code.LIST_EMPTY, node, about=f"{where} › principle")
    if basis in NEEDS_SOURCE and not used_sources:
        report.add(Code.SOURCE_NEEDED, node, about=where, basis=basis)


def _references(  # noqa: PLR0913 - the parts of one check
    report: Report, node: Node | Place, key: str, where: str, used: tuple[str, ...], existing: tuple[str, ...]
) -> None:
    listing = node.get(key) if isinstance(node, Mapping) else None
    for number, name in enumerate(used):
        if name not in existing:
            at = listing.items[number] if isinstance(listing, Listing) else node
            report.add(
                Code.REFERENCE_UNKNOWN, at, about=f"{where} › {key}", allowed=existing, written=name, kind=key
            )


def _read(library: Library, folder: Path, key: str, model: type[N]) -> dict[str, N]:
    found: dict[str, N] = {}
    for _, entries in library.entries(folder, key, ()):
        for node in entries:
            noun = build(model, node, library.report, about=path_to(key, node), place=node.place)
            if noun is None:
                continue
            if noun.id in found:
                library.report.add(
                    Code.ID_TWICE, noun.place, about=key, id=noun.id, related=[found[noun.id].place]
                )
            found[noun.id] = noun
    return found
