"""What a client is given of all that was selected: shelf by shelf the few with the most merit; the rest is an annex."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.model.plan import LeftOut, Roadmap
from mvpod_expert.model.precedence import waves
from mvpod_expert.model.rules import Recommend
from mvpod_expert.model.trace import WeighedChoice

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.plan import LeftOutBecause, PlanItem, PlannedMove
    from mvpod_expert.model.trace import Firing

QUARTER = 92
"""The days of a quarter."""

POINTS_OF_A_MOVE = 10
"""What an item gains for each first move that begins it, or that it or what it brings measures: more than answers."""


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
    """Divides what was selected by the budgets of the shelves."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.shelves = knowledge.shelves
        self.items = {item.id: item for item in knowledge.items()}
        self.schedules = {item.id: item.schedule for item in self.items.values() if item.schedule is not None}
        self.order = {name: place for place, name in enumerate(self.items)}
        self.carries = Counter(name for item in self.items.values() for name in item.carried_by)

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

        Args:
            selected: all that rules select, and what comes with it.
            firings: the firings of the plan stratum.
            moves: the first moves.
            barred: items that a law forbids here; they go to the annex.
        """
        answers = _answers(firings)
        measured = Counter(move.metric for move in moves)
        begun = Counter(name for move in moves for name in self.schedules[move.item].begins)
        merit: dict[str, int] = {}
        for each in selected:
            behind = set().union(*(answers[name] for name in (each.item, *each.brought_by)))
            links = begun[each.item] + sum(measured[name] for name in (each.item, *self.items[each.item].brings))
            merit[each.item] = len(behind) + POINTS_OF_A_MOVE * links
        carriers = {each.item for each in selected if each.item in self.carries}
        left: dict[str, LeftOutBecause] = {each.item: "law" for each in selected if each.item in barred}
        left |= self._left([each for each in selected if each.item not in {*carriers, *left}], merit)
        for each in selected:
            if each.item in carriers:
                carried = sum(merit[name] for name in each.brought_by if name not in left)
                merit[each.item] = round(100 * carried / self.carries[each.item])
        left |= self._left([each for each in selected if each.item in carriers and each.item not in left], merit)
        grades = self._grades([each for each in selected if each.item not in left], merit)
        return (
            tuple(
                each.model_copy(update={"merit": merit[each.item], "grade": grades.get(each.item)})
                for each in selected
                if each.item not in left
            ),
            tuple(
                LeftOut(**{**vars(each), "merit": merit[each.item], "because": left[each.item]})
                for each in selected
                if each.item in left
            ),
        )

    def _left(self, selected: Sequence[PlanItem], merit: Mapping[str, int]) -> dict[str, LeftOutBecause]:
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

    def _grades(self, plan: Sequence[PlanItem], merit: Mapping[str, int]) -> dict[str, str]:
        found: dict[str, str] = {}
        for shelf, ranked in self._by_shelf(plan, merit):
            grades = [grade.id for grade in shelf.budget.grades for _ in range(grade.count)] if shelf.budget else []
            found |= dict(zip(ranked, grades, strict=False))
        return found

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
        room. What is due in the first quarter stays in it, even if that is more than the client can carry.

        Args:
            planned: the plan.
            cell: the answers, which may say how many steps the client can carry out in a quarter.
        """
        pace = next((shelf.ranked.pace for shelf in self.shelves if shelf.ranked and shelf.ranked.pace), None)
        if pace is None or not planned.moves:
            return None
        answer = cell.answers.get(pace.fact)
        given = answer.given if answer is not None else None
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
