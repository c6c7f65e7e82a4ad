"""How many documented decisions rest on each question: without its answer, or with another one, they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.question_value import Decisiveness
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.facts import UNKNOWN

if TYPE_CHECKING:
    from mvpod_expert.mode.advising import Adviser


@dataclass(frozen=True)
class Determinant:
    """A question that mode rules read.

    Args:
        fact: the question.
        answered: how many scored decisions answer it.
        moved: how many of them would be decided otherwise without the answer.
        swayed: how many scored decisions another answer would decide otherwise, whether they answer it or not.
    """

    fact: str
    answered: int
    moved: int
    swayed: int


def determinants(adviser: Adviser) -> tuple[Determinant, ...]:
    """Return the questions that mode rules read, those on which most decisions rest first.

    A question that no decision answers moves none. Its rules rest on their reasons, and how many decisions an answer
    would change tells what they are worth.
    """
    knowledge = adviser.knowledge
    within = Possibilities(knowledge, adviser.base)
    scorer = Decisiveness(within)
    weighed = frozenset().union(*within.facts_of)
    read = weighed.union(*(knowledge.facts[fact].sources for fact in weighed))
    scored = [adviser.trials(adviser.documented[case.id]) for case in knowledge.cases.values() if case.outcome.scored]
    decided = [(trials, scorer.weigh(trials.memory).decided()[0]) for trials in scored]

    found = []
    for fact in (fact for fact in knowledge.asked() if fact.id in read):
        changeable = [each for each in decided if each[0].is_changeable(fact)]
        answered = [each for each in changeable if fact.id in each[0].memory]
        without = [(trials.memory_with([(fact.id, UNKNOWN)]), mode) for trials, mode in answered]
        moved = sum(scorer.weigh(memory).decided()[0] != mode for memory, mode in without)
        swayed = sum(
            any(
                scorer.weigh(trials.memory_with([(fact.id, state)])).decided()[0] != mode for state in fact.known_states
            )
            for trials, mode in changeable
        )
        found.append(Determinant(fact.id, len(answered), moved, swayed))
    return tuple(sorted(found, key=lambda each: (-each.moved, -each.swayed)))
