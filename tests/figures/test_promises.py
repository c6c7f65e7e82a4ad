"""What holds of every client's numbers: sums, directions, ranges, seeds, and volumes that really equalise."""

from __future__ import annotations

import math

import pytest
from hypothesis import given as random
from hypothesis import strategies as st

from mvpod_expert.economics.formulas import figure
from mvpod_expert.economics.intervals import calculate, drawn
from mvpod_expert.economics.model import Figure
from tests.figures.givens import WHOLE, Plain, given
from tests.hypothesis_profiles import random_examples
from tests.shipped import KNOWLEDGE

TABLE = KNOWLEDGE.economics
DRAWS, SEED = 400, 7

UP = {
    "direct_contribution": ("gross_margin", "direct.win_rate", "direct.revenue_per_account", "selling_hours_per_rep"),
    "channel_contribution": ("gross_margin", "channel.accounts_covered", "channel.win_rate"),
    "hybrid_contribution": ("gross_margin", "hybrid.channel_accounts", "hybrid.direct_win_rate"),
    "reps_needed": ("segments.key.accounts", "segments.tail.visits_per_year", "segments.key.hours_per_visit"),
    "cost_ratio": ("direct.cost_per_rep", "direct.ramp_cost", "segments.key.hours_per_visit"),
    "funded_share": ("reps_funded", "selling_hours_per_rep"),
    "direct_viability": ("gross_margin", "direct.win_rate", "selling_hours_per_rep"),
    "partner_viability": ("channel.partner_margin", "partner.sales"),
    "synergy": ("hybrid.direct_win_rate", "hybrid.channel_accounts"),
}
DOWN = {
    "direct_contribution": ("direct.cost_per_rep", "direct.management_share", "direct.ramp_cost", "direct.fixed_cost"),
    "channel_contribution": ("channel.partner_margin", "channel.management_cost", "channel.conflict_loss"),
    "hybrid_contribution": ("hybrid.coordination_cost", "hybrid.conflict_loss", "channel.partner_margin"),
    "reps_needed": ("selling_hours_per_rep",),
    "cost_ratio": ("channel.partner_margin", "channel.management_cost", "direct.win_rate"),
    "funded_share": ("segments.key.accounts",),
    "direct_viability": ("direct.cost_per_rep", "direct.management_share"),
    "partner_viability": ("partner.people_cost", "partner.required_return"),
    "synergy": ("hybrid.coordination_cost", "hybrid.conflict_loss"),
}
DIRECTIONS = [
    (name, each, sign) for sign, table in ((1, UP), (-1, DOWN)) for name, inputs in table.items() for each in inputs
]

clients = st.fixed_dictionaries(
    {name: st.floats(0.4, 1.8).map(lambda factor, number=number: number * factor) for name, number in WHOLE.items()}
)
sound = st.fixed_dictionaries(
    {name: st.floats(0.8, 1.2).map(lambda factor, number=number: number * factor) for name, number in WHOLE.items()}
)
"""Clients who earn something on what partners sell; where they do not, selling more makes them poorer."""


def value(name: str, numbers: dict[str, Plain]) -> float:
    each = given(numbers)
    found = figure(name, each.likely(), each)
    assert isinstance(found, Figure)
    assert found.value is not None
    return found.value


@random(clients)
@random_examples(60)
def test_contributions_are_the_sum_of_their_parts(numbers: dict[str, Plain]) -> None:
    each = given(numbers)
    for mode in ("direct", "channel", "hybrid"):
        found = figure(f"{mode}_contribution", each.likely(), each)
        assert isinstance(found, Figure)
        assert found.value == pytest.approx(sum(found.parts.values()))
        assert all(part <= 0 for name, part in found.parts.items() if name != "gross_profit")


@random(sound, st.sampled_from(DIRECTIONS), st.floats(1.01, 1.5))
@random_examples(150)
def test_results_move_the_right_way(numbers: dict[str, Plain], direction: tuple[str, str, int], factor: float) -> None:
    """Raising a number never moves a result against its direction."""
    name, moved, sign = direction
    raised = numbers | {moved: float(numbers[moved]) * factor}  # type: ignore[arg-type]
    change = sign * (value(name, raised) - value(name, numbers))
    assert change >= -1e-6 * abs(value(name, numbers))


@random(clients)
@random_examples(60)
def test_synergy_is_the_hybrid_less_the_better_mode_alone(numbers: dict[str, Plain]) -> None:
    """Coordination and conflict are taken off once: without them the synergy is higher by just as much."""
    alone = max(value(f"{mode}_contribution", numbers) for mode in ("direct", "channel"))
    synergy = value("synergy", numbers)
    assert synergy == pytest.approx(value("hybrid_contribution", numbers) - alone, rel=1e-9, abs=1e-3)
    costs = ("hybrid.coordination_cost", "hybrid.conflict_loss")
    without = value("synergy", numbers | dict.fromkeys(costs, 0.0))
    taken_off = sum(float(numbers[cost]) for cost in costs)  # type: ignore[arg-type]
    assert without - synergy == pytest.approx(taken_off, rel=1e-6, abs=1e-3)


@random(clients)
@random_examples(60)
def test_a_leg_that_takes_every_segment_has_all_the_sellers_needed(numbers: dict[str, Plain]) -> None:
    """The legs of two halves together have as many; a leg of segments never asks for the share of accounts."""
    del numbers["hybrid.direct_accounts"]

    def sellers(*segments: str) -> float:
        each = given(numbers, segments)
        found = figure("hybrid_reps", each.likely(), each)
        assert isinstance(found, Figure)
        assert found.value is not None
        return found.value

    assert sellers("key", "tail") == pytest.approx(value("reps_needed", numbers))
    assert sellers("key") + sellers("tail") == pytest.approx(sellers("tail", "key"))


@random(clients)
@random_examples(60)
def test_at_the_indifference_volume_both_ways_cost_the_same(numbers: dict[str, Plain]) -> None:
    """Fixed cost plus variable share of that revenue is one and the same; a little above, the side told is cheaper."""
    each = given(numbers)
    found = figure("indifference_volume", each.likely(), each)
    assert isinstance(found, Figure)
    likely = each.likely()
    people = value("accounts", numbers) / value("accounts_per_rep", numbers)
    reps = value("reps_needed", numbers) * likely["direct.accounts_covered"] / value("accounts", numbers)
    assert people > 0
    fixed = reps * likely["direct.cost_per_rep"] * (1 + likely["direct.management_share"])
    fixed += likely["direct.ramp_cost"] + likely["direct.fixed_cost"]
    others = ("channel.management_cost", "channel.market_development", "channel.fixed_cost")

    def direct(volume: float) -> float:
        return fixed + likely["direct.variable_share"] * volume

    def channel(volume: float) -> float:
        rate = likely["channel.partner_margin"] + likely["channel.variable_share"]
        return sum(likely[name] for name in others) + rate * volume

    if found.value is not None:
        assert direct(found.value) == pytest.approx(channel(found.value))
        assert (direct(found.value * 1.1) < channel(found.value * 1.1)) == (found.crossing == "direct_above")
    else:
        assert (direct(1e3) < channel(1e3)) == (direct(1e9) < channel(1e9)) == (found.crossing == "direct_always")


def test_a_degenerate_range_is_the_closed_form() -> None:
    """Three times the same number is that number: no draws, no spread, the same value."""
    assert TABLE is not None
    degenerate = {name: (number, number, number) for name, number in WHOLE.items()}
    plain, ranged = (calculate(given(each), TABLE, DRAWS, SEED) for each in (WHOLE, degenerate))
    assert plain.figures == ranged.figures
    assert all(each.spread is None for each in ranged.figures)
    assert ranged.tornadoes == ()


@random(clients)
@random_examples(30)
def test_numbers_without_a_range_have_none_and_hold_the_likely_value(numbers: dict[str, Plain]) -> None:
    """Three times the same number is a plain number for any client, beside ranges of other numbers too."""
    assert TABLE is not None
    low, high = (float(numbers["partner.sales"]) * factor for factor in (0.5, 2))  # type: ignore[arg-type]
    ranged = {"partner.sales": (low, float(numbers["partner.sales"]), high)}  # type: ignore[arg-type]
    degenerate = {name: (number, number, number) for name, number in numbers.items()} | ranged
    plain = {each.result: each.value for each in calculate(given(numbers), TABLE, DRAWS, SEED).figures}
    for each in calculate(given(degenerate), TABLE, DRAWS, SEED).figures:  # type: ignore[arg-type]
        assert each.value == plain[each.result]
        assert (each.spread is None) == (each.result != "partner_viability")


@random(st.sampled_from(sorted(WHOLE)), st.sampled_from(sorted(WHOLE)), st.integers(0, 99))
@random_examples(40)
def test_the_draws_of_a_number_do_not_know_of_other_ranges(one: str, other: str, seed: int) -> None:
    """A further range, wherever it stands, leaves them as they were; another seed does not."""
    spread = {name: (0.5 * float(WHOLE[name]), float(WHOLE[name]), 2 * float(WHOLE[name])) for name in (one, other)}  # type: ignore[arg-type]
    alone, beside = given({one: spread[one]}).amounts, given({other: spread[other], one: spread[one]}).amounts
    draws = drawn(alone, 50, seed)[one]
    assert (draws == drawn(beside, 50, seed)[one]).all()
    assert (draws != drawn(alone, 50, seed + 1)[one]).any()


def test_a_range_next_to_nothing_gives_the_closed_form() -> None:
    """A range as narrow as a hair gives a spread as narrow, around the value of the plain numbers."""
    assert TABLE is not None
    narrow: dict[str, Plain] = {
        name: (float(number) * 0.999999, float(number), float(number) * 1.000001)  # type: ignore[arg-type]
        for name, number in WHOLE.items()
    }
    for each in calculate(given(narrow), TABLE, DRAWS, SEED).figures:
        assert each.spread is not None
        assert each.value is not None
        assert each.spread.p10 == pytest.approx(each.value, rel=1e-3)
        assert each.spread.p90 == pytest.approx(each.value, rel=1e-3)


@random(clients, st.floats(0.02, 0.2))
@random_examples(30)
def test_even_ranges_contain_the_likely_value(numbers: dict[str, Plain], width: float) -> None:
    """Where each range reaches as far up as down, every result's range has the likely value in it."""
    assert TABLE is not None
    even: dict[str, Plain] = {
        name: (float(each) * (1 - width), float(each), float(each) * (1 + width))  # type: ignore[arg-type]
        for name, each in numbers.items()
    }
    for each in calculate(given(even), TABLE, 2000, SEED).figures:
        if each.spread is not None and each.value is not None and each.spread.counted == 2000:
            assert each.spread.p10 <= each.value <= each.spread.p90, each


def test_the_same_seed_gives_the_same_results_and_one_more_range_leaves_other_draws_alone() -> None:
    assert TABLE is not None
    ranged = WHOLE | {"direct.win_rate": (0.2, 0.3, 0.4)}
    one, again, other = (calculate(given(ranged), TABLE, DRAWS, seed) for seed in (1, 1, 2))
    assert one.figures == again.figures
    assert one.figures != other.figures
    more = calculate(given(ranged | {"partner.sales": (9e5, 1e6, 2e6)}), TABLE, DRAWS, 1)
    for name in ("direct_contribution", "direct_viability"):
        spreads = [next(each.spread for each in run.figures if each.result == name) for run in (one, more)]
        assert spreads[0] == spreads[1]


def test_the_draws_follow_the_triangle() -> None:
    """Against the closed form of the triangular distribution: its tenth and ninetieth hundredths."""
    assert TABLE is not None
    low, likely, high = 0.2, 0.3, 0.5
    reckoned = calculate(given(WHOLE | {"gross_margin": (low, likely, high)}), TABLE, 20_000, SEED)
    spread = next(each.spread for each in reckoned.figures if each.result == "margin")
    assert spread is not None
    assert spread.p10 == pytest.approx(low + (0.1 * (high - low) * (likely - low)) ** 0.5, abs=2e-3)
    assert spread.p90 == pytest.approx(high - (0.1 * (high - low) * (high - likely)) ** 0.5, abs=2e-3)


def test_a_tornado_shows_what_each_range_does_alone_the_widest_first() -> None:
    """Each bar's ends are the results computed with that one number changed."""
    assert TABLE is not None
    ranged = WHOLE | {"direct.win_rate": (0.2, 0.3, 0.4), "hybrid.conflict_loss": (0.0, 70_000.0, 90_000.0)}
    reckoned = calculate(given(ranged), TABLE, DRAWS, SEED)
    best, second = reckoned.modes[:2]
    (difference, synergy) = reckoned.tornadoes
    for tornado in (difference, synergy):
        swings = [abs(bar.at_high - bar.at_low) for bar in tornado.bars]
        assert swings == sorted(swings, reverse=True)
        assert {bar.input for bar in tornado.bars} <= {"direct.win_rate", "hybrid.conflict_loss"}
    for bar in difference.bars:
        low, _, high = ranged[bar.input]  # type: ignore[misc]
        for end, told in ((low, bar.at_low), (high, bar.at_high)):
            changed = WHOLE | {bar.input: end}
            lead = value(f"{best}_contribution", changed) - value(f"{second}_contribution", changed)
            assert told == pytest.approx(lead)
    assert sum(reckoned.draws_best.values()) == DRAWS


pieces = st.dictionaries(
    st.sampled_from(sorted(WHOLE)),
    st.one_of(
        st.sampled_from([0.0, 1e-9, 0.5, 1.0, 1e9]),
        st.tuples(st.just(0.0), st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([1.0, 1e6])),
    ),
)


@random(pieces)
@random_examples(200)
def test_whatever_is_given_every_result_is_a_number_or_says_why_not(numbers: dict[str, Plain]) -> None:
    """Nothing, zeros, ranges from zero on: a finite value, no solution, or what is missing; never an error or NaN."""
    assert TABLE is not None
    reckoned = calculate(given(numbers), TABLE, 100, SEED)
    assert len(reckoned.figures) + len(reckoned.missing) == len(TABLE.results)
    for each in reckoned.figures:
        ends = [each.value, *((each.spread.p10, each.spread.p90) if each.spread else ()), *each.parts.values()]
        assert all(end is None or math.isfinite(end) for end in ends), each
    for missing in reckoned.missing:
        assert missing.missing
        assert not set(missing.missing) & set(numbers)
    for tornado in reckoned.tornadoes:
        assert all(math.isfinite(end) for bar in tornado.bars for end in (bar.at_low, bar.at_high))
