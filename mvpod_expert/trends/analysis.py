"""The history of a metric to what it says: trend, forecast, level, health; and lines as the sum of their series."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Literal

from mvpod_expert.trends.history import A_YEAR, Period, RecordedSeries
from mvpod_expert.trends.model import Forecast, Health, LineHealth, Method, Point, SeriesTrend, Silence, TrendLine
from mvpod_expert.trends.statistics import (
    ForecastStep,
    Robust,
    adjust_p_values,
    can_compute,
    damped_ahead,
    forecast_line,
    robust_line,
    seasonal_sen_slope,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.trends.table import Level, TrackedSeries, TrendLimits, TrendTable

LAST = 3
"""How many values the level is the middle of, so that one of them alone decides nothing."""

DAMPED_FROM = 16
"""With fewer points smoothing fits noise, and a robust line is all that can be had."""

HORIZON = 4
TIE = 1e-9
"""Values whose relative difference is less are ties."""

ROUNDING = 1e-14
"""A difference that is less, as a share of the largest value or of one, is rounding: 0.1 + 0.2 - 0.3 is 5.6e-17."""

READABLE: tuple[Health, ...] = ("worsening", "improving", "steady")
STILL = TrendLine(
    **Robust(0.0, 0.0, 0.0, tau=0.0, p_value=1.0, persistence=0.0)._asdict(),
    adjusted_p=1.0,
    seasons=False,
    movement="steady",
)
"""The trend of a series that has the same value in every period; it is not tested."""


@dataclass(frozen=True)
class _Tested:
    """A series with its robust line, if it has one, before it is known what the other series say.

    `adds` is what each season adds; a single zero where seasons were not looked at.
    """

    recorded: RecordedSeries
    declared: TrackedSeries
    times: tuple[int, ...]
    values: tuple[float, ...]
    silent: Silence | None
    line: Robust | None
    adds: tuple[float, ...]


def read_history(
    recorded: Iterable[RecordedSeries], table: TrendTable, horizon: int = HORIZON
) -> tuple[SeriesTrend, ...]:
    """Say what the series of one market cell say, and `horizon` periods ahead.

    They are tested together, so that many series make no trend by chance.
    """
    tested = [_tested(_evened(each), table.tracked(each.series), table.limits) for each in recorded]
    adjusted = iter(adjust_p_values([each.line.p_value for each in tested if each.line is not None]))
    return tuple(_read(each, 1.0 if each.line is None else next(adjusted), table.limits, horizon) for each in tested)


def _evened(recorded: RecordedSeries) -> RecordedSeries:
    """Return a series whose values are the same where only the rounding of a computer distinguishes them.

    The test asks for order alone: 0.3 typed and 0.1 + 0.2 computed would make a step of it.
    """
    scale = max(1.0, *(abs(point.value) for point in recorded.points))
    taken: dict[float, float] = {}
    lowest = 0.0
    for value in sorted({point.value for point in recorded.points}):
        if not taken or not math.isclose(value, lowest, rel_tol=TIE, abs_tol=ROUNDING * scale):
            lowest = value
        taken[value] = lowest
    points = tuple(point.model_copy(update={"value": taken[point.value]}) for point in recorded.points)
    return recorded.model_copy(update={"points": points})


def count_tested(read: Iterable[SeriesTrend]) -> int:
    """Count the series that were tested for a trend."""
    return sum(each.trend is not None and each.silent is None for each in read)


def _tested(recorded: RecordedSeries, declared: TrackedSeries, limits: TrendLimits) -> _Tested:
    values = tuple(point.value for point in recorded.points)
    times = tuple(point.period.number for point in recorded.points)
    kind = recorded.points[0].period.kind
    silent: Silence | None = None if can_compute() else "library_missing"
    if len(values) < limits.fewest_points:
        silent = "too_few"
    elif len(set(values)) == 1:
        silent = "nothing_varies"
    least = {"month": limits.monthly_seasons_from, "quarter": limits.quarterly_seasons_from}.get(kind)
    line: Robust | None = None
    adds = [0.0]
    if silent is None and (least is None or len(values) < least):
        line = robust_line(times, values)
    elif silent is None:
        line, adds = seasonal_sen_slope(times, values, A_YEAR[kind])
    return _Tested(recorded, declared, times, values, silent, line, tuple(adds))


def _read(tested: _Tested, adjusted_p: float, limits: TrendLimits, horizon: int) -> SeriesTrend:
    recorded, declared, times = tested.recorded, tested.declared, tested.times
    low, high = declared.range.min, declared.range.max  # a forecast stays within the numbers the series can have

    def label(number: int) -> str:
        return Period(kind=recorded.points[0].period.kind, number=number).label

    level = declared.band.level(median(tested.values[-LAST:])) if declared.band and len(times) >= LAST else None
    trend = STILL if tested.silent == "nothing_varies" else None
    ahead: tuple[ForecastStep, ...] = ()
    method: Method | None = None
    if tested.line is not None:
        trend = _trend(tested.line, adjusted_p, limits, is_seasonal=len(tested.adds) > 1)
        ahead, method = _ahead(tested, trend, limits, horizon)
    return SeriesTrend(
        series=recorded.series,
        cell=recorded.cell,
        points=tuple(Point(period=point.period.label, value=point.value) for point in recorded.points),
        gaps=tuple(label(each) for each in range(times[0], times[-1]) if each not in times),
        taken=recorded.taken,
        trend=trend,
        silent=tested.silent,
        forecast=tuple(
            Forecast(
                period=label(number), **{end: float(min(max(at, low), high)) for end, at in each._asdict().items()}
            )
            for number, each in enumerate(ahead, start=times[-1] + 1)
        ),
        method=method,
        interval=limits.interval,
        level=level,
        health=_health(declared, trend, level),
    )


def line_health(table: TrendTable, read: Iterable[SeriesTrend]) -> tuple[LineHealth, ...]:
    """Sum up each line that has a history, by what is said of its series."""
    found: dict[str, dict[str, list[str]]] = {}
    for each in read:
        of_line = found.setdefault(table.tracked(each.series).line, {})
        of_line.setdefault(each.health, []).append(each.series)
        if each.level in {"below", "above"}:
            of_line.setdefault("outside", []).append(each.series)
    return tuple(
        LineHealth(
            line=line.id,
            **{name: tuple(each) for name, each in found[line.id].items()},
            health="mixed"
            if {"improving", "worsening"} <= found[line.id].keys()
            else next((each for each in READABLE if each in found[line.id]), "unread"),
        )
        for line in table.lines
        if line.id in found
    )


def _trend(line: Robust, adjusted_p: float, limits: TrendLimits, *, is_seasonal: bool) -> TrendLine:
    """Call a trend clear by its p-value among all that were tested; one that is clear only alone is doubtful."""
    way: Literal["rising", "falling"] | None = "rising" if line.slope > 0 else "falling" if line.slope < 0 else None
    is_clear = adjusted_p < limits.clear_below
    return TrendLine(
        **line._asdict(),
        adjusted_p=adjusted_p,
        seasons=is_seasonal,
        movement=way if way and is_clear else "steady",
        doubtful=way if line.p_value < limits.clear_below and not is_clear else None,
    )


def _ahead(
    tested: _Tested, trend: TrendLine, limits: TrendLimits, horizon: int
) -> tuple[tuple[ForecastStep, ...], Method]:
    """Look ahead; seasons are taken off first, and added again to what lies ahead."""
    times, adds = tested.times, tested.adds
    fitted = seasons = len(adds)
    plain = [value - adds[time % seasons] for time, value in zip(times, tested.values, strict=True)]
    is_unbroken = times[-1] - times[0] + 1 == len(times)
    method: Method = "damped_trend"
    ahead: tuple[ForecastStep, ...] | None = None
    if is_unbroken and len(plain) >= DAMPED_FROM and len(set(plain)) > 1:
        ahead = damped_ahead(plain, horizon, limits.interval, fitted)
    if ahead is None:
        slope = trend.slope if trend.movement != "steady" else 0.0
        method = "robust_line"
        ahead = forecast_line(times, plain, slope, steps=horizon, share=limits.interval, fitted=fitted)
    added = ((each, adds[number % seasons]) for number, each in enumerate(ahead, start=times[-1] + 1))
    return tuple(ForecastStep(*(end + add for end in each)) for each, add in added), method


def _health(declared: TrackedSeries, trend: TrendLine | None, level: Level | None) -> Health:
    """Hold a movement against the direction that is good; a series with a band is well as long as it stays in it."""
    if trend is None or trend.doubtful:
        return "unread"
    good = {"up": "rising", "down": "falling"}.get(declared.direction)
    if good is None:
        good = {"below": "rising", "above": "falling"}.get(level or "within")
    if trend.movement == "steady" or good is None:
        return "steady"
    return "improving" if trend.movement == good else "worsening"
