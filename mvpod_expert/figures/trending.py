"""The history of a metric to what it says: trend, forecast, level, health; and lines as the sum of their series."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Literal

from mvpod_expert.figures.statistics import can_compute, damped_ahead, line_ahead, robust_line, seasonal_line
from mvpod_expert.model.histories import A_YEAR, Period
from mvpod_expert.model.trends import Forecast, LineHealth, Point, SeriesTrend, TrendLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mvpod_expert.figures.statistics import Ahead, Robust
    from mvpod_expert.model.histories import PeriodKind, RecordedSeries
    from mvpod_expert.model.trend_table import Level, Movement, TrackedSeries, TrendLimits, TrendTable
    from mvpod_expert.model.trends import Health, Method, Silence

LAST = 3
"""How many values the level is the middle of, so that one of them alone decides nothing."""

DAMPED_FROM = 16
"""With fewer points smoothing fits noise, and a robust line is all that can be had."""

HORIZON = 4
READABLE: tuple[Health, ...] = ("worsening", "improving", "steady")


def read_series(
    recorded: RecordedSeries, declared: TrackedSeries, limits: TrendLimits, horizon: int = HORIZON
) -> SeriesTrend:
    """Say what the history of a series says.

    Args:
        recorded: the history.
        declared: what the experts say of the series.
        limits: when the statistics speak.
        horizon: how many periods to look ahead.
    """
    times = [each.period.number for each in recorded.points]
    values = [each.value for each in recorded.points]
    kind = recorded.points[0].period.kind
    there = set(times)
    gaps = tuple(_label(kind, each) for each in range(times[0], times[-1]) if each not in there)
    level = declared.band.level(median(values[-LAST:])) if declared.band and len(values) >= LAST else None
    silent = _silence(values, limits)
    trend: TrendLine | None = None
    ahead: tuple[Ahead, ...] = ()
    method: Method | None = None
    if silent is None:
        trend, ahead, method = _computed(times, values, kind, limits, horizon)
    elif silent == "nothing_varies":
        trend = TrendLine(slope=0.0, low=0.0, high=0.0, tau=0.0, p_value=1.0, seasons=False, movement="steady")
    return SeriesTrend(
        series=recorded.series,
        cell=recorded.cell,
        points=tuple(Point(period=each.period.label, value=each.value) for each in recorded.points),
        gaps=gaps,
        taken=recorded.taken,
        trend=trend,
        silent=silent,
        forecast=tuple(
            _forecast(_label(kind, times[-1] + step), each, declared) for step, each in enumerate(ahead, start=1)
        ),
        method=method,
        interval=limits.interval,
        level=level,
        health=_health(declared, trend.movement if trend else None, level),
    )


def line_health(table: TrendTable, read: Iterable[SeriesTrend]) -> tuple[LineHealth, ...]:
    """Sum up each line that has a history.

    Args:
        table: what the experts say.
        read: what the histories say.
    """
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
            health=_of_line(set(found[line.id])),
        )
        for line in table.lines
        if line.id in found
    )


def _of_line(found: set[str]) -> Health | Literal["mixed"]:
    if {"improving", "worsening"} <= found:
        return "mixed"
    return next((each for each in READABLE if each in found), "unread")


def _silence(values: Sequence[float], limits: TrendLimits) -> Silence | None:
    if len(values) < limits.fewest_points:
        return "too_few"
    if len(set(values)) == 1:
        return "nothing_varies"
    return None if can_compute() else "library_missing"


def _computed(
    times: list[int], values: list[float], kind: PeriodKind, limits: TrendLimits, horizon: int
) -> tuple[TrendLine, tuple[Ahead, ...], Method]:
    """Compute trend and forecast; with seasons these are taken off first, and added again to what lies ahead."""
    seasons = A_YEAR[kind]
    least = {"month": limits.monthly_seasons_from, "quarter": limits.quarterly_seasons_from}.get(kind)
    is_seasonal = least is not None and len(values) >= least
    line, adds = seasonal_line(times, values, seasons) if is_seasonal else (robust_line(times, values), [0.0] * seasons)
    fitted = seasons if is_seasonal else 1
    plain = [value - adds[time % seasons] for time, value in zip(times, values, strict=True)]
    movement = _movement(line, limits)
    is_unbroken = times[-1] - times[0] + 1 == len(times)
    method: Method = "damped_trend"
    ahead: tuple[Ahead, ...] | None = None
    if is_unbroken and len(values) >= DAMPED_FROM and len(set(plain)) > 1:
        ahead = damped_ahead(plain, horizon, limits.interval, fitted)
    if ahead is None:
        slope = line.slope if movement != "steady" else 0.0
        method, ahead = (
            "robust_line",
            line_ahead(times, plain, slope, steps=horizon, share=limits.interval, fitted=fitted),
        )
    moved = tuple(_shifted(each, adds[(times[-1] + step) % seasons]) for step, each in enumerate(ahead, start=1))
    trend = TrendLine(
        slope=line.slope,
        low=line.low,
        high=line.high,
        tau=line.tau,
        p_value=line.p_value,
        seasons=is_seasonal,
        movement=movement,
    )
    return trend, moved, method


def _movement(line: Robust, limits: TrendLimits) -> Movement:
    if line.p_value >= limits.clear_below or line.slope == 0:
        return "steady"
    return "rising" if line.slope > 0 else "falling"


def _shifted(ahead: Ahead, by: float) -> Ahead:
    return type(ahead)(ahead.value + by, ahead.low + by, ahead.high + by)


def _forecast(period: str, ahead: Ahead, declared: TrackedSeries) -> Forecast:
    """Keep a forecast within the numbers the series can have."""
    low, high = declared.range.min, declared.range.max
    value, lower, upper = (min(max(each, low), high) for each in (ahead.value, ahead.low, ahead.high))
    return Forecast(period=period, value=float(value), low=float(lower), high=float(upper))


def _health(declared: TrackedSeries, movement: Movement | None, level: Level | None) -> Health:
    """Hold a movement against the direction that is good; a series with a band is well as long as it stays in it."""
    if movement is None:
        return "unread"
    good = {"up": "rising", "down": "falling"}.get(declared.direction)
    if good is None:
        good = {"below": "rising", "above": "falling"}.get(level or "within")
    if movement == "steady" or good is None:
        return "steady"
    return "improving" if movement == good else "worsening"


def _label(kind: PeriodKind, number: int) -> str:
    return Period(kind=kind, number=number).label
