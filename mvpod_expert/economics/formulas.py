"""The economics calculator: every result by its name, and what the numbers of one market cell come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics import contributions, costs, workload
from mvpod_expert.economics.model import Figure, MissingFigure
from mvpod_expert.economics.names import CONTRIBUTIONS, CROSSING, LEG_REPS, MIXED, SYNERGY
from mvpod_expert.economics.sheet import Sheet, computed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.economics.inputs import EconomicsGiven
    from mvpod_expert.economics.model import Crossing
    from mvpod_expert.economics.sheet import Computed, Formula, Numbers

FORMULAS: Mapping[str, Formula] = {
    "accounts": workload.accounts,
    "margin": lambda sheet: sheet.need("gross_margin"),
    "reps_needed": workload.reps_needed,
    "accounts_per_rep": workload.accounts_per_rep,
    "funded_share": workload.funded_share,
    LEG_REPS: workload.leg_reps,
    "direct_revenue": contributions.direct_revenue,
    "channel_revenue": contributions.channel_revenue,
    "hybrid_revenue": contributions.hybrid_revenue,
    "direct_contribution": contributions.direct_contribution,
    "channel_contribution": contributions.channel_contribution,
    "hybrid_contribution": contributions.hybrid_contribution,
    "direct_cost_share": costs.direct_cost_share,
    "channel_cost_share": costs.channel_cost_share,
    "cost_ratio": costs.cost_ratio,
    CROSSING: costs.indifference_volume,
    "direct_viability": costs.direct_viability,
    "partner_viability": costs.partner_viability,
    SYNERGY: contributions.synergy,
}
"""The formula of every result, in the order of `model.figure_names`."""


WITH_LEG = (LEG_REPS, CONTRIBUTIONS[MIXED])
"""The results that say how the sellers of a hybrid's direct route were counted."""


def result(name: str, numbers: Numbers, given: EconomicsGiven) -> Computed:
    """Compute one result.

    Args:
        name: its id.
        numbers: the numbers, each a float or all its draws.
        given: names the segments.
    """
    return computed(FORMULAS[name], Sheet(numbers, given.segments, given.direct_leg))


def figure(name: str, numbers: Mapping[str, float], given: EconomicsGiven) -> Figure | MissingFigure:
    """Return a result at given numbers as a noun, or what is missing for it."""
    found = result(name, numbers, given)
    if found.missing:
        return MissingFigure(result=name, missing=found.missing)
    value = None if found.value is None else float(found.value)
    where: Crossing | None = None
    if name == CROSSING:
        where = _crossing(Sheet(numbers, given.segments))
        value = value if where in {"direct_above", "direct_below"} else None
    return Figure(
        result=name,
        value=value,
        parts={part: float(each) + 0.0 for part, each in found.parts.items()},
        inputs=found.used,
        counted_as_zero=found.zero,
        crossing=where,
        leg_reps=workload.leg_way(Sheet(numbers, given.segments, given.direct_leg)) if name in WITH_LEG else None,
    )


def _crossing(sheet: Sheet) -> Crossing | None:
    """Report which way is cheaper; without accounts the size of neither sales force is known."""
    try:
        return costs.crossing(sheet)
    except ZeroDivisionError:
        return None
