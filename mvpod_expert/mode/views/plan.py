"""The plan as sections: shelf by shelf, each item with its parts, the reason it is there, and what carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Block, Column, Entry, Inline, Listing, Paragraph, Section, Span, Table
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mvpod_expert.model.advice import Advice, Comparison, Contingency
    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_expert.model.plan import Choice, PlanItem

MOST_NAMED = 5


class PlanSections(Names):
    """Builds sections about plans."""

    def title(self, advice: Advice) -> str:
        """Name the plan; one for a mode that was chosen otherwise says so."""
        if advice.override is None:
            return self.t("advice.plan")
        return self.t("advice.plan_for", mode=self.mode(advice.override.mode))

    def whole(self, advice: Advice, kinds: Collection[str] | None = None) -> Iterator[Section]:
        """Return a plan, or the shelves of it that are named; nothing where it has no item of them."""
        shelves = tuple(self.shelves(advice.plan, kinds))
        if shelves:
            yield Section(self.title(advice), shelves)

    def shelves(self, plan: Iterable[PlanItem], kinds: Collection[str] | None = None) -> Iterator[Section]:
        """Return the shelves of which a plan has items, in the catalogue's order."""
        planned = {each.item: each for each in plan}
        is_explained = False
        for shelf in self.knowledge.shelves:
            items = [item for item in shelf.items if item.id in planned]
            if not items or (kinds is not None and shelf.kind not in kinds):
                continue
            notes = []
            if shelf.blanks:
                names = self.comma(self.say(blank.title) for blank in shelf.blanks)
                notes.append(Paragraph(self.t("plan.blanks", names=names), "faint"))
            if not is_explained and any(item.carried_by for item in items):
                is_explained = True
                notes.append(Paragraph(self.t("plan.carried"), "faint"))
            told = (self._item(item, planned[item.id], shelf) for item in items)
            yield Section(self.say(shelf.title), (*notes, *told))

    def in_short(self, plan: Iterable[PlanItem]) -> Iterator[Table]:
        """Return the titles of the items, a row for each shelf; rows and what they fall to stand in a grid instead."""
        planned = {each.item: each.chosen for each in plan}
        in_grid = {choice.option for chosen in planned.values() for choice in chosen}
        listed = {name for name, chosen in planned.items() if not chosen} - in_grid
        rows = []
        for shelf in self.knowledge.shelves:
            titles = [self.say(item.title) for item in shelf.items if item.id in listed]
            if titles:
                rows.append((self.say(shelf.title), self.semicolon(titles)))
        if rows:
            yield Table((Column(weight=1), Column(weight=4)), tuple(rows))

    def roadmap(self, advice: Advice, *, in_short: bool = False) -> Iterator[Section]:
        """Return the moves and the plan quarter by quarter, and what has to wait (in short, how much)."""
        roadmap = advice.roadmap
        if roadmap is None:
            return
        verbs = {
            each.id: self.say(shelf.step) for shelf in self.knowledge.shelves if shelf.step for each in shelf.items
        }
        numbers = {move.item: f"{number}. " for number, move in enumerate(advice.moves, start=1)}
        rows = tuple(
            (self.t("roadmap.quarter", number=number), self.semicolon(self._steps(steps, numbers, verbs)))
            for number, steps in enumerate(roadmap.quarters, start=1)
        )
        key = "roadmap.answered" if roadmap.is_answered else "roadmap.usual"
        sized = Paragraph(self.t(key, count=roadmap.capacity), "faint")
        blocks: list[Block] = [sized, Table((Column(weight=1), Column(weight=4)), rows)]
        if roadmap.later:
            items = "" if in_short else self.items(roadmap.later)
            blocks.append(Paragraph(self.t("roadmap.later", count=len(roadmap.later), items=items), "faint"))
        yield Section(self.t("roadmap.title"), tuple(blocks))

    def _steps(self, names: Iterable[str], numbers: Mapping[str, str], verbs: Mapping[str, str]) -> Iterator[str]:
        """Name the steps of a quarter, each move with what it begins."""
        schedules = {item.id: item.schedule for shelf in self.knowledge.shelves if shelf.ranked for item in shelf.items}
        waiting = list(names)
        while waiting:
            name = waiting.pop(0)
            schedule = schedules.get(name)
            parts = [each for each in waiting if schedule is not None and each in schedule.begins]
            waiting = [each for each in waiting if each not in parts]
            title = numbers.get(name, "") + self._step(name, verbs)
            begun = self.comma(self._step(each, verbs) for each in parts)
            yield title + (self.t("roadmap.begins", parts=begun) if parts else "")

    def _step(self, name: str, verbs: Mapping[str, str]) -> str:
        title = self.item(name)
        return self.pair_of(verbs[name], title) if name in verbs else title

    def annex(self, advice: Advice) -> Iterator[Section]:
        """Return what was selected besides the plan, shelf by shelf, with the reason each item is left out."""
        left = {each.item: each for each in advice.annex}
        if any(each.because == "early" for each in advice.annex):
            yield Section(self.t("plan.annex", count=len(left)), (Paragraph(self.t("plan.early"), "faint"),))
            return
        entries = [
            self.t("plan.left_out", item=self.say(item.title), because=self.t(f"left_out.{left[item.id].because}"))
            for shelf in self.knowledge.shelves
            for item in shelf.items
            if item.id in left
        ]
        if entries:
            yield Section(self.t("plan.annex", count=len(entries)), (Listing(tuple(entries), tone="faint"),))

    def comparison(self, comparison: Comparison, cells: Iterable[str]) -> tuple[str, tuple[Section, ...]]:
        """Name two market cells with how they compare, and return what has to be settled between them."""
        fact = self.knowledge.facts[self.knowledge.decision.compared_fact]
        state = self.say(fact.state_title(comparison.state))
        settled = [each for each in comparison.plan if each.rules]
        one, other = cells
        return self.t("compare.pair", one=one, other=other, state=state), tuple(self.shelves(settled))

    def alike(self, comparison: Comparison, names: Mapping[str, str]) -> str:
        """Say for which pairs of cells the same holds; empty where it is one pair."""
        if comparison.alike is None:
            return ""
        one, other = comparison.alike
        is_within = one == other
        count = len(one) * (len(one) - 1) // 2 if is_within else len(one) * len(other)
        told = []
        for cells in (one, other):
            some = self.comma(names[cell] for cell in cells[:MOST_NAMED])
            is_all = len(cells) <= MOST_NAMED
            told.append(some if is_all else self.t("compare.named_first", names=some, count=len(cells)))
        return self.t("compare.alike_within" if is_within else "compare.alike", one=told[0], other=told[1], count=count)

    def contingencies(self, advice: Advice) -> Iterator[Section]:
        """Return what the decision would be with the answers that planned items would change."""
        if advice.contingencies:
            depends = any(contingency.flips for contingency in advice.contingencies)
            key = "plan.depends" if depends else "plan.depends_not"
            items = Listing(tuple(map(self._contingency, advice.contingencies)))
            yield Section(self.t("plan.contingencies"), (Paragraph(self.t(key), "warn" if depends else "good"), items))

    def _item(self, item: Item, planned: PlanItem, shelf: Shelf) -> Entry:
        grades = {grade.id: self.say(grade.title) for grade in (shelf.budget.grades if shelf.budget else ())}
        graded = f" · {grades[planned.grade]}" if planned.grade in grades else ""
        head = (self.say(item.title) + graded, " ", self.mark(item.basis))
        chosen = (block for number, choice in enumerate(planned.chosen) for block in self._choice(choice, number))
        return Entry(head, (*chosen, *self._told(item, planned, shelf)), tone="plain")

    def _told(self, item: Item, planned: PlanItem, shelf: Shelf) -> Iterator[Block]:
        yield Paragraph(self.say(item.text))
        for field in shelf.fields:
            texts = [self.say(text).rstrip("。.；;") for text in item.parts.get(field.id, ())]
            if texts:
                yield Paragraph(self.pair_of(self.say(field.title), self.semicolon(texts)))
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
        rules = ((self.knowledge.rules[each.rule], each.points) for each in choice.contributions)
        told = (
            (f"+{points} {self.say(rule.title)} ", *self.supported(rule.because.basis, self.support(rule)))
            for rule, points in rules
        )
        yield Listing(tuple(told), tone="faint")

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
        mode = self.mode(contingency.recommended) if contingency.recommended else self.t("verdict.too_close_to_call")
        key = "plan.flips" if contingency.flips else "plan.stays"
        text = self.t(key, items=self.items(contingency.items), changes=changes, mode=mode)
        return Span(text, "warn" if contingency.flips else "plain")
