"""What numbers settle, what they leave alone, and when they contradict the rules or an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.economics import capability as economics_parts
from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import usable
from tests.explanation.oracles.figures import check_figures
from tests.explanation.oracles.plans import check_whole
from tests.shipped import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.economics.model import Economics
    from mvpod_expert.model.advice import Advice

SHARES = "economics: {direct: {cost_share: 11%}, channel: {cost_share: 21%}}\n"


def advised(text: str) -> list[Advice]:
    case = usable(lambda report: parse_case(text, "case.yaml", KNOWLEDGE, report))
    return list(ADVISER.recommend([case]).cells)


def economics(text: str) -> Economics:
    (advice,) = advised(text)
    assert economics_parts.ECONOMICS.of(advice) is not None
    assert [*check_whole(advice, KNOWLEDGE), *check_figures(advice)] == []
    return economics_parts.ECONOMICS.of(advice)


def test_numbers_settle_an_answer_nobody_gave_and_rules_weigh_it() -> None:
    """The ratio 11/21 falls into the lowest band; the rule that weighs it matches an answer of the layer figures."""
    (advice,) = advised(SHARES)
    answer = next(each for each in advice.answers if each.fact == "direct_cost_ratio")
    assert (answer.given, answer.state, answer.layer) == (0.5238, "lower", "figures")
    firing = next(each for each in advice.trace if each.rule == "cheaper-direct-favours-direct")
    assert [(each.layer, each.given) for each in firing.matched] == [("figures", 0.5238)]
    assert [*check_whole(advice, KNOWLEDGE), *check_figures(advice)] == []


def test_unknown_is_no_answer_to_stand_against_a_number() -> None:
    """An answer of "don't know" is filled like silence."""
    (advice,) = advised("answers: {direct_cost_ratio: unknown}\n" + SHARES)
    assert next(answer.layer for answer in advice.answers if answer.fact == "direct_cost_ratio") == "figures"


def test_what_a_person_answered_stands_and_the_difference_is_told() -> None:
    """The answer decides, and both stand in the contradiction."""
    (advice,) = advised("answers: {direct_cost_ratio: 1.6}\n" + SHARES)
    assert next(answer.state for answer in advice.answers if answer.fact == "direct_cost_ratio") == "higher"
    assert economics_parts.ECONOMICS.of(advice) is not None
    (told,) = advice.economics.contradictions
    assert (told.kind, told.about, told.rules_say, told.numbers_say) == (
        "answer",
        "direct_cost_ratio",
        "higher",
        "lower",
    )
    assert [*check_whole(advice, KNOWLEDGE), *check_figures(advice)] == []


def test_an_answer_in_the_same_band_agrees() -> None:
    """No contradiction within a band: inference sees no difference."""
    found = economics("answers: {direct_cost_ratio: 0.7}\n" + SHARES)
    assert found.contradictions == ()
    assert [fill.outcome for fill in found.fills] == ["agrees"]


@pytest.mark.parametrize(("funded", "state"), [(2.9, "low"), (3, "medium"), (8, "medium"), (8.1, "high")], ids=str)
def test_people_funded_settle_own_resources_at_the_vocabularys_limits(funded: float, state: str) -> None:
    """Less than 30 % is low, 30-80 % medium, more is high: as the options' meanings say."""
    found = economics(
        f"economics: {{reps_funded: {funded}, selling_hours_per_rep: 800, segments: "
        "[{id: all, accounts: 200, visits_per_year: 10, hours_per_visit: 4}]}\n"
    )
    assert {fill.fact: fill.state for fill in found.fills}["own_sales_resources"] == state


@pytest.mark.parametrize(("margin", "state"), [("29%", "low"), ("30%", "medium"), ("55%", "medium"), ("0.56", "high")])
def test_the_margin_settles_its_band_at_the_vocabularys_limits(margin: str, state: str) -> None:
    """Below 30 % is low, above 55 % is high."""
    (fill,) = economics(f"economics: {{gross_margin: {margin}}}\n").fills
    assert (fill.fact, fill.state) == ("gross_margin_band", state)


def test_a_range_that_reaches_other_bands_says_so() -> None:
    """The likely value settles the answer; the states within the range are named."""
    (fill,) = economics("economics: {gross_margin: {low: 10%, likely: 32%, high: 80%}}\n").fills
    assert (fill.state, fill.reached) == ("medium", ("low", "medium", "high"))


def test_a_cells_own_numbers_win_over_shared_ones_and_its_segments_replace_them_whole() -> None:
    """Shared numbers reach every cell; a cell that names segments has no others."""
    text = (
        "economics: {gross_margin: 20%, segments: [{id: a, accounts: 10}, {id: b, accounts: 20}]}\n"
        "cells:\n"
        "  - {id: one, answers: {}}\n"
        "  - {id: two, answers: {}, economics: {gross_margin: 60%, segments: [{id: c, accounts: 7}]}}\n"
    )
    one, two = advised(text)
    for advice, margin, accounts in ((one, "low", 30), (two, "high", 7)):
        answers = {answer.fact: answer for answer in advice.answers}
        assert answers["gross_margin_band"].state == margin
        assert answers["target_account_count"].given == accounts


def test_without_numbers_there_are_no_economics() -> None:
    """Advice without numbers is as it was."""
    assert advised("answers: {market_stage: mature}\n")[0].economics is None


def test_the_oracle_sees_a_filled_answer_that_was_changed_and_a_sum_that_is_wrong() -> None:
    """So that its silence says something."""
    (advice,) = advised(SHARES)
    assert economics_parts.ECONOMICS.of(advice) is not None
    (fill,) = advice.economics.fills
    changed = fill.model_copy(update={"given": 0.4})
    bent = advice.model_copy(update={"economics": advice.economics.model_copy(update={"fills": (changed,)})})
    assert [(each.kind, each.about) for each in check_figures(bent)] == [("figures", "direct_cost_ratio")]
    figure = advice.economics.figures[0].model_copy(update={"parts": {"people": -1.0}})
    bent = advice.model_copy(update={"economics": advice.economics.model_copy(update={"figures": (figure,)})})
    assert [each.kind for each in check_figures(bent)] == ["figures"]
