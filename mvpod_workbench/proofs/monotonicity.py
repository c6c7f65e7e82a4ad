"""The promised directions, proved: no context in which raising the fact improves the mode that it must not favour."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_workbench.proofs.directions import DirectionSweep
from mvpod_workbench.proofs.proving import Finding, ProofMismatchError, Witness
from mvpod_workbench.proofs.solver import GaveUpError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.directions import Direction
    from mvpod_workbench.proofs.directions import BrokenPromise
    from mvpod_workbench.proofs.proving import Prover
    from mvpod_workbench.proofs.solver import Term


class Promises:
    """Holds the directions to their word, over every context whose answers do not contradict each other."""

    def __init__(self, prover: Prover) -> None:
        self.prover = prover
        self.reasoned = prover.reasoned
        self.solver = prover.solver
        self.sweep = DirectionSweep(prover.knowledge, prover.base, BitsetEngine(prover.base))

    def findings(self) -> Iterator[Finding]:
        """Return the promises that do not hold, each with the smallest context found."""
        for direction in self.prover.knowledge.directions:
            broken = self._broken(direction)
            if broken is not None:
                yield self._finding(broken)

    def _broken(self, direction: Direction) -> BrokenPromise | None:
        states = direction.through or self.prover.knowledge.facts[direction.raising].states
        mode = direction.never_favours
        rivals = direction.over or tuple(each for each in self.reasoned.modes if each != mode)
        for lower, higher in pairwise(states):
            for rival in rivals:
                before, after = {direction.raising: lower}, {direction.raising: higher}
                terms = [
                    self.solver.not_(self.reasoned.doubted(before)),
                    self.solver.not_(self.reasoned.doubted(after)),
                    self._improved(mode, rival, before, after),
                ]
                try:
                    context = self.prover.space.smallest(*terms)
                except GaveUpError:
                    self.prover.sampled += 1
                    return next(self.sweep.broken_of(direction, self.prover.profiles()), None)
                if context is not None:
                    context.pop(direction.raising, None)
                    broken = next(self.sweep.broken_of(direction, [context]), None)
                    if broken is None:
                        raise ProofMismatchError(str(context))
                    return broken
        return None

    def _improved(self, mode: str, rival: str, before: dict[str, str], after: dict[str, str]) -> Term:
        """Return the term that a mode stands better against a rival after than before, as the sweep tells it."""
        not_, vetoed = self.solver.not_, self._vetoed
        gains: list[tuple[int, Term]] = []
        for rule in self.prover.knowledge.rules_of("weigh"):
            points = self.reasoned.points[mode].get(rule.id, 0) - self.reasoned.points[rival].get(rule.id, 0)
            if points and next(iter(before)) in self.reasoned.facts_of(rule.id):
                gains.append((points, self.reasoned.fires(rule.id, after)))
                gains.append((-points, self.reasoned.fires(rule.id, before)))
        ways = [self.solver.sum_at_least(gains, 1), vetoed(mode, before), vetoed(rival, after)]
        return self.solver.all_of([not_(vetoed(mode, after)), not_(vetoed(rival, before)), self.solver.any_of(ways)])

    def _vetoed(self, mode: str, fixed: dict[str, str]) -> Term:
        return self.solver.any_of(self.reasoned.fires(rule, fixed) for rule in self.reasoned.vetoing[mode])

    def _finding(self, broken: BrokenPromise) -> Finding:
        direction = broken.direction
        rules = [self.prover.knowledge.rules[rule] for rule in broken.rules]
        diagnostic = Diagnostic(
            code=Code.PROMISE_BROKEN,
            place=direction.place,
            about=f"directions › {direction.raising}",
            details={
                "fact": direction.raising,
                "mode": direction.never_favours,
                "over": broken.over,
                "lower": broken.lower,
                "higher": broken.higher,
                "rules": ", ".join(rule.id for rule in rules),
            },
            related=tuple(rule.place for rule in rules),
        )
        witness = Witness(
            {**broken.context, direction.raising: broken.lower}, instead={direction.raising: broken.higher}
        )
        return Finding(diagnostic, witness, weight=500)
