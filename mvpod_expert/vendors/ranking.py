"""The ranking of the vendors that pass all gates, and how far one weight can move before another is first.

A vendor's points are linear in every weight, the other weights scaled along. So the weights under which a vendor is
first are one interval, and its ends are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from mvpod_expert.vendors.gates import judge
from mvpod_expert.vendors.model import WeightReach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.vendors.gates import Claims, Judged
    from mvpod_expert.vendors.model import GateState
    from mvpod_expert.vendors.table import VendorTable

WHOLE = 100


@dataclass(frozen=True)
class Assessed:
    """A vendor at all gates."""

    gates: Mapping[str, Judged]

    @property
    def state(self) -> GateState:
        """Whether all gates are passed."""
        states = {gate.state for gate in self.gates.values()}
        if "failed" in states:
            return "failed"
        return "undecided" if "undecided" in states else "passed"

    def points(self, weights: Mapping[str, Fraction]) -> Fraction:
        """Return the weighted points, with nothing for what is unknown."""
        return sum((weights[name] * each.low for name, each in self.gates.items()), Fraction()) * WHOLE

    def at_most(self, weights: Mapping[str, Fraction]) -> Fraction:
        """Return the weighted points when all that is unknown turns out best."""
        return sum((weights[name] * each.high for name, each in self.gates.items()), Fraction()) * WHOLE


def assess(table: VendorTable, said: Claims) -> Assessed:
    """Judge a vendor at every gate."""
    return Assessed({gate.id: judge(gate, said) for gate in table.gates})


def assess_again(table: VendorTable, before: Assessed, said: Claims, gate: str) -> Assessed:
    """Judge a vendor anew at the one gate that what is said otherwise now can touch."""
    return Assessed({**before.gates, gate: next(judge(each, said) for each in table.gates if each.id == gate)})


def weights_of(table: VendorTable) -> dict[str, Fraction]:
    """Return the gates' weights; they sum to 1."""
    total = sum(gate.weight for gate in table.gates)
    return {gate.id: Fraction(gate.weight, total) for gate in table.gates}


def equal_weights(table: VendorTable) -> dict[str, Fraction]:
    """Return every gate the same weight."""
    return {gate.id: Fraction(1, len(table.gates)) for gate in table.gates}


def leaders(assessed: Mapping[str, Assessed], weights: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Return who has the most points of those who pass all gates, by id; several when they are level."""
    points = {name: each.points(weights) for name, each in assessed.items() if each.state == "passed"}
    return tuple(sorted(name for name, each in points.items() if each == max(points.values())))


def moved(weights: Mapping[str, Fraction], gate: str, weight: Fraction) -> dict[str, Fraction]:
    """Return the weights with one of them set and the others scaled so that all sum to 1 again."""
    others = [name for name in weights if name != gate]
    rest = sum((weights[name] for name in others), Fraction())
    scaled = {name: weights[name] / rest if rest else Fraction(1, len(others)) for name in others}
    return {name: weight if name == gate else (1 - weight) * scaled[name] for name in weights}


def reach(assessed: Mapping[str, Assessed], weights: Mapping[str, Fraction]) -> tuple[WeightReach, ...]:
    """Return for each gate the weights between which the first place stays; nothing without one leader and a rival."""
    passed = {name: each for name, each in sorted(assessed.items()) if each.state == "passed"}
    first = leaders(passed, weights)
    if len(first) != 1 or len(passed) == 1 or len(weights) == 1:
        return ()
    return tuple(_reach(gate, passed, first[0], weights) for gate in weights)


def _reach(gate: str, passed: Mapping[str, Assessed], first: str, weights: Mapping[str, Fraction]) -> WeightReach:
    ends = [moved(weights, gate, Fraction(end)) for end in (0, 1)]
    lines = {name: (each.points(ends[0]), each.points(ends[1])) for name, each in passed.items()}
    low, high = Fraction(0), Fraction(1)
    for rival in lines.values():
        at_nothing, at_all = (own - other for own, other in zip(lines[first], rival, strict=True))
        if at_nothing < 0:
            low = max(low, at_nothing / (at_nothing - at_all))
        if at_all < 0:
            high = min(high, at_nothing / (at_nothing - at_all))
    return WeightReach(
        gate=gate,
        weight=float(weights[gate] * WHOLE),
        low=float(low * WHOLE),
        high=float(high * WHOLE),
        below=_takes_over(lines, first, low, -1) if low > 0 else (),
        above=_takes_over(lines, first, high, 1) if high < 1 else (),
    )


def _takes_over(
    lines: Mapping[str, tuple[Fraction, Fraction]], first: str, at: Fraction, towards: int
) -> tuple[str, ...]:
    """Return who is first just beyond a weight: of those level with the first there, whose points fall off least."""

    def points(name: str) -> Fraction:
        return lines[name][0] + at * (lines[name][1] - lines[name][0])

    def slope(name: str) -> Fraction:
        return (lines[name][1] - lines[name][0]) * towards

    level = [name for name in lines if points(name) == points(first)]
    steepest = max(map(slope, level))
    return tuple(name for name in level if slope(name) == steepest)


def is_steady(reaches: Iterable[WeightReach], within: int) -> bool:
    """Return whether the first place stays when any one weight moves by so many points of 100."""
    return all(
        each.low <= max(0, each.weight - within) and each.high >= min(WHOLE, each.weight + within) for each in reaches
    )
