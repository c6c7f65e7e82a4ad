"""What a person types, and what is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.mode.interview.answer_parser import Misunderstanding, understand
from mvpod_expert.mode.interview.terminal import exceeded
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import UNKNOWN, Fact
from mvpod_expert.model.money import CaseCurrency
from tests.shipped import KNOWLEDGE

FLAG = KNOWLEDGE.facts["learning_phase"]


@pytest.mark.parametrize(
    ("fact", "typed", "state"),
    [
        ("market_stage", "3", "mature"),
        ("market_stage", "mature", "mature"),
        ("market_stage", " MAT ", "mature"),
        ("market_stage", "新进入", "new_entry"),
        ("market_stage", "new entry", "new_entry"),
        ("market_stage", "u", "unknown"),
        ("market_stage", "不知道", "unknown"),
        ("partner_capability", "n", "not_applicable"),
        ("deal_size_usd", "4999", "tiny"),
        ("deal_size_usd", "5,000", "small"),
        ("deal_size_usd", "1000000", "large"),
        ("deal_size_usd", "1,000,001", "huge"),
        ("sales_cycle_months", "0.5", "short"),
        ("sales_cycle_months", "6", "mid"),
        ("target_account_count", "5000", "some"),
        ("target_account_count", "5001", "many"),
    ],
)
def test_answers_are_understood(fact: str, typed: str, state: str) -> None:
    """Numbers, ids, titles, beginnings and words for not knowing."""
    understood = understand(KNOWLEDGE.facts[fact], typed)
    assert isinstance(understood, Answer)
    assert understood.state == state


@pytest.mark.parametrize(
    ("fact", "typed", "number"),
    [
        ("deal_size_usd", "1.2m", 1_200_000),
        ("deal_size_usd", "5万", 50_000),
        ("deal_size_usd", "５万美元", 50_000),
        ("deal_size_usd", "$40k", 40_000),
        ("deal_size_usd", "40 k USD", 40_000),
        ("deal_size_usd", "US$ 2.5 million", 2_500_000),
        ("deal_size_usd", "about 12,000", 12_000),
        ("deal_size_usd", "约十万", 100_000),
        ("deal_size_usd", "1.5亿", 150_000_000),
        ("deal_size_usd", "1,2345,6789", 123_456_789),
        ("deal_size_usd", "1.250k", 1250),
        ("deal_size_usd", "1e5", 100_000),
        ("sales_cycle_months", "1.125", 1.125),
        ("direct_cost_ratio", ".5", 0.5),
        ("sales_cycle_months", "6 months", 6),
        ("sales_cycle_months", "6m", 6),
        ("sales_cycle_months", "1 year", 12),
        ("sales_cycle_months", "半年", 6),
        ("sales_cycle_months", "三个月", 3),
        ("sales_cycle_months", "2 quarters", 6),
        ("sales_cycle_months", "half a year", 6),
        ("sales_cycle_months", "2周", 0.46),
        ("direct_cost_ratio", "80%", 0.8),
        ("our_share_pct", "0.3 ％", 0.3),
        ("direct_cost_ratio", "1.5x", 1.5),
        ("direct_cost_ratio", "1.2倍", 1.2),
        ("target_account_count", "3千家", 3000),
        ("target_account_count", "2k accounts", 2000),
    ],
)
def test_numbers_take_the_units_people_type(fact: str, typed: str, number: float) -> None:
    """Magnitudes, currencies, spans of time and percentages come out in the unit of the question."""
    understood = understand(KNOWLEDGE.facts[fact], typed)
    assert isinstance(understood, Answer)
    assert understood.given == pytest.approx(number, abs=0.005)


@given(st.integers(min_value=0, max_value=10**10))
def test_a_number_with_separators_is_the_number(number: int) -> None:
    """However thousands are set apart, and in thousands, it is the same number."""
    fact = KNOWLEDGE.facts["deal_size_usd"]
    for typed in (f"{number:,}", f"{number:_}", f"{number:,}".replace(",", " "), f"{number / 1000:.3f}k"):
        understood = understand(fact, typed)
        assert isinstance(understood, Answer)
        assert understood.given == number


@pytest.mark.parametrize(
    ("fact", "typed", "kind"),
    [
        ("market_stage", "4", "wrong_option"),
        ("market_stage", "0", "wrong_option"),
        ("market_stage", "", "wrong_option"),
        ("market_stage", "n", "ambiguous_or_option"),
        ("partner_availability", "a", "ambiguous"),
        ("deal_size_usd", "-1", "wrong_number"),
        ("deal_size_usd", "5万元", "wrong_number"),
        ("deal_size_usd", "€40k", "wrong_number"),
        ("deal_size_usd", "40k RMB", "wrong_number"),
        ("deal_size_usd", "6 months", "wrong_number"),
        ("deal_size_usd", "10-20k", "wrong_number"),
        ("deal_size_usd", "12,34", "wrong_number"),
        ("deal_size_usd", "--5", "wrong_number"),
        ("deal_size_usd", "+-5", "wrong_number"),
        ("deal_size_usd", "5²", "wrong_number"),
        ("deal_size_usd", "9" * 5_000, "wrong_number"),
        ("market_stage", "9" * 5_000, "wrong_option"),
        ("deal_size_usd", "120.000", "two_readings"),
        ("target_account_count", "1.250 accounts", "two_readings"),
        ("deal_size_usd", "20,0000", "two_readings"),
        ("deal_size_usd", "about $1_2345", "two_readings"),
        ("sales_cycle_months", "3,0000 months", "two_readings"),
        ("gross_margin_band", "about 0.3", "two_readings"),
        ("our_share_pct", ".5", "two_readings"),
        ("sales_cycle_months", "30%", "wrong_number"),
        ("target_account_count", "$30", "wrong_number"),
        ("deal_size_usd", "", "wrong_number"),
        ("sales_cycle_months", "121", "wrong_number"),
    ],
)
def test_what_is_no_answer_is_told_as_such(fact: str, typed: str, kind: str) -> None:
    """Out of range, ambiguous, or not among the answers; "n" is an answer only where a fact may not apply."""
    understood = understand(KNOWLEDGE.facts[fact], typed)
    if kind == "ambiguous_or_option":
        assert isinstance(understood, Answer)
        assert understood.state == "new_entry"
    else:
        assert isinstance(understood, Misunderstanding)
        assert understood.kind == kind


def test_flags_take_their_words() -> None:
    """A flag is answered with yes or no, in either language, and given as a truth value."""
    assert FLAG.kind == "flag"
    for typed, value in (("yes", True), ("否", False), ("1", True), ("false", False)):
        understood = understand(FLAG, typed)
        assert isinstance(understood, Answer)
        assert understood.given is value


@given(st.text(max_size=20), st.sampled_from([*KNOWLEDGE.asked(), FLAG]))
def test_nothing_typed_breaks_the_interview(typed: str, fact: Fact) -> None:
    """Any text is an answer with a state of the fact, or a misunderstanding."""
    understood = understand(fact, typed)
    assert isinstance(understood, Misunderstanding) or understood.state in {*fact.known_states, UNKNOWN}


@pytest.mark.parametrize(
    ("fact", "typed", "far"),
    [
        ("sales_cycle_months", "18", False),
        ("sales_cycle_months", "110", True),
        ("deal_size_usd", "60k", False),
        ("deal_size_usd", "6", True),
        ("deal_size_usd", "9bn", True),
        ("deal_size_usd", "60亿元", True),
        ("market_growth_pct_year", "-10%", False),
        ("market_growth_pct_year", "400%", True),
        ("direct_cost_ratio", "1.5", False),
        ("direct_cost_ratio", "90", True),
        ("market_stage", "mature", False),
        ("sales_cycle_months", "u", False),
    ],
)
def test_numbers_far_outside_the_usual_are_known(fact: str, typed: str, far: bool) -> None:
    """Forms of this kind take days for months, and single units for thousands, without a word."""
    answer = understand(KNOWLEDGE.facts[fact], typed, CaseCurrency.of(None, KNOWLEDGE.decision.rates))
    assert isinstance(answer, Answer)
    assert (exceeded(KNOWLEDGE, KNOWLEDGE.facts[fact], answer) is not None) == far
