"""Former ids: each belongs to one entry, and nobody has it again; files of the knowledge use today's ids alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.diagnostics import Place

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
