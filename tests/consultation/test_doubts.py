"""Answers that contradict each other: named with the smallest set, asked again, and no decision is clear meanwhile."""

from __future__ import annotations

from itertools import permutations

import pytest

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.rules import Reask, Rule
from tests.engine.builders import all_of, is_
from tests.shipped import ADVISER, BASE, KNOWLEDGE

DOUBTS = list(KNOWLEDGE.rules_of("doubt"))


def cell(**states: str) -> Cell:
    answers = {fact: Answer(fact=fact, given=state, state=state, layer="cell") for fact, state in states.items()}
    return Cell(id="main", answers=answers)


@pytest.mark.parametrize("rule", DOUBTS, ids=lambda rule: rule.id)
def test_a_conflict_is_exactly_the_answers_that_make_it(rule: Rule) -> None:
    """Every answer of the example is needed: without any one of them nothing is in conflict."""
    states = dict(rule.fires[0].states)
    (doubt,) = ADVISER.advise(cell(**states)).doubts

    assert {each.fact: each.state for each in doubt.matched} == states
    assert set(doubt.reask) <= set(states)
    for left_out in states:
        rest = {fact: state for fact, state in states.items() if fact != left_out}
        assert ADVISER.advise(cell(**rest)).doubts == ()


def test_no_conflict_contains_another() -> None:
    clauses = {rule.id: BASE.unfolded[rule.id] for rule in DOUBTS}

    for one, other in permutations(clauses, 2):
        for clause in clauses[one]:
            for wider in clauses[other]:
                assert not set(clause.literals) < set(wider.literals), (one, other)


def test_a_conflict_that_contains_a_smaller_one_is_not_told() -> None:
    small = DOUBTS[0]
    states = dict(small.fires[0].states)
    wider = small.model_copy(
        update={
            "id": "wider",
            "when": all_of(*(is_(fact, state) for fact, state in states.items()), is_("geographic_dispersion", "high")),
        }
    )
    knowledge = KNOWLEDGE.model_copy(update={"rules": {**KNOWLEDGE.rules, "wider": wider}})
    base = compile_rules(knowledge)
    advice = Adviser(knowledge, base, BitsetEngine(base)).advise(cell(**states, geographic_dispersion="high"))

    assert [doubt.rule for doubt in advice.doubts] == [small.id]
    assert {firing.rule for firing in advice.trace if firing.stratum == "doubt"} == {small.id, "wider"}


def test_a_contradiction_takes_clear_away_and_nothing_else() -> None:
    """A case that is decided clearly is only leaning once two of its answers clash; the points stay."""
    coherent = {fact.id: next(iter(fact.states)) for fact in KNOWLEDGE.asked() if fact.id != "market_stage"} | {
        "target_account_count": "few",
        "customer_concentration": "high",
        "own_sales_resources": "high",
    }
    coherent |= {
        "partner_availability": "none",
        "partner_capability": "low",
        "existing_channel_dependence": "none",
        "cash_runway": "above_four_cycles",
    }
    before = ADVISER.advise(cell(**coherent, market_stage="mature"))
    assert before.doubts == ()
    assert before.mode.verdict == "clear"

    after = ADVISER.advise(cell(**{**coherent, "partner_capability": "high"}, market_stage="mature"))
    assert [set(doubt.reask) for doubt in after.doubts] == [{"partner_availability", "partner_capability"}]
    assert after.mode.verdict == "leaning"
    assert after.mode.recommended == before.mode.recommended


def test_every_doubt_asks_again_for_what_it_rests_on() -> None:
    for rule in DOUBTS:
        assert any(isinstance(outcome, Reask) for outcome in rule.then)
