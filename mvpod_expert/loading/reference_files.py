"""knowledge/principles, sources, catalogue and decision.yaml to their nouns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, TypeVar

from mvpod_expert.loading.nodes import Listing, Mapping, Node, Scalar, kind_of, path_to
from mvpod_expert.loading.shapes import build
from mvpod_expert.model.catalogue import Item, Shelf
from mvpod_expert.model.decision import DecisionTable
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.noun import ID_PATTERN, Text
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
        if isinstance(kind_node, Scalar) and re.fullmatch(ID_PATTERN, kind_node.text):
            kind = kind_node.text
        else:
            kind = "item"
            if kind_node is not None:
                report.add(Code.ID_MALFORMED, kind_node, about="kind", written=kind_of(kind_node))
        title_node = page.get("title")
        title = build(Text, title_node, report, about="title") if title_node else None
        items: list[Item] = []
        for node in entries:
            item = build(Item, node, report, about=path_to("items", node), kind=kind, place=node.place)
            if item is None:
                continue
            if item.id in seen:
                report.add(
                    Code.ID_TWICE, item.place, about="items", related=[seen[item.id].place], details={"id": item.id}
                )
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


class Supported(Protocol):
    """What leans on principles and sources: a rule's `because`, or a catalogue item."""

    @property
    def principle(self) -> tuple[str, ...]:
        """Principles."""

    @property
    def basis(self) -> Basis:
        """What kind of support it is."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources."""


class SupportChecker:
    """Checks that principles and sources exist, and that sources are named where the basis needs them.

    Args:
        principles: the ids that exist.
        sources: the ids that exist.
        report: takes the findings.
    """

    def __init__(self, principles: Iterable[str], sources: Iterable[str], report: Report) -> None:
        self.existing = {"principle": tuple(principles), "sources": tuple(sources)}
        self.report = report

    def check(self, supported: Supported, node: Node | Place, where: str) -> None:
        """Check one rule or item.

        Args:
            supported: what leans on principles and sources.
            node: its mapping in the file, or its place.
            where: the path by ids.
        """
        self._references("principle", supported.principle, node, where)
        self._references("sources", supported.sources, node, where)
        if not supported.principle:
            self.report.add(Code.LIST_EMPTY, node, about=f"{where} › principle")
        if supported.basis in NEEDS_SOURCE and not supported.sources:
            self.report.add(Code.SOURCE_NEEDED, node, about=where, details={"basis": supported.basis})

    def _references(self, key: str, used: tuple[str, ...], node: Node | Place, where: str) -> None:
        listing = node.get(key) if isinstance(node, Mapping) else None
        for number, name in enumerate(used):
            if name in self.existing[key]:
                continue
            at = listing.items[number] if isinstance(listing, Listing) else node
            self.report.add(
                Code.REFERENCE_UNKNOWN,
                at,
                about=f"{where} › {key}",
                allowed=self.existing[key],
                written=name,
                details={"kind": key},
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
                    Code.ID_TWICE, noun.place, about=key, related=[found[noun.id].place], details={"id": noun.id}
                )
            found[noun.id] = noun
    return found
