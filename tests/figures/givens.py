"""Numbers of a market cell, made for tests: plain ones, or `(low, likely, high)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.inputs import Amount, EconomicsGiven, NamedSegment

if TYPE_CHECKING:
    from collections.abc import Mapping

Plain = float | tuple[float, float, float]

WHOLE: dict[str, Plain] = {
    "gross_margin": 0.5,
    "selling_hours_per_rep": 800,
    "reps_funded": 5,
    "segments.key.accounts": 100,
    "segments.key.visits_per_year": 12,
    "segments.key.hours_per_visit": 4,
    "segments.tail.accounts": 400,
    "segments.tail.visits_per_year": 4,
    "segments.tail.hours_per_visit": 2,
    "direct.accounts_covered": 250,
    "direct.win_rate": 0.3,
    "direct.revenue_per_account": 100_000,
    "direct.cost_per_rep": 200_000,
    "direct.management_share": 0.2,
    "direct.ramp_cost": 100_000,
    "direct.fixed_cost": 150_000,
    "direct.variable_share": 0.02,
    "channel.accounts_covered": 350,
    "channel.win_rate": 0.2,
    "channel.revenue_per_account": 80_000,
    "channel.partner_margin": 0.25,
    "channel.management_cost": 300_000,
    "channel.market_development": 50_000,
    "channel.fixed_cost": 20_000,
    "channel.variable_share": 0.01,
    "channel.conflict_loss": 30_000,
    "hybrid.direct_accounts": 100,
    "hybrid.direct_win_rate": 0.4,
    "hybrid.direct_revenue_per_account": 150_000,
    "hybrid.channel_accounts": 350,
    "hybrid.channel_management_cost": 250_000,
    "hybrid.market_development": 40_000,
    "hybrid.coordination_cost": 60_000,
    "hybrid.conflict_loss": 70_000,
    "partner.sales": 1_000_000,
    "partner.people_cost": 180_000,
    "partner.required_return": 40_000,
}
"""Every number of an invented client, all of them round, to be worked by hand."""


def amount(number: Plain) -> Amount:
    """Make an amount."""
    low, likely, high = number if isinstance(number, tuple) else (number, number, number)
    return Amount(low=low, likely=likely, high=high, given=str(number), layer="shared")


def given(numbers: Mapping[str, Plain], direct_segments: tuple[str, ...] = ()) -> EconomicsGiven:
    """Make the numbers of a cell."""
    segments = dict.fromkeys(name.split(".")[1] for name in numbers if name.startswith("segments."))
    return EconomicsGiven(
        currency="CNY",
        segments=tuple(segments),
        direct_segments=tuple(NamedSegment(name=segment) for segment in direct_segments),
        amounts={name: amount(each) for name, each in numbers.items()},
    )
