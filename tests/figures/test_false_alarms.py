"""How often chance alone is called a trend, and how often a trend is found: drawn with a seed, held to wide bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from mvpod_expert.trends.analysis import count_tested, read_history
from mvpod_expert.trends.autocorrelation import MOST, persistence, variance_inflation
from mvpod_expert.trends.service import memory_of
from mvpod_expert.trends.statistics import adjust_p_values, robust_line, seasonal_sen_slope
from tests.figures.test_trending import TABLE, recorded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.trends.model import SeriesTrend

DRAWN = 200
NAMES = [one_series.id for one_series in TABLE.series if one_series.range.max >= 1000] if TABLE is not None else []


def follow(count: int, correlation: float, seed: int, series: int = DRAWN) -> Any:
    """Draw series whose neighbours go together, all of spread one and without a trend."""
    scatter = np.random.default_rng(seed).standard_normal((series, count))
    for now in range(1, count):
        scatter[:, now] = correlation * scatter[:, now - 1] + (1 - correlation**2) ** 0.5 * scatter[:, now]
    return scatter


def called(drawn: Any, seasons: int = 1) -> float:
    times = tuple(range(drawn.shape[1]))
    lines = (
        robust_line(times, tuple(each)) if seasons == 1 else seasonal_sen_slope(times, each, seasons)[0]
        for each in drawn
    )
    return sum(line.p_value < 0.05 for line in lines) / len(drawn)


def called_of_independent_points(drawn: Any) -> float:
    times = range(drawn.shape[1])
    return sum(float(stats.kendalltau(times, each).pvalue) < 0.05 for each in drawn) / len(drawn)


@pytest.mark.parametrize(
    ("count", "correlation", "most"), [(8, 0, 0.06), (12, 0, 0.07), (12, 0.5, 0.14), (20, 0.5, 0.13)]
)
def test_chance_is_seldom_called_a_trend(count: int, correlation: float, most: float) -> None:
    """Points that follow one another raise a few false alarms, and far more where they pass for independent."""
    drawn = follow(count, correlation, seed=count)
    alarms = called(drawn)
    assert alarms <= most
    if correlation:
        assert called_of_independent_points(drawn) >= 1.4 * alarms


def test_chance_is_seldom_called_a_trend_with_seasons() -> None:
    """Five years of quarters, compared season by season."""
    assert called(follow(20, 0.5, seed=4), seasons=4) <= 0.13


@pytest.mark.parametrize(
    ("count", "correlation", "least"), [(8, 0, 0.6), (12, 0, 0.85), (12, 0.3, 0.65), (20, 0.3, 0.88)]
)
def test_a_trend_is_found(count: int, correlation: float, least: float) -> None:
    """A rise by five spreads from the first to the last point."""
    assert called(follow(count, correlation, seed=count) + 5 * np.arange(count) / (count - 1)) >= least


def test_a_straight_line_stays_as_sure_as_it_was() -> None:
    """Nothing follows anything where a line leaves nothing; points that swing to and fro leave the test as it is."""
    assert persistence(range(12), [0.1 * each for each in range(12)]) == 0
    assert persistence(range(12), [each + each % 2 for each in range(12)]) == 0
    assert persistence(range(30), [(each / 10) ** 3 for each in range(30)]) == MOST


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.6])
def test_what_points_tell_of_following_is_right_on_average(correlation: float) -> None:
    """Although a line taken off few points hides most of it."""
    told = [persistence(range(36), each) for each in follow(36, correlation, seed=9)]
    assert np.mean(told) == pytest.approx(correlation, abs=0.09)


def test_a_gap_keeps_its_time() -> None:
    """Every second period missing: what is left goes together by the square of the correlation of neighbours."""
    whole = follow(60, 0.8, seed=3)
    told = [persistence(range(0, 60, 2), each[::2]) for each in whole]
    assert np.mean(told) == pytest.approx(0.8, abs=0.1)


@pytest.mark.parametrize(("times", "seasons"), [(tuple(range(10)), 1), ((0, 1, 2, 5, 6, 9), 1), (tuple(range(16)), 4)])
def test_the_variance_is_that_of_drawn_sums(times: tuple[int, ...], seasons: int) -> None:
    """Kendall's sum over many drawn series spreads as the formula says."""
    assert variance_inflation(times, 1e-9, seasons) == pytest.approx(1, abs=1e-6)

    def spread(correlation: float) -> float:
        drawn = follow(max(times) + 1, correlation, seed=5, series=20_000)
        pairs = [(i, j) for i in times for j in times if i < j and (j - i) % seasons == 0]
        return float(np.var(sum(np.sign(drawn[:, j] - drawn[:, i]) for i, j in pairs)))

    assert spread(0.6) / spread(0.0) == pytest.approx(variance_inflation(times, 0.6, seasons), rel=0.06)


def histories(count: int, planted: int, correlation: float, seed: int) -> Iterator[tuple[SeriesTrend, ...]]:
    """Read twenty histories of as many series as have room; the first of them rise by six spreads."""
    assert TABLE is not None
    for number in range(20):
        drawn = 500 + 10 * follow(count, correlation, seed=100 * seed + number, series=len(NAMES) * 2)
        drawn[:planted] += 60 * np.arange(count) / (count - 1)
        names = [*NAMES, *NAMES]
        yield read_history([recorded(*each) for each in zip(names, drawn, strict=True)], TABLE)


def clear(read: tuple[SeriesTrend, ...]) -> list[bool]:
    return [each.trend is not None and each.trend.movement != "steady" for each in read]


def test_many_series_of_noise_almost_never_have_a_clear_trend() -> None:
    """Taken one by one, nearly every such history would have one."""
    assert len(NAMES) * 2 >= 24
    found = [clear(read) for read in histories(12, 0, 0.0, seed=1)]
    assert sum(map(any, found)) <= 2
    alone = [any(each.trend is not None and each.trend.p_value < 0.05 for each in r) for r in histories(12, 0, 0.0, 1)]
    assert sum(alone) >= 8


def test_planted_trends_are_found_among_many() -> None:
    """Six of many: nearly all are found, and next to nothing else."""
    found = [clear(read) for read in histories(15, 6, 0.2, seed=2)]
    assert sum(sum(each[:6]) for each in found) >= 0.85 * 6 * len(found)
    assert sum(sum(each[6:]) for each in found) <= 0.15 * sum(map(sum, found))


def test_what_is_clear_alone_and_not_among_many_is_doubtful_and_fires_nothing() -> None:
    """It is neither rising nor steady: rules about it stay undecided, and its health cannot be read yet."""
    assert TABLE is not None
    weak = recorded("sales_cycle", [100, 112, 104, 110, 98, 113, 121, 108, 117, 109, 119, 122])
    (alone,) = read_history([weak], TABLE)
    assert alone.trend is not None
    assert (alone.trend.movement, alone.trend.doubtful, alone.health) == ("rising", None, "worsening")
    assert alone.trend.adjusted_p == alone.trend.p_value
    noise = [recorded("contract_to_cash", 50 + each) for each in follow(12, 0.0, seed=8, series=20)]
    among = read_history([weak, *noise], TABLE)
    trend = among[0].trend
    assert trend is not None
    assert trend.p_value == alone.trend.p_value < 0.05 < trend.adjusted_p
    assert (trend.movement, trend.doubtful, among[0].health) == ("steady", "rising", "unread")
    assert memory_of(among[:1]) == {}
    assert memory_of([alone]) == {"sales_cycle": "rising"}


def test_series_that_cannot_be_tested_do_not_count() -> None:
    """Too few points and points that never differ are no tests, and make no other trend less clear."""
    assert TABLE is not None
    rise = recorded("sales_cycle", range(100, 112))
    read = read_history([rise, recorded("win_rate", [0.3] * 12), recorded("satisfaction", [1, 2, 3])], TABLE)
    assert count_tested(read) == 1
    assert read[0].trend == read_history([rise], TABLE)[0].trend


def test_benjamini_and_hochberg_by_hand() -> None:
    """The kth smallest of m is multiplied by m / k, and never above a larger one's."""
    assert adjust_p_values([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert adjust_p_values([]) == ()
