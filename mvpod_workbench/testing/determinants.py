"""How many documented decisions rest on each question: those that would be decided otherwise without its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.evidence_scorer import EvidenceScorer
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
    """

    fact: str
    answered: int
    moved: int


def determinants(adviser: Adviser) -> tuple[Determinant, ...]:
    """Return the questions that mode rules read, those on which most decisions rest first.

    A question that no decision answers moves none; its rules rest on their reasons alone.
    """
    knowledge = adviser.knowledge
    within = Possibilities(knowledge, adviser.base)
    scorer = EvidenceScorer(within)
    weighed = frozenset().union(*within.facts_of)
    read = weighed.union(*(knowledge.facts[fact].sources for fact in weighed))
    scored = [adviser.trials(adviser.documented[case.id]) for case in knowledge.cases.values() if case.outcome.scored]
    decided = [(trials, scorer.weigh(trials.memory).decided()[0]) for trials in scored]
    found = []
    for fact in (fact for fact in knowledge.asked() if fact.id in read):
        answered = [each for each in decided if fact.id in each[0].memory and each[0].is_changeable(fact)]
        without = [(trials.memory_with([(fact.id, UNKNOWN)]), mode) for trials, mode in answered]
        moved = sum(scorer.weigh(memory).decided()[0] != mode for memory, mode in without)
        found.append(Determinant(fact.id, len(answered), moved))
    return tuple(sorted(found, key=lambda each: (-each.moved, -each.answered)))
