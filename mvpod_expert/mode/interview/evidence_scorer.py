"""The evidence at any moment of an interview: each mode's points so far, the vetoes, and what an answer moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.decision import LEVEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.mode.possibility import Possibilities, Weighing


@dataclass(frozen=True)
class Standing:
    """Where the modes stand.

    Args:
        net: each mode's points, for less against.
        fired: the weigh rules that have fired, by id.
    """

    net: Mapping[str, int]
    fired: Mapping[str, Weighing]

    @property
    def vetoed(self) -> frozenset[str]:
        """The modes that are vetoed."""
        return frozenset(mode for each in self.fired.values() for mode in each.vetoes)

    @property
    def leading(self) -> tuple[str, ...]:
        """The modes that lead among those not vetoed; more than one when they are level."""
        feasible = {mode: points for mode, points in self.net.items() if mode not in self.vetoed}
        most = max(feasible.values(), default=0)
        return tuple(mode for mode, points in feasible.items() if points == most)

    def decided(self) -> tuple[str | None, int | None]:
        """Return the mode decided on, as `deciding.decide` does, and its lead in points.

        Returns:
            The mode, or nothing; and the lead over the next feasible mode, or nothing with fewer than two.
        """
        feasible = sorted(
            ((mode, points) for mode, points in self.net.items() if mode not in self.vetoed),
            key=lambda pair: -pair[1],
        )
        if len(feasible) < 2:  # noqa: PLR2004 - the leader and the next one
            return (feasible[0][0] if feasible else None), None
        margin = feasible[0][1] - feasible[1][1]
        first = feasible[0][0]
        is_argued = margin > LEVEL or any(each.points.get(first, 0) > 0 for each in self.fired.values())
        return (first if is_argued else None), margin


@dataclass(frozen=True)
class Move:
    """What changed between two standings: points a mode, and the rules that came and went."""

    points: Mapping[str, int]
    came: tuple[Weighing, ...]
    went: tuple[Weighing, ...]


class EvidenceScorer:
    """Weighs answers.

    Args:
        within: the weigh rules as bits.
    """

    def __init__(self, within: Possibilities) -> None:
        self.within = within

    def weigh(self, memory: Mapping[str, str]) -> Standing:
        """Return where the modes stand on a working memory."""
        true = self.within.masks.true(memory)
        fired = {weighing.rule: weighing for weighing in self.within.weighings if weighing.bits & true}
        net = {mode: sum(each.points.get(mode, 0) for each in fired.values()) for mode in self.within.modes}
        return Standing(net, fired)


def moved(before: Standing, after: Standing) -> Move:
    """Return what changed from one standing to another."""
    return Move(
        {mode: after.net[mode] - before.net[mode] for mode in after.net},
        tuple(each for rule, each in after.fired.items() if rule not in before.fired),
        tuple(each for rule, each in before.fired.items() if rule not in after.fired),
    )
