"""The economics calculator: every result by its name, and what the numbers of one market cell come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.figures import contributions, costs, viability, workload
from mvpod_expert.figures.sheet import Sheet, computed
from mvpod_expert.model.economics import Figure, MissingFigure
from mvpod_expert.model.figure_names import CROSSING, SYNERGY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.figures.sheet import Computed, Formula, Numbers
    from mvpod_expert.model.economics import Crossing

FORMULAS: Mapping[str, Formula] = {
    "accounts": workload.accounts,
    "margin": lambda sheet: sheet.need("gross_margin"),
    "reps_needed": workload.reps_needed,
    "accounts_per_rep": workload.accounts_per_rep,
    "funded_share": workload.funded_share,
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
    "direct_viability": viability.direct_viability,
    "partner_viability": viability.partner_viability,
    SYNERGY: contributions.synergy,
}
"""The formula of every result, in the order of `model.figure_names`."""


def result(name: str, numbers: Numbers, segments: tuple[str, ...]) -> Computed:
    """Compute one result.

    Args:
        name: its id.
        numbers: the numbers, each a float or all its draws.
        segments: the names of the customer segments.
    """
    return computed(FORMULAS[name], numbers, segments)


def figure(name: str, numbers: Mapping[str, float], segments: tuple[str, ...]) -> Figure | MissingFigure:
    """Give a result at given numbers as a noun, or what is missing for it."""
    found = result(name, numbers, segments)
    if found.missing:
        return MissingFigure(result=name, missing=found.missing)
    value = None if found.value is None else float(found.value)
    where: Crossing | None = None
    if name == CROSSING:
        where = costs.crossing(Sheet(numbers, segments))
        value = value if where in {"direct_above", "direct_below"} else None
    return Figure(
        result=name,
        value=value,
        parts={part: float(each) + 0.0 for part, each in found.parts.items()},
        inputs=found.used,
        counted_as_zero=found.zero,
        crossing=where,
    )
