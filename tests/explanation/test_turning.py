"""The smallest sets of changed answers: every one turns the decision, none of its parts does, and none is missed."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.errors import EngineFailureError
from mvpod_expert.mode.completion import Trials
from mvpod_expert.mode.explanation.alternatives import why_not
from mvpod_expert.mode.explanation.counterfactuals import Counterfactuals, suppose
from mvpod_expert.mode.interview.question_value import Decisiveness
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import NOT_APPLICABLE, WorkedOut
from tests.engine.builders import MODES, all_of, choice, favours, is_, knowledge, rule, vocabulary
from tests.engine.worlds import Size, World, random_memory, settled, worlds
from tests.explanation.cells import ADVISER, KNOWLEDGE, asked, asked_about, few, randoms
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

LITTLE = Size(asked=(3, 6), weigh=(2, 10))
UP_TO = 3

many = random_examples(120, few)


def turnings(world: World, memory: Mapping[str, str]) -> Counterfactuals:
    base = knowledge(world.facts, world.rules.values())
    scales = Decisiveness(Possibilities(base, world.base))
    stated = {fact: Answer(fact=fact, given=state, state=state, layer="cell") for fact, state in memory.items()}
    return Counterfactuals(base, scales, Trials(scales.within.completion, scales.within.completion.answers(stated)))


def with_followers(rng: Random, world: World) -> World:
    """Return the world in which nobody is asked for some facts: they follow from the first one."""
    source, *others = world.asked
    facts = dict(world.facts)
    for fact in rng.sample(others, rng.randint(0, len(others))):
        states = {state: rng.choice(fact.known_states) for state in source.known_states if rng.random() < 0.8}
        way = WorkedOut(answer_to=source.id, states=states)
        facts[fact.id] = fact.model_copy(update={"question": None, "worked_out": way})
    return World(facts, world.rules, world.base)


@many
@given(worlds(LITTLE), randoms, st.sampled_from(MODES))
def test_the_search_finds_what_trying_everything_finds(world: World, rng: Random, mode: str) -> None:
    """On small worlds, every minimal set up to three answers is found, and nothing else."""
    world = with_followers(rng, world)
    search = turnings(world, random_memory(rng, world.asked))
    if search.wins((), mode):
        return
    changes = search.candidates()
    winning: list[frozenset[tuple[str, str]]] = []
    for size in range(1, UP_TO + 1):
        for chosen in combinations(changes, size):
            is_one_a_fact = len({fact for fact, _ in chosen}) == size
            if is_one_a_fact and search.wins(chosen, mode):
                winning.append(frozenset(chosen))
    minimal = {each for each in winning if not any(other < each for other in winning)}
    found = [frozenset(each) for each in search.sets(mode, UP_TO)]
    assert set(found) == minimal
    assert len(found) == len(minimal)


def test_a_rule_that_waits_for_as_many_answers_as_may_change_is_counted() -> None:
    """Three answers, none of which helps alone, are found when three may change, and not when two may."""
    facts = [choice(name, "x", "y") for name in "abcd"]
    rules = [
        rule("now", is_("d", "x", "y"), favours("direct", "weak")),
        rule("all-three", all_of(*(is_(name, "y") for name in "abc")), favours("channel", "strong")),
    ]
    search = turnings(settled(vocabulary(*facts), rules), dict.fromkeys("abcd", "x"))
    assert search.sets("channel", 2) == []
    assert search.sets("channel", 3) == [(("a", "y"), ("b", "y"), ("c", "y"))]


@few
@given(asked_about())
def test_every_set_turns_the_decision_and_no_part_of_it_does(about: object) -> None:
    """On the shipped rules, decided again in full: all changes together make the mode win, any fewer do not."""
    for mode in ("direct", "channel", "hybrid"):
        explained = why_not(about, mode, 2)
        for turning in explained.turnings[:15]:
            changes = [(change.fact, change.to) for change in turning.changes]
            parts = chain.from_iterable(combinations(changes, size) for size in range(len(changes)))
            decided = ADVISER.decide_again(about.cell, about.trials.memory_with(changes))
            assert decided.recommended == mode == turning.recommended
            assert decided.margin == turning.margin
            for part in parts:
                assert ADVISER.decide_again(about.cell, about.trials.memory_with(part)).recommended != mode


def test_the_cheapest_come_first_and_say_whose_hands_they_are_in() -> None:
    """Fewer changes before more; among equals the client's own before what is unknown, before what is given."""
    sets = why_not(asked(dict(KNOWLEDGE.cases["H15"].cell.memory())), "direct").turnings
    sizes = [len(each.changes) for each in sets]
    assert sizes == sorted(sizes)
    ranks = [("client", "open", "given").index(each.reach) for each in sets if len(each.changes) == 2]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0
    for each in sets:
        reaches = {change.reach for change in each.changes}
        assert each.reach in reaches
        for change in each.changes:
            fact = KNOWLEDGE.facts[change.fact]
            expected = "open" if change.was is None else "client" if fact.client_can_change else "given"
            assert change.reach == expected


def test_an_answer_that_cannot_apply_is_not_supposed_to_and_none_is_supposed_not_to() -> None:
    """Whether a question applies is not for anybody to change."""
    fact = next(each for each in KNOWLEDGE.asked() if each.may_not_apply)
    assert fact.id not in {name for name, _ in asked({fact.id: NOT_APPLICABLE}).turnings.candidates()}
    assert NOT_APPLICABLE not in {state for _, state in asked({}).turnings.candidates()}


def test_three_are_tried_where_no_two_are_enough() -> None:
    """And a size that was asked for is kept to."""
    case = next(
        each
        for each in KNOWLEDGE.cases.values()
        for mode in ("channel",)
        if not why_not(asked(each.cell.memory()), mode, 1).turnings
        and why_not(asked(each.cell.memory()), mode, 1).short_by
    )
    assert why_not(asked(case.cell.memory()), "channel", 1).up_to == 1
    assert why_not(asked(case.cell.memory()), "channel").up_to >= 2


def test_a_set_that_does_not_hold_when_decided_again_is_never_printed() -> None:
    """A search that disagreed with the engine would be our mistake, and is reported as one."""
    about = asked(KNOWLEDGE.cases["H01"].cell.memory())
    with pytest.raises(EngineFailureError, match="decided again"):
        about.verified([([("own_sales_resources", "high")], "channel")])


def test_reach_is_told_by_the_vocabulary() -> None:
    """What the client can change is declared; what is not known is to be found out first."""
    fact = choice("a", "x", "y")
    assert suppose(fact, "x", "y").reach == "given"
    assert suppose(fact.model_copy(update={"client_can_change": True}), "x", "y").reach == "client"
    assert suppose(fact.model_copy(update={"client_can_change": True}), None, "y").reach == "open"
