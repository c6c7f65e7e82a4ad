"""The plan as sections: shelf by shelf, each item with its parts, the reason it is there, and what carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Detail, Entry, Listing, Paragraph, Section, Span
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.document.tree import Block, Inline
    from mvpod_expert.model.advice import Advice, Choice, Comparison, Contingency, PlanItem
    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

BLANK = "________"
MOST_NAMED = 5


class PlanSections(Names):
    """Builds sections about plans.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        detail: `BRIEF` gives the items' titles alone.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, detail: Detail = Detail.USUAL) -> None:
        super().__init__(knowledge, t)
        self.detail = detail

    def title(self, advice: Advice) -> str:
        """Name the plan; one for a mode that was chosen otherwise says so."""
        if advice.override is None:
            return self.t("advice.plan")
        return self.t("advice.plan_for", mode=self.mode(advice.override.mode))

    def shelves(self, plan: Iterable[PlanItem]) -> Iterator[Section]:
        """Return the shelves of which a plan has items, in the catalogue's order."""
        planned = {each.item: each for each in plan}
        for shelf in self.knowledge.shelves:
            items = tuple(self._item(item, planned[item.id], shelf) for item in shelf.items if item.id in planned)
            if items:
                yield Section(self.say(shelf.title), items)

    def comparison(self, comparison: Comparison, cells: Iterable[str]) -> tuple[str, tuple[Section, ...]]:
        """Name two market cells with how they compare, and return what has to be settled between them."""
        fact = self.knowledge.facts[self.knowledge.decision.compared_fact]
        state = self.say(fact.state_title(comparison.state))
        settled = [each for each in comparison.plan if each.rules]
        return self.t("compare.pair", cells=self.comma(cells), state=state), tuple(self.shelves(settled))

    def alike(self, comparison: Comparison, names: Mapping[str, str]) -> str:
        """Say for which pairs of cells the same holds; empty where it is one pair."""
        if comparison.alike is None:
            return ""
        one, other = comparison.alike
        is_within = one == other
        count = len(one) * (len(one) - 1) // 2 if is_within else len(one) * len(other)
        key = "compare.alike_within" if is_within else "compare.alike"
        return self.t(key, one=self._some(one, names), other=self._some(other, names), count=count)

    def _some(self, cells: Sequence[str], names: Mapping[str, str]) -> str:
        told = self.comma(names[cell] for cell in cells[:MOST_NAMED])
        return told if len(cells) <= MOST_NAMED else self.t("compare.named_first", names=told, count=len(cells))

    def contingencies(self, advice: Advice) -> Iterator[Section]:
        """Return what the decision would be with the answers that planned items would change."""
        if advice.contingencies:
            depends = any(contingency.flips for contingency in advice.contingencies)
            key = "plan.depends" if depends else "plan.depends_not"
            shown = (
                contingency for contingency in advice.contingencies if contingency.flips or self.detail != Detail.BRIEF
            )
            items = Listing(tuple(map(self._contingency, shown)))
            yield Section(self.t("plan.contingencies"), (Paragraph(self.t(key), "warn" if depends else "good"), items))

    def _item(self, item: Item, planned: PlanItem, shelf: Shelf) -> Entry:
        head = (self.say(item.title), " ", self.mark(item.basis))
        blocks = [block for number, choice in enumerate(planned.chosen) for block in self._choice(choice, number)]
        if self.detail != Detail.BRIEF:
            blocks += self._told(item, planned, shelf)
        return Entry(head, tuple(blocks), tone="plain")

    def _told(self, item: Item, planned: PlanItem, shelf: Shelf) -> Iterator[Block]:
        yield Paragraph(self.say(item.text))
        for field in shelf.fields:
            texts = [self.say(text).rstrip("。.；;") for text in item.parts.get(field.id, ())]
            if texts:
                yield Paragraph(self.pair_of(self.say(field.title), self.semicolon(texts)))
        if shelf.blanks:
            names = (self.pair_of(self.say(blank.title), BLANK) for blank in shelf.blanks)
            yield Paragraph(self.t("list.space").join(names))
        if item.carried_by:
            yield Paragraph(self.t("plan.carried_by", items=self.items(item.carried_by)))
        parts = [self.comma(planned.principle), self.comma(planned.sources)]
        if planned.rules and not planned.chosen:
            parts.append(self.t("plan.by_rules", rules=self.comma(planned.rules)))
        if planned.brought_by:
            parts.append(self.t("plan.brought_by", items=self.items(planned.brought_by)))
        yield Paragraph(" · ".join(filter(None, parts)), "faint")

    def _choice(self, choice: Choice, number: int) -> Iterator[Block]:
        key = "plan.second" if number else "plan.first"
        yield Paragraph(Span(self.t(key, title=self.item(choice.option), points=choice.points), "good"))
        if self.detail != Detail.BRIEF:
            yield Listing(
                tuple(
                    self._contribution(contribution.rule, contribution.points) for contribution in choice.contributions
                ),
                tone="faint",
            )

    def _contribution(self, name: str, points: int) -> Inline:
        rule = self.knowledge.rules[name]
        return f"+{points} {self.say(rule.title)} ", self.mark(rule.because.basis), f" {self.support(rule)}"

    def _contingency(self, contingency: Contingency) -> Inline:
        changes = self.semicolon(
            self.t(
                "plan.change",
                fact=self.fact(change.fact),
                was=self.state(change.fact, change.from_),
                to=self.state(change.fact, change.to),
            )
            for change in contingency.changes
        )
        mode = self.mode(contingency.recommended) if contingency.recommended else self.t("plan.no_mode")
        key = "plan.flips" if contingency.flips else "plan.stays"
        text = self.t(key, items=self.items(contingency.items), changes=changes, mode=mode)
        return Span(text, "warn" if contingency.flips else "plain")
