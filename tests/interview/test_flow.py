"""Which question comes next, and that "settled" is true."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.mode.interview.interviewer import Interviewer
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.facts import UNKNOWN
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.cases import ReferenceCase

ASKED = list(KNOWLEDGE.questions())
CASES = list(KNOWLEDGE.cases.values())[::4]
INTERVIEWER = Interviewer(KNOWLEDGE, BASE)
COMPLETIONS = 200


def answer(fact: str, state: str) -> Answer:
    return Answer(fact=fact, given=state, state=state, layer="interview")


def whole(case: ReferenceCase) -> dict[str, Answer]:
    """Return an answer to every question: what is documented or estimated, and "don't know" to the others."""
    return {fact.id: case.cell.answers.get(fact.id) or answer(fact.id, "unknown") for fact in ASKED}


def states(answers: Mapping[str, Answer]) -> dict[str, str]:
    return {fact: each.state for fact, each in answers.items()}


def interviewed(answers: Mapping[str, Answer], *, ask_all: bool = False) -> dict[str, Answer]:
    """Hold an interview to its end; give the answers to what was asked, in that order."""
    interviewer = Interviewer(KNOWLEDGE, BASE, ask_all=ask_all)
    given: dict[str, Answer] = {}
    while (step := interviewer.next_step(states(given))).question is not None:
        given[step.question.id] = answers[step.question.id]
    return given


@cache
def interviewed_on(case: str) -> Mapping[str, Answer]:
    """Hold the interview about a documented case, once for all tests."""
    return interviewed(whole(KNOWLEDGE.cases[case]))


def random_answers(chance: random.Random) -> dict[str, Answer]:
    return {fact.id: answer(fact.id, chance.choice([*fact.known_states, *fact.states, "unknown"])) for fact in ASKED}


def test_topics_come_in_order_and_are_seldom_left_and_returned_to() -> None:
    """Questionnaires of this kind hop between topics; here one is left for another in a third of the steps at most."""
    topics = list(dict.fromkeys(fact.topic.en for fact in ASKED))
    hops = questions = 0
    for case in CASES:
        at = [KNOWLEDGE.facts[fact].topic.en for fact in interviewed_on(case.id)]
        assert topics.index(at[0]) <= 1
        hops += sum(one != other for one, other in pairwise(at))
        questions += len(at)
    assert hops < 0.5 * questions


def test_no_question_is_asked_whose_every_answer_changes_nothing() -> None:
    """Whatever is asked, some undecided rule that touches a mode in play waits for it."""
    possibilities = Possibilities(KNOWLEDGE, BASE)
    given: dict[str, str] = {}
    while (step := INTERVIEWER.next_step(given)).question is not None:
        assert step.question.id in possibilities.live_facts(given)
        given[step.question.id] = step.question.states[len(step.question.states) // 2]
    assert given


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_stopping_early_does_not_change_the_advice(case: ReferenceCase) -> None:
    """On the documented cases the interview's mode leads with all answers too."""
    answers = whole(case)
    given = interviewed_on(case.id)
    short, full = ADVISER.advise(Cell(id="main", answers=given)), ADVISER.advise(Cell(id="main", answers=answers))
    assert short.mode.ranking[0].mode == full.mode.ranking[0].mode
    settled_on = INTERVIEWER.next_step(states(given)).settled_on
    if settled_on:
        assert settled_on == (short.mode.ranking[0].mode,)


@pytest.mark.parametrize("seed", range(12))
def test_settled_is_a_proof(seed: int) -> None:
    """Once the interview is settled, no completion of what was not asked gives another mode the lead."""
    chance = random.Random(seed)
    given = interviewed(random_answers(chance))
    step = INTERVIEWER.next_step(states(given))
    for _ in range(COMPLETIONS):
        rest = {fact: each for fact, each in random_answers(chance).items() if fact not in given}
        completed = ADVISER.completion.answers({**given, **rest})
        ranking = ADVISER.advise(Cell(id="main", answers=completed)).mode.ranking
        if step.settled_on == ():
            assert all(each.excluded_by for each in ranking)
        elif step.settled_on:
            assert (ranking[0].mode,) == step.settled_on
            assert not ranking[0].excluded_by


def test_asking_all_asks_everything_in_the_order_of_the_questionnaire() -> None:
    """With --all nothing is left out."""
    given = interviewed(whole(CASES[0]), ask_all=True)
    assert list(given) == [fact.id for fact in ASKED]


def test_the_documented_cases_need_fewer_questions_than_there_are() -> None:
    """Some questions can no longer matter; on average at least a tenth of them."""
    asked = [len(interviewed_on(case.id)) for case in CASES]
    assert sum(asked) / len(asked) < 0.9 * len(ASKED)


@pytest.mark.parametrize("at", [1, 5, 12])
def test_resuming_asks_what_would_have_been_asked(at: int) -> None:
    """The next question depends on the answers alone."""
    answers = whole(CASES[1])
    order = list(interviewed_on(CASES[1].id))
    step = Interviewer(KNOWLEDGE, BASE).next_step(states({fact: answers[fact] for fact in order[:at]}))
    assert step.question is not None
    assert step.question.id == order[at]


def test_a_new_entrant_is_asked_nothing_about_a_history_it_does_not_have() -> None:
    """Questionnaires of this kind ask everybody for last year's figures; here only those who want every question."""
    new = {"market_stage": "new_entry"}
    unknowable = {fact.id for fact in ASKED if not fact.is_knowable(new)}
    assert {"performance_measurability", "existing_channel_dependence", "own_web_share_today_pct"} <= unknowable
    for case in CASES[:6]:
        answers, known = states(whole(case)), {**new}
        while (fact := INTERVIEWER.next_step(known).question) is not None:
            assert fact.id not in unknowable
            known[fact.id] = answers[fact.id]
    first = next(iter(unknowable))
    others = {fact.id: UNKNOWN for fact in ASKED if fact.id != first} | new
    question = Interviewer(KNOWLEDGE, BASE, ask_all=True).next_step(others).question
    assert question is not None
    assert question.id == first
