"""What must not matter does not: order, names, and further answers; each against both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rule_set
from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test
from mvpod_expert.model.rules import Conclude
from tests.engine.builders import (
    DECIDED,
    MODES,
    all_of,
    any_of,
    at_least,
    by_id,
    choice,
    compiled,
    conclude,
    flag,
    is_,
    recommend,
    rule,
    vocabulary,
)
from tests.engine.engines import NO_DURABLE, STRATA, BothEngines, each_engine, rules_fired, run
from tests.engine.worlds import World, random_memories, random_memory, seeded, worlds
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from mvpod_expert.engine.clauses import Clause
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.rules import Rule

engine_of = BitsetEngine if NO_DURABLE else BothEngines
SEEDS = st.integers(0, 2**32)

repeatable = random_examples(
    60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def traces(world: World, memory: dict[str, str], engine: Engine, decided: str) -> dict[str, set[tuple[str, Clause]]]:
    fired = run(world.base, engine, world.rules, memory, decided)
    return {stratum: set(fired[stratum]) for stratum in STRATA}


def shuffled(rng: Random, entries: dict[str, object]) -> dict[str, object]:
    return dict(rng.sample(list(entries.items()), len(entries)))


@repeatable
@given(worlds(), SEEDS)
@pytest.mark.thorough
def test_the_order_of_answers_changes_nothing(world: World, seed: int) -> None:
    """The same answers given in another order fire the same rules on the same matches, in the same order."""
    rng = seeded(seed)
    engine = engine_of(world.base)
    for memory in random_memories(rng, world.asked, 20):
        again = shuffled(rng, memory)
        assert run(world.base, engine, world.rules, again) == run(world.base, engine, world.rules, memory)


@repeatable
@given(worlds(), SEEDS)
@pytest.mark.thorough
def test_the_order_of_rules_and_facts_changes_nothing(world: World, seed: int) -> None:
    """Rules and facts read in another order fire the same rules on the same matches."""
    rng = seeded(seed)
    facts, rules = shuffled(rng, world.facts), shuffled(rng, world.rules)
    again = World(facts, rules, compiled(rules.values(), facts))
    engine, other = engine_of(world.base), engine_of(again.base)
    for memory in random_memories(rng, world.asked, 20):
        decided = rng.choice(MODES)
        assert traces(again, memory, other, decided) == traces(world, memory, engine, decided)


@repeatable
@given(worlds(), SEEDS)
def test_answering_more_never_takes_a_firing_away(world: World, seed: int) -> None:
    """Fact after fact is answered, in a random order, and in every stratum what fired still fires."""
    rng = seeded(seed)
    engine = engine_of(world.base)
    for _ in range(5):
        complete = random_memory(rng, world.asked, unknown=0)
        decided = rng.choice(MODES)
        memory: dict[str, str] = {}
        before: dict[str, set[str]] = {stratum: set() for stratum in STRATA}
        for fact in rng.sample(list(complete), len(complete)):
            memory[fact] = complete[fact]
            after = rules_fired(run(world.base, engine, world.rules, memory, decided))
            assert all(before[stratum] <= after[stratum] for stratum in STRATA), fact
            before = after


def renamed_condition(condition: Condition, fact_name: Callable[[str], str]) -> Condition:
    match condition:
        case Test():
            return condition.model_copy(update={"fact": fact_name(condition.fact)})
        case Not(part=part):
            return Not(part=renamed_condition(part, fact_name))
        case AtLeast(count=count, parts=parts):
            return AtLeast(count=count, parts=tuple(renamed_condition(part, fact_name) for part in parts))
        case All(parts=parts) | Any(parts=parts):
            return type(condition)(parts=tuple(renamed_condition(part, fact_name) for part in parts))


def renamed_rule(rule_: Rule, rule_name: Callable[[str], str], fact_name: Callable[[str], str]) -> Rule:
    then = tuple(
        each.model_copy(update={"fact": fact_name(each.fact)}) if isinstance(each, Conclude) else each
        for each in rule_.then
    )
    when = renamed_condition(rule_.when, fact_name)
    return rule_.model_copy(update={"id": rule_name(rule_.id), "when": when, "then": then})


def renamed_world(world: World, rule_name: Callable[[str], str], fact_name: Callable[[str], str]) -> World:
    facts = [fact.model_copy(update={"id": fact_name(fact.id)}) for fact in world.facts.values()]
    rules = [renamed_rule(each, rule_name, fact_name) for each in world.rules.values()]
    vocabulary_ = {fact.id: fact for fact in facts}
    return World(vocabulary_, by_id(rules), compile_rule_set(rules, vocabulary_, fact_name(DECIDED)))


@repeatable
@given(worlds(), SEEDS)
@pytest.mark.thorough
def test_other_names_fire_the_same_rules(world: World, seed: int) -> None:
    """Rules and facts under names that sort quite differently fire as before, in the same order."""
    rng = seeded(seed)
    ids = [*world.facts, *world.rules]
    names = dict(zip(ids, (f"n{place}" for place in rng.sample(range(1000), len(ids))), strict=True))
    names[DECIDED] = DECIDED
    again = renamed_world(world, names.__getitem__, names.__getitem__)
    engine, other = engine_of(world.base), engine_of(again.base)
    for memory in random_memories(rng, world.asked, 20):
        decided = rng.choice(MODES)
        fired = run(world.base, engine, world.rules, memory, decided)
        renamed = {names[fact]: state for fact, state in memory.items()}
        refired = run(again.base, other, again.rules, renamed, decided)
        for stratum in STRATA:
            assert [rule_ for rule_, _ in refired[stratum]] == [names[rule_] for rule_, _ in fired[stratum]]


@repeatable
@given(worlds(), SEEDS)
def test_names_in_the_same_order_change_only_the_names_in_the_trace(world: World, seed: int) -> None:
    """With names that sort as before, the matches too are the same, renamed."""
    again = renamed_world(world, "rule-{}".format, "d{}".format)
    rng = seeded(seed)
    engine, other = BitsetEngine(world.base), BitsetEngine(again.base)
    for memory in random_memories(rng, world.asked, 20):
        fired = run(world.base, engine, world.rules, memory)
        refired = run(again.base, other, again.rules, {f"d{fact}": state for fact, state in memory.items()})
        for stratum in STRATA:
            assert [(rule_, clause.literals) for rule_, clause in refired[stratum]] == [
                (f"rule-{rule_}", tuple((f"d{fact}", states) for fact, states in clause.literals))
                for rule_, clause in fired[stratum]
            ]


@each_engine
@pytest.mark.parametrize("stratum", STRATA)
def test_a_rule_fires_once_however_many_ways_its_condition_holds(
    engine_class: Callable[..., Engine], stratum: str
) -> None:
    """Three of three alternatives hold, one of them through several states, and the rule fires once."""
    facts = vocabulary(flag("one"), flag("two"), choice("three", "a", "b", "c"), choice("sum", "yes", derived=True))
    ways = [is_("one", "true"), is_("two", "true"), is_("three", "a", "b")]
    then = {"derive": (conclude("sum", "yes"),), "weigh": (), "plan": (recommend("item"),)}[stratum]
    condition = any_of(any_of(*ways), at_least(2, *ways), all_of(*ways))
    rules = [rule("once", condition, *then), rule("twin", condition, *then)]
    base = compiled(rules, facts)
    fired = run(base, engine_class(base), by_id(rules), {"one": "true", "two": "true", "three": "b"})
    assert [name for name, _ in fired[stratum]] == ["once", "twin"]


@each_engine
def test_the_match_of_a_firing_is_the_shortest_and_first_clause(engine_class: Callable[..., Engine]) -> None:
    """Of several clauses that hold, the trace shows the shortest, and of equal ones the first by name."""
    facts = vocabulary(*(flag(name) for name in "abcd"))
    condition = any_of(all_of(is_("a", "true"), is_("b", "true")), is_("d", "true"), is_("c", "true"))
    rules = [rule("ways", condition)]
    base = compiled(rules, facts)
    fired = run(base, engine_class(base), by_id(rules), dict.fromkeys("abcd", "true"))
    ((_, clause),) = fired["weigh"]
    assert clause.literals == (("c", frozenset({"true"})),)
