"""The plan as blocks, shelf by shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.reports.blocks import PlannedItem, PlanShelf
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.advice import PlanItem
    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class PlanBlocks:
    """Makes the blocks of plans.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.names = Names(knowledge, t)

    def shelves(self, plan: Iterable[PlanItem]) -> tuple[PlanShelf, ...]:
        """Give the shelves of which a plan has items, in the catalogue's order."""
        planned = {each.item: each for each in plan}
        found = []
        for shelf in self.knowledge.shelves:
            items = [self._item(item, planned[item.id], shelf) for item in shelf.items if item.id in planned]
            if items:
                found.append(PlanShelf(shelf.title.in_(self.lang), tuple(items)))
        return tuple(found)

    def _item(self, item: Item, planned: PlanItem, shelf: Shelf) -> PlannedItem:
        parts = [
            (field.title.in_(self.lang), tuple(text.in_(self.lang) for text in item.parts[field.id]))
            for field in shelf.fields
            if item.parts.get(field.id)
        ]
        chosen = []
        for number, choice in enumerate(planned.chosen):
            key = "plan.second" if number else "plan.first"
            chosen.append(self.t(key, title=self.names.item(choice.option), points=choice.points))
        return PlannedItem(
            title=item.title.in_(self.lang),
            basis=item.basis,
            basis_title=self.t(f"basis.{item.basis}"),
            text=item.text.in_(self.lang),
            parts=tuple(parts),
            chosen=tuple(chosen),
            blanks=tuple(each.title.in_(self.lang) for each in shelf.blanks),
            carried_by=self.names.items(item.carried_by),
            support=self._support(planned),
        )

    def _support(self, planned: PlanItem) -> str:
        comma = self.t("list.comma")
        parts = [comma.join(planned.principle), comma.join(planned.sources)]
        if planned.rules:
            parts.append(self.t("plan.by_rules", rules=comma.join(planned.rules)))
        elif planned.brought_by:
            parts.append(self.t("plan.brought_by", items=self.names.items(planned.brought_by)))
        return " · ".join(filter(None, parts))
