"""The cost of each way against the other, with the volume at which both cost the same; and who can live on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.contributions import channel_costs, channel_revenue, direct_costs, direct_revenue
from mvpod_expert.economics.contributions import people as people_cost
from mvpod_expert.economics.workload import accounts_per_rep, direct_reps

if TYPE_CHECKING:
    from mvpod_expert.economics.model import Crossing
    from mvpod_expert.economics.sheet import Number, Sheet


def direct_cost_share(sheet: Sheet) -> Number:
    """Return all cost of selling direct / direct revenue; the share from the books wins, where it is given."""
    if sheet.has("direct.cost_share"):
        return sheet.need("direct.cost_share")
    revenue = direct_revenue(sheet)
    return -sum(direct_costs(sheet, revenue).values()) / revenue


def channel_cost_share(sheet: Sheet) -> Number:
    """Return partner margin, rebates and channel management / channel revenue; the share from the books wins."""
    if sheet.has("channel.cost_share"):
        return sheet.need("channel.cost_share")
    revenue = channel_revenue(sheet)
    return -sum(channel_costs(sheet, revenue).values()) / revenue


def cost_ratio(sheet: Sheet) -> Number:
    """Return direct cost share / channel cost share (Ingersoll-Rand 1985: 11 % / 21 % of sales)."""
    return direct_cost_share(sheet) / channel_cost_share(sheet)


def indifference_volume(sheet: Sheet) -> Number:
    """Return S* = (F_direct - F_channel) / (v_channel - v_direct), the revenue at which both ways cost the same.

    The textbook's break-even: F is a year's fixed cost, v the cost that grows with revenue, as a share of it. It tells
    nothing of coverage and win rate; the contributions do.
    """
    fixed, variable = _cost_lines(sheet)
    return (fixed[0] - fixed[1]) / (variable[1] - variable[0])


def _cost_lines(sheet: Sheet) -> tuple[tuple[Number, Number], tuple[Number, Number]]:
    """Return the fixed costs and the variable shares of direct and channel, as far as they are given."""
    direct_fixed = sheet.or_zero("direct.fixed_cost")
    if sheet.has("direct.cost_per_rep") or not sheet.has("direct.fixed_cost"):
        direct_fixed = direct_fixed + people_cost(sheet, direct_reps(sheet)) + sheet.or_zero("direct.ramp_cost")
    channel_fixed = sheet.or_zero("channel.fixed_cost") + sheet.or_zero("channel.market_development")
    if sheet.has("channel.management_cost") or not sheet.has("channel.fixed_cost"):
        channel_fixed = channel_fixed + sheet.need("channel.management_cost")
    channel_variable = sheet.or_zero("channel.variable_share")
    if sheet.has("channel.partner_margin") or not sheet.has("channel.variable_share"):
        channel_variable = channel_variable + sheet.need("channel.partner_margin")
    return (direct_fixed, channel_fixed), (sheet.or_zero("direct.variable_share"), channel_variable)


def crossing(sheet: Sheet) -> Crossing:
    """Say where direct is the cheaper way: its line of cost lies below the channel's on one side, always or never."""
    (direct_fixed, channel_fixed), (direct_variable, channel_variable) = _cost_lines(sheet)
    if direct_fixed > channel_fixed and direct_variable < channel_variable:
        return "direct_above"
    if direct_fixed < channel_fixed and direct_variable > channel_variable:
        return "direct_below"
    is_direct = (direct_variable, direct_fixed) <= (channel_variable, channel_fixed)
    return "direct_always" if is_direct else "channel_always"


def direct_viability(sheet: Sheet) -> Number:
    """Return gm w D x accounts a person / (C (1 + management)): how many times a person's gross profit pays the person.

    Small orders pass where they are frequent and rich in margin; rare ones do not.
    """
    account = sheet.need("gross_margin") * sheet.need("direct.win_rate") * sheet.need("direct.revenue_per_account")
    cost = sheet.need("direct.cost_per_rep") * (1 + sheet.or_zero("direct.management_share"))
    return account * accounts_per_rep(sheet) / cost


def partner_viability(sheet: Sheet) -> Number:
    """Return partner margin x our sales through the partner - the partner's people for us - the return it requires."""
    earned = sheet.need("channel.partner_margin") * sheet.need("partner.sales")
    return earned - sheet.need("partner.people_cost") - sheet.or_zero("partner.required_return")
