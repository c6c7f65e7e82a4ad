"""Which question settles most, and that the interview is short."""

from __future__ import annotations

import itertools
import random
from bisect import bisect_left
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.mode.interview.question_value import Decisiveness
from mvpod_expert.mode.open_facts import OpenFacts
from tests.interview.test_flow import (
    BASE,
    CASES,
    INTERVIEWER,
    KNOWLEDGE,
    interviewed,
    interviewed_on,
    random_answers,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.cases import Answer

BEARING = OpenFacts(KNOWLEDGE, BASE).bear_on_mode
FILE_ORDER = [fact.id for fact in KNOWLEDGE.asked() if fact.id in BEARING]
DECISIVENESS = Decisiveness(OpenFacts(KNOWLEDGE, BASE).possibilities)


def in_file_order(answers: Mapping[str, Answer]) -> int:
    """Return the number of questions the file's order takes to the same proof; what is proven stays proven."""

    def is_proven(number: int) -> bool:
        given = {fact: answers[fact].state for fact in FILE_ORDER[:number]}
        return INTERVIEWER.next_step(given).question is None

    return bisect_left(range(len(FILE_ORDER)), 1, key=is_proven)


@pytest.mark.thorough
def test_the_documented_cases_never_take_longer_than_in_file_order() -> None:
    """Each takes at most as many questions, and together at most four fifths."""
    ours = [len(interviewed_on(case.id)) for case in CASES]
    theirs = [in_file_order(whole(case)) for case in CASES]
    assert all(one <= other for one, other in zip(ours, theirs, strict=True))
    assert sum(ours) <= 0.8 * sum(theirs)


def test_random_cases_take_at_most_six_tenths() -> None:
    """On random answers the interview is at most 60 % as long as in file order, and never longer."""
    chance = random.Random(4)
    cases = [random_answers(chance) for _ in range(25)]
    ours = [len(interviewed(case)) for case in cases]
    theirs = [in_file_order(case) for case in cases]
    assert all(one <= other for one, other in zip(ours, theirs, strict=True))
    assert sum(ours) <= 0.6 * sum(theirs)


def test_a_topic_is_kept_to_for_a_while() -> None:
    """Fewer than six questions in ten change the topic, though the best question often lies elsewhere."""
    changes = questions = 0
    for case in CASES:
        topics = [KNOWLEDGE.facts[fact].topic for fact in interviewed_on(case.id)]
        changes += sum(one != other for one, other in itertools.pairwise(topics))
        questions += len(topics) - 1
    assert changes < 0.6 * questions


@pytest.mark.parametrize("seed", range(4))
def test_what_a_rule_makes_of_an_answer_is_what_the_rule_does(seed: int) -> None:
    """A rule told to fire, fail or wait after a state does so when the state is answered."""
    chance = random.Random(seed)
    some = {fact: each.state for fact, each in random_answers(chance).items() if chance.random() < 0.5}
    masks, closed = DECISIVENESS.within.masks, DECISIVENESS.within.completion.closed(some)
    for waiting in DECISIVENESS.standoff(some).waiting:
        for fact, fates in waiting.fates.items():
            for state, fate in zip(KNOWLEDGE.facts[fact].known_states, fates, strict=True):
                then = {**closed, fact: state}
                fires = bool(masks.true(then) & waiting.weighing.bits)
                fails = not masks.not_false(then) & waiting.weighing.bits
                assert fate is (True if fires else False if fails else None)
