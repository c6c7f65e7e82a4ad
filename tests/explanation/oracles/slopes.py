"""Slopes and order in time by hand: part of the checker, sharing no code with the statistics.

Theil and Sen's slope is the median of the slopes between all pairs of points, Kendall's sum how many more pairs rise
than fall; with seasons only pairs of one season count. Plain counting, with nothing but the standard library.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from mvpod_expert.trends.history import A_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mvpod_expert.trends.history import PeriodKind

Timed = tuple[int, float]
"""The number of a period, and the value."""

PERIODS: dict[PeriodKind, re.Pattern[str]] = {
    "month": re.compile(r"(\d{1,4})-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"(\d{1,4})Q([1-4])"),
    "year": re.compile(r"(\d{1,4})()"),
}


def period_of(label: str) -> tuple[PeriodKind, int] | None:
    """Read a period as it is shown; nothing when it is none. Neighbours differ by one."""
    for kind, form in PERIODS.items():
        found = form.fullmatch(label)
        if found:
            return kind, int(found[1]) * A_YEAR[kind] + int(found[2] or 1) - 1
    return None


def slope_of(points: Sequence[Timed], seasons: int = 1) -> float:
    """Return the middle one of the slopes between all pairs of points of one season; zero without a pair.

    Args:
        points: the points, the earliest first.
        seasons: how many seasons a year has; with one, all pairs count.
    """
    slopes = [(later - value) / (end - start) for (start, value), (end, later) in _pairs(points, seasons)]
    return median(slopes) if slopes else 0.0


def tau_of(points: Sequence[Timed], seasons: int = 1) -> float:
    """Return Kendall's rank correlation with time: his sum over what it could be at most, ties in the values taken out.

    Args:
        points: the points, the earliest first.
        seasons: how many seasons a year has; with one, all pairs count.
    """
    total = sum((later > value) - (later < value) for (_, value), (_, later) in _pairs(points, seasons))
    most = sum(
        sqrt(_pairs_among(len(own)) * (_pairs_among(len(own)) - _tied(own)))
        for season in range(seasons)
        if (own := [value for time, value in points if time % seasons == season])
    )
    return total / most if most else 0.0


def among_many(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values for being many (Benjamini and Hochberg): each by its rank, and none above a larger one's.

    Args:
        p_values: of all tests made together.
    """
    ranked = sorted(p_values)
    by_rank = [min(1.0, value * len(ranked) / rank) for rank, value in enumerate(ranked, start=1)]
    return [min(by_rank[ranked.index(value) :]) for value in p_values]


def _pairs(points: Sequence[Timed], seasons: int) -> Iterator[tuple[Timed, Timed]]:
    return ((one, other) for one, other in combinations(points, 2) if one[0] % seasons == other[0] % seasons)


def _pairs_among(count: int) -> float:
    return count * (count - 1) / 2


def _tied(values: Iterable[float]) -> float:
    return sum(_pairs_among(count) for count in Counter(values).values())
