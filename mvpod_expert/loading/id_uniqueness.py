"""Ids across the bodies of rules: a rule, fact or item of one has no id that another body uses for the same kind.

So an id names one of them wherever a person writes it: to be shown, renamed, tested or drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.diagnostics import Place


class Placed(Protocol):
    """What has an id and a place."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def place(self) -> Place:
        """Where it stands."""


def check_unique_ids(about: str, report: DiagnosticCollector, *bodies: Mapping[str, Placed]) -> None:
    """Check that what stands in one body has no id that another body uses; the finding about a copy names where it is.

    Args:
        about: the path by ids to where the entries stand.
        report: takes the findings.
        bodies: the entries of each body, the advice first.
    """
    known: dict[str, Placed] = {}
    for body in bodies:
        for name, entry in body.items():
            if name in known:
                related, details = [known[name].place], {"id": name}
                report.add(Code.ID_TWICE, entry.place, about=f"{about} › {name}", related=related, details=details)
        known |= body


def by_id(entries: Iterable[Placed]) -> dict[str, Placed]:
    """Return entries by their ids."""
    return {entry.id: entry for entry in entries}
