"""Vendors at gates by hand: part of the checker, sharing no code with the calculators.

What is unknown may turn out any way. Of functions that are not known some turn out missing, some custom code, and the
rest is there. Of a score that is not known the worst and the best are looked at: nothing gets worse with a better one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import floor
from typing import TYPE_CHECKING

from mvpod_expert.vendors.table import BEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.vendors.model import GateState
    from mvpod_expert.vendors.table import Criterion, KnockOut, VendorGate, VendorTable

UNKNOWN_FIT = "unknown"
Fits = Counter[str]
"""How many of the must-haves have each fit."""


@dataclass(frozen=True)
class Held:
    """What is held of a vendor.

    Args:
        scores: the known scores by criterion.
        fits: how it has each must-have.
    """

    scores: Mapping[str, int]
    fits: Mapping[str, str]

    def scored(self, criterion: str, score: int) -> Held:
        """Return the same with one score."""
        return replace(self, scores={**self.scores, criterion: score})

    def fitted(self, function: str, fit: str) -> Held:
        """Return the same with one fit."""
        return replace(self, fits={**self.fits, function: fit})

    def endings(self) -> Iterator[Fits]:
        """Return the ways in which functions that are not known can turn out: how many are missing, how many custom."""
        known = Counter(fit for fit in self.fits.values() if fit != UNKNOWN_FIT)
        left = len(self.fits) - known.total()
        for missing in range(left + 1):
            for custom in range(left - missing + 1):
                yield known + Counter(missing=missing, custom=custom, standard=left - missing - custom)


@dataclass(frozen=True)
class AtGate:
    """A vendor at a gate: the shares of points at worst and at best, the outcome, and what strikes or may."""

    low: Fraction
    high: Fraction
    state: GateState
    struck: tuple[str, ...]
    threatened: tuple[str, ...]


def at_gate(gate: VendorGate, held: Held) -> AtGate:
    """Take a vendor through a gate under everything that is not known."""
    tried: list[tuple[int, frozenset[str]]] = []
    for fits in held.endings() if looks_at_functions(gate) else [Counter(held.fits.values())]:
        between = {criterion.id: _score(criterion, held, fits) for criterion in gate.criteria}
        for is_best in (False, True):
            scores = {name: ends[is_best] for name, ends in between.items()}
            struck = frozenset(out.id for out in gate.knock_outs if _strikes(out, scores, fits))
            tried.append((sum(scores.values()), struck))
    most = BEST * len(gate.criteria)
    needed = Fraction(str(gate.passes_at)) * most
    passes = [points >= needed and not struck for points, struck in tried]
    always = [out.id for out in gate.knock_outs if all(out.id in struck for _, struck in tried)]
    sometimes = [out.id for out in gate.knock_outs if any(out.id in struck for _, struck in tried)]
    return AtGate(
        low=Fraction(min(points for points, _ in tried), most),
        high=Fraction(max(points for points, _ in tried), most),
        state="passed" if all(passes) else "undecided" if any(passes) else "failed",
        struck=tuple(always),
        threatened=tuple(sometime for sometime in sometimes if sometime not in always),
    )


def looks_at_functions(gate: VendorGate) -> bool:
    """Return whether it matters at a gate how functions turn out."""
    return any(criterion.from_functions for criterion in gate.criteria) or any(out.fits for out in gate.knock_outs)


def score_between(criterion: Criterion, held: Held) -> tuple[int, int]:
    """Return the worst and the best score a criterion can turn out to have."""
    endings = held.endings() if criterion.from_functions else [Counter(held.fits.values())]
    found = [_score(criterion, held, fits) for fits in endings]
    return min(worst for worst, _ in found), max(best for _, best in found)


def _score(criterion: Criterion, held: Held, fits: Fits) -> tuple[int, int]:
    if criterion.id in held.scores:
        return held.scores[criterion.id], held.scores[criterion.id]
    if not criterion.from_functions or not held.fits:
        return 0, BEST
    total = len(held.fits)
    for limit in criterion.from_functions:
        if fits["missing"] <= _of(limit.missing, total) and fits["custom"] <= _of(limit.custom, total):
            return limit.score, limit.score
    return 0, 0


def _strikes(knock_out: KnockOut, scores: Mapping[str, int], fits: Fits) -> bool:
    if knock_out.criterion is not None and knock_out.at_most is not None:
        return scores[knock_out.criterion] <= knock_out.at_most
    counted = sum(fits[fit] for fit in knock_out.fits)
    return knock_out.above is not None and counted > _of(knock_out.above, fits.total())


@cache
def _of(share: float, total: int) -> int:
    """Return the number of of all must-haves are at most a share of them, exactly."""
    return floor(Fraction(str(share)) * total)


@dataclass(frozen=True)
class AtGates:
    """A vendor at all gates."""

    gates: Mapping[str, AtGate]

    @property
    def state(self) -> GateState:
        """Failed at one is failed; passed at all is passed."""
        states = [gate.state for gate in self.gates.values()]
        return "failed" if "failed" in states else "undecided" if "undecided" in states else "passed"

    def points(self, weights: Mapping[str, Fraction], *, at_best: bool = False) -> Fraction:
        """Add up the shares of the gates by weight, in points of 100."""
        shares = {name: each.high if at_best else each.low for name, each in self.gates.items()}
        return 100 * sum((weights[name] * share for name, share in shares.items()), Fraction())


def at_gates(table: VendorTable, held: Held) -> AtGates:
    """Take a vendor through all gates."""
    return AtGates({gate.id: at_gate(gate, held) for gate in table.gates})


def first_of(vendors: Mapping[str, AtGates], weights: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Return who has the most points of those who pass all gates, by id."""
    points = {name: each.points(weights) for name, each in vendors.items() if each.state == "passed"}
    return tuple(sorted(name for name in points if points[name] == max(points.values())))
