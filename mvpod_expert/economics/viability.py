"""Whether people and partners can live on it: the accounts of one of our people, and the partner's own people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.workload import accounts_per_rep

if TYPE_CHECKING:
    from mvpod_expert.economics.sheet import Number, Sheet


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
