"""Which modes can still lead, against trying every completion."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from mvpod_expert.mode import possibility
from mvpod_expert.mode.possibility import Possibilities, Possibility
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Evidence, Exclude
from tests.engine.builders import (
    MODES,
    POINTS,
    all_of,
    at_least,
    choice,
    compiled,
    conclude,
    disfavours,
    exclude,
    favours,
    flag,
    is_,
    knowledge,
    not_,
    rule,
    vocabulary,
)
from tests.engine.oracle import expected_firings
from tests.engine.worlds import Size, World, random_condition, random_memory, random_weighing, seeded, settled, worlds
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Rule

Memory = dict[str, str]

repeatable = random_examples(
    150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@st.composite
def small_worlds(draw: st.DrawFn) -> World:
    """Draw at most four facts of at most three known states, a derived one, and rules with evidence and vetoes."""
    rng = draw(st.randoms(use_true_random=False))
    facts: list[Fact] = [flag("a", may_not_apply=True), choice("b", "x", "y", "z"), flag("c"), flag("d")]
    derived = choice("e", "yes", derived=True)
    rules = [rule("derives", random_condition(rng, facts, (), 2), conclude("e", "yes"))]
    rules += [
        rule(f"weighs-{place}", random_condition(rng, facts, [derived], 2), *random_weighing(rng))
        for place in range(rng.randint(1, 12))
    ]
    return settled(vocabulary(*facts, derived), rules)


def possibilities(world: World) -> Possibilities:
    return Possibilities(knowledge(world.facts, world.rules.values()), world.base)


def completions(asked: Iterable[Fact], memory: Memory, staying: Iterable[str] = ()) -> Iterator[Memory]:
    """Return every memory that the open facts can still turn into; one that may stay open may also be left out."""
    choices = [
        [(fact.id, state) for state in (*fact.known_states, *([UNKNOWN] if fact.id in staying else ()))]
        for fact in asked
        if fact.id not in memory
    ]
    for chosen in product(*choices):
        yield {fact: state for fact, state in (memory | dict(chosen)).items() if state != UNKNOWN}


def weighed(rules: Iterable[Rule], memory: Memory) -> tuple[Counter[str], set[str]]:
    """Return the points of every mode, and the modes that are vetoed, by the rules as written."""
    rules = {each.id: each for each in rules}
    net: Counter[str] = Counter()
    vetoed = set()
    for name in expected_firings(rules.values(), memory, None)["weigh"]:
        for outcome in rules[name].then:
            if isinstance(outcome, Evidence):
                net[outcome.mode] += outcome.signed(POINTS[outcome.strength])
            elif isinstance(outcome, Exclude):
                vetoed.add(outcome.mode)
    return net, vetoed


def leaders(rules: Iterable[Rule], memory: Memory) -> set[str]:
    net, vetoed = weighed(rules, memory)
    feasible = [mode for mode in MODES if mode not in vetoed]
    return {mode for mode in feasible if net[mode] == max(net[each] for each in feasible)}


def by_brute_force(world: World, memory: Memory, staying: Iterable[str] = ()) -> tuple[str, ...]:
    rules = list(world.rules.values())
    found = set().union(*(leaders(rules, completion) for completion in completions(world.asked, memory, staying)))
    return tuple(mode for mode in MODES if mode in found)


def memories(world: World, seed: int, count: int = 4) -> Iterator[Memory]:
    """Return an empty memory and some that answer part of the facts, one of them with "don't know" for good."""
    rng = seeded(seed)
    yield {}
    for _ in range(count):
        yield random_memory(rng, world.asked, unknown=rng.choice((0.2, 0.5, 0.8)))
    yield random_memory(rng, world.asked, unknown=0.5) | {rng.choice(world.asked).id: UNKNOWN}


@repeatable
@given(small_worlds(), st.integers(0, 2**32))
def test_possible_modes_are_those_that_lead_some_completion(world: World, seed: int) -> None:
    """The search finds what trying everything finds, and with so few facts it is a proof."""
    search = possibilities(world)
    for memory in memories(world, seed):
        assert search.possible(memory) == Possibility(by_brute_force(world, memory), proven=True), memory


@repeatable
@given(small_worlds(), st.integers(0, 2**32), st.sets(st.sampled_from("abcd"), max_size=2))
def test_facts_that_may_stay_open_count_as_one_state_more(world: World, seed: int, staying: set[str]) -> None:
    """Where the answer may be "unknown" in the end, the modes that lead then are possible too."""
    search = possibilities(world)
    for memory in memories(world, seed):
        found = search.possible(memory, may_stay_open=staying)
        assert found == Possibility(by_brute_force(world, memory, staying), proven=True), memory


@random_examples(60, repeatable)
@given(worlds(Size(asked=(5, 5), layers=(1, 2), weigh=(6, 14), plan=(1, 1))), st.integers(0, 2**32))
def test_derived_facts_count_through_what_they_rest_on(world: World, seed: int) -> None:
    """With several derive layers between the answers and the evidence, a proof agrees with trying everything."""
    search = possibilities(world)
    rng = seeded(seed)
    for _ in range(3):
        complete = random_memory(rng, world.asked, unknown=0)
        memory = dict(rng.sample(list(complete.items()), 2))
        found, expected = search.possible(memory), by_brute_force(world, memory)
        assert set(found.modes) >= set(expected), memory
        assert not found.proven or found.modes == expected, memory


@repeatable
@given(small_worlds(), st.integers(0, 2**32))
def test_a_search_cut_short_keeps_what_it_cannot_rule_out(world: World, seed: int) -> None:
    """At its limit it says too much rather than too little, and does not call that a proof."""
    search = possibilities(world)
    limit = possibility.MAX_STEPS
    try:
        possibility.MAX_STEPS = 1
        for memory in memories(world, seed):
            found, expected = search.possible(memory), by_brute_force(world, memory)
            assert set(found.modes) >= set(expected), memory
            assert not found.proven or found.modes == expected, memory
    finally:
        possibility.MAX_STEPS = limit


@repeatable
@given(small_worlds(), st.integers(0, 2**32))
def test_answering_more_never_makes_a_mode_possible(world: World, seed: int) -> None:
    """What no completion lets lead stays out, whatever is answered next."""
    search = possibilities(world)
    complete = random_memory(seeded(seed), world.asked, unknown=0)
    memory: Memory = {}
    before = set(MODES)
    for fact, state in complete.items():
        after = set(search.possible(memory).modes)
        assert after <= before
        memory, before = memory | {fact: state}, after
    assert search.possible(complete).modes == by_brute_force(world, complete)


@repeatable
@given(small_worlds(), st.integers(0, 2**32))
def test_a_fact_that_is_not_live_changes_nothing_that_counts(world: World, seed: int) -> None:
    """Completions that agree on the live facts agree on the vetoes and points of every mode still in play."""
    search = possibilities(world)
    rules = list(world.rules.values())
    for memory in memories(world, seed):
        live = search.live_facts(memory)
        known = {fact: state for fact, state in memory.items() if state != UNKNOWN}
        _, out = weighed(rules, known)
        seen: dict[tuple[tuple[str, str], ...], set[tuple[tuple[str, int, bool], ...]]] = {}
        for complete in completions(world.asked, memory):
            net, vetoed = weighed(rules, complete)
            result = tuple((mode, net[mode], mode in vetoed) for mode in MODES if mode not in out)
            seen.setdefault(tuple((fact, complete[fact]) for fact in live), set()).add(result)
        assert all(len(results) == 1 for results in seen.values()), (memory, live)


def of_rules(*rules: Rule) -> Possibilities:
    facts = vocabulary(
        flag("a"), flag("b", may_not_apply=True), choice("c", "x", "y"), choice("e", "yes", derived=True)
    )
    return Possibilities(knowledge(facts, rules), compiled(rules, facts))


def test_without_rules_every_mode_shares_the_lead() -> None:
    """Nothing speaks for or against, so all modes are possible."""
    assert of_rules().possible({}) == Possibility(MODES, proven=True)


def test_open_vetoes_of_every_mode_leave_none() -> None:
    """A mode that every completion vetoes is impossible, and so may all be."""
    search = of_rules(
        rule("either-way", at_least(1, is_("a", "true"), is_("a", "false")), *(exclude(mode) for mode in MODES))
    )
    assert search.possible({}) == Possibility((), proven=True)
    assert search.possible({"a": UNKNOWN}).modes == MODES


def test_an_open_veto_keeps_the_one_behind_possible() -> None:
    """However far a mode is behind, it can lead once those before it are out."""
    search = of_rules(
        rule("now", is_("c", "x"), favours("direct", "strong"), disfavours("channel", "strong")),
        rule("law", is_("a", "true"), exclude("direct")),
        rule("more", all_of(is_("b", "true"), is_("a", "true")), exclude("hybrid")),
    )
    assert search.possible({"c": "x"}).modes == MODES
    assert search.possible({"c": "x", "b": "false"}).modes == ("direct", "hybrid")
    assert search.possible({"c": "x", "a": "false"}) == Possibility(("direct",), proven=True)


def test_states_of_one_fact_are_not_added_up() -> None:
    """Two rules that wait for different states of a fact never both fire, so what they give together proves nothing."""
    search = of_rules(
        rule("now", is_("a", "true"), favours("direct", "strong")),
        rule("one", is_("c", "x"), favours("channel", "moderate")),
        rule("other", is_("c", "y"), favours("channel", "moderate")),
    )
    assert search.possible({"a": "true"}) == Possibility(("direct",), proven=True)


def test_live_facts_tell_which_of_them_a_veto_waits_for() -> None:
    """A fact is live while a rule that counts waits for it, through derived facts too; one marked is a veto's."""
    search = of_rules(
        rule("derives", all_of(is_("a", "true"), not_(is_("b", "true"))), conclude("e", "yes")),
        rule("law", is_("e", "yes"), exclude("direct")),
        rule("evidence", is_("c", "x"), favours("direct")),
    )
    assert search.live_facts({}) == {"a": True, "b": True, "c": False}
    assert search.live_facts({"b": "true"}) == {"c": False}
    assert search.live_facts({"a": "true", "b": "not_applicable"}) == {}
