"""What each mode contributes in a year, as the sum of its parts, and the people it takes.

The comparison is by contribution and not by cost, because two sales forces differ in coverage and win rate and a bare
comparison of costs leaves out hiring, ramp and management: Ross, Dalsace and Anderson (2005). With A accounts covered,
w the share of them won, D revenue a year of one that is won, R = A w D:

    direct   gm R - n C (1 + management) - ramp - variable R - fixed
    channel  (gm - partner margin) R - management - market development - variable R - fixed - conflict loss
    hybrid   both routes, less coordination and conflict loss

People needed follow the workload method of Talley (1961): hours with customers over selling hours a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.sheet import Number, Parts, Sheet

if TYPE_CHECKING:
    from mvpod_expert.economics.model import LegReps


def accounts(sheet: Sheet) -> Number:
    """Return all accounts of the market: the sum over the segments."""
    return sum(sheet.of_segments("accounts", sheet.segments))


def hours(sheet: Sheet, segments: tuple[str, ...]) -> Number:
    """Return the hours with customers a year: sum of accounts x visits a year x hours a visit."""
    keys = ("accounts", "visits_per_year", "hours_per_visit")
    numbers = zip(*(sheet.of_segments(key, segments) for key in keys), strict=True)
    return sum(count * visits * each for count, visits, each in numbers)


def reps_needed(sheet: Sheet) -> Number:
    """Return the people who serve every account: n = sum(accounts x visits x hours) / selling hours (Talley 1961)."""
    return hours(sheet, sheet.segments) / sheet.need("selling_hours_per_rep")


def _reps_for(sheet: Sheet, covered: Number) -> Number:
    """Return the people for some accounts: those of the direct mode or of the workload, in proportion to accounts."""
    if sheet.has("direct.reps") and sheet.has("direct.accounts_covered"):
        return sheet.need("direct.reps") * covered / sheet.need("direct.accounts_covered")
    if not sheet.segments:
        return sheet.need("direct.reps")
    return reps_needed(sheet) * covered / accounts(sheet)


def direct_reps(sheet: Sheet) -> Number:
    """Return the people of the direct mode: as given, or those the workload of the accounts it covers asks for."""
    if sheet.has("direct.reps"):
        return sheet.need("direct.reps")
    return _reps_for(sheet, sheet.need("direct.accounts_covered"))


def leg_way(sheet: Sheet) -> LegReps:
    """Report how the people of a hybrid's direct route are counted: what was said of them wins, then its segments."""
    if sheet.has("hybrid.direct_reps"):
        return "given"
    return "workload" if sheet.direct_leg else "share"


def _leg_accounts(sheet: Sheet) -> Number:
    """Return the accounts of a hybrid's direct leg: as given, or those of the segments it takes."""
    if sheet.has("hybrid.direct_accounts") or not sheet.direct_leg:
        return sheet.need("hybrid.direct_accounts")
    return sum(sheet.of_segments("accounts", sheet.direct_leg))


def leg_reps(sheet: Sheet) -> Number:
    """Return the people of a hybrid's direct leg: as given, by the workload of its segments, or its share of accounts.

    Where the route covers some of the accounts of its segments, its people are in proportion within these segments.
    """
    way = leg_way(sheet)
    if way == "given":
        return sheet.need("hybrid.direct_reps")
    if way == "share":
        return _reps_for(sheet, _leg_accounts(sheet))
    reps = hours(sheet, sheet.direct_leg) / sheet.need("selling_hours_per_rep")
    if sheet.has("hybrid.direct_accounts"):
        reps = reps * _leg_accounts(sheet) / sum(sheet.of_segments("accounts", sheet.direct_leg))
    return reps


def accounts_per_rep(sheet: Sheet) -> Number:
    """Return accounts covered / people; by the workload alone where it is not said how many are covered."""
    if sheet.has("direct.accounts_covered") or not sheet.segments:
        return sheet.need("direct.accounts_covered") / direct_reps(sheet)
    return accounts(sheet) / reps_needed(sheet)


def mode_revenue(sheet: Sheet, mode: str) -> Number:
    """Return A w D of the direct mode, or of the channel at end-customer prices."""
    covered, won = sheet.need(f"{mode}.accounts_covered"), sheet.need(f"{mode}.win_rate")
    return covered * won * sheet.need(f"{mode}.revenue_per_account")


def hybrid_revenue(sheet: Sheet, mode: str) -> Number:
    """Return A w D of one route of a hybrid; win rate and revenue an account default to the mode's own."""
    covered = _leg_accounts(sheet) if mode == "direct" else sheet.need("hybrid.channel_accounts")
    won = sheet.first(f"hybrid.{mode}_win_rate", f"{mode}.win_rate")
    return covered * won * sheet.first(f"hybrid.{mode}_revenue_per_account", f"{mode}.revenue_per_account")


def people(sheet: Sheet, reps: Number) -> Number:
    """Return what people cost with those who manage them: n C (1 + management)."""
    return reps * sheet.need("direct.cost_per_rep") * (1 + sheet.or_zero("direct.management_share"))


def costs(sheet: Sheet, mode: str, revenue: Number) -> Parts:
    """Return what selling direct or through partners costs, as parts taken off; conflict loss is no cost of selling."""
    if mode == "direct":
        parts = {"people": -people(sheet, direct_reps(sheet)), "ramp": -sheet.or_zero("direct.ramp_cost")}
    else:
        parts = {
            "partner_margin": -sheet.need("channel.partner_margin") * revenue,
            "channel_management": -sheet.need("channel.management_cost"),
            "market_development": -sheet.or_zero("channel.market_development"),
        }
    variable, fixed = -sheet.or_zero(f"{mode}.variable_share") * revenue, -sheet.or_zero(f"{mode}.fixed_cost")
    return {**parts, "variable": variable, "fixed": fixed}


def contribution(sheet: Sheet, mode: str) -> Parts:
    """Return the parts of what selling direct, or through partners, contributes."""
    revenue = mode_revenue(sheet, mode)
    parts = {"gross_profit": sheet.need("gross_margin") * revenue, **costs(sheet, mode, revenue)}
    return parts if mode == "direct" else {**parts, "conflict": -sheet.or_zero("channel.conflict_loss")}


def hybrid_contribution(sheet: Sheet) -> Parts:
    """Return the parts of both routes together, less coordination and conflict loss.

    Ramp follows the direct route's people (`leg_reps`); fixed cost does not shrink with a route.
    """
    direct, channel = (hybrid_revenue(sheet, route) for route in ("direct", "channel"))
    reps = leg_reps(sheet)
    ramp = sheet.or_zero("direct.ramp_cost")
    if sheet.has("direct.ramp_cost"):
        ramp = ramp * reps / direct_reps(sheet)
    development = "hybrid.market_development"
    if not sheet.has(development):
        development = "channel.market_development"
    variable = sheet.or_zero("direct.variable_share") * direct + sheet.or_zero("channel.variable_share") * channel
    return {
        "gross_profit": sheet.need("gross_margin") * (direct + channel),
        "people": -people(sheet, reps),
        "ramp": -ramp,
        "partner_margin": -sheet.need("channel.partner_margin") * channel,
        "channel_management": -sheet.first("hybrid.channel_management_cost", "channel.management_cost"),
        "market_development": -sheet.or_zero(development),
        "variable": -variable,
        "fixed": -sheet.or_zero("direct.fixed_cost") - sheet.or_zero("channel.fixed_cost"),
        "coordination": -sheet.or_zero("hybrid.coordination_cost"),
        "conflict": -sheet.or_zero("hybrid.conflict_loss"),
    }


PARTS = tuple(hybrid_contribution(Sheet({})))
"""What a contribution is the sum of: the hybrid has every part, and without numbers each is NaN."""


def synergy(sheet: Sheet) -> Number:
    """Return hybrid contribution - the larger of direct and channel alone: whether one and one make more than two.

    Coordination and conflict loss are in the hybrid's contribution already, and so are not taken off twice.
    """
    direct, channel = (sum(contribution(sheet, mode).values()) for mode in ("direct", "channel"))
    larger = (direct + channel + abs(direct - channel)) / 2  # draw by draw, where these are draws
    return sum(hybrid_contribution(sheet).values()) - larger
