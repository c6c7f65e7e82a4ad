"""The promised directions: the promised fact is raised state by state.

Swept in random contexts, and proved: in no context does raising the fact improve the mode that it must not favour.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.mode.interview.question_value import Decisiveness, Standing
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.diagnostics import Code
from mvpod_workbench.proofs.proving import Analysis, Finding, ProofMismatchError, Prover, Witness, finding
from mvpod_workbench.proofs.solver import GaveUpError, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.laws import Direction
    from mvpod_workbench.sampling.profiles import Profile


class _BrokenPromise(NamedTuple):
    """A step up of a fact that improved its mode over another, and the rules that fire on one side of it only."""

    direction: Direction
    context: Profile
    lower: str
    higher: str
    over: str
    rules: tuple[str, ...]


def _steps(direction: Direction, knowledge: KnowledgeBase) -> Iterator[tuple[str, str, str]]:
    """Return each state of a promised fact, the next one, and a mode over which its mode must not gain."""
    states = direction.through or knowledge.facts[direction.raising].states
    others = (mode.id for mode in knowledge.decision.modes if mode.id != direction.never_favours)
    rivals = direction.over or tuple(others)
    return ((lower, higher, rival) for lower, higher in pairwise(states) for rival in rivals)


class DirectionSweep:
    """Tries promises."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.knowledge = knowledge
        self.scorer = Decisiveness(Possibilities(knowledge, base))

    def broken_of(self, direction: Direction, contexts: Iterable[Profile]) -> Iterator[_BrokenPromise]:
        """Return each of some contexts in which one promise does not hold, with the first step that breaks it."""
        steps = list(_steps(direction, self.knowledge))
        states = dict.fromkeys(state for lower, higher, _ in steps for state in (lower, higher))
        for context in contexts:
            seen = {state: self.scorer.weigh({**context, direction.raising: state}) for state in states}
            for lower, higher, rival in steps:
                if _improved(direction.never_favours, rival, seen[lower], seen[higher]):
                    rules = tuple(sorted(seen[lower].fired.keys() ^ seen[higher].fired.keys()))
                    yield _BrokenPromise(direction, context, lower, higher, rival, rules)
                    break


def _improved(mode: str, rival: str, before: Standing, after: Standing) -> bool:
    if mode in after.vetoed or rival in before.vetoed:
        return False
    gained = after.net[mode] - after.net[rival] > before.net[mode] - before.net[rival]
    return gained or mode in before.vetoed or rival in after.vetoed


class Promises(Analysis):
    """Holds the directions to their word, over every context whose answers do not contradict each other."""

    def __init__(self, prover: Prover) -> None:
        super().__init__(prover)
        self.sweep = DirectionSweep(prover.knowledge, prover.base)

    def findings(self) -> Iterator[Finding]:
        """Return the promises that do not hold, each with the smallest context found."""
        for direction in self.knowledge.directions:
            broken = self._broken(direction)
            if broken is not None:
                yield self._finding(broken)

    def _broken(self, direction: Direction) -> _BrokenPromise | None:
        mode, fact = direction.never_favours, direction.raising
        for lower, higher, rival in _steps(direction, self.knowledge):
            before, after = {fact: lower}, {fact: higher}
            doubted = [self.solver.not_(self.reasoned.doubted(each)) for each in (before, after)]
            try:
                context = self.prover.space.smallest(*doubted, self._improved(mode, rival, before, after))
            except GaveUpError:
                self.prover.sampled += 1
                return next(self.sweep.broken_of(direction, self.prover.profiles), None)
            if context is not None:
                context.pop(fact, None)
                broken = next(self.sweep.broken_of(direction, [context]), None)
                if broken is None:
                    raise ProofMismatchError(str(context))
                return broken
        return None

    def _improved(self, mode: str, rival: str, before: dict[str, str], after: dict[str, str]) -> Term:
        """Return the term that a mode stands better against a rival after than before, as the sweep tells it."""
        not_, vetoed = self.solver.not_, self._vetoed
        gains: list[tuple[int, Term]] = []
        for rule in self.knowledge.rules_of("weigh"):
            points = self.reasoned.points[mode].get(rule.id, 0) - self.reasoned.points[rival].get(rule.id, 0)
            if points and next(iter(before)) in self.reasoned.facts_of(rule.id):
                gains += [
                    (points, self.reasoned.fires(rule.id, after)),
                    (-points, self.reasoned.fires(rule.id, before)),
                ]
        ways = [self.solver.sum_at_least(gains, 1), vetoed(mode, before), vetoed(rival, after)]
        return self.solver.all_of([not_(vetoed(mode, after)), not_(vetoed(rival, before)), self.solver.any_of(ways)])

    def _vetoed(self, mode: str, fixed: dict[str, str]) -> Term:
        return self.solver.any_of(self.reasoned.fires(rule, fixed) for rule in self.reasoned.vetoing[mode])

    def _finding(self, broken: _BrokenPromise) -> Finding:
        direction = broken.direction
        rules = [self.knowledge.rules[rule] for rule in broken.rules]
        witness = Witness(
            {**broken.context, direction.raising: broken.lower}, instead={direction.raising: broken.higher}
        )
        return finding(
            Code.PROMISE_BROKEN,
            direction.place,
            f"directions › {direction.raising}",
            witness,
            weight=500,
            related=rules,
            fact=direction.raising,
            mode=direction.never_favours,
            over=broken.over,
            lower=broken.lower,
            higher=broken.higher,
            rules=", ".join(rule.id for rule in rules),
        )
