"""The economics calculator: every result by its name, and what the numbers of one market cell come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.economics import contributions
from mvpod_expert.economics.contributions import accounts_per_rep, costs, direct_reps, hybrid_revenue, mode_revenue
from mvpod_expert.economics.model import Crossing, Figure, MissingFigure
from mvpod_expert.economics.names import CONTRIBUTIONS, CROSSING, LEG_REPS, MIXED, SYNERGY
from mvpod_expert.economics.sheet import Formula, Number, Numbers, Parts, Sheet

if TYPE_CHECKING:
    from mvpod_expert.economics.inputs import EconomicsGiven


def _cost_share(sheet: Sheet, mode: str) -> Number:
    """Return all cost of selling in a mode / its revenue; the share from the books wins, where it is given.

    For the channel these are partner margin, rebates and channel management.
    """
    if sheet.has(f"{mode}.cost_share"):
        return sheet.need(f"{mode}.cost_share")
    revenue = mode_revenue(sheet, mode)
    return -sum(costs(sheet, mode, revenue).values()) / revenue


def _indifference_volume(sheet: Sheet) -> Number:
    """Return S* = (F_direct - F_channel) / (v_channel - v_direct), the revenue at which both ways cost the same.

    The textbook's break-even: F is a year's fixed cost, v the cost that grows with revenue, as a share of it. It says
    nothing of coverage and win rate; the contributions do.
    """
    fixed, variable = _cost_lines(sheet)
    return (fixed[0] - fixed[1]) / (variable[1] - variable[0])


def _cost_lines(sheet: Sheet) -> tuple[tuple[Number, Number], tuple[Number, Number]]:
    """Return the fixed costs and the variable shares of direct and channel, as far as they are given."""
    direct_fixed = sheet.or_zero("direct.fixed_cost")
    if sheet.has("direct.cost_per_rep") or not sheet.has("direct.fixed_cost"):
        people = contributions.people(sheet, direct_reps(sheet))
        direct_fixed = direct_fixed + people + sheet.or_zero("direct.ramp_cost")
    channel_fixed = sheet.or_zero("channel.fixed_cost") + sheet.or_zero("channel.market_development")
    if sheet.has("channel.management_cost") or not sheet.has("channel.fixed_cost"):
        channel_fixed = channel_fixed + sheet.need("channel.management_cost")
    channel_variable = sheet.or_zero("channel.variable_share")
    if sheet.has("channel.partner_margin") or not sheet.has("channel.variable_share"):
        channel_variable = channel_variable + sheet.need("channel.partner_margin")
    return (direct_fixed, channel_fixed), (sheet.or_zero("direct.variable_share"), channel_variable)


def _crossing(sheet: Sheet) -> Crossing | None:
    """Return where direct is the cheaper way; nothing without accounts, when no sales force has a size."""
    try:
        (direct_fixed, channel_fixed), (direct_variable, channel_variable) = _cost_lines(sheet)
    except ZeroDivisionError:
        return None
    if direct_fixed > channel_fixed and direct_variable < channel_variable:
        return "direct_above"
    if direct_fixed < channel_fixed and direct_variable > channel_variable:
        return "direct_below"
    is_direct = (direct_variable, direct_fixed) <= (channel_variable, channel_fixed)
    return "direct_always" if is_direct else "channel_always"


def _direct_viability(sheet: Sheet) -> Number:
    """Return gm w D x accounts a person / (C (1 + management)): how many times a person's gross profit pays the person.

    Small orders pass where they are frequent and rich in margin; rare ones do not.
    """
    account = sheet.need("gross_margin") * sheet.need("direct.win_rate") * sheet.need("direct.revenue_per_account")
    cost = contributions.people(sheet, 1)
    return account * accounts_per_rep(sheet) / cost


def _partner_viability(sheet: Sheet) -> Number:
    """Return partner margin x our sales through the partner - the partner's people for us - the return it requires."""
    earned = sheet.need("channel.partner_margin") * sheet.need("partner.sales")
    return earned - sheet.need("partner.people_cost") - sheet.or_zero("partner.required_return")


FORMULAS: Mapping[str, Formula] = {
    "accounts": contributions.accounts,
    "margin": lambda sheet: sheet.need("gross_margin"),
    "reps_needed": contributions.reps_needed,
    "accounts_per_rep": accounts_per_rep,
    "funded_share": lambda sheet: sheet.need("reps_funded") / contributions.reps_needed(sheet),
    LEG_REPS: contributions.leg_reps,
    "direct_revenue": lambda sheet: mode_revenue(sheet, "direct"),
    "channel_revenue": lambda sheet: mode_revenue(sheet, "channel"),
    "hybrid_revenue": lambda sheet: hybrid_revenue(sheet, "direct") + hybrid_revenue(sheet, "channel"),
    "direct_contribution": lambda sheet: contributions.contribution(sheet, "direct"),
    "channel_contribution": lambda sheet: contributions.contribution(sheet, "channel"),
    "hybrid_contribution": contributions.hybrid_contribution,
    "direct_cost_share": lambda sheet: _cost_share(sheet, "direct"),
    "channel_cost_share": lambda sheet: _cost_share(sheet, "channel"),
    # Ingersoll-Rand 1985: 11 % / 21 % of sales.
    "cost_ratio": lambda sheet: _cost_share(sheet, "direct") / _cost_share(sheet, "channel"),
    CROSSING: _indifference_volume,
    "direct_viability": _direct_viability,
    "partner_viability": _partner_viability,
    SYNERGY: contributions.synergy,
}
"""The formula of every result that the experts' file declares."""

WITH_LEG = (LEG_REPS, CONTRIBUTIONS[MIXED])
"""The results that say how the sellers of a hybrid's direct route were counted."""


@dataclass(frozen=True)
class Computed:
    """What a formula came to; no value where numbers are missing or it has no solution."""

    value: Number | None
    parts: Parts
    sheet: Sheet

    @property
    def missing(self) -> tuple[str, ...]:
        """The numbers that are missing."""
        return tuple(self.sheet.missing)


def result(name: str, numbers: Numbers, given: EconomicsGiven) -> Computed:
    """Compute one result by its id; the numbers are floats, or all draws of each, and `given` names the segments."""
    sheet = Sheet(numbers, given.segments, given.direct_leg)
    try:
        found = FORMULAS[name](sheet)
    except ZeroDivisionError:
        found = None
    parts = found if isinstance(found, Mapping) else {}
    value = sum(parts.values()) if parts else found
    return Computed(None if sheet.missing else value, parts, sheet)


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
        inputs=tuple(found.sheet.used),
        counted_as_zero=tuple(found.sheet.zero),
        crossing=where,
        leg_reps=contributions.leg_way(found.sheet) if name in WITH_LEG else None,
    )
