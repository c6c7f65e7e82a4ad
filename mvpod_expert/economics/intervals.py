"""What ranges do to results: where each lies over the draws, and what drives the lead of the best mode."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.economics.formulas import result
from mvpod_expert.economics.model import Bar, Spread, Tornado
from mvpod_expert.economics.monte_carlo import can_draw, counts_best, drawn, quietly, spread
from mvpod_expert.economics.names import CONTRIBUTIONS, CROSSING, SYNERGY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mvpod_expert.economics.inputs import EconomicsGiven
    from mvpod_expert.economics.sheet import Number, Numbers

NO_SWING = 1e-9
"""A result that moves by less, as a share of itself, moves by rounding alone."""


@dataclass(frozen=True)
class Ranges:
    """The ranges among the numbers of one market cell, drawn once.

    Args:
        given: the numbers.
        count: how many draws.
        seed: what they begin with.
    """

    given: EconomicsGiven
    count: int
    seed: int

    @property
    def names(self) -> frozenset[str]:
        """The ids of the ranges."""
        return frozenset(self.given.ranges())

    @property
    def are_drawn(self) -> bool:
        """Return whether there are ranges, and they can be drawn."""
        return bool(self.names) and can_draw()

    @cached_property
    def numbers(self) -> Numbers:
        """All draws."""
        return drawn(self.given.amounts, self.count, self.seed)

    def spread(self, name: str, rests_on: Sequence[str]) -> Spread | None:
        """Return where a result lies over the draws; nothing when it rests on no range.

        Args:
            name: the result.
            rests_on: the numbers it rests on.
        """
        if not self.are_drawn or self.names.isdisjoint(rests_on):
            return None
        draws = self._draws(name)
        return None if draws is None else spread(draws, is_crossing=name == CROSSING)

    def draws_best(self, modes: Sequence[str]) -> dict[str, int]:
        """Return in how many draws each mode contributes most; nothing without draws."""
        if not self.are_drawn:
            return {}
        counts = counts_best([self._draws(CONTRIBUTIONS[mode]) for mode in modes], self.count)
        return dict(zip(modes, counts, strict=True))

    def tornado_of_difference(self, best: str, other: str) -> Tornado | None:
        """Return what drives one mode's contribution over another's.

        Each range goes to its low and to its high while all other numbers stay at their likely values.
        """

        def difference(numbers: Numbers) -> float | None:
            one, two = (result(CONTRIBUTIONS[mode], numbers, self.given).value for mode in (best, other))
            return None if one is None or two is None else float(one - two)

        found = self._tornado(difference)
        return Tornado(of="difference", modes=(best, other), value=found[0], bars=found[1]) if found else None

    def tornado_of_synergy(self) -> Tornado | None:
        """Return what drives the synergy."""
        found = self._tornado(lambda numbers: result(SYNERGY, numbers, self.given).value)
        return Tornado(of="synergy", value=found[0], bars=found[1]) if found else None

    def _tornado(self, of: Callable[[Numbers], float | None]) -> tuple[float, tuple[Bar, ...]] | None:
        likely = self.given.likely()
        value = of(likely)
        if value is None:
            return None
        bars = []
        for name in self.given.ranges():
            amount = self.given.amounts[name]
            at_low, at_high = (of({**likely, name: end}) for end in (amount.low, amount.high))
            if at_low is None or at_high is None:
                continue
            if not math.isclose(at_low, at_high, rel_tol=NO_SWING, abs_tol=NO_SWING * abs(value)):
                bars.append(Bar(input=name, at_low=float(at_low), at_high=float(at_high)))
        bars.sort(key=lambda bar: (-bar.swing, bar.input))
        return (float(value), tuple(bars)) if bars else None

    def _draws(self, name: str) -> Number:
        return quietly(lambda: result(name, self.numbers, self.given).value)
