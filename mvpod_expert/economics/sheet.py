"""The numbers a formula works on. It notes which were used, which are missing, and which counted as nothing.

A number is a float, or all draws of it at once (an array that counts as floats do), so a formula is written once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from mvpod_expert.economics.inputs import SEGMENTS

Number: TypeAlias = Any
Numbers: TypeAlias = Mapping[str, Number]


class Sheet:
    """Looks numbers up for one formula.

    Args:
        numbers: what was given, by id.
        segments: the names of the customer segments.
        direct_leg: those of them that the direct route of a hybrid takes.
    """

    def __init__(self, numbers: Numbers, segments: tuple[str, ...] = (), direct_leg: tuple[str, ...] = ()) -> None:
        self.numbers = numbers
        self.segments = segments
        self.direct_leg = direct_leg
        self.used: dict[str, None] = {}
        self.missing: dict[str, None] = {}
        self.zero: dict[str, None] = {}

    def has(self, name: str) -> bool:
        """Return whether a number was given."""
        return name in self.numbers

    def need(self, name: str) -> Number:
        """Return a number the formula cannot do without; one that is missing is noted, and is NaN."""
        if name in self.numbers:
            self.used[name] = None
            return self.numbers[name]
        self.missing[name] = None
        return math.nan

    def first(self, name: str, instead: str) -> Number:
        """Return a number, or the one that stands in for it when it was not given."""
        return self.need(name if name in self.numbers else instead)

    def or_zero(self, name: str) -> Number:
        """Return a number that counts as nothing when it was not given."""
        if name in self.numbers:
            return self.need(name)
        self.zero[name] = None
        return 0.0

    def of_segments(self, key: str, segments: tuple[str, ...]) -> list[Number]:
        """Return one number of every segment named."""
        if not segments:
            self.missing[f"{SEGMENTS}.{key}"] = None
        return [self.need(f"{SEGMENTS}.{segment}.{key}") for segment in segments]


Parts: TypeAlias = Mapping[str, Number]
Formula: TypeAlias = Callable[[Sheet], Number | Parts]


@dataclass(frozen=True)
class Computed:
    """What a formula came to; no value where numbers are missing or it has no solution."""

    value: Number | None
    parts: Parts
    used: tuple[str, ...]
    missing: tuple[str, ...]
    zero: tuple[str, ...]


def computed(formula: Formula, sheet: Sheet) -> Computed:
    """Compute a formula.

    Args:
        formula: gives a number, or the parts of a sum by name.
        sheet: looks the numbers up.
    """
    try:
        result = formula(sheet)
    except ZeroDivisionError:
        result = None
    parts = result if isinstance(result, Mapping) else {}
    value = sum(parts.values()) if parts else result
    missing = tuple(sheet.missing)
    return Computed(None if missing else value, parts, tuple(sheet.used), missing, tuple(sheet.zero))


def larger(one: Number, other: Number) -> Number:
    """Return the larger of two numbers, draw by draw."""
    return (one + other + abs(one - other)) / 2
