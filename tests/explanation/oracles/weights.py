"""The checker's part about weights: between which the first place stays, by where the vendors' points cross."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from tests.explanation.oracles.parts import differing, differs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.replay.model import Violation
    from mvpod_expert.vendors.model import VendorSelection, WeightReach
    from mvpod_expert.vendors.table import VendorTable
    from tests.explanation.oracles.gates import AtGates

Line = tuple[Fraction, Fraction]
"""A vendor's points when a gate has no weight, and when it has all of it."""


def check_weights(
    told: VendorSelection, table: VendorTable, vendors: Mapping[str, AtGates], first: tuple[str, ...]
) -> Iterator[Violation]:
    """Go through the stretches of the weights.

    Args:
        told: the selection.
        table: the experts' file.
        vendors: all vendors at all gates.
        first: who is first.
    """
    passed = {name: vendors[name] for name in sorted(vendors) if vendors[name].state == "passed"}
    has_reach = len(first) == 1 and len(passed) > 1 and len(table.gates) > 1
    gates = [gate.id for gate in table.gates] if has_reach else []
    if [weight.gate for weight in told.weights] != gates:
        yield differs(told.source, "weights", [weight.gate for weight in told.weights], gates)
        return
    within = table.steady_within
    is_steady = all(
        weight.low <= max(0, weight.weight - within) and weight.high >= min(100, weight.weight + within)
        for weight in told.weights
    )
    yield from differing(told.source, told, {"steady": is_steady if told.weights else None})
    for each in told.weights:
        yield from _reach(each, table, passed, first[0])


def _reach(told: WeightReach, table: VendorTable, passed: Mapping[str, AtGates], first: str) -> Iterator[Violation]:
    total = sum(gate.weight for gate in table.gates)
    weight = Fraction(table.gate(told.gate).weight, total)
    lines = {name: _line(told.gate, table, each) for name, each in passed.items()}
    own = {at for name in lines if name != first for at in _crossing(lines[first], lines[name])}
    every = {at for one, other in combinations(lines.values(), 2) for at in _crossing(one, other)}
    low = max((at for at in own if at < weight), default=Fraction(0))
    high = min((at for at in own if at > weight), default=Fraction(1))
    before = max((at for at in every if at < low), default=Fraction(0))
    after = min((at for at in every if at > high), default=Fraction(1))
    yield from differing(
        told.gate,
        told,
        {
            "weight": float(100 * weight),
            "low": float(100 * low),
            "high": float(100 * high),
            "below": _first_at(lines, (before + low) / 2) if low > 0 else (),
            "above": _first_at(lines, (after + high) / 2) if high < 1 else (),
        },
    )


def _line(gate: str, table: VendorTable, vendor: AtGates) -> Line:
    others = [each for each in table.gates if each.id != gate]
    rest = sum(other.weight for other in others)
    shares = [
        (Fraction(other.weight, rest) if rest else Fraction(1, len(others))) * vendor.gates[other.id].low
        for other in others
    ]
    return 100 * sum(shares, Fraction()), 100 * vendor.gates[gate].low


def _crossing(one: Line, other: Line) -> Iterator[Fraction]:
    """Return the weight at which two vendors have the same points, if there is one."""
    at_nothing, at_all = one[0] - other[0], one[1] - other[1]
    if at_nothing != at_all:
        at = at_nothing / (at_nothing - at_all)
        if 0 <= at <= 1:
            yield at


def _first_at(lines: Mapping[str, Line], weight: Fraction) -> tuple[str, ...]:
    points = {name: (1 - weight) * line[0] + weight * line[1] for name, line in lines.items()}
    return tuple(name for name in lines if points[name] == max(points.values()))
