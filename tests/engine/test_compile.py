"""What rules cannot mean is found when they are compiled, with a witness that can be tried."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given

from mvpod_expert.engine.clauses import MAX_ALTERNATIVES, Clause
from mvpod_expert.model.diagnostics import Code, Diagnostic, UnusableInputError
from mvpod_expert.replay.checker import truth
from tests.engine.builders import (
    DECIDED,
    all_of,
    any_of,
    at_least,
    choice,
    compiled,
    conclude,
    flag,
    is_,
    not_,
    recommend,
    rule,
    vocabulary,
)
from tests.engine.oracle import derived_memory, holds
from tests.engine.test_clauses import conditions, flags
from tests.engine.worlds import World, worlds
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from mvpod_expert.model.conditions import Condition
    from mvpod_expert.model.rules import Rule

FACTS = vocabulary(
    choice("a", "x", "y", "z", may_not_apply=True),
    flag("b"),
    flag("c"),
    choice("low", "yes", derived=True),
    choice("mid", "yes", derived=True),
    choice("top", "this", "that", derived=True),
)


def findings(rules: list[Rule], facts: dict | None = None) -> tuple[Diagnostic, ...]:
    """Compile and give what is found, if anything."""
    try:
        compiled(rules, FACTS if facts is None else facts)
    except UnusableInputError as error:
        return error.diagnostics
    return ()


def this_and_that(one: Condition, other: Condition) -> list[Rule]:
    return [rule("this", one, conclude("top", "this"), line=1), rule("that", other, conclude("top", "that"), line=2)]


def assert_witness_is_true(finding: Diagnostic, rules: list[Rule]) -> None:
    """See that with the witness as answers, both rules of the conflict hold."""
    memory = dict(pair.split(": ") for pair in finding.details["witness"].split(", "))
    for fact, state in memory.items():
        assert not FACTS[fact].derived
        assert state in FACTS[fact].known_states
    lower = [each for each in rules if each.id not in {"this", "that"}]
    known = derived_memory(lower, memory)
    conflicting = [each for each in rules if each.id in {"this", "that"}]
    assert [truth(each.when, known) for each in conflicting] == [True, True], memory


CONFLICTING = {
    "the same test": this_and_that(is_("b", "true"), is_("b", "true")),
    "tests of different facts": this_and_that(is_("a", "x"), is_("b", "true")),
    "lists that overlap": this_and_that(is_("a", "x", "y"), is_("a", "y", "z")),
    "both sides negated": this_and_that(not_(is_("a", "x")), not_(is_("a", "y", "z"))),
    "one alternative of many": this_and_that(
        any_of(is_("a", "x"), all_of(is_("a", "z"), is_("b", "true"))),
        any_of(is_("a", "y"), all_of(is_("a", "z"), is_("c", "true"))),
    ),
    "counts": this_and_that(
        at_least(2, is_("a", "x"), is_("b", "true"), is_("c", "true")),
        at_least(2, is_("a", "y"), is_("b", "true"), is_("c", "true")),
    ),
    "through a derived fact": [
        rule("low", is_("b", "true"), conclude("low", "yes")),
        *this_and_that(is_("low", "yes"), is_("a", "x")),
    ],
    "through a chain of derived facts": [
        rule("low", any_of(is_("b", "true"), is_("c", "true")), conclude("low", "yes")),
        rule("mid", all_of(is_("low", "yes"), not_(is_("a", "y", "z"))), conclude("mid", "yes")),
        *this_and_that(is_("mid", "yes"), all_of(is_("low", "yes"), not_(is_("b", "true")))),
    ],
}


@pytest.mark.parametrize("rules", CONFLICTING.values(), ids=CONFLICTING)
def test_conflicting_conclusions_are_found_with_a_true_witness(rules: list[Rule]) -> None:
    """Two rules that can conclude different states of one fact are named, with answers that make both fire."""
    (finding,) = findings(rules)
    assert finding.code == Code.CONCLUSIONS_CONFLICT
    assert finding.about == "rules › this"
    assert [place.line for place in (finding.place, *finding.related)] == [1, 2]
    details = dict(finding.details)
    details.pop("witness")
    assert details == {"fact": "top", "other": "that", "one_state": "this", "other_state": "that"}
    assert_witness_is_true(finding, rules)


AGREEING = {
    "other options": this_and_that(is_("a", "x"), is_("a", "y", "z")),
    "a test and its negation": this_and_that(is_("a", "x"), not_(is_("a", "x"))),
    "disjoint in one of several facts": this_and_that(
        all_of(is_("b", "true"), is_("a", "x")), all_of(is_("c", "true"), is_("b", "false"))
    ),
    "disjoint by a count": this_and_that(
        at_least(2, is_("a", "x"), is_("b", "true")), at_least(2, is_("c", "true"), is_("b", "false"))
    ),
    "disjoint through derived facts": [
        rule("low", is_("a", "x"), conclude("low", "yes")),
        rule("mid", is_("a", "y"), conclude("mid", "yes")),
        *this_and_that(is_("low", "yes"), is_("mid", "yes")),
    ],
    "disjoint through a chain of derived facts": [
        rule("low", all_of(is_("a", "x"), is_("b", "true")), conclude("low", "yes")),
        rule("mid", all_of(is_("low", "yes"), is_("c", "true")), conclude("mid", "yes")),
        *this_and_that(is_("mid", "yes"), any_of(is_("a", "y"), is_("b", "false"), not_(is_("c", "true")))),
    ],
}


@pytest.mark.parametrize("rules", AGREEING.values(), ids=AGREEING)
def test_conclusions_that_exclude_each_other_pass(rules: list[Rule]) -> None:
    """Rules whose conditions can never both hold may conclude different states."""
    assert findings(rules) == ()


def test_several_rules_may_conclude_the_same_state() -> None:
    """Ways to one conclusion are no conflict, even when they hold together."""
    rules = [
        rule("one", is_("a", "x"), conclude("top", "this")),
        rule("two", is_("b", "true"), conclude("top", "this")),
    ]
    assert findings(rules) == ()


def test_a_conflict_in_one_of_two_conclusions_is_found() -> None:
    """A rule that concludes two facts conflicts through either of them."""
    both = rule("both", is_("b", "true"), conclude("mid", "yes"), conclude("top", "this"))
    (finding,) = findings([both, rule("that", is_("c", "true"), conclude("top", "that"))])
    assert (finding.code, finding.details["fact"]) == (Code.CONCLUSIONS_CONFLICT, "top")


@random_examples(200)
@given(*(conditions(facts=[FACTS[name] for name in "abc"], depth=2) for _ in range(2)))
def test_a_conflict_is_reported_exactly_when_both_conditions_can_hold(one: Condition, other: Condition) -> None:
    """The verdict agrees with trying every complete set of answers."""
    asked = [FACTS[name] for name in "abc"]
    memories = [dict(zip("abc", states, strict=True)) for states in product(*(fact.known_states for fact in asked))]
    true = [[truth(each, memory) is True for memory in memories] for each in (one, other)]
    assume(all(any(each) for each in true))
    rules = this_and_that(one, other)
    found = findings(rules)
    assert bool(found) == any(left and right for left, right in zip(*true, strict=True))
    for finding in found:
        assert_witness_is_true(finding, rules)


def test_a_fact_that_no_rule_concludes_is_reported_once() -> None:
    """The first rule that waits for it in vain is named."""
    rules = [rule("first", is_("low", "yes")), rule("second", all_of(is_("low", "yes"), is_("b", "true")))]
    (finding,) = findings(rules)
    assert (finding.code, finding.about, finding.details) == (
        Code.FACT_NEVER_CONCLUDED, "rules › first", {"fact": "low"}
    )  # fmt: skip


def test_the_decided_mode_needs_no_rule_that_concludes_it() -> None:
    """The decision concludes it, and plan rules test it."""
    assert findings([rule("plan", is_(DECIDED, "hybrid"), recommend("item"))]) == ()


def test_impossible_conditions_are_reported_all_at_once() -> None:
    """Every rule that can never fire is named, whichever its stratum, and no other."""
    rules = [
        rule("fine", is_("b", "true")),
        rule("two-options", all_of(is_("a", "x"), is_("a", "y"))),
        rule("both-ways", all_of(is_("b", "true"), not_(is_("b", "true"))), recommend("item")),
    ]
    assert {(finding.code, finding.about) for finding in findings(rules)} == {
        (Code.CONDITION_IMPOSSIBLE, "rules › two-options"), (Code.CONDITION_IMPOSSIBLE, "rules › both-ways")
    }  # fmt: skip


def test_a_condition_impossible_only_through_derived_facts_is_reported() -> None:
    """Derived facts never concluded together kill a rule, and so does a state nobody gives; echoes are not told."""
    rules = [
        rule("low", is_("a", "x"), conclude("low", "yes")),
        rule("mid", is_("a", "y"), conclude("mid", "yes")),
        rule("top", is_("b", "true"), conclude("top", "this")),
        rule("never-both", all_of(is_("low", "yes"), is_("mid", "yes"))),
        rule("never-that", is_("top", "that")),
    ]
    found = findings(rules)
    assert [(each.code, each.about) for each in found] == [
        (Code.RULE_UNREACHABLE, "rules › never-both"), (Code.STATE_NEVER_CONCLUDED, "rules › never-that")
    ]  # fmt: skip
    assert found[0].details == {"parts": "low: yes; mid: yes", "rules": "low, mid"}


def test_a_condition_too_large_to_write_out_names_the_rule_and_the_limit() -> None:
    """Only the rule that is too large is named."""
    facts = vocabulary(*flags(12))
    parts = [is_(name, "true") for name in facts if name != DECIDED]
    rules = [rule("small", at_least(1, *parts)), rule("large", at_least(6, *parts))]
    (finding,) = findings(rules, facts)
    assert (finding.code, finding.about) == (Code.CONDITION_TOO_LARGE, "rules › large")
    assert finding.details == {"limit": str(MAX_ALTERNATIVES)}


def test_a_condition_too_large_through_derived_facts_names_the_rule_that_tests_them() -> None:
    """Each derived fact is small, but three of them written out together are not."""
    facts = vocabulary(*flags(24), *(choice(f"sum-{place}", "yes", derived=True) for place in range(3)))
    parts = [is_(f"flag-{place:02}", "true") for place in range(24)]
    rules = [
        rule(f"sum-{place}", any_of(*parts[8 * place : 8 * place + 8]), conclude(f"sum-{place}", "yes"))
        for place in range(3)
    ]
    rules.append(rule("all-three", all_of(*(is_(f"sum-{place}", "yes") for place in range(3)))))
    (finding,) = findings(rules, facts)
    assert (finding.code, finding.about) == (Code.CONDITION_TOO_LARGE, "rules › all-three")


def test_identical_clauses_stand_once_with_all_their_owners() -> None:
    """Two rules with one condition share its clause, and the clause knows both."""
    same = all_of(is_("a", "x"), is_("b", "true"))
    base = compiled([rule("one", same), rule("two", any_of(same, is_("c", "true")))], FACTS)
    (layer, plan) = base.layers
    assert (layer.stratum, plan.stratum, plan.clauses) == ("weigh", "plan", ())
    assert layer.clauses == (
        Clause((("c", frozenset({"true"})),)),
        Clause((("a", frozenset("x")), ("b", frozenset({"true"})))),
    )
    assert layer.owners == (("two",), ("one", "two"))


@random_examples(
    60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(worlds())
@pytest.mark.thorough
def test_unfolded_clauses_say_what_the_rules_say_over_asked_facts(world: World) -> None:
    """With derived tests written out, a rule's clauses hold exactly where the rule fires."""
    assert set(world.base.unfolded) == {each.id for each in world.rules.values() if each.stratum != "plan"}
    states = [(fact.id, (*fact.known_states, None)) for fact in world.asked[:4]]
    for values in product(*(each for _, each in states)):
        memory = {fact: state for (fact, _), state in zip(states, values, strict=True) if state is not None}
        known = derived_memory(world.rules.values(), memory)
        for name, clauses in world.base.unfolded.items():
            expected = truth(world.rules[name].when, known) is True
            assert any(holds(clause, memory) for clause in clauses) == expected, (name, memory)
