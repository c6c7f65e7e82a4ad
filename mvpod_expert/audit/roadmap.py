"""Measures to a roadmap: what comes before what, quick wins first, as many a quarter as the client can carry out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mvpod_expert.model.precedence import waves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.audit.standard import AuditStandard, Measure


@dataclass(frozen=True)
class Placed:
    """A measure with its quarter, counted from 1.

    Args:
        after: the measures of the roadmap that come before it.
        to_settle: facts that are not known, by which more may have to come before it.
    """

    measure: Measure
    after: tuple[str, ...]
    to_settle: tuple[str, ...]
    is_quick_win: bool
    quarter: int


def roadmap(
    measures: Sequence[Measure],
    unsettled: Mapping[str, tuple[str, ...]],
    standard: AuditStandard,
    capacity: int | None = None,
) -> tuple[Placed, ...]:
    """Put measures in order.

    A measure begins in the first quarter after all that come before it. What is small and waits for nothing is a quick
    win and goes first; then the smaller goes before the larger, and equal ones in the order of the files.

    Args:
        measures: what is to be done, in the order of the files; there is no circle among them.
        unsettled: of measures that may have to be done besides, the facts that are not known.
        standard: the efforts, from the smallest.
        capacity: how many measures a quarter; no limit where there is none.

    Returns:
        The measures quarter by quarter.
    """
    chosen = {measure.id for measure in measures}
    efforts = [effort.id for effort in standard.efforts]
    placed = {measure.id: _placed(measure, chosen, unsettled, efforts[0]) for measure in measures}
    order = {measure.id: number for number, measure in enumerate(measures)}

    def rank(name: str) -> tuple[bool, int, int]:
        return not placed[name].is_quick_win, efforts.index(placed[name].measure.effort), order[name]

    quarters = waves({name: each.after for name, each in placed.items()}, rank, capacity)
    return tuple(
        replace(placed[name], quarter=quarter) for quarter, begun in enumerate(quarters, start=1) for name in begun
    )


def _placed(measure: Measure, chosen: set[str], unsettled: Mapping[str, tuple[str, ...]], smallest: str) -> Placed:
    after = tuple(name for name in measure.after if name in chosen)
    open_facts = (fact for name in measure.after if name not in chosen for fact in unsettled.get(name, ()))
    to_settle = tuple(dict.fromkeys(open_facts))
    is_quick_win = measure.effort == smallest and not after and not to_settle
    return Placed(measure, after, to_settle, is_quick_win=is_quick_win, quarter=0)
