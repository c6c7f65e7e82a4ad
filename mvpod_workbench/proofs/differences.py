"""Where two rule bases, or one on two answers, advise differently: in the mode, in the evidence, or in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from mvpod_workbench.proofs.smt_encoding import ReasonedPlan, SmtEncoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_workbench.proofs.solver import Term

Level = Literal["mode", "evidence", "doubt", "plan"]
LEVELS: tuple[Level, ...] = get_args(Level)


class Differences:
    """The differences of two rule bases over profiles, as terms.

    Args:
        one: the one; both share the solver.
        other: the other.
    """

    def __init__(self, one: SmtEncoding, other: SmtEncoding) -> None:
        self.one = one
        self.other = other
        self.solver = one.solver
        self.modes = tuple(dict.fromkeys((*one.modes, *other.modes)))

    def at(self, level: Level) -> Iterator[Term]:
        """Return terms, of which one holds where the two differ at a level; each is asked for by itself."""
        return {"mode": self._mode, "evidence": self._evidence, "doubt": self._doubt, "plan": self._plan}[level]()

    def _mode(self) -> Iterator[Term]:
        never = self.solver.constant(truth=False)
        yield self.solver.any_of(
            self.solver.differ(
                *(each.decides(mode) if mode in each.modes else never for each in (self.one, self.other))
            )
            for mode in self.modes
        )

    def _evidence(self) -> Iterator[Term]:
        if set(self.one.modes) != set(self.other.modes):
            yield self.solver.constant(truth=True)
            return
        for mode in self.modes:
            yield self.solver.differ(self.one.vetoed(mode), self.other.vetoed(mode))
            # Rules alike on both sides are left out: what they give both sides is the same.
            gains: list[tuple[int, Term]] = []
            for sign, each in ((1, self.one), (-1, self.other)):
                gains += [(sign * points, each.fires(rule)) for rule, points in each.points[mode].items() if points]
            gains = _settled(gains)
            for side in (gains, [(-points, term) for points, term in gains]):
                yield self.solver.sum_at_least(side, 1)

    def _doubt(self) -> Iterator[Term]:
        yield self.solver.differ(self.one.in_doubt, self.other.in_doubt)

    def _plan(self) -> Iterator[Term]:
        """Compare plans for each mode both decide on, and for none; where the modes differ is reported already."""
        for mode in (*self.modes, None):
            if mode is not None and not (mode in self.one.modes and mode in self.other.modes):
                continue
            plans = [ReasonedPlan(each, mode) for each in (self.one, self.other)]
            decided = [self._decided(each, mode) for each in (self.one, self.other)]
            parts = [
                self.solver.differ(*(plan.planned(item) for plan in plans))
                for item in dict.fromkeys((*plans[0].items, *plans[1].items))
            ]
            pairs = {
                (row, option): None for plan in plans for row, options in plan.assigning.items() for option in options
            }
            never = self.solver.constant(truth=False)
            for row, option in pairs:
                sides = [plan.chosen(row, option) if option in plan.assigning.get(row, {}) else never for plan in plans]
                parts.append(self.solver.differ(*sides))
            yield self.solver.all_of([*decided, self.solver.any_of(parts)])

    @staticmethod
    def _decided(reasoned: SmtEncoding, mode: str | None) -> Term:
        return reasoned.decides(mode) if mode is not None else reasoned.undecided


def _settled(gains: list[tuple[int, Term]]) -> list[tuple[int, Term]]:
    """Add up the points of terms that are the same."""
    summed: dict[object, tuple[int, Term]] = {}
    for points, term in gains:
        key = term.get_id()
        before = summed[key][0] if key in summed else 0
        summed[key] = (before + points, term)
    return [(points, term) for points, term in summed.values() if points]
