"""Ids: no two rule sets share one, so that it names one entry wherever written, and a former one comes never again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.precedence import circle_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector


class _Placed(Protocol):
    """What has an id and a place."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def place(self) -> Place:
        """Where it stands."""


E = TypeVar("E", bound=_Placed)


def keep(entry: E, among: dict[str, E], report: DiagnosticCollector, about: str) -> None:
    """Put an entry with the others; that its id is taken is a finding with both places."""
    if entry.id in among:
        report.twice(entry.id, entry.place, among[entry.id].place, about=about)
    among[entry.id] = entry


def check_unique_ids(about: str, report: DiagnosticCollector, *bodies: Mapping[str, _Placed]) -> None:
    """Check that no id of one body is used in another; `about` is the path to them, the advice is the first body."""
    known: dict[str, _Placed] = {}
    for body in bodies:
        for name, entry in body.items():
            if name in known:
                report.twice(name, entry.place, known[name].place, about=f"{about} › {name}")
        known |= body


def check_circle(entries: Mapping[str, tuple[Place, Sequence[str]]], key: str, report: DiagnosticCollector) -> None:
    """Check that no item has to come before itself.

    The entries have for each item its place, and the items before it, as they stand under a key.
    """
    circle = circle_among({name: before for name, (_, before) in entries.items()})
    known = [name for name in circle if name in entries]
    if known:
        related = [entries[name][0] for name in known[1:-1]]
        details, about = {"witness": " → ".join(circle)}, f"items › {known[0]} › {key}"
        report.add(Code.MEASURES_IN_CIRCLE, entries[known[0]][0], about=about, related=related, details=details)


def by_id(entries: Iterable[_Placed]) -> dict[str, _Placed]:
    """Return entries by their ids."""
    return {entry.id: entry for entry in entries}


Named = tuple[str, tuple[str, ...], "Place"]
"""An id, the ids it had before, and where it stands."""


def check_formers(about: str, entries: Sequence[Named], report: DiagnosticCollector) -> None:
    """Check the former ids of entries that share a name space, and have them suggested where one is still used."""
    places = {name: place for name, _, place in entries}
    claimed: dict[str, tuple[str, Place]] = {}
    for name, formerly, place in entries:
        for old in dict.fromkeys(formerly):
            where = f"{about} › {name} › formerly"
            if old in places:
                details = {"id": old, "now": name}
                report.add(Code.FORMER_ID_IN_USE, place, about=where, related=[places[old]], details=details)
            elif old in claimed and claimed[old][0] != name:
                report.add(Code.FORMER_ID_TWICE, place, about=where, related=[claimed[old][1]], details={"id": old})
            else:
                claimed[old] = (name, place)
                report.renamed(old, name)
