"""The promised directions, swept: the promised fact is raised state by state in random contexts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.model.rules import Evidence, Exclude

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.directions import Direction
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_workbench.sampling.profiles import Profile


@dataclass(frozen=True)
class Standing:
    """How the modes stand: net points, and which are vetoed."""

    net: dict[str, int]
    vetoed: frozenset[str]


@dataclass(frozen=True)
class BrokenPromise:
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
        knowledge: the knowledge base.
        base: its compiled rules.
        engine: a fast engine for them.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, engine: Engine) -> None:
        self.knowledge = knowledge
        self.base = base
        self.engine = engine

    def broken(self, contexts: Iterable[Profile]) -> Iterator[BrokenPromise]:
        """Return the promises that do not hold, each with its first witness."""
        waiting = list(self.knowledge.directions)
        for context in contexts:
            for direction in list(waiting):
                broken = self._broken_in(direction, context)
                if broken is not None:
                    waiting.remove(direction)
                    yield broken

    def broken_of(self, direction: Direction, contexts: Iterable[Profile]) -> Iterator[BrokenPromise]:
        """Return each of some contexts in which one promise does not hold."""
        for context in contexts:
            broken = self._broken_in(direction, context)
            if broken is not None:
                yield broken

    def _broken_in(self, direction: Direction, context: Profile) -> BrokenPromise | None:
        states = direction.through or self.knowledge.facts[direction.raising].states
        mode = direction.never_favours
        rivals = direction.over or tuple(each.id for each in self.knowledge.decision.modes if each.id != mode)
        seen = [(state, *self._stand({**context, direction.raising: state})) for state in states]
        for (lower, before, fired), (higher, after, fired_after) in pairwise(seen):
            for rival in rivals:
                if _improved(mode, rival, before, after):
                    rules = tuple(sorted(fired ^ fired_after))
                    return BrokenPromise(direction, context, lower, higher, rival, rules)
        return None

    def _stand(self, profile: Profile) -> tuple[Standing, frozenset[str]]:
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
        return Standing(net, frozenset(vetoed)), frozenset(fired)


def _improved(mode: str, rival: str, before: Standing, after: Standing) -> bool:
    if mode in after.vetoed or rival in before.vetoed:
        return False
    gained = after.net[mode] - after.net[rival] > before.net[mode] - before.net[rival]
    return gained or mode in before.vetoed or rival in after.vetoed
