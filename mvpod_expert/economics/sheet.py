"""The numbers a formula works on. It notes which were used, which are missing, and which counted as nothing.

A number is a float, or all draws of it at once (an array that counts as floats do), so a formula is written once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mvpod_expert.economics.inputs import SEGMENTS

Number: TypeAlias = Any
Numbers: TypeAlias = Mapping[str, Number]
Parts: TypeAlias = Mapping[str, Number]
Names: TypeAlias = dict[str, None]


@dataclass(frozen=True)
class Sheet:
    """Looks numbers up by id for one formula, and keeps which were used, missing, and counted as zero.

    `direct_leg` are the customer segments that the direct route of a hybrid takes.
    """

    numbers: Numbers
    segments: tuple[str, ...] = ()
    direct_leg: tuple[str, ...] = ()
    used: Names = field(default_factory=dict)
    missing: Names = field(default_factory=dict)
    zero: Names = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Return whether a number was given."""
        return name in self.numbers

    def need(self, name: str) -> Number:
        """Return a number the formula cannot do without; one that is missing is noted, and is NaN."""
        (self.used if name in self.numbers else self.missing)[name] = None
        return self.numbers.get(name, math.nan)

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


Formula: TypeAlias = Callable[[Sheet], Number | Parts]
