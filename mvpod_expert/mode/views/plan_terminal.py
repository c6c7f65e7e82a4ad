"""The plan in a terminal: shelf by shelf, each item with its parts, the reason it is there, and what carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.principles import BASES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.advice import Advice, Choice, Comparison, Contingency, PlanItem
    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.principles import Basis
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages


class PlanView:
    """Prints plans.

    Args:
        knowledge: the knowledge base the advice was made with.
        t: the messages of one language.
        page: the page to print on.
        brief: print the items' titles only.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, *, brief: bool = False) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.page = page
        self.brief = brief
        self.items = {item.id: item for item in knowledge.items()}

    def plan(self, plan: Iterable[PlanItem], title: str) -> None:
        """Print a plan under a title; nothing when it is empty."""
        planned = {each.item: each for each in plan}
        if not planned:
            return
        self.page.title(title)
        for shelf in self.knowledge.shelves:
            on_shelf = [item for item in shelf.items if item.id in planned]
            if on_shelf:
                self.page.line()
                self.page.line(shelf.title.in_(self.lang), "strong")
            for item in on_shelf:
                self._item(item, planned[item.id], shelf)

    def contingencies(self, advice: Advice) -> None:
        """Print what the decision would be with the answers that planned items would change."""
        if not advice.contingencies:
            return
        self.page.title(self.t("plan.contingencies"))
        depends = any(each.flips for each in advice.contingencies)
        self.page.line(self.t("plan.depends" if depends else "plan.depends_not"), "warn" if depends else "good")
        for each in advice.contingencies:
            if each.flips or not self.brief:
                self._contingency(each)

    def comparison(self, comparison: Comparison) -> None:
        """Print what has to be settled between two cells."""
        fact = self.knowledge.facts[self.knowledge.decision.compared_fact]
        state = fact.state_title(comparison.state).in_(self.lang)
        settled = [each for each in comparison.plan if each.rules]
        self.plan(settled, self.t("compare.pair", cells=self._names(comparison.cells), state=state))

    def marked(self, basis: Basis) -> str:
        """Give the mark that tells what kind of support something has."""
        return self.t("plan.mark", basis=self.t(f"basis.{basis}"))

    def legend(self) -> str:
        """Say what the marks mean."""
        return self.t("list.space").join(
            self.t("plan.legend", mark=self.marked(basis), meaning=self.t(f"basis_meaning.{basis}")) for basis in BASES
        )

    def _item(self, item: Item, planned: PlanItem, shelf: Shelf) -> None:
        self.page.line(f"{self.marked(item.basis)} {item.title.in_(self.lang)}", item.basis, hang=2)
        for number, choice in enumerate(planned.chosen):
            self._choice(choice, number)
        if self.brief:
            return
        self.page.line(item.text.in_(self.lang), indent=4)
        for field in shelf.fields:
            texts = item.parts.get(field.id, ())
            if texts:
                joined = self.t("list.semicolon").join(text.in_(self.lang).rstrip("。.；;") for text in texts)
                text = self.t("list.pair", name=field.title.in_(self.lang), value=joined)
                self.page.line(text, indent=4, hang=2)
        if shelf.blanks:
            names = (self.t("list.pair", name=each.title.in_(self.lang), value="________") for each in shelf.blanks)
            self.page.line(self.t("list.space").join(names), indent=4)
        if item.carried_by:
            self.page.line(self.t("plan.carried_by", items=self._names(item.carried_by)), indent=4, hang=2)
        self.page.line(self._support(planned), "faint", indent=4, hang=2)

    def _choice(self, choice: Choice, number: int) -> None:
        key = "plan.second" if number else "plan.first"
        title = self.items[choice.option].title.in_(self.lang)
        self.page.line(self.t(key, title=title, points=choice.points), "good", indent=4, hang=2)
        if not self.brief:
            for each in choice.contributions:
                rule = self.knowledge.rules[each.rule]
                comma = self.t("list.comma")
                support = " · ".join(
                    filter(None, [comma.join(rule.because.principle), comma.join(rule.because.sources)])
                )
                self.page.line(
                    f"+{each.points}  {self.marked(rule.because.basis)} {rule.title.in_(self.lang)} "
                    f"[{support} · {self.t('plan.by_rules', rules=rule.id)}]",
                    "faint",
                    indent=6,
                    hang=4,
                )

    def _support(self, planned: PlanItem) -> str:
        parts = [self.t("list.comma").join(planned.principle)]
        if planned.sources:
            parts.append(self.t("list.comma").join(planned.sources))
        if planned.rules and not planned.chosen:
            parts.append(self.t("plan.by_rules", rules=self.t("list.comma").join(planned.rules)))
        if planned.brought_by:
            parts.append(self.t("plan.brought_by", items=self._names(planned.brought_by)))
        return " · ".join(parts)

    def _contingency(self, contingency: Contingency) -> None:
        changes = self.t("list.semicolon").join(
            self.t(
                "plan.change",
                fact=self.knowledge.facts[change.fact].title.in_(self.lang),
                was=self.knowledge.facts[change.fact].state_title(change.from_).in_(self.lang),
                to=self.knowledge.facts[change.fact].state_title(change.to).in_(self.lang),
            )
            for change in contingency.changes
        )
        mode = contingency.recommended
        key = "plan.flips" if contingency.flips else "plan.stays"
        name = self.knowledge.decision.mode(mode).title.in_(self.lang) if mode else self.t("plan.no_mode")
        text = self.t(key, items=self._names(contingency.items), changes=changes, mode=name)
        self.page.line(f"- {text}", "warn" if contingency.flips else "plain", indent=2, hang=2)

    def _names(self, ids: Iterable[str]) -> str:
        titles = (self.items[name].title.in_(self.lang) if name in self.items else name for name in ids)
        return self.t("list.comma").join(titles)
