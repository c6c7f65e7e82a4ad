"""Draws of ranges: the only file that knows numpy, which comes in when a range is drawn.

A range is drawn from the triangular distribution: low, likely and high are all it takes, so nothing goes in but what a
person said. PERT, the usual other one, weighs the likely value four times as much by a convention; it would make ranges
narrower than the person said. Inputs are drawn independently of each other, each from a stream of its own that the seed
and the input's name begin, so that giving one more range leaves the draws of all others as they were.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from mvpod_expert.economics.model import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.economics.inputs import Amount
    from mvpod_expert.economics.sheet import Number, Numbers

LOW, HIGH = 0.1, 0.9
DRAWS_KEPT = 64
"""Market cells share most of their numbers, and an interview changes one at a time; 80 kB each."""


def can_draw() -> bool:
    """Return whether numpy is installed."""
    try:
        import numpy  # noqa: F401, ICN001, PLC0415 - whether it can be brought in is the question
    except ImportError:
        return False
    return True


def drawn(amounts: Mapping[str, Amount], count: int, seed: int) -> Numbers:
    """Draw every range; a plain number stays one number.

    Args:
        amounts: the amounts by id.
        count: how many draws.
        seed: what the draws begin with; the same seed gives the same draws.
    """
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

    Args:
        values: the draws.
        is_crossing: two lines cross at or below zero in some draws; that is no volume, and is left out.
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


def counts_best(results: Sequence[Number], count: int) -> list[int]:
    """Return in how many draws each result is the largest; a tie goes to the first.

    Args:
        results: the draws of each, or one number for all draws.
        count: how many draws there are.
    """
    import numpy as np  # noqa: PLC0415 - see the module

    best = np.argmax(np.stack([np.broadcast_to(result, (count,)) for result in results]), axis=0)
    return [int((best == number).sum()) for number in range(len(results))]


def quietly(compute: Number, *arguments: Number) -> Number:
    """Compute with draws; a division by nothing in some of them gives no value there, and is no error."""
    import numpy as np  # noqa: PLC0415 - see the module

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return compute(*arguments)
