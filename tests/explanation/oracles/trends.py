"""The checker's part about metrics over time: from the kept points to slopes, movements, lines and the rules that fire.

The p-value is taken as recorded, and so are the interval of a slope and the numbers of a forecast: they come from
statistics that stand in libraries. What follows from them, and everything that can be counted, is gone through again.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from mvpod_expert.model.rules import Recommend
from mvpod_expert.replay.checker import missed, truth
from mvpod_expert.trends import capability as trends_parts
from mvpod_expert.trends.history import A_YEAR, Period
from mvpod_expert.trends.table import LEVEL_OF
from tests.explanation.oracles.flaws import OracleFlaw
from tests.explanation.oracles.parts import differing, differs
from tests.explanation.oracles.slopes import among_many, period_of, slope_of, tau_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.replay.model import Violation
    from mvpod_expert.trends.history import PeriodKind
    from mvpod_expert.trends.model import SeriesTrend, TrendLine, Trends
    from mvpod_expert.trends.table import TrackedSeries, TrendLimits, TrendTable
    from tests.explanation.oracles.slopes import Timed

LAST = 3
"""How many values the level is the middle of."""
DAMPED_FROM = 16
"""From how many unbroken periods on a forecast may be a damped trend."""


def check_trends(trends: Trends, knowledge: KnowledgeBase | None = None) -> list[Violation]:
    """Go through what the history of a market cell says.

    Args:
        trends: the trends.
        knowledge: the knowledge they were read with; without it, only what follows from the points and from the trends
            themselves is checked.
    """
    table = trends_parts.TABLE.of(knowledge) if knowledge is not None else None
    flaws: list[Violation] = []
    by_hand: list[SeriesTrend] = []
    for each in trends.series:
        declared = next((one for one in table.series if one.id == each.series), None) if table is not None else None
        if table is not None and declared is None:
            flaws.append(OracleFlaw(kind="not_declared", about=each.series))
        flaws += _series(each, declared, table.limits if table is not None else None)
        by_hand.append(_by_hand(each, declared, table.limits if table is not None else None))
    flaws += _among_all(trends)
    flaws += _findings(trends, by_hand, knowledge)
    if table is not None:
        flaws += _lines(trends, by_hand, table)
        told = [one_series.series for one_series in trends.series]
        in_order = [one_series.id for one_series in table.series if one_series.id in told]
        if [name for name in told if name in in_order] != in_order:
            flaws.append(differs(trends.file, "order", told, in_order))
    cells = {one_series.cell for one_series in trends.series} - {None} or {None}
    if trends.cell not in cells:
        flaws.append(differs(trends.file, "cells", trends.cell, cells))
    return flaws


def _by_hand(read: SeriesTrend, declared: TrackedSeries | None, limits: TrendLimits | None) -> SeriesTrend:
    """Return a series with what its points and its p-value say in place of the reported: one flaw makes no others."""
    line = read.trend
    if line is not None:
        line = line.model_copy(update={"movement": _movement(line, limits), "doubtful": _doubtful(line, limits)})
    level = _level(declared, [point.value for point in read.points]) if declared is not None else read.level
    found = read.model_copy(update={"trend": line, "level": level})
    health = _health(found, declared) if declared is not None else read.health
    return found.model_copy(update={"health": health})


def _series(read: SeriesTrend, declared: TrackedSeries | None, limits: TrendLimits | None) -> Iterator[Violation]:
    periods = [period_of(point.period) for point in read.points]
    numbers = [period[1] for period in periods if period is not None]
    kinds = {period[0] for period in periods if period is not None}
    is_in_order = all(one < other for one, other in pairwise(numbers))
    if len(numbers) != len(read.points) or len(kinds) != 1 or not is_in_order:
        yield differs(read.series, "points", [point.period for point in read.points], sorted(set(numbers)))
        return
    (kind,) = kinds
    points = [(number, each.value) for number, each in zip(numbers, read.points, strict=True)]
    there = set(numbers)
    gaps = tuple(_label(kind, each) for each in range(numbers[0], numbers[-1]) if each not in there)
    yield from differing(read.series, read, {"gaps": gaps})
    yield from _trend(read, points, kind, limits)
    yield from _forecast(read, points, kind, declared)
    if limits is not None:
        yield from differing(read.series, read, {"interval": limits.interval})
    if declared is not None:
        if any(not declared.range.min <= value <= declared.range.max for _, value in points):
            yield differs(read.series, "points", [value for _, value in points], declared.range)
        found = _by_hand(read, declared, limits)
        yield from differing(read.series, read, {"level": found.level, "health": found.health})


def _trend(
    read: SeriesTrend, points: Sequence[Timed], kind: PeriodKind, limits: TrendLimits | None
) -> Iterator[Violation]:
    """Follow the points to the slope, its direction and whether it may be told at all."""
    values = {value for _, value in points}
    is_short = len(points) < limits.fewest_points if limits is not None else read.silent == "too_few"
    # Whether a library was missing cannot be distinguished from the points.
    otherwise = read.silent if read.silent == "library_missing" else None
    silent = "too_few" if is_short else "nothing_varies" if len(values) == 1 else otherwise
    yield from differing(read.series, read, {"silent": silent})
    line = read.trend
    if (line is None) != (read.silent in {"too_few", "library_missing"}):
        yield differs(read.series, "trend", line, None)
    if line is None:
        return
    seasons = A_YEAR[kind] if line.seasons else 1
    yield from differing(read.series, line, {"slope": slope_of(points, seasons), "tau": tau_of(points, seasons)})
    if not line.low <= line.slope <= line.high:
        yield differs(read.series, "interval", [line.low, line.high], line.slope)
    if not 0 <= line.p_value <= 1:
        yield differs(read.series, "p_value", line.p_value, [0, 1])
    if limits is not None:
        least = {"month": limits.monthly_seasons_from, "quarter": limits.quarterly_seasons_from}.get(kind)
        is_seasonal = least is not None and len(points) >= least and len(values) > 1
        yield from differing(read.series, line, {"seasons": is_seasonal})
    clear: dict[str, object] = {"movement": _movement(line, limits), "doubtful": _doubtful(line, limits)}
    yield from differing(read.series, line, clear)


def _among_all(trends: Trends) -> Iterator[Violation]:
    """Count the series that were tested, and adjust their recorded p-values for being many."""
    tested = [one_series for one_series in trends.series if one_series.trend is not None and one_series.silent is None]
    yield from differing(trends.file, trends, {"tested": len(tested)})
    lines = [(each.series, each.trend) for each in tested if each.trend is not None]
    adjusted = among_many([line.p_value for _, line in lines])
    for (name, line), number in zip(lines, adjusted, strict=True):
        yield from differing(name, line, {"adjusted_p": number})


def _movement(line: TrendLine, limits: TrendLimits | None) -> str:
    """Return the direction of the slope where a trend is clear by its adjusted p-value.

    Without the limits it is as clear as it is reported.
    """
    is_clear = line.adjusted_p < limits.clear_below if limits is not None else line.movement != "steady"
    return _way(line) or "steady" if is_clear else "steady"


def _doubtful(line: TrendLine, limits: TrendLimits | None) -> str | None:
    """Return the direction of the slope where a trend is clear alone, and not among all that were tested."""
    if limits is None:
        return line.doubtful and _way(line)
    return _way(line) if line.p_value < limits.clear_below <= line.adjusted_p else None


def _way(line: TrendLine) -> str | None:
    return "rising" if line.slope > 0 else "falling" if line.slope < 0 else None


def _level(declared: TrackedSeries, values: Sequence[float]) -> str | None:
    """Hold the middle of the last values against the band."""
    band = declared.band
    if band is None or len(values) < LAST:
        return None
    middle = median(values[-LAST:])
    if band.min is not None and middle < band.min:
        return "below"
    return "above" if band.max is not None and middle > band.max else "within"


def _health(read: SeriesTrend, declared: TrackedSeries) -> str:
    """Hold the movement that is told against the good direction; with a band, against the way back into it."""
    if read.trend is None or read.trend.doubtful:
        return "unread"
    wanted = {"up": "rising", "down": "falling"}.get(declared.direction)
    if declared.direction == "band":
        wanted = {"below": "rising", "above": "falling"}.get(read.level or "")
    if wanted is None or read.trend.movement == "steady":
        return "steady"
    return "improving" if read.trend.movement == wanted else "worsening"


def _forecast(
    read: SeriesTrend, points: Sequence[Timed], kind: PeriodKind, declared: TrackedSeries | None
) -> Iterator[Violation]:
    """Look at what a forecast may be: the periods right after the last one, in order, within what the series can be."""
    last = points[-1][0]
    ahead = tuple(_label(kind, last + step) for step in range(1, len(read.forecast) + 1))
    told = tuple(each.period for each in read.forecast)
    if told != ahead:
        yield differs(read.series, "forecast", told, ahead)
    can_be = declared.range if declared is not None else None
    for each in read.forecast:
        held = [each.low, each.value, each.high]
        if held != sorted(held) or (can_be is not None and not can_be.min <= each.low <= each.high <= can_be.max):
            yield differs(f"{read.series} / {each.period}", "forecast", held, sorted(held))
    may_be_damped = last - points[0][0] + 1 == len(points) >= DAMPED_FROM
    methods = {"robust_line", "damped_trend"} if may_be_damped else {"robust_line"}
    allowed = methods if read.trend is not None and read.silent is None else {None}
    if read.method not in allowed or (read.method is None) != (not read.forecast):
        yield differs(read.series, "method", read.method, sorted(map(str, allowed)))


def _lines(trends: Trends, by_hand: Sequence[SeriesTrend], table: TrendTable) -> Iterator[Violation]:
    """Sum the lines up again from the health of their series."""
    told = {each.line: each for each in trends.lines}
    line_of = {one_series.id: one_series.line for one_series in table.series}
    expected = [
        line.id
        for line in table.lines
        if any(line_of.get(one_series.series) == line.id for one_series in trends.series)
    ]
    if [each.line for each in trends.lines] != expected:
        yield differs(trends.file, "line", list(told), expected)
    for name, line in told.items():
        own = [each for each in by_hand if line_of.get(each.series) == name]
        parts: dict[str, object] = {
            "improving": tuple(each.series for each in own if each.health == "improving"),
            "steady": tuple(each.series for each in own if each.health == "steady"),
            "worsening": tuple(each.series for each in own if each.health == "worsening"),
            "unread": tuple(each.series for each in own if each.health == "unread"),
            "outside": tuple(each.series for each in own if each.level in {"below", "above"}),
            "health": _of_line({each.health for each in own}),
        }
        yield from differing(name, line, parts)


def _of_line(healths: set[str]) -> str:
    if {"improving", "worsening"} <= healths:
        return "mixed"
    return next((each for each in ("improving", "worsening", "steady") if each in healths), "unread")


def _findings(trends: Trends, by_hand: Sequence[SeriesTrend], knowledge: KnowledgeBase | None) -> Iterator[Violation]:
    """Fire the rules again over movements and levels: all that hold, and no others."""
    lines = {each.series: each.trend for each in by_hand}
    memory: dict[str, str] = {name: line.movement for name, line in lines.items() if line and not line.doubtful}
    memory |= {f"{each.series}{LEVEL_OF}": each.level for each in by_hand if each.level is not None}
    table = trends_parts.TABLE.of(knowledge) if knowledge is not None else None
    rules = table.rules if table is not None else None
    fired: set[str] = set()
    for found in trends.findings:
        if found.rule in fired:
            yield OracleFlaw(kind="fired_twice", about=found.rule)
        fired.add(found.rule)
        for fact, state in found.matched.items():
            if memory.get(fact) != state:
                yield OracleFlaw(kind="not_matched", about=found.rule, detail=f"{fact}={state}")
        if rules is None:
            continue
        rule = rules.get(found.rule)
        if rule is None:
            yield OracleFlaw(kind="rule_unknown", about=found.rule)
            continue
        if truth(rule.when, found.matched) is not True:
            yield OracleFlaw(kind="does_not_follow", about=rule.id)
        items = tuple(each.item for each in rule.then if isinstance(each, Recommend))
        if (found.recommends, found.because) != (items, rule.because):
            yield OracleFlaw(kind="other_effects", about=rule.id)
    yield from missed(rules.values() if rules is not None else (), fired, memory)
    reopen = tuple(dict.fromkeys(item for finding in trends.findings for item in finding.recommends))
    yield from differing(trends.file, trends, {"reopen": reopen})


def _label(kind: PeriodKind, number: int) -> str:
    return Period(kind=kind, number=number).label
