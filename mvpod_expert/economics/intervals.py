"""All results of one market cell, with their ranges over the draws and what drives the lead of the best mode.

The only file that knows numpy, which comes in when a range is drawn. A range is drawn from the triangular distribution:
low, likely and high are all it takes, so nothing goes in but what a person said. PERT, the usual other one, weighs the
likely value four times as much by a convention; it would make ranges narrower than the person said. Inputs are drawn
independently of each other, each from a stream of its own that the seed and the input's name begin, so that giving one
more range leaves the draws of all others as they were.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from mvpod_expert.economics.formulas import FORMULAS, figure, result
from mvpod_expert.economics.model import Bar, Figure, MissingFigure, Spread, Tornado
from mvpod_expert.economics.names import CONTRIBUTIONS, CROSSING, SYNERGY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from mvpod_expert.economics.inputs import Amount, EconomicsGiven
    from mvpod_expert.economics.sheet import Number, Numbers
    from mvpod_expert.economics.table import EconomicsTable

LOW, HIGH = 0.1, 0.9
DRAWS_KEPT = 64
"""Market cells share most of their numbers, and an interview changes one at a time; 80 kB each."""
NO_SWING = 1e-9
"""A result that moves by less, as a share of itself, moves by rounding alone."""
MODES_COMPARED = 2


def can_draw() -> bool:
    """Return whether numpy is installed."""
    try:
        import numpy  # noqa: F401, ICN001, PLC0415 - whether it can be brought in is the question
    except ImportError:
        return False
    return True


def drawn(amounts: Mapping[str, Amount], count: int, seed: int) -> Numbers:
    """Return `count` draws of every range; a plain number stays one number, and the same seed gives the same draws."""
    return {
        name: _draws(name, amount.low, amount.likely, amount.high, count, seed) if amount.is_range else amount.likely
        for name, amount in amounts.items()
    }


@lru_cache(DRAWS_KEPT)
def _draws(*range_: *tuple[str, float, float, float, int, int]) -> Number:
    import numpy as np  # noqa: PLC0415 - see the module

    name, low, likely, high, count, seed = range_
    return np.random.default_rng([seed, zlib.crc32(name.encode())]).triangular(low, likely, high, count)


def spread(values: Number, *, is_crossing: bool = False) -> Spread | None:
    """Return where the draws of a result lie; draws in which it has no value are left out.

    Two lines may cross at or below zero in some draws; that is no volume, and is left out too.
    """
    import numpy as np  # noqa: PLC0415 - see the module

    held = np.atleast_1d(values)
    held = held[np.isfinite(held)]
    if is_crossing:
        held = held[held > 0]
    if held.size == 0:
        return None
    held = np.sort(held)  # a quarter of what numpy's quantile takes
    return Spread(p10=_at(held, LOW), p90=_at(held, HIGH), counted=int(held.size), above_zero=int((held > 0).sum()))


def _at(ordered: Number, share: float) -> float:
    """Return the quantile of sorted numbers, between two of them in proportion."""
    below, part = divmod(share * (len(ordered) - 1), 1)
    low, high = ordered[int(below)], ordered[min(int(below) + 1, len(ordered) - 1)]
    return float(low + (high - low) * part)


def quietly(compute: Number, *arguments: Number) -> Number:
    """Compute with draws; a division by nothing in some of them gives no value there, and is no error."""
    import numpy as np  # noqa: PLC0415 - see the module

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return compute(*arguments)


class Ranges:
    """The ranges among the numbers of one market cell, drawn `count` times once, beginning with a seed."""

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
        """Return where a result lies over the draws; nothing when the numbers it rests on are no ranges."""
        if not self.are_drawn or self.names.isdisjoint(rests_on):
            return None
        draws = self._draws(name)
        return None if draws is None else spread(draws, is_crossing=name == CROSSING)

    def draws_best(self, modes: Sequence[str]) -> dict[str, int]:
        """Return in how many draws each mode contributes most, a tie going to the first; nothing without draws."""
        if not self.are_drawn:
            return {}
        import numpy as np  # noqa: PLC0415 - see the module

        values = [np.broadcast_to(self._draws(CONTRIBUTIONS[mode]), (self.count,)) for mode in modes]
        counts = np.bincount(np.argmax(np.stack(values), axis=0), minlength=len(modes))
        return dict(zip(modes, counts.tolist(), strict=True))

    def tornadoes(self, modes: Sequence[str], *, has_synergy: bool) -> tuple[Tornado, ...]:
        """Return what drives the best mode's contribution over the second's, and the synergy.

        Each range goes to its low and to its high while all other numbers stay at their likely values.
        """
        pair = tuple(modes[:MODES_COMPARED])
        found = []
        if len(pair) == MODES_COMPARED:
            found.append(self._tornado("difference", pair, *(CONTRIBUTIONS[mode] for mode in pair)))
        if has_synergy:
            found.append(self._tornado("synergy", (), SYNERGY))
        return tuple(each for each in found if each is not None)

    def _tornado(self, of: Literal["difference", "synergy"], modes: tuple[str, ...], *names: str) -> Tornado | None:
        """Return what drives a result, less the others named; a range that they do not rest on moves nothing."""
        used: set[str] = set()

        def value_of(numbers: Numbers) -> float | None:
            found = [result(name, numbers, self.given) for name in names]
            used.update(name for each in found for name in each.sheet.used)
            values = [each.value for each in found if each.value is not None]
            return float(values[0] - sum(values[1:])) if len(values) == len(found) else None

        likely = self.given.likely()
        value = value_of(likely)
        if value is None:
            return None
        bars = []
        for name in filter(used.__contains__, self.given.ranges()):
            amount = self.given.amounts[name]
            at_low, at_high = (value_of({**likely, name: end}) for end in (amount.low, amount.high))
            if at_low is None or at_high is None:
                continue
            if not math.isclose(at_low, at_high, rel_tol=NO_SWING, abs_tol=NO_SWING * abs(value)):
                bars.append(Bar(input=name, at_low=float(at_low), at_high=float(at_high)))
        bars.sort(key=lambda bar: (-abs(bar.at_high - bar.at_low), bar.input))
        return Tornado(of=of, modes=modes, value=float(value), bars=tuple(bars)) if bars else None

    def _draws(self, name: str) -> Number:
        if name not in self._drawn:
            self._drawn[name] = quietly(lambda: result(name, self.numbers, self.given).value)
        return self._drawn[name]


@dataclass(frozen=True)
class Calculation:
    """What the numbers come to; `modes` are those whose contribution can be computed, the best first."""

    figures: tuple[Figure, ...]
    missing: tuple[MissingFigure, ...]
    modes: tuple[str, ...]
    draws_best: dict[str, int]
    tornadoes: tuple[Tornado, ...]
    ranges: Ranges


def calculate(given: EconomicsGiven, table: EconomicsTable, draws: int, seed: int) -> Calculation:
    """Compute everything that can be computed, with `draws` of each range; the table says what is the least."""
    ranges = Ranges(given, draws, seed)
    numbers = given.likely()
    found = [figure(name, numbers, given) for name in FORMULAS]
    figures = tuple(_ranged(each, ranges, table) for each in found if isinstance(each, Figure))
    values = {each.result: each.value for each in figures if each.value is not None}
    computed = (mode for mode, name in CONTRIBUTIONS.items() if name in values)
    modes = tuple(sorted(computed, key=lambda mode: -values[CONTRIBUTIONS[mode]]))
    return Calculation(
        figures=figures,
        missing=tuple(each for each in found if isinstance(each, MissingFigure)),
        modes=modes,
        draws_best=ranges.draws_best(modes) if len(modes) >= MODES_COMPARED else {},
        tornadoes=ranges.tornadoes(modes, has_synergy=SYNERGY in values),
        ranges=ranges,
    )


def _ranged(found: Figure, ranges: Ranges, table: EconomicsTable) -> Figure:
    least = table.result(found.result).at_least
    meets = None if least is None or found.value is None else found.value >= least
    return found.model_copy(update={"spread": ranges.spread(found.result, found.inputs), "meets": meets})
