"""WHAT IF: the advice given again on changed answers, and what became different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.counterfactuals import suppose
from mvpod_expert.mode.explanation.model import PlanChange, WhatIf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.plan import PlanItem


def what_if(asked: ExplanationContext, answers: Iterable[Answer]) -> WhatIf:
    """Suppose answers and advise again.

    Args:
        asked: the cell and its advice.
        answers: what is supposed; an unknown one takes the answer away. Of two for one fact the later one counts.
    """
    supposed = {answer.fact: answer for answer in answers}
    cell = asked.cell.model_copy(update={"answers": {**asked.cell.answers, **supposed}})
    after = asked.adviser.advise(cell, client=asked.advice.client, source=asked.advice.source)
    fired = {firing.rule for firing in asked.advice.trace}
    fires = {firing.rule for firing in after.trace}
    changes = tuple(
        suppose(fact, asked.memory.get(fact.id), supposed[fact.id].state).model_copy(
            update={"given": supposed[fact.id].given}
        )
        for fact in asked.knowledge.asked()
        if fact.id in supposed
    )
    return WhatIf(
        changes=changes,
        before=asked.decision,
        after=after.mode,
        came=tuple(firing for firing in after.trace if firing.rule not in fired),
        went=tuple(firing for firing in asked.advice.trace if firing.rule not in fires),
        plan=tuple(_plan_changes(asked.advice, after)),
    )


def _plan_changes(before: Advice, after: Advice) -> Iterable[PlanChange]:
    old = {each.item: each for each in before.selected}
    new = {each.item: each for each in after.selected}
    for item in dict.fromkeys((*old, *new)):
        if item not in new:
            yield PlanChange(item=item, change="went", was=_options(old[item]))
        elif item not in old:
            yield PlanChange(item=item, change="came", to=_options(new[item]))
        elif _options(old[item]) != _options(new[item]):
            yield PlanChange(item=item, change="reassigned", was=_options(old[item]), to=_options(new[item]))


def _options(item: PlanItem) -> tuple[str, ...]:
    return tuple(choice.option for choice in item.chosen)
