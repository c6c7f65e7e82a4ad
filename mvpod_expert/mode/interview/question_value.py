"""Where the modes stand at any moment, and how much a question can settle: the expected fall of what rivals could gain.

For two modes, the *reach* of one over the other is the most it can lead by under any answers to the open questions: the
points it leads by now and, for each open fact, the most its states could add. A mode is settled when the reach of every
other one is below zero. A question is worth as much as it brings that nearer: the reach before it, less the mean of
the reaches after each of its answers, every answer taken as equally likely. Nothing here is a proof; it only orders
questions, and `possibility` proves.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.engine.bitset import numbers
from mvpod_expert.model.decision import LEVEL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mvpod_expert.mode.possibility import Possibilities, Weighing


class Standing(NamedTuple):
    """Where the modes stand: each mode's net points, and the weigh rules that have fired, by id."""

    net: Mapping[str, int]
    fired: Mapping[str, Weighing]

    @property
    def vetoed(self) -> frozenset[str]:
        """The modes that are vetoed."""
        return frozenset(mode for each in self.fired.values() for mode in each.vetoes)

    @property
    def leading(self) -> tuple[str, ...]:
        """The modes that lead among those not vetoed; more than one when they are level."""
        vetoed = self.vetoed
        feasible = {mode: points for mode, points in self.net.items() if mode not in vetoed}
        most = max(feasible.values(), default=0)
        return tuple(mode for mode, points in feasible.items() if points == most)

    def decided(self) -> tuple[str | None, int | None]:
        """Return the mode decided on, as `deciding.decide` does, or nothing.

        And its lead in points over the next feasible mode, or nothing with fewer than two.
        """
        vetoed = self.vetoed
        feasible = sorted((pair for pair in self.net.items() if pair[0] not in vetoed), key=lambda pair: -pair[1])
        if len(feasible) < 2:  # noqa: PLR2004 - the leader and the next one
            return (feasible[0][0] if feasible else None), None
        (first, most), (_, next_most), *_ = feasible
        margin = most - next_most
        is_argued = margin > LEVEL or any(each.points.get(first, 0) > 0 for each in self.fired.values())
        return (first if is_argued else None), margin


class Move(NamedTuple):
    """What changed between two standings: points a mode, and the rules that came and went."""

    points: Mapping[str, int]
    came: tuple[Weighing, ...]
    went: tuple[Weighing, ...]


def moved(before: Standing, after: Standing) -> Move:
    """Return what changed from one standing to another."""
    return Move(
        {mode: after.net[mode] - before.net[mode] for mode in after.net},
        tuple(each for rule, each in after.fired.items() if rule not in before.fired),
        tuple(each for rule, each in before.fired.items() if rule not in after.fired),
    )


VETO_WORTH = 12
"""What a veto that can still fall on a mode counts for, in points: two strong arguments."""

Fate = bool | None


class _Waiting(NamedTuple):
    """A weigh rule that is undecided and touches a mode that is not vetoed.

    For each open fact it waits for, what each state makes of it: it fires, fails, or still waits (nothing).
    """

    weighing: Weighing
    fates: Mapping[str, tuple[Fate, ...]]


class _ScoreBounds(NamedTuple):
    """Where the modes stand: net points of those not vetoed, and the rules that wait."""

    net: Mapping[str, int]
    waiting: tuple[_Waiting, ...]


class Decisiveness:
    """Weighs answers, and orders questions by how much they can settle."""

    def __init__(self, within: Possibilities) -> None:
        self.within = within

    def weigh(self, memory: Mapping[str, str]) -> Standing:
        """Return where the modes stand on a working memory."""
        true = self.within.masks.true(memory)
        fired = {weighing.rule: weighing for weighing in self.within.weighings if weighing.bits & true}
        net = {mode: sum(each.points.get(mode, 0) for each in fired.values()) for mode in self.within.modes}
        return Standing(net, fired)

    def standoff(self, memory: Mapping[str, str]) -> _ScoreBounds:
        """Sort the weigh rules on the answers; `memory` holds `unknown` for what a person does not know."""
        memory = self.within.completion.closed(memory)
        standing = self.weigh(memory)
        net = {mode: points for mode, points in standing.net.items() if mode not in standing.vetoed}
        alive = self.within.masks.not_false(memory)
        waiting = [
            _Waiting(weighing, self._fates(weighing.bits & alive, memory))
            for weighing in self.within.weighings
            if weighing.rule not in standing.fired
            and weighing.bits & alive
            and (weighing.vetoes | weighing.points.keys()) & net.keys()
        ]
        return _ScoreBounds(net, tuple(waiting))

    def _fates(self, bits: int, memory: Mapping[str, str]) -> dict[str, tuple[Fate, ...]]:
        facts_of, masks = self.within.facts_of, self.within.masks
        open_facts = {number: facts_of[number] - memory.keys() for number in numbers(bits)}
        fates: dict[str, tuple[Fate, ...]] = {}
        for fact in sorted(frozenset().union(*open_facts.values())):
            by_state: list[Fate] = []
            for state in self.within.states[fact]:
                left = numbers(bits & masks.allowing[fact].get(state, masks.silent[fact]))
                by_state.append(any(open_facts[number] <= {fact} for number in left) or (None if left else False))
            fates[fact] = tuple(by_state)
        return fates

    def ranked(self, memory: Mapping[str, str], asked: Collection[str]) -> list[str]:
        """Return the facts that rules wait for, what settles most first; ties in the order of `asked`."""
        standoff = self.standoff(memory)
        worth = self._worth(standoff)
        pool = self.within.asked_for({fact for each in standoff.waiting for fact in each.fates})
        return sorted((fact for fact in asked if fact in pool), key=lambda fact: -worth[fact])

    def worth(self, memory: Mapping[str, str]) -> Mapping[str, float]:
        """Return what each question that rules wait for can settle."""
        return self._worth(self.standoff(memory))

    def _worth(self, standoff: _ScoreBounds) -> dict[str, float]:
        worth: dict[str, float] = defaultdict(float)
        if not standoff.net:
            return worth
        pairs = {
            mode: [_reach(standoff, rival, mode) for rival in standoff.net if rival != mode] for mode in standoff.net
        }
        leader = min(standoff.net, key=lambda mode: _distance(standoff, mode, [reach for reach, _ in pairs[mode]]))
        for reach, falls in pairs[leader]:
            for fact, fall in falls.items():
                worth[fact] += max(0, min(fall, reach + 1))
        for each in standoff.waiting:
            if each.weighing.vetoes & standoff.net.keys():
                for fact, fates in each.fates.items():
                    worth[fact] += VETO_WORTH * sum(fate is not None for fate in fates) / len(fates)
        for fact, followed in self.within.completion.followers.items():
            worth[fact] += sum(worth[each] for each in followed if each in worth)
        return worth


def _distance(standoff: _ScoreBounds, mode: str, reaches: list[int]) -> int:
    """Report how far a mode is from settled: what the others can still gain on it, and the vetoes it may still meet."""
    vetoes = sum(mode in each.weighing.vetoes for each in standoff.waiting)
    return sum(max(0, reach + 1) for reach in reaches) + VETO_WORTH * vetoes


def _reach(standoff: _ScoreBounds, rival: str, mode: str) -> tuple[int, dict[str, float]]:
    """Return the most a rival can lead a mode by, and how much each open fact brings that down in the mean."""
    reach = standoff.net[rival] - standoff.net[mode]
    falls: dict[str, float] = defaultdict(float)
    alone: dict[str, list[int]] = {}
    for each in standoff.waiting:
        gain = each.weighing.points.get(rival, 0) - each.weighing.points.get(mode, 0)
        if not gain:
            continue
        if len(each.fates) == 1:
            ((fact, fates),) = each.fates.items()
            by_state = alone.setdefault(fact, [0] * len(fates))
            for place, fate in enumerate(fates):
                by_state[place] += gain if fate else 0
            continue
        reach += max(0, gain)
        for fact, fates in each.fates.items():
            lost = sum(max(0, -gain) if fate else max(0, gain) for fate in fates if fate is not None)
            falls[fact] += lost / len(fates)
    for fact, gains in alone.items():
        reach += max(gains)
        falls[fact] += max(gains) - sum(gains) / len(gains)
    return reach, falls
