"""How closely the points of a series follow one another, and what that does to a test of their order.

Mann and Kendall's test takes points for independent. Quarters are not: a good one is mostly followed by a good one,
and chance alone then makes long rises and falls. Hamed and Rao (1998) give the variance that Kendall's sum has for
points that follow one another; this takes it for an autoregression of the first order, with the correlation of
neighbours that is left after a line has been taken off. Few points show far less of that correlation than there is, so
it is turned back: taken is the correlation under which a line's remainders would show, on average, what was seen
(Andrews 1993 does so with the median). Points that swing to and fro leave the test as it is.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 0.9
"""More than this cannot be distinguished from a trend by the points a client has."""

STEPS = 46
NO_REMAINDER = 1e-20
"""A remainder that is less, as a share of all that varies, is rounding."""


def persistence(times: Sequence[int], values: Sequence[float], seasons: int = 1) -> float:
    """Return the correlation of neighbours that the points left by a line show, in hundredths from zero to `MOST`.

    `times` are periods as numbers, the earliest first; gaps count. The line has one height, or one a season.
    """
    import numpy as np  # noqa: PLC0415 - one of the files that know numpy, which comes in when a trend is asked for

    leaves, shown = _expected(tuple(time - times[0] for time in times), seasons, times[0] % seasons)
    held = np.asarray(values, dtype=float)
    rest = leaves @ held
    size = float(rest @ rest)
    if size <= NO_REMAINDER * float(((held - held.mean()) ** 2).sum()):
        return 0.0
    return round(float(np.interp(float(rest[1:] @ rest[:-1]) / size, shown, np.linspace(0, MOST, STEPS))), 2)


def variance_inflation(times: Sequence[int], correlation: float, seasons: int = 1) -> float:
    """Return the number of times the variance of Kendall's sum is that of independent points.

    The sum is over all pairs of points, or all pairs of like seasons. The correlation is that of neighbours; that of
    points k periods apart is its kth power. The signs of two pairs of normal points go together by the arcsine of the
    correlation of their differences.
    """
    return _inflation(tuple(time - times[0] for time in times), correlation, seasons) if correlation else 1.0


def kendall_variance(counts: Sequence[int]) -> float:
    """Return the variance of Kendall's sum over independent points, for the number of points of each season."""
    return sum(count * (count - 1) * (2 * count + 5) for count in counts) / 18


@lru_cache(maxsize=1024)
def _inflation(times: tuple[int, ...], correlation: float, seasons: int) -> float:
    import numpy as np  # noqa: PLC0415 - see above

    at = np.asarray(times)
    first, second = np.triu_indices(len(at), 1)
    is_like = (at[second] - at[first]) % seasons == 0
    starts, ends = at[first[is_like]], at[second[is_like]]
    powers = correlation ** np.arange(int(at.max() - at.min()) + 1)
    spreads = np.sqrt(2 - 2 * powers[ends - starts])
    total = 0.0
    for start, end, spread in zip(starts, ends, spreads, strict=True):
        together = powers[abs(ends - end)] - powers[abs(starts - end)] - powers[abs(ends - start)]
        together = (together + powers[abs(starts - start)]) / (spread * spreads)
        total += float(np.arcsin(np.clip(together, -1, 1)).sum()) * 2 / math.pi
    counts = [int((at % seasons == season).sum()) for season in range(seasons)]
    return total / kendall_variance(counts)


@lru_cache(maxsize=64)
def _expected(times: tuple[int, ...], seasons: int, begins: int) -> tuple[Any, Any]:
    """Return what takes a line off points at these times, and the correlation its remainders show for each true one.

    `times` count from the first, whose season is `begins`.
    """
    import numpy as np  # noqa: PLC0415 - see above

    at = np.asarray(times)
    heights = [(at + begins) % seasons == season for season in range(seasons)]
    line = np.column_stack([at, *heights]).astype(float)
    leaves = np.eye(len(at)) - line @ np.linalg.pinv(line)
    apart = np.abs(at[:, None] - at)
    shown = []
    for correlation in np.linspace(0, MOST, STEPS):
        left = leaves @ correlation**apart @ leaves
        shown.append(float(np.trace(left, offset=1) / np.trace(left)))
    return leaves, np.maximum.accumulate(shown)
