"""From firings to the plan: what rules recommend, what that brings along, and the mode decided again with it.

And the plans of market cells side by side.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, combinations_with_replacement
from typing import TYPE_CHECKING

from mvpod_expert.errors import PlanNotWholeError
from mvpod_expert.model.advice import Comparison, Contingency
from mvpod_expert.model.decision import compared_state
from mvpod_expert.model.plan import Choice, PlanItem
from mvpod_expert.model.precedence import waves
from mvpod_expert.model.rules import Recommend
from mvpod_expert.model.trace import Contribution, Decision, Firing, WeighedChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mvpod_expert.engine.inference import Tracer
    from mvpod_expert.mode.completion import Trials
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.catalogue import Change
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.laws import Law

    Redecide = Callable[[dict[str, str]], Decision]
    Alike = tuple[str, tuple[tuple[str, ...], ...]]

Rows = dict[str, tuple[Choice, ...]]


class Planner:
    """Puts plans together."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.table = knowledge.decision
        self.laws = tuple(law for law in knowledge.laws if law.rows)
        self.items = {item.id: item for item in knowledge.items()}
        self.order = {name: place for place, name in enumerate(self.items)}
        self.blanks = {shelf.kind: tuple(blank.id for blank in shelf.blanks) for shelf in knowledge.shelves}
        self.at_most = {
            item.id: shelf.chooses.at_most
            for shelf in knowledge.shelves
            if shelf.chooses is not None
            for item in shelf.items
        }

    def plan(
        self, firings: Iterable[Firing], mode: str | None = None, memory: Mapping[str, str] | None = None
    ) -> tuple[PlanItem, ...]:
        """Put a plan together from firings of the plan or compare stratum, in the order of the catalogue.

        The plan of a decided mode has to be whole. The known states say which laws hold.

        Raises:
            PlanNotWholeError: an item of a kind that the mode needs is missing.
        """
        firings = tuple(firings)
        rows = self._rows(firings, memory or {})
        rules_of: dict[str, list[str]] = defaultdict(list)
        for firing in firings:
            for effect in firing.effects:
                if isinstance(effect, Recommend | WeighedChoice) and firing.rule not in rules_of[effect.item]:
                    rules_of[effect.item].append(firing.rule)
        brought_by = self._brought(rules_of, rows)
        plan = tuple(
            PlanItem(
                item=name,
                kind=item.kind,
                title=item.title,
                text=item.text,
                parts=item.parts,
                blanks=self.blanks[item.kind],
                rules=tuple(rules_of.get(name, ())),
                brought_by=tuple(brought_by.get(name, ())),
                chosen=rows.get(name, ()),
                principle=item.principle,
                basis=item.basis,
                sources=item.sources,
                carried_by=item.carried_by,
            )
            for name, item in self.items.items()
            if name in rules_of or name in brought_by
        )
        if mode is not None:
            missing = [kind for kind in self.table.mode(mode).needs if all(each.kind != kind for each in plan)]
            if missing:
                raise PlanNotWholeError(mode, missing)
        return plan

    def _rows(self, firings: Iterable[Firing], memory: Mapping[str, str]) -> Rows:
        evidence: dict[str, dict[str, list[Contribution]]] = defaultdict(lambda: defaultdict(list))
        for firing in firings:
            for effect in firing.effects:
                if isinstance(effect, WeighedChoice):
                    evidence[effect.item][effect.to].append(
                        Contribution(rule=firing.rule, strength=effect.strength, points=effect.points)
                    )
        laws = [law for law in self.laws if law.applies(memory)]
        points = {
            row: {to: sum(each.points for each in found) for to, found in options.items()}
            for row, options in evidence.items()
        }
        return {
            row: tuple(
                Choice(option=to, points=points[row][to], contributions=tuple(evidence[row][to])) for to in options
            )
            for row, options in self.settled(points, laws).items()
        }

    def settled(self, points: Mapping[str, Mapping[str, int]], laws: Iterable[Law]) -> dict[str, tuple[str, ...]]:
        """Return what each row falls to by the points of its options: the most, equal ones in the catalogue's order.

        A second one is taken where the row may have two and it has points enough. What a law bars is passed over,
        unless it bars all there is evidence for.
        """
        laws = tuple(laws)
        rows: dict[str, tuple[str, ...]] = {}
        for row in _settling_order(points, laws):
            # A law binds where the other rows of it fall to what it names.
            binding = (
                law.rows
                for law in laws
                if law.giving_way == row
                and all(set(rows.get(name, ())) & set(options) for name, options in law.rows.items() if name != row)
            )
            barred = {option for options in binding for option in options[row]}
            options = [option for option in points[row] if option not in barred] or list(points[row])
            first, *more = sorted(options, key=lambda option: (-points[row][option], self.order[option]))
            enough = [option for option in more if points[row][option] >= self.table.second_from]
            rows[row] = (first, *enough[: self.at_most[row] - 1])
        return rows

    def _brought(self, recommended: Iterable[str], rows: Rows) -> dict[str, list[str]]:
        """Follow what each item brings along, chooses and is carried by, until nothing new comes in."""
        brought: dict[str, list[str]] = defaultdict(list)
        waiting = sorted(recommended, key=self.order.__getitem__)
        seen = set(waiting)
        while waiting:
            name = waiting.pop(0)
            item = self.items[name]
            chosen = (choice.option for choice in rows.get(name, ()))
            for other in (*item.brings, *chosen, *item.carried_by):
                if name not in brought[other]:
                    brought[other].append(name)
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return {name: sorted(by, key=self.order.__getitem__) for name, by in brought.items()}

    def contingencies(
        self, plan: Iterable[PlanItem], trials: Trials, recommended: str | None, redecide: Redecide
    ) -> tuple[Contingency, ...]:
        """Decide again with each planned item's changes, then with all of them where several would change an answer."""
        sets: dict[tuple[str, ...], tuple[Change, ...]] = {}
        for each in plan:
            changes = tuple(one for one in self.items[each.item].changes if trials.memory.get(one.fact) == one.from_)
            sets |= {(each.item,): changes} if changes else {}
        if len(sets) > 1:
            together: dict[str, Change] = {}
            for change in chain.from_iterable(sets.values()):
                together.setdefault(change.fact, change)
            sets[tuple(chain.from_iterable(sets))] = tuple(together.values())
        found: list[Contingency] = []
        for names, changes in sets.items():
            decision = redecide(trials.memory_with((change.fact, change.to) for change in changes))
            found.append(
                Contingency(
                    items=names,
                    changes=changes,
                    recommended=decision.recommended,
                    margin=decision.margin,
                    flips=decision.recommended != recommended,
                )
            )
        return tuple(found)


def _settling_order(rows: Iterable[str], laws: Iterable[Law]) -> list[str]:
    """Return rows in an order in which a row comes after those that it gives way to."""
    after: dict[str, list[str]] = {row: [] for row in rows}
    for law in laws:
        *others, last = law.rows
        if last in after:
            after[last] += others
    return [row for (row,) in waves(after, list(after).index, capacity=1)]


def comparisons(
    source: str, decided: Sequence[tuple[Cell, str]], tracer: Tracer, planner: Planner
) -> Iterable[Comparison]:
    """Compare the decided cells of one client's case file: what has to be settled between them, seen from either.

    Which compare rules fire for two cells depends on the modes of both and on the answers of each by itself. Cells of
    one mode whose answers make the same rules fire are therefore compared once, together: the work grows with the
    cells, and the comparisons with the combinations of rules and modes, not with the pairs of cells. A rule sees the
    answers of one cell and how its mode stands to the other's; it fires once, on the first of the two whose answers
    make it fire.
    """
    table = tracer.knowledge.decision
    modes = tuple(dict.fromkeys(mode for _, mode in decided))
    groups: dict[Alike, list[Cell]] = {}
    for cell, mode in decided:
        states = [compared_state(table, mode, other) for other in modes]
        fired = tuple(tuple(each.rule for each in _fired(cell, state, tracer)) for state in states)
        groups.setdefault((mode, fired), []).append(cell)
    for ((one, _), cells), ((other, _), others) in combinations_with_replacement(groups.items(), 2):
        is_same = cells is others
        if is_same and len(cells) == 1:
            continue
        pair = (cells[0], others[1] if is_same else others[0])
        state = compared_state(table, one, other)
        firings: dict[str, Firing] = {}
        for cell in pair:
            for firing in _fired(cell, state, tracer):
                firings.setdefault(firing.rule, firing)
        is_only_pair = len(cells) + len(others) == (4 if is_same else 2)
        yield Comparison(
            source=source,
            cells=(pair[0].id, pair[1].id),
            alike=None if is_only_pair else (tuple(each.id for each in cells), tuple(each.id for each in others)),
            state=state,
            plan=planner.plan(firings.values()),
            trace=tuple(firings.values()),
        )


def _fired(cell: Cell, state: str, tracer: Tracer) -> list[Firing]:
    return tracer.fire("compare", cell, {**cell.memory(), tracer.knowledge.decision.compared_fact: state})
