"""Ids: no two rule sets share one, so that it names one entry, a former one never comes again, none precedes itself."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Protocol, TypeVar

from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.diagnostics import Place


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
    """Check that what stands in one body has no id that another body uses; the finding about a copy names where it is.

    Args:
        about: the path by ids to where the entries stand.
        report: takes the findings.
        bodies: the entries of each body, the advice first.
    """
    known: dict[str, _Placed] = {}
    for body in bodies:
        for name, entry in body.items():
            if name in known:
                report.twice(name, entry.place, known[name].place, about=f"{about} › {name}")
        known |= body


def by_id(entries: Iterable[_Placed]) -> dict[str, _Placed]:
    """Return entries by their ids."""
    return {entry.id: entry for entry in entries}


Named = tuple[str, tuple[str, ...], "Place"]
"""An id, the ids it had before, and where it stands."""


def check_formers(about: str, entries: Sequence[Named], report: DiagnosticCollector) -> None:
    """Check the former ids of entries that share a name space, and have them suggested where one is still used.

    Args:
        about: the path by ids to where the entries stand.
        entries: the entries.
        report: takes the findings.
    """
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


def circle_among(after: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the ids of a circle, the first one again at the end; nothing where there is none.

    Args:
        after: for each step the steps that come before it.
    """
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()
