"""How many documented decisions rest on each question: without its answer, or with another one, they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.mode.derived_answers import following, with_derived
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
    scorer = EvidenceScorer(within)
    weighed = frozenset().union(*within.facts_of)
    memories = [
        {name: each.state for name, each in with_derived(case.cell.answers, knowledge.facts).items() if each.is_known}
        for case in knowledge.cases.values()
        if case.outcome.scored
    ]
    decided = [(memory, scorer.weigh(memory).decided()[0]) for memory in memories]
    found = []
    for fact in (fact for fact in knowledge.asked() if fact.id in weighed):
        answered = [(memory, mode) for memory, mode in decided if fact.id in memory]
        without = [{name: state for name, state in memory.items() if name != fact.id} for memory, _ in answered]
        moved = sum(scorer.weigh(left).decided()[0] != mode for left, (_, mode) in zip(without, answered, strict=True))
        given = [{**following({fact.id: state}, knowledge.facts.values()), fact.id: state} for state in fact.states]
        swayed = sum(
            any(scorer.weigh({**new, **memory, fact.id: new[fact.id]}).decided()[0] != mode for new in given)
            for memory, mode in decided
        )
        found.append(Determinant(fact.id, len(answered), moved, swayed))
    return tuple(sorted(found, key=lambda each: (-each.moved, -each.swayed)))
