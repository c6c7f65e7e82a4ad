"""Rules that can never fire: none is missed, none is accused, and the parts named are the fewest."""

from __future__ import annotations

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from mvpod_expert.engine.clauses import ConditionTooLargeError, clauses_of
from mvpod_expert.engine.contradictions import fewest, impossible, unreachable, written
from mvpod_expert.engine.strata import Derivation
from mvpod_expert.model.conditions import All, Condition
from mvpod_expert.model.diagnostics import Code
from tests.engine.builders import (
    all_of,
    any_of,
    at_least,
    choice,
    conclude,
    flag,
    is_,
    not_,
    recommend,
    rule,
    vocabulary,
)
from tests.engine.oracle import expected_firings
from tests.engine.worlds import SMALL, random_memories, random_rules, seeded
from tests.hypothesis_profiles import random_examples

FACTS = vocabulary(choice("a", "x", "y", "z"), flag("b"), flag("c"), choice("d", "yes", "no", derived=True))


def can_hold(condition: Condition) -> bool:
    return bool(clauses_of(condition, FACTS))


def test_the_fewest_parts_that_exclude_each_other_are_named() -> None:
    """What has no part in the contradiction is left out, however deep it stands."""
    low, high, other = is_("a", "x"), is_("a", "y"), is_("b", "true")
    assert fewest(all_of(other, low, high), can_hold) == (low, high)
    assert fewest(all_of(other, all_of(low, is_("c", "true"), high)), can_hold) == (low, high)
    assert fewest(any_of(all_of(low, high), all_of(other, not_(other))), can_hold) == (low, high)


def test_a_condition_is_written_as_in_a_file() -> None:
    """The words of a finding can be found again in the file."""
    assert written(is_("a", "y", "x")) == "a: [x, y]"
    assert written(not_(any_of(is_("b", "true"), is_("a", "x")))) == "not: {any: [{b: true}, {a: x}]}"
    assert written(at_least(2, is_("b", "true"), is_("a", "x"))) == "at_least: {count: 2, of: [{b: true}, {a: x}]}"


def test_a_rule_that_only_leans_on_a_dead_one_is_not_told_again() -> None:
    """One cause, one finding, along the whole chain."""
    facts = vocabulary(choice("a", "x", "y"), flag("one", derived=True), flag("two", derived=True), flag("b"))
    rules = [
        rule("base", is_("a", "x"), conclude("one", "true")),
        rule("dead", all_of(is_("one", "true"), is_("a", "y")), conclude("two", "true")),
        rule("echo", is_("two", "true")),
        rule("late-echo", all_of(is_("two", "true"), is_("b", "true")), recommend("item")),
    ]
    derivation = Derivation((each for each in rules if each.stratum == "derive"), facts)
    (finding,) = unreachable(rules, derivation)
    assert (finding.code, finding.about) == (Code.RULE_UNREACHABLE, "rules › dead")
    assert finding.details == {"parts": "one: true; a: y", "rules": "base"}
    assert len(finding.related) == 1  # both tests stand at one place in this world


@random_examples(60, suppress_health_check=list(HealthCheck))
@given(st.integers(min_value=0, max_value=10_000))
def test_a_rule_said_to_be_dead_never_fires(seed: int) -> None:
    """In random worlds no answers make a rule fire that is said to contradict itself or its derived facts."""
    rng = seeded(seed)
    facts, rules = random_rules(rng, SMALL)
    known = vocabulary(*facts)
    asked = [fact for fact in facts if not fact.derived]
    derivation = Derivation((each for each in rules if each.stratum == "derive"), known)
    accused = {each.about.removeprefix("rules › ") for each in impossible(rules, known)}
    fine = [each for each in rules if each.id not in accused]
    accused |= {each.about.removeprefix("rules › ") for each in unreachable(fine, derivation)}
    for memory in random_memories(rng, asked, 40):
        fired = set().union(*expected_firings(rules, memory, "direct").values())
        assert not fired & accused


@random_examples(60, suppress_health_check=list(HealthCheck))
@given(st.integers(min_value=0, max_value=10_000))
def test_no_part_of_the_fewest_can_be_left_out(seed: int) -> None:
    """Take one part away and the rest can hold."""
    rng = seeded(seed)
    facts, rules = random_rules(rng, SMALL)
    known = vocabulary(*facts)

    def holds(condition: Condition) -> bool:
        try:
            return bool(clauses_of(condition, known))
        except ConditionTooLargeError:
            return True

    for each in rules:
        condition = all_of(each.when, is_(facts[0].id, facts[0].states[0]), is_(facts[0].id, facts[0].states[1]))
        parts = fewest(condition, holds)
        assert not holds(All(parts=parts))
        if len(parts) > 1:
            assert all(holds(All(parts=tuple(part for part in parts if part is not one))) for one in parts)
