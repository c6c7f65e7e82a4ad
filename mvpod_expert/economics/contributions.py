"""What each mode contributes in a year, as the sum of its parts.

The comparison is by contribution and not by cost, because two sales forces differ in coverage and win rate and a bare
comparison of costs leaves out hiring, ramp and management: Ross, Dalsace and Anderson (2005). With A accounts covered,
w the share of them won, D revenue a year of one that is won, R = A w D:

    direct   gm R - n C (1 + management) - ramp - variable R - fixed
    channel  (gm - partner margin) R - management - market development - variable R - fixed - conflict loss
    hybrid   both routes, less coordination and conflict loss
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.sheet import larger
from mvpod_expert.economics.workload import direct_reps, leg_accounts, leg_reps

if TYPE_CHECKING:
    from mvpod_expert.economics.sheet import Number, Parts, Sheet


def mode_revenue(sheet: Sheet, mode: str) -> Number:
    """Return A w D of the direct mode, or of the channel at end-customer prices."""
    covered, won = sheet.need(f"{mode}.accounts_covered"), sheet.need(f"{mode}.win_rate")
    return covered * won * sheet.need(f"{mode}.revenue_per_account")


def _hybrid_revenues(sheet: Sheet) -> tuple[Number, Number]:
    """Return A w D of each route; win rate and revenue an account default to the mode's own."""
    direct = (
        leg_accounts(sheet)
        * sheet.first("hybrid.direct_win_rate", "direct.win_rate")
        * sheet.first("hybrid.direct_revenue_per_account", "direct.revenue_per_account")
    )
    channel = (
        sheet.need("hybrid.channel_accounts")
        * sheet.first("hybrid.channel_win_rate", "channel.win_rate")
        * sheet.first("hybrid.channel_revenue_per_account", "channel.revenue_per_account")
    )
    return direct, channel


def hybrid_revenue(sheet: Sheet) -> Number:
    """Return the revenue of both routes."""
    return sum(_hybrid_revenues(sheet))


def people(sheet: Sheet, reps: Number) -> Number:
    """Return what people cost with those who manage them: n C (1 + management)."""
    return reps * sheet.need("direct.cost_per_rep") * (1 + sheet.or_zero("direct.management_share"))


def direct_contribution(sheet: Sheet) -> Parts:
    """Return the parts of gm R - n C (1 + management) - ramp - variable R - fixed."""
    revenue = mode_revenue(sheet, "direct")
    return {"gross_profit": sheet.need("gross_margin") * revenue, **direct_costs(sheet, revenue)}


def direct_costs(sheet: Sheet, revenue: Number) -> Parts:
    """Return what selling direct costs, as parts taken off."""
    return {
        "people": -people(sheet, direct_reps(sheet)),
        "ramp": -sheet.or_zero("direct.ramp_cost"),
        "variable": -sheet.or_zero("direct.variable_share") * revenue,
        "fixed": -sheet.or_zero("direct.fixed_cost"),
    }


def channel_contribution(sheet: Sheet) -> Parts:
    """Return the parts of (gm - partner margin) R - management - market development - variable R - fixed - conflict."""
    revenue = mode_revenue(sheet, "channel")
    return {
        "gross_profit": sheet.need("gross_margin") * revenue,
        **channel_costs(sheet, revenue),
        "conflict": -sheet.or_zero("channel.conflict_loss"),
    }


def channel_costs(sheet: Sheet, revenue: Number) -> Parts:
    """Return what selling through partners costs, as parts taken off; what conflict loses is no cost of selling."""
    return {
        "partner_margin": -sheet.need("channel.partner_margin") * revenue,
        "channel_management": -sheet.need("channel.management_cost"),
        "market_development": -sheet.or_zero("channel.market_development"),
        "variable": -sheet.or_zero("channel.variable_share") * revenue,
        "fixed": -sheet.or_zero("channel.fixed_cost"),
    }


def hybrid_contribution(sheet: Sheet) -> Parts:
    """Return the parts of both routes together, less coordination and conflict loss.

    Ramp follows the direct route's people (`workload.leg_reps`); fixed cost does not shrink with a route.
    """
    direct, channel = _hybrid_revenues(sheet)
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


def synergy(sheet: Sheet) -> Number:
    """Return hybrid contribution - the larger of direct and channel alone: whether one and one make more than two.

    Coordination and conflict loss are in the hybrid's contribution already, and so are not taken off twice.
    """
    alone = [sum(of(sheet).values()) for of in (direct_contribution, channel_contribution)]
    return sum(hybrid_contribution(sheet).values()) - larger(*alone)
