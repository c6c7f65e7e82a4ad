"""The order of deriving, and cycles with their witness."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given

from mvpod_expert.engine.strata import Derivation
from mvpod_expert.model import conditions
from mvpod_expert.model.diagnostics import Code, UnusableInputError
from tests.engine.builders import all_of, any_of, choice, compiled, conclude, flag, is_, recommend, rule, vocabulary
from tests.engine.worlds import World, worlds
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from mvpod_expert.model.conditions import Condition
    from mvpod_expert.model.rules import Rule

FACTS = vocabulary(flag("asked"), *(choice(name, "yes", "no", derived=True) for name in ("a", "b", "c", "d")))
ASKED = is_("asked", "true")


def concludes(fact: str, when: Condition, line: int = 1) -> Rule:
    return rule(f"rule-{fact}-{line}", when, conclude(fact, "yes"), line=line)


def layer_ids(rules: list[Rule]) -> list[list[str]]:
    return [sorted(each.id for each in layer) for layer in Derivation(rules, FACTS).layers()]


def test_rules_over_asked_facts_make_one_layer() -> None:
    """Rules that need nothing derived can all be tried at once."""
    assert layer_ids([concludes("a", ASKED), concludes("b", ASKED)]) == [["rule-a-1", "rule-b-1"]]


def test_a_rule_comes_after_all_that_conclude_what_it_needs() -> None:
    """A chain gives a layer a link, and a rule waits for the last of the facts it tests, however it is written."""
    rules = [
        concludes("d", any_of(is_("a", "yes"), is_("c", "yes"))),
        concludes("c", all_of(is_("b", "yes"), ASKED)),
        concludes("b", is_("a", "yes")),
        concludes("a", ASKED),
    ]
    assert layer_ids(rules) == [["rule-a-1"], ["rule-b-1"], ["rule-c-1"], ["rule-d-1"]]


def test_a_fact_is_ready_when_the_last_rule_for_it_has_had_its_turn() -> None:
    """A fact concluded early by one rule and late by another is tested only after both."""
    rules = [concludes("a", ASKED), concludes("b", ASKED, 1), concludes("b", is_("a", "yes"), 2)]
    rules.append(concludes("c", is_("b", "yes")))
    assert layer_ids(rules) == [["rule-a-1", "rule-b-1"], ["rule-b-2"], ["rule-c-1"]]


@random_examples(
    100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(worlds())
def test_no_layer_tests_what_it_or_a_later_one_concludes(world: World) -> None:
    """In random worlds the layers hold every rule, derive before weigh before plan, each after what it needs."""
    strata = [layer.stratum for layer in world.base.layers]
    assert strata == sorted(strata, key=("derive", "weigh", "plan").index)
    concluded_later: set[str] = set()
    for layer in reversed(world.base.layers):
        rules = [world.rules[name] for name in {name for owners in layer.owners for name in owners}]
        concluded_later |= {each.fact for rule_ in rules for each in rule_.concluded()}
        assert not concluded_later & {test.fact for rule_ in rules for test in conditions.every_test(rule_.when)}
    owners = {name for layer in world.base.layers for names in layer.owners for name in names}
    assert owners == set(world.rules)


def cycle_of(rules: list[Rule]) -> tuple[str, list[str], list[str]]:
    """Return the witness of the only finding, and the facts and rules it names, in turn."""
    with pytest.raises(UnusableInputError) as caught:
        compiled(rules, FACTS)
    (finding,) = caught.value.diagnostics
    assert finding.code == Code.CYCLE
    named = {each.place.line: each.id for each in rules}
    assert finding.about == f"rules › {named[finding.place.line]}"
    witness = finding.details["witness"]
    found = re.findall(r"\(([a-z0-9-]+)\)", witness)
    assert [named[place.line] for place in (finding.place, *finding.related)] == found
    return witness, re.split(r" → (?:\([a-z0-9-]+\) → )?", witness), found


def test_a_cycle_is_reported_with_the_facts_and_rules_it_goes_through() -> None:
    """The witness can be followed: each rule named tests the fact before it and concludes the one after it."""
    rules = [
        concludes("a", any_of(ASKED, is_("c", "yes")), 1),
        concludes("a", ASKED, 2),
        concludes("b", is_("a", "yes"), 3),
        concludes("c", all_of(is_("b", "yes"), ASKED), 4),
        concludes("d", is_("c", "yes"), 5),
    ]
    witness, facts, named = cycle_of(rules)
    assert facts[0] == facts[-1]
    assert set(facts) == {"a", "b", "c"}, witness
    assert set(named) == {"rule-a-1", "rule-b-3", "rule-c-4"}, witness
    by_name = {each.id: each for each in rules}
    for earlier, name, later in zip(facts, named, facts[1:], strict=False):
        assert earlier in {test.fact for test in conditions.every_test(by_name[name].when)}
        assert later in {each.fact for each in by_name[name].concluded()}


def test_a_rule_that_tests_what_it_concludes_is_a_cycle() -> None:
    """The shortest cycle has one fact and one rule."""
    witness, facts, named = cycle_of([concludes("a", any_of(ASKED, is_("a", "no")))])
    assert (facts, named) == (["a", "a"], ["rule-a-1"]), witness


def test_weigh_and_plan_rules_make_no_cycle() -> None:
    """Only rules that conclude facts can go round in a circle."""
    rules = [concludes("a", ASKED), rule("weighs", is_("a", "yes")), rule("plans", is_("a", "yes"), recommend("item"))]
    assert [layer.stratum for layer in compiled(rules, FACTS).layers] == ["derive", "weigh", "plan"]
