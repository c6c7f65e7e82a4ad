"""knowledge/principles and sources to their nouns, and the check of what leans on them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from mvpod_expert.loading.id_uniqueness import check_formers, keep
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar, path_to
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.principles import NEEDS_SOURCE, Basis, Principle, Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library

N = TypeVar("N", Principle, Source)


def read_principles(library: Library, folder: Path) -> dict[str, Principle]:
    """Read the principles of the architecture."""
    return _read(library, folder, "principles", Principle)


def read_sources(library: Library, folder: Path) -> dict[str, Source]:
    """Read the sources of the evidence."""
    sources = _read(library, folder, "sources", Source)
    check_formers(
        "sources", [(source.id, source.formerly, source.place) for source in sources.values()], library.report
    )
    return sources


class _Sourced(Protocol):
    """What leans on sources."""

    @property
    def basis(self) -> Basis:
        """What kind of support it is."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources."""


class _Supported(_Sourced, Protocol):
    """What leans on principles and sources: a rule's `because`, or a catalogue item."""

    @property
    def principle(self) -> tuple[str, ...]:
        """Principles."""


class SupportChecker:
    """Checks that principles and sources exist, and that sources are named where the basis needs them.

    Args:
        principles: the ids that exist.
        sources: the ids that exist.
    """

    def __init__(self, principles: Iterable[str], sources: Iterable[str], report: DiagnosticCollector) -> None:
        self.existing = {"principle": tuple(principles), "sources": tuple(sources)}
        self.report = report

    def check(self, supported: _Supported, node: Node | Place, where: str) -> None:
        """Check one rule or item.

        Args:
            supported: what leans on principles and sources.
            node: its mapping in the file, or its place.
            where: the path by ids.
        """
        self._references("principle", supported.principle, node, where)
        if not supported.principle:
            self.report.add(Code.LIST_EMPTY, node, about=f"{where} › principle")
        self.check_sources(supported, node, where)

    def check_names(self, node: Node | None, where: str) -> None:
        """Check what a reason names whose shape has findings of its own, so that both are reported at once."""
        if node is None:
            return
        for key in self.existing:
            listing = node.get(key)
            items = listing.listed if listing is not None else ()
            names = tuple(each.text for each in items if isinstance(each, Scalar))
            if len(names) == len(items):
                self._references(key, names, node, where)

    def check_principles(self, named: tuple[str, ...], where: Place, about: str) -> None:
        """Check the principles of what leans on nothing else."""
        self._references("principle", named, where, about)

    def check_sources(self, supported: _Sourced, node: Node | Place, where: str) -> None:
        """Check the sources alone, of what leans on no principle."""
        self._references("sources", supported.sources, node, where)
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
            read = partial(validate, model, node, library.report, about=path_to(key, node), place=node.place)
            noun = library.recall((key, node), read)
            if noun is not None:
                keep(noun, found, library.report, key)
    return found
