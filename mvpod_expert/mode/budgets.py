"""What a client is given of all that was selected: the first moves, and shelf by shelf the few with the most merit.

Moves are chosen by merit, in an order that can be carried out; what is left of the shelves is an annex.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.model.catalogue import Item, Shelf, filled
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.frozen import Lang, Text
from mvpod_expert.model.plan import LeftOut, LeftOutBecause, PlanItem, PlannedMove, Roadmap
from mvpod_expert.model.precedence import waves
from mvpod_expert.model.rules import Recommend
from mvpod_expert.model.trace import Contribution, Firing, WeighedChoice, WeighedProposal

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase

QUARTER = 92
"""The days of a quarter."""

POINTS_OF_A_MOVE = 10
"""What an item gains for each first move that begins it, or that it or what it brings measures: more than answers."""
UNNAMED = {
    "region": Text.model_construct(zh="本市场", en="this market"),
    "segment": Text.model_construct(zh="目标客户", en="the target accounts"),
}
"""What is said where a cell has no region or segment."""

LONGEST_NAME = 200
"""The letters of a region or segment that a move repeats: a whole page of them would be no text of a plan any more."""


class Planned(NamedTuple):
    """All that comes of planning for a mode; `others` are the proposed moves that are not among the first, by merit."""

    firings: Sequence[Firing]
    selected: tuple[PlanItem, ...]
    moves: tuple[PlannedMove, ...]
    others: tuple[str, ...]
    plan: tuple[PlanItem, ...]
    annex: tuple[LeftOut, ...]


def withheld(planned: Planned) -> tuple[tuple[PlanItem, ...], tuple[LeftOut, ...]]:
    """Return an empty plan with all of it in the annex, for a decision on which too little is known."""
    early = {each.item: LeftOut(**{**vars(each), "grade": None}, because="early") for each in planned.plan}
    left = {each.item: each for each in planned.annex}
    return (), tuple(early.get(each.item) or left[each.item] for each in planned.selected)


class Budgets:
    """Chooses and orders the moves of the ranked shelves, and divides what was selected by the budgets of others."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.shelves = knowledge.shelves
        self.facts = knowledge.facts
        self.items = {item.id: item for item in knowledge.items()}
        self.schedules = {item.id: item.schedule for item in self.items.values() if item.schedule is not None}
        self.order = {name: place for place, name in enumerate(self.items)}
        self.carries = Counter(name for item in self.items.values() for name in item.carried_by)

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
        for shelf, ranking in ((shelf, shelf.ranked) for shelf in self.shelves):
            if ranking is None:
                continue
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

    def divide(
        self,
        selected: Sequence[PlanItem],
        firings: Iterable[Firing],
        moves: Sequence[PlannedMove],
        barred: Container[str] = (),
    ) -> tuple[tuple[PlanItem, ...], tuple[LeftOut, ...]]:
        """Divide the selected items into the plan and the annex, either in the order of the catalogue.

        Merit is the number of answers of this case that an item, or an item that brings it, rests on; what a first move
        begins or is measured by counts more. What carries others has the merit of those in the plan that it carries, by
        how many it carries in the whole catalogue, so that a system function is there for what this client needs of it.
        Items that a law bars here go to the annex.
        """
        answers = _answers(firings)
        measured = Counter(move.metric for move in moves)
        begun = Counter(name for move in moves for name in self.schedules[move.item].begins)
        merit: dict[str, int] = {}
        for each in selected:
            behind = set().union(*(answers[name] for name in (each.item, *each.brought_by)))
            links = begun[each.item] + sum(measured[name] for name in (each.item, *self.items[each.item].brings))
            merit[each.item] = len(behind) + POINTS_OF_A_MOVE * links
        left: dict[str, LeftOutBecause] = {each.item: "law" for each in selected if each.item in barred}
        carriers = [each for each in selected if each.item in self.carries]
        others = (each for each in selected if each.item not in self.carries)
        left |= self._left((each for each in others if each.item not in left), merit)
        for each in carriers:
            carried = sum(merit[name] for name in each.brought_by if name not in left)
            merit[each.item] = round(100 * carried / self.carries[each.item])
        left |= self._left((each for each in carriers if each.item not in left), merit)
        plan = [each for each in selected if each.item not in left]
        grades: dict[str, str] = {}
        for shelf, ranked in self._by_shelf(plan, merit):
            given = [grade.id for grade in shelf.budget.grades for _ in range(grade.count)] if shelf.budget else []
            grades |= dict(zip(ranked, given, strict=False))
        return (
            tuple(each.model_copy(update={"merit": merit[each.item], "grade": grades.get(each.item)}) for each in plan),
            tuple(
                LeftOut(**{**vars(each), "merit": merit[each.item], "because": left[each.item]})
                for each in selected
                if each.item in left
            ),
        )

    def _left(self, selected: Iterable[PlanItem], merit: Mapping[str, int]) -> dict[str, LeftOutBecause]:
        left: dict[str, LeftOutBecause] = {}
        for shelf, ranked in self._by_shelf(selected, merit):
            if shelf.budget is None:
                continue
            taken = standard = 0
            for name in ranked:
                is_standard = merit[name] < shelf.budget.least
                if is_standard and standard >= shelf.budget.standard:
                    left[name] = "standard"
                elif taken >= shelf.budget.at_most:
                    left[name] = "budget"
                else:
                    taken += 1
                    standard += is_standard
        return left

    def shared(self, ways: Sequence[Planned], *, with_plan: bool) -> tuple[str, ...]:
        """Return the moves that all ways have, and with `with_plan` the steps, in the order of the catalogue."""
        fronts = [
            {move.item for move in way.moves} | ({each.item for each in way.plan} if with_plan else set())
            for way in ways
        ]
        common = set.intersection(*fronts) if fronts else set()
        steps = (item.id for shelf in self.shelves if shelf.step or shelf.ranked for item in shelf.items)
        return tuple(name for name in steps if name in common)

    def roadmap(self, planned: Planned, cell: Cell) -> Roadmap | None:
        """Return the first moves, the other moves and the plan in quarters; nothing where nothing was proposed.

        The first moves go first, then of the others those due soonest. Each shelf gives the one of its items with the
        most merit, in the order of the catalogue, then its second, so that no quarter is of one kind only; and nothing
        begins before what comes before it. What a move begins is part of it: it stands behind the move and takes no
        room. What is due in the first quarter stays in it, even if that is more than the client can carry, which the
        answers of the cell may say.
        """
        pace = next((shelf.ranked.pace for shelf in self.shelves if shelf.ranked and shelf.ranked.pace), None)
        if pace is None or not planned.moves:
            return None
        given = cell.answers[pace.fact].given if pace.fact in cell.answers else None
        said = int(given) if isinstance(given, int | float) else None
        capacity = pace.usual if said is None else said
        first = [move.item for move in planned.moves]
        others = sorted(planned.others, key=lambda move: self.schedules[move].within)
        begun_by = {name: move for move in reversed([*first, *others]) for name in self.schedules[move].begins}
        rank = {name: (0, place) for place, name in enumerate(first)}
        rank |= {name: (1, place) for place, name in enumerate(others)}
        after = {name: self.schedules[name].after for name in rank}
        parts: dict[str, list[str]] = defaultdict(list)
        for shelf, ranked in self._by_shelf(planned.plan, {each.item: each.merit for each in planned.plan}):
            if shelf.step is None:
                continue
            in_turn = sorted(ranked, key=self.order.__getitem__) if shelf.in_order else ranked
            before: tuple[str, ...] = ()
            for place, name in enumerate(in_turn):
                if name in begun_by:
                    parts[begun_by[name]].append(name)
                else:
                    rank[name], after[name] = (1, place), before
                before = (begun_by.get(name, name),) if shelf.in_order else ()
        steps = sorted(rank, key=lambda name: (*rank[name], self.order[name]))
        ordered = [name for (name,) in waves(after, steps.index, capacity=1)]
        due = sum(move.within <= QUARTER for move in planned.moves)
        ends = [0, *(max(capacity, due) + capacity * number for number in range(pace.quarters))]
        *quarters, later = (
            tuple(part for name in ordered[begin:end] for part in (name, *parts[name]))
            for begin, end in pairwise((*ends, len(ordered) + ends[-1]))
        )
        return Roadmap(
            capacity=capacity, is_answered=said is not None, quarters=tuple(filter(None, quarters)), later=later
        )

    def _by_shelf(self, items: Iterable[PlanItem], merit: Mapping[str, int]) -> Iterable[tuple[Shelf, list[str]]]:
        """Return the shelves with their items, those with the most merit first, equal ones in the catalogue's order."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for each in items:
            by_kind[each.kind].append(each.item)
        for shelf in self.shelves:
            yield shelf, sorted(by_kind[shelf.kind], key=lambda name: (-merit[name], self.order[name]))


def _answers(firings: Iterable[Firing]) -> dict[str, set[str]]:
    """Return for each item the facts that the rules rest on that select it, the decided mode aside."""
    found: dict[str, set[str]] = defaultdict(set)
    for firing in firings:
        for effect in firing.effects:
            if isinstance(effect, Recommend | WeighedChoice):
                found[effect.item].update(each.fact for each in firing.matched if each.origin != "decision")
    return found
