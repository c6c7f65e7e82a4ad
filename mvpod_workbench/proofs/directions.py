"""The promised directions: the promised fact is raised state by state.

Swept in random contexts, and proved: in no context does raising the fact improve the mode that it must not favour.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.rules import Evidence, Exclude
from mvpod_workbench.proofs.proving import Finding, ProofMismatchError, Witness, finding
from mvpod_workbench.proofs.solver import GaveUpError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.laws import Direction
    from mvpod_workbench.proofs.proving import Prover
    from mvpod_workbench.proofs.solver import Term
    from mvpod_workbench.sampling.profiles import Profile


@dataclass(frozen=True)
class _Standing:
    """How the modes stand: net points, and which are vetoed."""

    net: dict[str, int]
    vetoed: frozenset[str]


@dataclass(frozen=True)
class _BrokenPromise:
    """A context in which raising a fact improved the mode that it must not favour.

    Args:
        lower: the state before.
        higher: the state after.
        over: the mode against which it improved.
        rules: the rules that fire in one of the two and not in the other.
    """

    direction: Direction
    context: Profile
    lower: str
    higher: str
    over: str
    rules: tuple[str, ...]


class DirectionSweep:
    """Sweeps promises.

    Args:
        engine: a fast engine for them.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, engine: Engine) -> None:
        self.knowledge = knowledge
        self.base = base
        self.engine = engine

    def broken_of(self, direction: Direction, contexts: Iterable[Profile]) -> Iterator[_BrokenPromise]:
        """Return each of some contexts in which one promise does not hold."""
        found = (self._broken_in(direction, context) for context in contexts)
        return (broken for broken in found if broken is not None)

    def _broken_in(self, direction: Direction, context: Profile) -> _BrokenPromise | None:
        states = direction.through or self.knowledge.facts[direction.raising].states
        mode = direction.never_favours
        rivals = direction.over or tuple(each.id for each in self.knowledge.decision.modes if each.id != mode)
        seen = [(state, *self._stand({**context, direction.raising: state})) for state in states]
        for (lower, before, fired), (higher, after, fired_after) in pairwise(seen):
            for rival in rivals:
                if _improved(mode, rival, before, after):
                    rules = tuple(sorted(fired ^ fired_after))
                    return _BrokenPromise(direction, context, lower, higher, rival, rules)
        return None

    def _stand(self, profile: Profile) -> tuple[_Standing, frozenset[str]]:
        memory = dict(profile)
        rules = self.knowledge.rules
        fire_stratum(self.base, self.engine, rules, "derive", memory)
        fired = [each.rule for each in fire_stratum(self.base, self.engine, rules, "weigh", memory)]
        net = dict.fromkeys((mode.id for mode in self.knowledge.decision.modes), 0)
        vetoed: set[str] = set()
        for name in fired:
            for outcome in rules[name].then:
                if isinstance(outcome, Evidence):
                    net[outcome.mode] += outcome.signed(self.knowledge.decision.points(outcome.strength))
                elif isinstance(outcome, Exclude):
                    vetoed.add(outcome.mode)
        return _Standing(net, frozenset(vetoed)), frozenset(fired)


def _improved(mode: str, rival: str, before: _Standing, after: _Standing) -> bool:
    if mode in after.vetoed or rival in before.vetoed:
        return False
    gained = after.net[mode] - after.net[rival] > before.net[mode] - before.net[rival]
    return gained or mode in before.vetoed or rival in after.vetoed


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

    def _broken(self, direction: Direction) -> _BrokenPromise | None:
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

    def _finding(self, broken: _BrokenPromise) -> Finding:
        direction = broken.direction
        rules = [self.prover.knowledge.rules[rule] for rule in broken.rules]
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
