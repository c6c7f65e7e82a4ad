"""A rule held against a case: what held, what did not, and the least that makes it fire."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from mvpod_expert.mode.explanation.near_miss import judged, near_miss
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import NOT_APPLICABLE
from mvpod_expert.replay.checker import truth
from tests.engine.worlds import random_condition, random_fact, random_memory
from tests.explanation.cells import ADVISER, KNOWLEDGE, asked_of, few, randoms

if TYPE_CHECKING:
    from random import Random

    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.rules import Rule

DECIDED = KNOWLEDGE.decision.decided_fact
RULES = [rule for rule in KNOWLEDGE.rules.values() if rule.stratum != "compare"]


@cache
def documented(name: str) -> ExplanationContext:
    """Return a documented case, advised on."""
    return asked_of(ADVISER.documented[name])


@few
@given(randoms)
def test_conditions_are_judged_as_the_checker_judges_them(rng: Random) -> None:
    """Every construct, three-valued; the parts that hold are counted."""
    facts = {each.id: each for each in (random_fact(rng, name) for name in "abcd")}
    for _ in range(20):
        condition = random_condition(rng, list(facts.values()), (), 3)
        memory = random_memory(rng, list(facts.values()))
        held = judged(condition, facts, memory, {})
        assert held.truth == truth(condition, memory)
        if held.kind != "test":
            assert held.holding == sum(part.truth is True for part in held.parts) or held.kind == "not"


def fires(rule: Rule, changes: dict[str, str], name: str) -> bool:
    """Fire the strata on changed answers; the mode is the supposed one, where one is supposed."""
    mode = changes.get(DECIDED)
    made = documented(name).trials.memory_with((fact, state) for fact, state in changes.items() if fact != DECIDED)
    decision = ADVISER.decide_again(documented(name).cell, made)
    mode = mode or decision.recommended
    if mode:
        made[DECIDED] = mode
    return truth(rule.when, made) is True


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "every"),
    [("H01", 11), *(pytest.param(name, 1, marks=pytest.mark.thorough) for name in ("H01", "H15", "H28", "H40"))],
)
def test_the_least_that_makes_each_rule_fire_does_so_and_all_of_it_is_needed(name: str, every: int) -> None:
    """For every rule of the knowledge base that is silent on a case, or one in some."""
    about = documented(name)
    missed = 0
    for rule in RULES[::every]:
        near = near_miss(about, rule)
        assert near.fired == any(each.rule == rule.id for each in about.advice.trace)
        if near.fired:
            assert near.changes == ()
            continue
        missed += 1
        changes = {change.fact: change.to for change in near.changes}
        assert changes, rule.id
        assert fires(rule, changes, name), rule.id
        for left_out in changes:
            fewer = {fact: state for fact, state in changes.items() if fact != left_out}
            assert not fires(rule, fewer, name), rule.id
    assert missed


@pytest.mark.thorough
def test_the_documented_cases_where_a_rule_fires_are_named_nearest_first() -> None:
    """The same ones whose advice has it in its trace."""
    about = documented("H15")
    fired_in = {name: {each.rule for each in documented(name).advice.trace} for name in ADVISER.documented}
    for rule in RULES[::9]:
        near = near_miss(about, rule)
        expected = {name for name, fired in fired_in.items() if rule.id in fired}
        assert set(near.cases) == expected
        if "H15" in expected:
            assert near.cases[0] == "H15"


def test_a_number_is_told_by_how_much_it_misses() -> None:
    """To the limit of the nearest band that would do."""
    rule = KNOWLEDGE.rules["large-deals-pay-for-direct"]
    fact = KNOWLEDGE.facts["deal_size_usd"]
    large = fact.bands[fact.states.index("large") - 1].limit or 0
    given = large - 12_345.0
    state = fact.band_of(given)
    answer = Answer(fact=fact.id, given=given, state=state, layer="cell")
    condition = judged(rule.when, KNOWLEDGE.facts, {fact.id: state}, {fact.id: answer})
    test = condition.parts[0] if condition.parts else condition
    assert (test.truth, test.short) == (False, 12_345.0)


def test_a_question_that_does_not_apply_fails_a_test_and_its_negation_holds() -> None:
    """As the semantics say."""
    fact = next(each for each in KNOWLEDGE.asked() if each.may_not_apply)
    rule = next(rule for rule in KNOWLEDGE.rules.values() if truth(rule.when, {fact.id: NOT_APPLICABLE}) is False)
    assert judged(rule.when, KNOWLEDGE.facts, {fact.id: NOT_APPLICABLE}, {}).truth is False
