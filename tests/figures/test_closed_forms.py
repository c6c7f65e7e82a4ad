"""Each formula against an example worked by hand."""

from __future__ import annotations

import pytest

from mvpod_expert.economics.formulas import figure
from mvpod_expert.economics.intervals import calculate
from mvpod_expert.economics.model import Figure, MissingFigure
from tests.figures.givens import WHOLE, Plain, given
from tests.shipped import KNOWLEDGE

TABLE = KNOWLEDGE.economics


def found(name: str, numbers: dict[str, Plain]) -> Figure:
    each = given(numbers)
    computed = figure(name, each.likely(), each)
    assert isinstance(computed, Figure), computed
    return computed


def value(name: str, numbers: dict[str, Plain] = WHOLE) -> float:
    computed = found(name, numbers).value
    assert computed is not None
    return computed


def test_the_textbook_exercise_on_the_indifference_volume() -> None:
    """Reps at 8.1 % and 600k fixed against an own force at 2.6 % and 1.9M fixed cost the same at 23.6M."""
    exercise: dict[str, Plain] = {
        "direct.fixed_cost": 1_900_000,
        "direct.variable_share": 0.026,
        "channel.fixed_cost": 600_000,
        "channel.variable_share": 0.081,
    }
    crossed = found("indifference_volume", exercise)
    assert crossed.value == pytest.approx(1_300_000 / 0.055)
    assert round((crossed.value or 0) / 1e6, 1) == 23.6
    assert crossed.crossing == "direct_above"


@pytest.mark.parametrize(
    ("fixed", "variable", "crossing"),
    [(500_000, 0.02, "direct_always"), (500_000, 0.2, "direct_below"), (900_000, 0.2, "channel_always")],
)
def test_where_the_lines_of_cost_do_not_cross_it_is_said_which_is_cheaper(
    fixed: float, variable: float, crossing: str
) -> None:
    """A volume below zero is none; the cheaper way is named instead."""
    numbers: dict[str, Plain] = {
        "direct.fixed_cost": fixed,
        "direct.variable_share": variable,
        "channel.fixed_cost": 600_000,
        "channel.variable_share": 0.08,
    }
    crossed = found("indifference_volume", numbers)
    assert crossed.crossing == crossing
    assert (crossed.value is None) == crossing.endswith("always")


def test_ingersoll_rand_1985() -> None:
    """Direct took 11 % of sales, own air centers 19 %, independent distributors 21 %."""
    assert value("cost_ratio", {"direct.cost_share": 0.11, "channel.cost_share": 0.21}) == pytest.approx(
        0.5238, abs=1e-4
    )
    assert value("cost_ratio", {"direct.cost_share": 0.11, "channel.cost_share": 0.19}) == pytest.approx(
        0.5789, abs=1e-4
    )


def test_workload() -> None:
    """100 x 12 x 4 + 400 x 4 x 2 = 8,000 hours, by 800 a person: ten people; five are funded."""
    assert value("accounts") == 500
    assert value("reps_needed") == 10
    assert value("funded_share") == 0.5


def test_people_of_the_direct_mode_follow_the_accounts_it_covers() -> None:
    """Half of the accounts take half of the people; people that are named win."""
    assert value("accounts_per_rep") == 50
    assert value("accounts_per_rep", WHOLE | {"direct.reps": 10}) == 25


def test_contribution_of_direct() -> None:
    """R = 250 x 0.3 x 100k = 7.5M; 3.75M - 5 x 200k x 1.2 - 100k - 150k - 2 % of R."""
    assert value("direct_revenue") == 7_500_000
    direct = found("direct_contribution", WHOLE)
    assert direct.parts["people"] == pytest.approx(-1_200_000)
    assert direct.value == pytest.approx(3_750_000 - 1_200_000 - 100_000 - 150_000 - 150_000)


def test_contribution_of_the_channel() -> None:
    """R = 350 x 0.2 x 80k = 5.6M; (50 % - 25 %) R - 300k - 50k - 1 % of R - 20k - 30k."""
    assert value("channel_revenue") == 5_600_000
    assert value("channel_contribution") == pytest.approx(1_400_000 - 300_000 - 50_000 - 56_000 - 20_000 - 30_000)


def test_contribution_of_the_hybrid_and_synergy() -> None:
    """Direct leg 100 x 0.4 x 150k = 6M with two of the five people; channel leg as the channel, managed for less."""
    assert value("hybrid_revenue") == 11_600_000
    legs = 5_800_000 - 2 * 200_000 * 1.2 - 100_000 * 2 / 5 - 1_400_000 - 250_000 - 40_000 - 176_000 - 170_000
    assert value("hybrid_contribution") == pytest.approx(legs - 60_000 - 70_000)
    assert value("synergy") == pytest.approx(legs - 130_000 - value("direct_contribution"))


def test_synergy_by_hand() -> None:
    """Hybrid 3.244M before coordination and conflict; direct alone 2.15M, channel alone 0.944M: 964k are left."""
    assert value("direct_contribution") == pytest.approx(2_150_000)
    assert value("channel_contribution") == pytest.approx(944_000)
    without = WHOLE | {"hybrid.coordination_cost": 0, "hybrid.conflict_loss": 0}
    assert value("hybrid_contribution", without) == pytest.approx(3_244_000)
    assert value("synergy") == pytest.approx(3_244_000 - max(2_150_000, 944_000) - 60_000 - 70_000)


def leg(numbers: dict[str, Plain], *segments: str) -> Figure:
    each = given(numbers, segments)
    computed = figure("hybrid_reps", each.likely(), each)
    assert isinstance(computed, Figure), computed
    return computed


def test_sellers_of_the_direct_leg_come_from_the_workload_of_its_segments() -> None:
    """100 x 12 x 4 = 4,800 hours by 800: six people for the key accounts, where their share of the accounts is two."""
    assert (leg(WHOLE, "key").value, leg(WHOLE, "key").leg_reps) == (6, "workload")
    assert (leg(WHOLE).value, leg(WHOLE).leg_reps) == (2, "share")
    assert (leg(WHOLE | {"hybrid.direct_reps": 7}, "key").value, leg(WHOLE | {"hybrid.direct_reps": 7}).value) == (7, 7)
    assert leg(WHOLE | {"hybrid.direct_reps": 7}, "key").leg_reps == "given"
    assert leg(WHOLE | {"direct.reps": 50}, "key").value == 6


def test_the_accounts_of_the_direct_leg_are_those_of_its_segments() -> None:
    """Left out they are all of them; where it covers 40 of the 100, it has two fifths of their sellers."""
    assert leg(WHOLE | {"hybrid.direct_accounts": 40}, "key").value == pytest.approx(2.4)
    numbers = {name: each for name, each in WHOLE.items() if name != "hybrid.direct_accounts"}
    assert leg(numbers, "key", "tail").value == 10
    each = given(numbers, ("key",))
    revenue, contribution = (figure(f"hybrid_{name}", each.likely(), each) for name in ("revenue", "contribution"))
    assert isinstance(revenue, Figure)
    assert isinstance(contribution, Figure)
    assert revenue.value == 11_600_000
    assert contribution.parts["people"] == pytest.approx(-6 * 240_000)
    assert contribution.parts["ramp"] == pytest.approx(-100_000 * 6 / 5)
    assert contribution.leg_reps == "workload"


def test_what_the_workload_of_the_direct_leg_lacks_is_named_of_its_segments_alone() -> None:
    """The visits of a segment that partners serve are not asked for; those of the direct leg are."""
    numbers = {name: each for name, each in WHOLE.items() if not name.endswith("visits_per_year")}
    each = given(numbers, ("key",))
    missing = figure("hybrid_reps", each.likely(), each)
    assert isinstance(missing, MissingFigure)
    assert missing.missing == ("segments.key.visits_per_year",)
    assert leg(numbers | {"segments.key.visits_per_year": 12}, "key").value == 6


def test_a_leg_sells_like_its_mode_where_nothing_else_is_said() -> None:
    """Win rate and revenue an account of a leg fall back to those of the mode."""
    less = {name: each for name, each in WHOLE.items() if not name.startswith("hybrid.direct_")}
    assert value("hybrid_revenue", less | {"hybrid.direct_accounts": 100}) == 100 * 0.3 * 100_000 + 5_600_000


def test_cost_shares() -> None:
    """All cost over revenue; gross profit and conflict are no cost of selling."""
    assert value("direct_cost_share") == pytest.approx(1_600_000 / 7_500_000)
    assert value("channel_cost_share") == pytest.approx((1_400_000 + 300_000 + 50_000 + 56_000 + 20_000) / 5_600_000)
    assert value("cost_ratio") == pytest.approx((1.6 / 7.5) / (1.826 / 5.6))


def test_viability_of_an_account_and_of_a_partner() -> None:
    """0.5 x 0.3 x 100k x 50 accounts / 240k; 25 % of 1M less 180k and 40k."""
    assert value("direct_viability") == pytest.approx(3.125)
    assert value("partner_viability") == pytest.approx(30_000)


def test_a_seller_whose_accounts_earn_just_1_3_times_the_cost_stands() -> None:
    """52 accounts x 50k x 50 % x 20 % won = 260k, by a cost of 200k: 1.3 times; a little less is not enough."""
    seller: dict[str, Plain] = {
        "gross_margin": 0.5,
        "direct.reps": 1,
        "direct.cost_per_rep": 200_000,
        "direct.accounts_covered": 52,
        "direct.win_rate": 0.2,
        "direct.revenue_per_account": 50_000,
    }
    assert value("direct_viability", seller) == pytest.approx(1.3)
    assert TABLE is not None
    for accounts, meets in ((53, True), (51, False)):
        reckoned = calculate(given(seller | {"direct.accounts_covered": accounts}), TABLE, 10, 1)
        assert next(each.meets for each in reckoned.figures if each.result == "direct_viability") is meets


@pytest.mark.parametrize(("margin", "left"), [(0.04, -300_000), (0.08, 100_000), (0.12, 500_000), (0.20, 1_300_000)])
def test_cisco_2002(margin: float, left: float) -> None:
    """Target margins: 4 to 8 % on desktop switching, 12 to 20 % on core; at the lowest this partner signs and sleeps.

    It sells 10M a year with people for 600k and asks for a return of 100k.
    """
    partner: dict[str, Plain] = {
        "channel.partner_margin": margin,
        "partner.sales": 10_000_000,
        "partner.people_cost": 600_000,
        "partner.required_return": 100_000,
    }
    assert value("partner_viability", partner) == pytest.approx(left)
    assert TABLE is not None
    reckoned = calculate(given(partner), TABLE, 10, 1)
    assert next(each.meets for each in reckoned.figures if each.result == "partner_viability") is (left >= 0)


def test_small_frequent_orders_with_a_rich_margin_pass_and_small_rare_ones_do_not() -> None:
    """The same seller: 150 accounts of 6,000 a year at 55 % won of a 60 % margin, against 8 % won of 30 %."""
    seller: dict[str, Plain] = {
        "direct.reps": 1,
        "direct.cost_per_rep": 150_000,
        "direct.accounts_covered": 150,
        "direct.revenue_per_account": 6_000,
    }
    assert value("direct_viability", seller | {"direct.win_rate": 0.55, "gross_margin": 0.7}) > 1.3
    assert value("direct_viability", seller | {"direct.win_rate": 0.08, "gross_margin": 0.3}) < 1.3


def test_what_is_missing_is_named_and_what_counts_as_nothing_too() -> None:
    """All missing numbers at once, and none of those that may be left out."""
    each = given({"direct.accounts_covered": 10, "direct.win_rate": 0.5})
    missing = figure("direct_contribution", each.likely(), each)
    assert isinstance(missing, MissingFigure)
    assert missing.missing == ("direct.revenue_per_account", "gross_margin", "direct.reps", "direct.cost_per_rep")
    short = {name: number for name, number in WHOLE.items() if name != "direct.ramp_cost"}
    assert found("direct_contribution", short).counted_as_zero == ("direct.ramp_cost",)


def test_a_division_by_nothing_has_no_solution_and_is_no_error() -> None:
    """A direct mode that wins nothing has no cost share."""
    assert found("direct_cost_share", WHOLE | {"direct.win_rate": 0.0}).value is None


def test_segments_without_an_account_have_no_indifference_volume_and_are_no_error() -> None:
    """Nobody can be counted for no accounts: neither the volume nor which way is cheaper can be told."""
    empty = WHOLE | {"segments.key.accounts": 0, "segments.tail.accounts": 0}
    crossed = found("indifference_volume", empty)
    assert (crossed.value, crossed.crossing) == (None, None)


def test_synergy_is_held_against_the_better_mode_alone_whichever_it_is() -> None:
    """With dear people the channel alone is the one to beat."""
    dear = WHOLE | {"direct.cost_per_rep": 900_000}
    alone = [value(f"{mode}_contribution", dear) for mode in ("direct", "channel")]
    assert alone[1] > alone[0]
    assert value("synergy", dear) == pytest.approx(value("hybrid_contribution", dear) - alone[1])
