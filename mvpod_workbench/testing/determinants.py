"""How many documented decisions rest on each question: those that would be decided otherwise without its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.mode.derived_answers import with_derived
from mvpod_expert.mode.interview.evidence_scorer import EvidenceScorer
from mvpod_expert.mode.possibility import Possibilities

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
    memories = [
        {name: each.state for name, each in with_derived(case.cell.answers, knowledge.facts).items() if each.is_known}
        for case in knowledge.cases.values()
        if case.outcome.scored
    ]
    decided = [(memory, scorer.weigh(memory).decided()[0]) for memory in memories]
    found = []
    for fact in (fact.id for fact in knowledge.asked() if fact.id in weighed):
        answered = [(memory, mode) for memory, mode in decided if fact in memory]
        without = [{name: state for name, state in memory.items() if name != fact} for memory, _ in answered]
        moved = sum(scorer.weigh(left).decided()[0] != mode for left, (_, mode) in zip(without, answered, strict=True))
        found.append(Determinant(fact, len(answered), moved))
    return tuple(sorted(found, key=lambda each: (-each.moved, -each.answered)))
