"""All results of one market cell, with their ranges over the draws and what drives the lead of the best mode."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.economics.formulas import FORMULAS, figure, result
from mvpod_expert.economics.model import Bar, Figure, MissingFigure, Spread, Tornado
from mvpod_expert.economics.monte_carlo import can_draw, counts_best, drawn, quietly, spread
from mvpod_expert.economics.names import CONTRIBUTIONS, CROSSING, SYNERGY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.economics.inputs import EconomicsGiven
    from mvpod_expert.economics.sheet import Number, Numbers
    from mvpod_expert.economics.table import EconomicsTable


NO_SWING = 1e-9
"""A result that moves by less, as a share of itself, moves by rounding alone."""


class Ranges:
    """The ranges among the numbers of one market cell, drawn once.

    Args:
        given: the numbers.
        count: how many draws.
        seed: what they begin with.
    """

    def __init__(self, given: EconomicsGiven, count: int, seed: int) -> None:
        self.given = given
        self.count = count
        self.seed = seed
        self.names = frozenset(given.ranges())
        self.are_drawn = bool(self.names) and can_draw()
        self._drawn: dict[str, Number] = {}

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
        found = self._tornado(CONTRIBUTIONS[best], CONTRIBUTIONS[other])
        return Tornado(of="difference", modes=(best, other), value=found[0], bars=found[1]) if found else None

    def tornado_of_synergy(self) -> Tornado | None:
        """Return what drives the synergy."""
        found = self._tornado(SYNERGY)
        return Tornado(of="synergy", value=found[0], bars=found[1]) if found else None

    def _tornado(self, first: str, *less: str) -> tuple[float, tuple[Bar, ...]] | None:
        """Return a result, less others, at the likely values, and where each range that it rests on moves it."""
        used: set[str] = set()

        def of(numbers: Numbers) -> float | None:
            found = [result(name, numbers, self.given) for name in (first, *less)]
            used.update(name for each in found for name in each.used)
            values = [each.value for each in found if each.value is not None]
            return float(values[0] - sum(values[1:])) if len(values) == len(found) else None

        likely = self.given.likely()
        value = of(likely)
        if value is None:
            return None
        bars = []
        for name in filter(used.__contains__, self.given.ranges()):
            amount = self.given.amounts[name]
            at_low, at_high = (of({**likely, name: end}) for end in (amount.low, amount.high))
            if at_low is None or at_high is None:
                continue
            if not math.isclose(at_low, at_high, rel_tol=NO_SWING, abs_tol=NO_SWING * abs(value)):
                bars.append(Bar(input=name, at_low=float(at_low), at_high=float(at_high)))
        bars.sort(key=lambda bar: (-bar.swing, bar.input))
        return (float(value), tuple(bars)) if bars else None

    def _draws(self, name: str) -> Number:
        if name not in self._drawn:
            self._drawn[name] = quietly(lambda: result(name, self.numbers, self.given).value)
        return self._drawn[name]


MODES_COMPARED = 2


@dataclass(frozen=True)
class Calculation:
    """What the numbers come to; `modes` are those whose contribution can be computed, the best first."""

    figures: tuple[Figure, ...]
    missing: tuple[MissingFigure, ...]
    modes: tuple[str, ...]
    draws_best: dict[str, int]
    tornadoes: tuple[Tornado, ...]
    ranges: Ranges

    def value(self, result: str) -> float | None:
        """Return a result's number, if it has one."""
        return next((each.value for each in self.figures if each.result == result), None)


def calculate(given: EconomicsGiven, table: EconomicsTable, draws: int, seed: int) -> Calculation:
    """Compute everything that can be computed.

    Args:
        given: the numbers.
        table: the experts' file, for the least a result should be.
        draws: how many draws are made of ranges.
        seed: what they begin with.
    """
    ranges = Ranges(given, draws, seed)
    numbers = given.likely()
    found = [figure(name, numbers, given) for name in FORMULAS]
    figures = [_ranged(each, ranges, table) for each in found if isinstance(each, Figure)]
    values = {each.result: each.value for each in figures if each.value is not None}
    modes = sorted(
        (mode for mode, name in CONTRIBUTIONS.items() if name in values),
        key=lambda mode: -values[CONTRIBUTIONS[mode]],
    )
    tornadoes = []
    if len(modes) >= MODES_COMPARED:
        tornadoes.append(ranges.tornado_of_difference(*modes[:MODES_COMPARED]))
    if SYNERGY in values:
        tornadoes.append(ranges.tornado_of_synergy())
    return Calculation(
        figures=tuple(figures),
        missing=tuple(each for each in found if isinstance(each, MissingFigure)),
        modes=tuple(modes),
        draws_best=ranges.draws_best(modes) if len(modes) >= MODES_COMPARED else {},
        tornadoes=tuple(tornadoe for tornadoe in tornadoes if tornadoe is not None),
        ranges=ranges,
    )


def _ranged(found: Figure, ranges: Ranges, table: EconomicsTable) -> Figure:
    least = table.result(found.result).at_least
    meets = None if least is None or found.value is None else found.value >= least
    return found.model_copy(update={"spread": ranges.spread(found.result, found.inputs), "meets": meets})
