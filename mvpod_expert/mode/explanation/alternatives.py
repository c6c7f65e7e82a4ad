"""WHY NOT another mode, WHAT IF answers were others, and CASES LIKE THIS ONE: documented decisions, the nearest first.

Likeness is the share of the client's answers that a case has too, each answer weighted by what is at stake in it: the
points of the rules that test its fact, a rule's points shared among its facts. It is the weighted overlap that Gower
(1971, A general coefficient of similarity and some of its properties) defines for qualitative characters, taken over
the client's answers: a case that says nothing about an answer does not agree with it. Only facts that bear on the mode
are compared.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.counterfactuals import suppose
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.explanation.model import ComparedAnswer, NearCase, PlanChange, Similar, WhatIf, WhyNot
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.decision import lead_needed
from mvpod_expert.model.rules import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import Answer, ReferenceCase
    from mvpod_expert.model.knowledge import KnowledgeBase


FIRST_UP_TO = 2
THEN_UP_TO = 3
"""Where no two answers make the mode win, three are tried; three at once takes seconds."""
NEAREST = 3
FEWEST_COMPARED = 3
"""With fewer answers than this that some rule weighs, nothing can be called alike."""


def why_not(asked: ExplanationContext, mode: str, up_to: int | None = None) -> WhyNot:
    """Explain why a mode is not recommended, with the smallest sets of changed answers that would make it win.

    `up_to` is the most answers changed together; without it two, or three where no two are enough. Of the recommended
    mode the explanation has no changes, and it is short by nothing.
    """
    accounts = HowExplainer(asked.knowledge, asked.advice).accounts()
    account = next(each for each in accounts if each.mode == mode)
    is_recommended = asked.decision.recommended == mode
    size = up_to or FIRST_UP_TO
    sets = [] if is_recommended else asked.turnings.sets(mode, size)
    if not (sets or is_recommended or up_to):
        size = THEN_UP_TO
        sets = asked.turnings.sets(mode, size)
    rivals = [each for each in accounts if each.mode != mode and not each.vetoes]
    leader = max(rivals, key=lambda each: each.net, default=None)
    short_by = 0 if is_recommended else None
    if not (is_recommended or account.vetoes or leader is None):
        order = [each.id for each in asked.knowledge.decision.modes]
        short_by = max(1, *(rival.net + lead_needed(order, mode, rival.mode) - account.net for rival in rivals))
    return WhyNot(
        mode=mode,
        decision=asked.decision,
        account=account,
        leader=None if is_recommended else leader,
        short_by=short_by,
        turnings=asked.verified((changes, mode) for changes in sets),
        up_to=size,
    )


def what_if(asked: ExplanationContext, answers: Iterable[Answer]) -> WhatIf:
    """Suppose answers and advise again; an unknown one takes the answer away, and of one fact the last counts."""
    supposed = {answer.fact: answer for answer in answers}
    cell = asked.cell.model_copy(update={"answers": {**asked.cell.answers, **supposed}})
    after = asked.adviser.advise(cell, client=asked.advice.client, source=asked.advice.source)
    # A plan that is withheld on either side is not shown, so its rules and items are not compared.
    with_plan = not any(each.because == "early" for advice in (asked.advice, after) for each in advice.annex)
    before, then = (
        {each.rule: each for each in advice.trace if with_plan or each.stratum != "plan"}
        for advice in (asked.advice, after)
    )
    changes = (
        suppose(fact, asked.memory.get(fact.id), supposed[fact.id].state).model_copy(
            update={"given": supposed[fact.id].given}
        )
        for fact in asked.knowledge.asked()
        if fact.id in supposed
    )
    return WhatIf(
        changes=tuple(changes),
        before=asked.decision,
        after=after.mode,
        came=tuple(firing for rule, firing in then.items() if rule not in before),
        went=tuple(firing for rule, firing in before.items() if rule not in then),
        plan=tuple(_plan_changes(asked.advice, after)) if with_plan else (),
    )


def _plan_changes(before: Advice, after: Advice) -> Iterable[PlanChange]:
    old, new = (
        {each.item: tuple(choice.option for choice in each.chosen) for each in advice.selected}
        for advice in (before, after)
    )
    for item in dict.fromkeys((*old, *new)):
        if item not in new:
            yield PlanChange(item=item, change="went", was=old[item])
        elif item not in old:
            yield PlanChange(item=item, change="came", to=new[item])
        elif old[item] != new[item]:
            yield PlanChange(item=item, change="reassigned", was=old[item], to=new[item])


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
