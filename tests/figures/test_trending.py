"""Trends: known series by hand, and what must hold of any series."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.trends.analysis import line_health, read_history
from mvpod_expert.trends.history import Period, PeriodKind, Recorded, RecordedSeries
from mvpod_expert.trends.statistics import damped_ahead, forecast_line, robust_line, seasonal_sen_slope
from tests.hypothesis_profiles import random_examples
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from mvpod_expert.trends.model import SeriesTrend

TABLE = KNOWLEDGE.trends
assert TABLE is not None
FALLING = [71, 72, 70, 69, 68, 66, 67, 64, 63, 61, 60, 58]
SCATTER = [31, 30, 32, 31, 33, 30, 32, 31, 31, 32, 30, 31]
values = st.lists(st.integers(1, 99), min_size=8, max_size=14).filter(lambda each: len(set(each)) > 2)


def recorded(
    name: str, numbers: Iterable[float], kind: PeriodKind = "quarter", gaps: tuple[int, ...] = ()
) -> RecordedSeries:
    first = 2020 * {"month": 12, "quarter": 4, "year": 1}[kind]
    points = tuple(
        Recorded(period=Period(kind=kind, number=first + step), value=float(number), place=Place(file="x"))
        for step, number in enumerate(numbers)
        if step not in gaps
    )
    return RecordedSeries(series=name, points=points)


def read(name: str, numbers: Iterable[float], kind: PeriodKind = "quarter", gaps: tuple[int, ...] = ()) -> SeriesTrend:
    assert TABLE is not None
    return read_history([recorded(name, numbers, kind, gaps)], TABLE)[0]


def test_the_slope_is_the_median_of_all_pairs() -> None:
    """Theil and Sen by hand, and Kendall's tau as concordant less discordant pairs."""
    numbers = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0]
    pairs = [(i, j) for i in range(8) for j in range(i + 1, 8)]
    line = robust_line(tuple(range(8)), tuple(numbers))
    assert line.slope == pytest.approx(median((numbers[j] - numbers[i]) / (j - i) for i, j in pairs))
    signs = [(numbers[j] > numbers[i]) - (numbers[j] < numbers[i]) for i, j in pairs]
    untied = sum(sign != 0 for sign in signs)
    assert line.tau == pytest.approx(sum(signs) / (28 * untied) ** 0.5)


def test_eight_points_in_order_are_the_surest_there_are() -> None:
    """All 28 pairs concordant: tau is one, and two of 8! orders are as clear."""
    line = robust_line(tuple(range(8)), tuple(map(float, range(8))))
    assert (line.tau, line.slope) == (pytest.approx(1), pytest.approx(1))
    assert line.p_value == pytest.approx(2 / 40320)


def test_directions_decide_what_is_well() -> None:
    """The same fall worsens what should be high, improves what should be low, and is well within a band."""
    assert read("relationship_closeness", FALLING).health == "worsening"
    assert read("sales_cycle", FALLING).health == "improving"
    assert read("relationship_closeness", SCATTER).health == "steady"
    assert read("pipeline_coverage", [each / 10 for each in range(48, 36, -1)]).health == "steady"
    below = read("pipeline_coverage", [each / 10 for each in range(38, 18, -2)])
    assert (below.health, below.level) == ("worsening", "below")
    above = read("pipeline_coverage", [each / 10 for each in range(90, 60, -3)])
    assert (above.health, above.level) == ("improving", "above")


def test_seven_points_are_refused_and_eight_are_read() -> None:
    """With fewer than eight there is neither a trend nor a forecast, and it is said."""
    few = read("win_rate", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    assert (few.silent, few.trend, few.forecast, few.health) == ("too_few", None, (), "unread")
    enough = read("win_rate", [0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7])
    assert enough.trend is not None
    assert (enough.silent, enough.trend.movement, len(enough.forecast)) == (None, "rising", 4)


def test_a_series_that_never_varies_is_steady() -> None:
    """Without a difference there is no trend, no forecast and no error."""
    same = read("win_rate", [0.3] * 12)
    assert (same.silent, same.health, same.forecast) == ("nothing_varies", "steady", ())


def test_gaps_are_told_and_keep_their_time() -> None:
    """A missing period is named and not filled in: the slope a period stays what it was."""
    whole, broken = (
        read("relationship_closeness", range(40, 60)),
        read("relationship_closeness", range(40, 60), gaps=(3, 9)),
    )
    assert broken.gaps == ("2020Q4", "2022Q2")
    assert whole.trend is not None
    assert broken.trend is not None
    assert broken.trend.slope == pytest.approx(whole.trend.slope) == pytest.approx(1)
    assert broken.method == "robust_line"


def test_seasons_hide_no_trend_and_make_none() -> None:
    """Two years of months with a strong season: a rise of one a month is found; the season alone is no trend."""
    season = [0, 9, 3, 14, 8, 20, 4, 15, 1, 12, 6, 18]
    rising = read("relationship_closeness", [20 + step + season[step % 12] for step in range(36)], "month")
    flat = read("relationship_closeness", [20 + season[step % 12] for step in range(36)], "month")
    assert rising.trend is not None
    assert flat.trend is not None
    assert rising.trend.seasons
    assert rising.trend.slope == pytest.approx(1)
    assert (rising.trend.movement, flat.trend.movement) == ("rising", "steady")
    assert flat.forecast[0].value == pytest.approx(20 + season[0], abs=1)
    short = read("relationship_closeness", [20 + step for step in range(23)], "month")
    assert short.trend is not None
    assert not short.trend.seasons


def test_a_month_that_never_has_a_value_is_left_out() -> None:
    """Nobody sells in February: the other months are compared as ever."""
    without = tuple(step for step in range(36) if step % 12 == 1)
    trend = read("relationship_closeness", [20 + step for step in range(36)], "month", gaps=without)
    assert trend.trend is not None
    assert trend.trend.seasons
    assert trend.trend.slope == pytest.approx(1)


def test_a_season_of_two_years_is_compared_with_itself() -> None:
    """Every pair of like months is concordant: twelve pairs, z of eleven over the root of twelve."""
    line, _ = seasonal_sen_slope(range(24), [float(each) for each in range(24)], 12)
    assert line.slope == pytest.approx(1)
    assert line.p_value == pytest.approx(0.0015, abs=0.0001)


@given(values, st.integers(-50, 50), st.sampled_from([0.5, 2, 3]))
@random_examples(40)
def test_shifting_and_stretching_move_the_slope_as_they_should(numbers: list[int], shift: int, scale: float) -> None:
    """Adding changes no slope; multiplying multiplies it; the test stays the same."""
    times = tuple(range(len(numbers)))
    stretched = tuple(scale * number + shift for number in numbers)
    line, moved = robust_line(times, tuple(numbers)), robust_line(times, stretched)
    assert moved.slope == pytest.approx(scale * line.slope, abs=1e-9)
    assert (moved.tau, moved.p_value) == (pytest.approx(line.tau), pytest.approx(line.p_value))


@given(values)
@random_examples(40)
def test_reversing_time_turns_the_sign(numbers: list[int]) -> None:
    """What rose falls, as clearly as before."""
    times = tuple(range(len(numbers)))
    line, back = (robust_line(times, tuple(each)) for each in (numbers, numbers[::-1]))
    assert back.slope == pytest.approx(-line.slope, abs=1e-9)
    assert (back.tau, back.p_value) == (pytest.approx(-line.tau), pytest.approx(line.p_value))


@given(st.integers(2, 9), st.sampled_from([0, 100]))
@random_examples(30)
def test_one_wild_point_turns_no_trend(place: int, wild: int) -> None:
    """A clear trend stays a clear trend whatever one point within does; so does the level."""
    numbers = [float(each) for each in FALLING]
    numbers[place] = wild
    trend = read("relationship_closeness", numbers).trend
    assert trend is not None
    assert trend.slope < 0
    assert trend.movement == "falling"


@given(st.lists(st.floats(0, 1), min_size=8, max_size=30))
@random_examples(30)
def test_a_forecast_stays_within_what_there_can_be(numbers: list[float]) -> None:
    """A share is never forecast below nothing or above all, and its interval holds its middle."""
    for each in read("win_rate", numbers).forecast:
        assert 0 <= each.low <= each.value <= each.high <= 1


def test_scatter_widens_what_lies_ahead() -> None:
    """Wild points widen the interval, and it grows with the distance."""
    calm = forecast_line(range(8), [1, 2, 3, 4, 5, 6, 7, 8.5], 1, steps=3, share=0.8)
    wild = forecast_line(range(8), [1, 5, 3, 1, 5, 9, 7, 8.5], 1, steps=3, share=0.8)
    assert wild[0].high - wild[0].low > calm[0].high - calm[0].low > 0
    assert calm[2].high - calm[2].low > calm[0].high - calm[0].low


def test_smoothing_takes_over_with_enough_points() -> None:
    """From sixteen unbroken points on the forecast is statsmodels' ETS, near the line it continues."""
    numbers = [40 + step + (step * 7 % 3) for step in range(18)]
    ahead = damped_ahead(numbers, 2, 0.8)
    assert ahead is not None
    assert ahead[0].low < 59 < ahead[0].high
    assert read("relationship_closeness", numbers).method == "damped_trend"
    assert read("relationship_closeness", numbers[:12]).method == "robust_line"


def test_a_line_is_the_sum_of_its_series() -> None:
    """Some better and some worse is mixed; a line without a history is left out."""
    assert TABLE is not None
    lines = line_health(
        TABLE, [read("relationship_closeness", FALLING), read("cost_to_serve", [x / 100 for x in FALLING])]
    )
    assert [(line.line, line.health) for line in lines] == [("customer", "mixed")]


@given(st.lists(st.integers(1, 5), min_size=8, max_size=14), st.sampled_from([1e-3, 0.3, 30.0, 1e9]), st.randoms())
def test_rounding_changes_nothing(levels: list[int], scale: float, random: Random) -> None:
    """Tools of this kind test the order of values alone, so that the last digit of a float makes a clear trend."""
    exact = read("sales_cycle", [level * scale / 1e9 for level in levels])
    noisy = read("sales_cycle", [level * scale / 1e9 * (1 + random.uniform(-2e-10, 2e-10)) for level in levels])
    assert (noisy.silent, noisy.trend and noisy.trend.movement) == (exact.silent, exact.trend and exact.trend.movement)
    if exact.trend is not None and noisy.trend is not None:
        assert noisy.trend.p_value == pytest.approx(exact.trend.p_value)


def test_steps_below_a_billionth_are_no_trend_and_what_is_above_is() -> None:
    """Differences are relative to the values, so small numbers have trends as large ones do."""
    for start in (30.0, 3e-6, 3e9):
        assert read("sales_cycle", [start * (1 + step * 1e-12) for step in range(20)]).silent == "nothing_varies"
        trend = read("sales_cycle", [start * (1 + step * 1e-7) for step in range(20)]).trend
        assert trend is not None
        assert trend.movement == "rising"
    assert read("sales_cycle", [(0.1 + 0.2 - 0.3) * step for step in range(20)]).silent == "nothing_varies"
    cancelled = [0.3, 0.1 + 0.2 - 0.3, 0.0, 0.3, 0.0, 0.1 + 0.2 - 0.3, 0.3, 0.0]
    assert {point.value for point in read("win_rate", cancelled).points} == {0.0, 0.3}
