"""WHY NOT another mode, and WHAT IF answers were others: what would turn the decision, and what becomes different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.counterfactuals import suppose
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.explanation.model import PlanChange, WhatIf, WhyNot
from mvpod_expert.model.decision import lead_needed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import Answer


FIRST_UP_TO = 2
THEN_UP_TO = 3
"""Where no two answers make the mode win, three are tried; three at once takes seconds."""


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
