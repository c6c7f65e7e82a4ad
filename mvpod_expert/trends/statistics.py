"""Statistics of time series: the only file that knows scipy and statsmodels, which come in when a trend is asked for.

The slope is Theil and Sen's, the median of the slopes between all pairs of points; the test is Mann and Kendall's,
which asks for nothing but order, with the variance the sum has for points that follow one another (`persistence`).
Neither is moved by a few wild points. With seasons the test compares only like seasons, after Hirsch, Slack and Smith
(1982), and the slope is taken after each season's own height has been taken off. Where many series are tested at once,
Benjamini and Hochberg (1995) say how many of the trends found may be chance.
"""

from __future__ import annotations

import math
import warnings
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from mvpod_expert.trends.autocorrelation import kendall_variance, persistence, variance_inflation

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE = 0.95
LINES_KEPT = 512
"""Who looks for what a change of the rules changes reads the same histories some hundred times."""
DAMPED_PARAMETERS = 5


class Robust(NamedTuple):
    """The slope of a robust line through points with its interval, and the test of their order.

    `persistence` is how closely the points follow one another, which interval and test allow for.
    """

    slope: float
    low: float
    high: float
    tau: float
    p_value: float
    persistence: float


class ForecastStep(NamedTuple):
    """One step ahead: the middle, and the two ends of the interval."""

    value: float
    low: float
    high: float


def can_compute() -> bool:
    """Return whether the libraries are installed."""
    try:
        import scipy  # noqa: F401, PLC0415 - whether they can be brought in is the question
        import statsmodels  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


@lru_cache(LINES_KEPT)
def robust_line(times: tuple[int, ...], values: tuple[float, ...]) -> Robust:
    """Return the robust line through values, not all the same, at periods as numbers; gaps between them count."""
    from scipy import stats  # noqa: PLC0415 - see the module

    follows = persistence(times, values)
    wider = math.sqrt(variance_inflation(times, follows))
    line = stats.theilslopes(values, times, 2 * stats.norm.sf(_wide() * wider))
    ranks = stats.kendalltau(times, values)
    p_value = _as_often(float(ranks.pvalue), wider)
    ends = float(line.slope), float(line.low_slope), float(line.high_slope)
    return Robust(*ends, tau=float(ranks.statistic), p_value=p_value, persistence=follows)


def seasonal_sen_slope(times: Sequence[int], values: Sequence[float], seasons: int) -> tuple[Robust, list[float]]:
    """Return the robust line of points with seasons, and what each season adds.

    The slope is the median of the slopes between points of the same season, its interval the ranks of those slopes that
    the variance of Kendall's sum leaves in (Hirsch, Slack and Smith 1982). `times` are periods as numbers, `seasons`
    those of a year.
    """
    import numpy as np  # noqa: PLC0415 - see the module
    from scipy import stats  # noqa: PLC0415

    first = min(times) // seasons
    table: Any = np.full((max(times) // seasons - first + 1, seasons), np.nan)
    for time, value in zip(times, values, strict=True):
        table[time // seasons - first, time % seasons] = value
    table = table[:, ~np.isnan(table).all(axis=0)]  # scipy cannot take a season that never has a value
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a season with one year has no pairs, which is no mistake
        ranks = stats.mstats.kendalltau_seasonal(np.ma.masked_invalid(table))
    points = list(zip(times, values, strict=True))
    slopes = sorted(
        (later - earlier) / (end - start)
        for (start, earlier), (end, later) in combinations(sorted(points), 2)
        if start % seasons == end % seasons
    )
    slope = float(np.median(slopes))
    counts = [sum(time % seasons == season for time in times) for season in range(seasons)]
    follows = persistence(times, values, seasons)
    wider = math.sqrt(variance_inflation(times, follows, seasons))
    wide = _wide() * wider * math.sqrt(kendall_variance(counts)) / 2
    lower, upper = math.floor(len(slopes) / 2 - wide), math.ceil(len(slopes) / 2 + wide)
    left = [value - slope * time for time, value in points]
    height = float(np.median(left))
    of_season = [[rest for time, rest in zip(times, left, strict=True) if time % seasons == n] for n in range(seasons)]
    adds = [float(np.median(own)) - height if own else 0.0 for own in of_season]
    p_value, tau = float(ranks["global p-value (indep)"]), float(ranks["global tau (alt)"])
    found = Robust(
        slope=slope,
        low=slopes[max(0, lower)],
        high=slopes[min(len(slopes) - 1, upper)],
        tau=tau if math.isfinite(tau) else 0.0,
        p_value=_as_often(p_value, wider) if math.isfinite(p_value) else 1.0,
        persistence=follows,
    )
    return found, adds


def adjust_p_values(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust the p-values of tests made together: below 0.05, one in twenty of the trends is chance, on average."""
    if not p_values:
        return ()
    from scipy import stats  # noqa: PLC0415 - see the module

    return tuple(float(each) for each in stats.false_discovery_control([min(value, 1.0) for value in p_values]))


def _wide() -> float:
    """Return the number of spreads to each side of its middle the confidence reaches."""
    from scipy import stats  # noqa: PLC0415 - see the module

    return float(stats.norm.ppf((1 + CONFIDENCE) / 2))


def _as_often(p_value: float, wider: float) -> float:
    """Return the p-value where the sum has a wider spread than that of independent points."""
    from scipy import stats  # noqa: PLC0415 - see the module

    return min(1.0, float(2 * stats.norm.sf(stats.norm.isf(p_value / 2) / wider))) if wider > 1 else p_value


def forecast_line(  # noqa: PLR0913 - the points, the line, and how far
    times: Sequence[int], values: Sequence[float], slope: float, *, steps: int, share: float, fitted: int = 1
) -> tuple[ForecastStep, ...]:
    """Continue a line of a given slope a period through the middle of the points, which are without seasons.

    Its interval holds a share of the forecast; it is that of a line fitted to points that scatter as these do. All of
    them count, the wild ones too: what was wild before may be again, so they widen what lies ahead although they do not
    turn it. `fitted` heights were taken from the points: one, or one a season.
    """
    import numpy as np  # noqa: PLC0415 - see the module

    held, at = np.asarray(values, dtype=float), np.asarray(times, dtype=float)
    height = float(np.median(held - slope * at))
    free = max(1, len(held) - fitted - 1)
    scatter = math.sqrt(float(((held - slope * at - height) ** 2).sum()) / free)
    wide = _students_t(share, free) * scatter
    middle = float(at.mean())
    around = float(((at - middle) ** 2).sum())
    found = []
    for step in range(1, steps + 1):
        time = times[-1] + step
        half = wide * math.sqrt(1 + fitted / len(held) + (time - middle) ** 2 / around)
        found.append(ForecastStep(height + slope * time, height + slope * time - half, height + slope * time + half))
    return tuple(found)


@lru_cache(LINES_KEPT)
def _students_t(share: float, free: int) -> float:
    """Return the number of spreads to each side of its middle that hold a share of Student's distribution."""
    from scipy import stats  # noqa: PLC0415 - see the module

    return float(stats.t.ppf((1 + share) / 2, free))


def damped_ahead(values: Sequence[float], steps: int, share: float, fitted: int = 1) -> tuple[ForecastStep, ...] | None:
    """Continue an unbroken series by exponential smoothing with a damped trend (statsmodels' ETS).

    Its spread is corrected for the numbers that were fitted, which it would else take as given. The interval holds a
    share of the forecast, and `fitted` heights were taken from the points before. There is nothing where the fit did
    not come to an end.
    """
    import pandas as pd  # noqa: PLC0415 - see the module
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # whether it came to an end is asked below
        model = ETSModel(pd.Series(values, dtype=float), error="add", trend="add", damped_trend=True)
        try:
            done = model.fit(disp=False)
            ahead = done.get_prediction(start=len(values), end=len(values) + steps - 1)
            forecast = ahead.summary_frame(alpha=1 - share)
        except (ValueError, ArithmeticError):
            return None
    free = len(values) - DAMPED_PARAMETERS - (fitted - 1)
    if free < 1:
        return None
    corrected = math.sqrt(len(values) / free)
    found = []
    for middle, low, high in zip(forecast["mean"], forecast["pi_lower"], forecast["pi_upper"], strict=True):
        if not (math.isfinite(low) and math.isfinite(high)):
            return None
        half = (high - low) / 2 * corrected
        found.append(ForecastStep(float(middle), float(middle - half), float(middle + half)))
    return tuple(found)
