"""What a person types, and what is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.consultation.understanding import Misunderstanding, understand
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import UNKNOWN, Fact
from mvpod_expert.resources import find_home

KNOWLEDGE = load_knowledge(find_home())
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
    ("fact", "typed", "kind"),
    [
        ("market_stage", "4", "wrong_option"),
        ("market_stage", "0", "wrong_option"),
        ("market_stage", "", "wrong_option"),
        ("market_stage", "n", "ambiguous_or_option"),
        ("partner_availability", "a", "ambiguous"),
        ("deal_size_usd", "-1", "wrong_number"),
        ("deal_size_usd", "5万", "wrong_number"),
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
