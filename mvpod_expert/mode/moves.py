"""What rules propose to the few moves a client makes first: chosen by merit, in an order that can be carried out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.catalogue import filled
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.frozen import Text
from mvpod_expert.model.plan import PlannedMove
from mvpod_expert.model.precedence import waves
from mvpod_expert.model.trace import Contribution, WeighedProposal

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trace import Firing

UNNAMED = {
    "region": Text(zh="本市场", en="this market"),
    "segment": Text(zh="目标客户", en="the target accounts"),
}
"""What is said where a cell has no region or segment."""

LONGEST_NAME = 200
"""The letters of a region or segment that a move repeats: a whole page of them would be no text of a plan any more."""


class MovePlanner:
    """Chooses and orders the moves of the ranked shelves."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.shelves = [(shelf, shelf.ranked) for shelf in knowledge.shelves if shelf.ranked is not None]
        self.facts = knowledge.facts
        items = (item for shelf, _ in self.shelves for item in shelf.items)
        self.schedules = {item.id: item.schedule for item in items if item.schedule is not None}
        self.metrics = {name: schedule.metric for name, schedule in self.schedules.items()}

    def moves(
        self, firings: Iterable[Firing], cell: Cell, barred: Container[str] = ()
    ) -> tuple[tuple[PlannedMove, ...], tuple[str, ...]]:
        """Return the moves for a cell in the order in which they are made, and the other proposed ones by merit.

        Of equal ones the one goes first that rests on more answers of this case, then the earlier, the smaller, and
        the catalogue's order. A move takes along what comes before it, so that it is never left waiting for something
        that is not done; where there is no room for both, neither is taken. The answers fill the blanks of the texts;
        `barred` are items that a law forbids here.
        """
        shares: dict[str, list[Contribution]] = defaultdict(list)
        facts: dict[str, set[str]] = defaultdict(set)
        for firing in firings:
            for effect in firing.effects:
                if isinstance(effect, WeighedProposal) and effect.item not in barred:
                    share = Contribution(rule=firing.rule, strength=effect.strength, points=effect.points)
                    shares[effect.item].append(share)
                    facts[effect.item].update(each.fact for each in firing.matched)
        points = {name: sum(share.points for share in found) for name, found in shares.items()}
        moves: list[PlannedMove] = []
        others: list[str] = []
        for shelf, ranking in self.shelves:
            items = {item.id: item for item in shelf.items if item.id in shares}
            efforts = {name: ranking.effort_rank(self.schedules[name].effort) for name in items}
            ranked = sorted(
                items,
                key=lambda name: (-points[name], -len(facts[name]), self.schedules[name].within, efforts[name]),
            )
            chosen: set[str] = set()
            for name in ranked:
                together = chosen | self._with_what_comes_before(name, items)
                if len(together) <= (ranking.at_most if points[name] >= ranking.more_from else ranking.at_least):
                    chosen = together
            others += (name for name in ranked if name not in chosen)
            order = [name for name in items if name in chosen]
            after = {name: tuple(each for each in self.schedules[name].after if each in chosen) for name in order}
            dated = sorted(order, key=lambda name: (self.schedules[name].within, -points[name]))
            for (name,) in waves(after, dated.index, capacity=1):
                moves.append(self._planned(items[name], after[name], shares[name], cell))
        return tuple(moves), tuple(others)

    def _with_what_comes_before(self, name: str, items: Mapping[str, Item]) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if each not in found and each in items:
                found.add(each)
                waiting += self.schedules[each].after
        return found

    def _planned(self, item: Item, after: tuple[str, ...], shares: Sequence[Contribution], cell: Cell) -> PlannedMove:
        schedule = self.schedules[item.id]
        return PlannedMove(
            item=item.id,
            title=item.title,
            text=Text(
                zh=filled(item.text.zh, lambda name: self._value(name, cell, "zh")),
                en=filled(item.text.en, lambda name: self._value(name, cell, "en")),
            ),
            parts=item.parts,
            who=schedule.who,
            within=schedule.within,
            effort=schedule.effort,
            after=after,
            metric=schedule.metric,
            points=sum(share.points for share in shares),
            contributions=tuple(shares),
            principle=item.principle,
            basis=item.basis,
            sources=item.sources,
        )

    def _value(self, name: str, cell: Cell, lang: Lang) -> str:
        """Return what a case says for a blank: a number with its unit, else the words of the answer."""
        if name in UNNAMED:
            given = (cell.region if name == "region" else cell.segment) or UNNAMED[name].in_(lang)
            return given if len(given) <= LONGEST_NAME else f"{given[:LONGEST_NAME]}…"
        fact, answer = self.facts[name], cell.answers.get(name)
        if answer is None:
            return fact.state_title(UNKNOWN).in_(lang)
        if fact.unit is not None and isinstance(answer.given, int | float):
            unit = fact.unit.in_(lang)
            return fact.in_units(answer.given, lang) if unit.isascii() else f"{answer.given:,.15g}{unit}"
        return fact.state_title(answer.state).in_(lang)
