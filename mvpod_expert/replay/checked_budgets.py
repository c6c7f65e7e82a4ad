"""Plan and annex checked against the budgets of the shelves: part of the checker, with no code of what divides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Recommend
from mvpod_expert.model.trace import WeighedChoice
from mvpod_expert.replay.model import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.plan import PlanItem

OF_A_MOVE = 10


def check_budgets(advice: Advice, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Count what is given of each shelf, add up merit from the trace, and see that nothing with more was left out.

    Args:
        advice: the advice on one market cell.
        knowledge: the knowledge it was made with.
    """
    told = [answer for answer in advice.answers if answer.state != UNKNOWN and answer.layer != "figures"]
    is_little = len(told) < knowledge.decision.provisional.answers_below
    is_early = is_little or advice.chosen is None or advice.mode.margin == 0
    if advice.override is None and is_early:
        yield from (Violation(kind="budget", about=each.item) for each in advice.plan)
        return
    items = {item.id: item for shelf in knowledge.shelves for item in shelf.items}
    for each in advice.selected:
        if each.item in items and each.merit != _merit(each, advice, items):
            yield Violation(kind="merit", about=each.item)
    for shelf in knowledge.shelves:
        yield from _of_shelf(shelf, advice)


def _merit(selected: PlanItem, advice: Advice, items: dict[str, Item]) -> int:
    carrying = [name for name, item in items.items() if selected.item in item.carried_by]
    if carrying:
        sums = sum(each.merit for each in advice.plan if each.item in selected.brought_by)
        return round(100 * sums / len(carrying))
    facts = {
        matched.fact
        for firing in advice.trace
        for effect in firing.effects
        for matched in firing.matched
        if isinstance(effect, Recommend | WeighedChoice) and effect.item in {selected.item, *selected.brought_by}
        if matched.origin in {"answer", "derived"}
    }
    measures = [selected.item, *items[selected.item].brings]
    return len(facts) + sum(OF_A_MOVE for move in advice.moves for name in measures if name == move.metric)


def _of_shelf(shelf: Shelf, advice: Advice) -> Iterator[Violation]:
    given = [each for each in advice.plan if each.kind == shelf.kind]
    left = [each for each in advice.annex if each.kind == shelf.kind]
    budget = shelf.budget
    if budget is None:
        yield from (Violation(kind="budget", about=each.item) for each in left)
        return
    own = [each.merit for each in given if each.merit >= budget.least]
    if len(given) > budget.at_most or len(given) - len(own) > budget.standard:
        yield Violation(kind="budget", about=given[-1].item)
    for each in left:
        if each.because == "law":
            continue
        is_own = each.merit >= budget.least
        is_full = len(given) == budget.at_most and each.merit <= min((one.merit for one in given), default=0)
        if (is_own or each.because == "budget") and not is_full:
            yield Violation(kind="budget", about=each.item)
        if is_own and each.because == "standard":
            yield Violation(kind="budget", about=each.item)
    order = {item.id: place for place, item in enumerate(shelf.items)}
    # An item that is on no shelf is a violation already; here it comes last.
    ranked = sorted(given, key=lambda each: (-each.merit, order.get(each.item, len(order))))
    grades = [grade.id for grade in budget.grades for _ in range(grade.count)]
    for graded, grade in zip(ranked, [*grades, *[None] * len(ranked)], strict=False):
        if graded.grade != grade:
            yield Violation(kind="budget", about=graded.item)
