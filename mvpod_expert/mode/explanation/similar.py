"""CASES LIKE THIS ONE: documented decisions, the nearest first.

Likeness is the share of the client's answers that a case has too, each answer weighted by what is at stake in it: the
points of the rules that test its fact, a rule's points shared among its facts. It is the weighted overlap that Gower
(1971, A general coefficient of similarity and some of its properties) defines for qualitative characters, taken over
the client's answers: a case that says nothing about an answer does not agree with it. Only facts that bear on the mode
are compared.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.model import ComparedAnswer, NearCase, Similar
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.rules import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.cases import ReferenceCase
    from mvpod_expert.model.knowledge import KnowledgeBase

NEAREST = 3
FEWEST_COMPARED = 3
"""With fewer answers than this that some rule weighs, nothing can be called alike."""


def similar(asked: ExplanationContext) -> Similar:
    """Return the documented cases nearest to a cell; none when too little is known of it."""
    return Similar(decision=asked.decision, cases=asked.by_likeness[:NEAREST])


def by_likeness(asked: ExplanationContext) -> tuple[NearCase, ...]:
    """Return all documented cases that are like a cell in some answer, the nearest first."""
    weights = stakes(asked.knowledge)
    ours = {fact: state for fact, state in asked.memory.items() if fact in weights}
    near: list[NearCase] = []
    if len(ours) >= FEWEST_COMPARED:
        near = [
            _compared(ours, case, asked.adviser.documented[case.id].memory(), weights)
            for case in asked.knowledge.cases.values()
        ]
        near = [each for each in near if each.alike]
        near.sort(key=lambda each: (-each.likeness, each.case))
    return tuple(near)


def stakes(knowledge: KnowledgeBase) -> dict[str, float]:
    """Return each asked fact that bears on the mode the points at stake in it; a veto counts as the strongest evidence.

    A derived fact hands what is at stake in it on to the facts of the rules that conclude it.
    """
    strongest = max(strength.points for strength in knowledge.decision.strengths)
    at_stake: dict[str, float] = defaultdict(float)
    for rule in knowledge.rules_of("weigh"):
        points = [
            knowledge.decision.points(each.strength) if isinstance(each, Evidence) else strongest for each in rule.then
        ]
        facts = _asked_facts(rule.id, knowledge)
        for fact in facts:
            at_stake[fact] += max(points) / len(facts)
    return dict(at_stake)


def _asked_facts(rule: str, knowledge: KnowledgeBase) -> set[str]:
    found: set[str] = set()
    for test in every_test(knowledge.rules[rule].when):
        if not knowledge.facts[test.fact].derived:
            found.add(test.fact)
            continue
        for other in knowledge.rules_of("derive"):
            if any(each.fact == test.fact for each in other.concluded()):
                found |= _asked_facts(other.id, knowledge)
    return found


def _compared(
    ours: Mapping[str, str], case: ReferenceCase, theirs: Mapping[str, str], weights: Mapping[str, float]
) -> NearCase:
    both = [
        ComparedAnswer(
            fact=fact,
            ours=state,
            theirs=theirs[fact],
            documented=fact in case.documented,
            weight=round(weights[fact], 2),
        )
        for fact, state in ours.items()
        if fact in theirs
    ]
    both.sort(key=lambda each: -each.weight)
    alike = tuple(each for each in both if each.ours == each.theirs)
    total = sum(weights[fact] for fact in ours)
    return NearCase(
        case=case.id,
        likeness=round(sum(weights[each.fact] for each in alike) / total, 3),
        alike=alike,
        different=tuple(each for each in both if each.ours != each.theirs),
        not_told=len(ours) - len(both),
    )
