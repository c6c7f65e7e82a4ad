"""The report's trends: findings, lines, and each metric as a curve with its trend and what lies ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.trends.parts import table_of
from mvpod_expert.trends.sentences import TrendSentences
from mvpod_expert.trends.terminal import with_gaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.model import SeriesTrend, TrendFinding, Trends
    from mvpod_expert.views.messages import Messages

MOST_FINDINGS = 3
WIDE, HIGH = 300.0, 90.0
"""The picture's own measure; it is stretched to its place."""


@dataclass(frozen=True)
class Curve:
    """A series as a picture: points of unbroken stretches, the ends of what lies ahead, the edges of the band.

    Args:
        stretches: points of each stretch without a gap.
        dots: points that stand alone between gaps.
        fan: the corners of the forecast interval; empty without a forecast.
        ahead: points of the forecast's middle.
        edges: the heights of the band's ends that lie within the picture.
        alt: what the picture shows, in words.
    """

    stretches: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    fan: str
    ahead: str
    edges: tuple[str, ...]
    alt: str


@dataclass(frozen=True)
class TrendRow:
    """A series in words, with its curve."""

    title: str
    health: str
    health_title: str
    span: str
    first: str
    last: str
    trend: str
    ahead: str
    remarks: tuple[str, ...]
    curve: Curve


@dataclass(frozen=True)
class TrendFound:
    """A finding: what, why, and what it rests on."""

    title: str
    reason: str
    rests_on: str
    support: str


@dataclass(frozen=True)
class TrendsPage:
    """The trends of one market cell, or of several that have the same; each line with its series.

    Args:
        in_short: how many findings there are, the first of them, and how each line stands.
        methods: how the series were reckoned, each way once.
    """

    in_short: tuple[str, ...]
    findings: tuple[TrendFound, ...]
    reopen: tuple[str, ...]
    lines: tuple[tuple[str, str, tuple[TrendRow, ...]], ...]
    methods: tuple[str, ...]


def trends_page(knowledge: KnowledgeBase, t: Messages, trends: Trends | None) -> TrendsPage | None:
    """Put trends into words and curves.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        trends: what the history says, if there is one.
    """
    table = table_of(knowledge)
    if trends is None or table is None:
        return None
    told = TrendSentences(knowledge, table, t)
    return TrendsPage(
        in_short=tuple(_in_short(trends, told)),
        findings=tuple(_found(each, told) for each in trends.findings),
        reopen=tuple(map(told.names.item, trends.reopen)),
        lines=tuple(
            (
                told.line(line),
                told.counts(line),
                tuple(_row(each, told) for each in trends.series if table.tracked(each.series).line == line.line),
            )
            for line in trends.lines
        ),
        methods=tuple(_methods(trends, told)),
    )


def _in_short(trends: Trends, told: TrendSentences) -> Iterator[str]:
    titles = [told.finding(each) for each in trends.findings]
    if titles:
        first = told.t("list.semicolon").join(titles[:MOST_FINDINGS])
        yield told.t("report.trend_findings", count=len(titles), first=first, is_all=len(titles) <= MOST_FINDINGS)
    yield told.t("report.lines_stand", lines=told.t("list.semicolon").join(map(told.line, trends.lines)))


def _methods(trends: Trends, told: TrendSentences) -> Iterator[str]:
    """Give each way of reckoning once, with the series it was used for where others were reckoned otherwise."""
    used: dict[str, list[str]] = {}
    for each in trends.series:
        for text in told.methods(each):
            used.setdefault(text, []).append(told.table.tracked(each.series).code)
    every = [told.table.tracked(each.series).code for each in trends.series]
    for text, codes in used.items():
        others = [code for code in every if code not in codes]
        comma = told.t("list.comma")
        names = told.t("report.all_but", codes=comma.join(others)) if len(others) < len(codes) else comma.join(codes)
        yield text + (told.t("list.extra", text=names) if others else "")


def _found(finding: TrendFinding, told: TrendSentences) -> TrendFound:
    return TrendFound(
        title=told.finding(finding),
        reason=finding.because.reason.in_(told.lang),
        rests_on=told.rests_on(finding),
        support=told.support(finding),
    )


def _row(trend: SeriesTrend, told: TrendSentences) -> TrendRow:
    unit = told.table.tracked(trend.series).unit
    return TrendRow(
        title=told.title(trend.series),
        health=trend.health,
        health_title=told.health(trend),
        span=told.span(trend),
        first=told.bare(trend.points[0].value, unit),
        last=told.bare(trend.points[-1].value, unit),
        trend=told.trend(trend),
        ahead=told.forecast(trend, trend.forecast[-1]) if trend.forecast else "",
        remarks=tuple(told.gaps(trend)),
        curve=curve(trend, told),
    )


def curve(trend: SeriesTrend, told: TrendSentences) -> Curve:
    """Draw a series.

    Args:
        trend: the series with what lies ahead.
        told: names it.
    """
    values = with_gaps(trend)
    known = [each for each in values if each is not None]
    heights = [*known, *(end for each in trend.forecast for end in (each.low, each.high))]
    low, high = min(heights), max(heights)
    steps = max(1, len(values) + len(trend.forecast) - 1)

    def at(step: float, value: float) -> tuple[str, str]:
        share = (value - low) / (high - low) if high > low else 0.5
        return f"{4 + step / steps * (WIDE - 8):.1f}", f"{HIGH - 6 - share * (HIGH - 12):.1f}"

    def path(pairs: Sequence[tuple[float, float]]) -> str:
        return " ".join(",".join(at(step, value)) for step, value in pairs)

    runs = list(_runs(values))
    last = len(values) - 1
    upper = [(last + step, each.high) for step, each in enumerate(trend.forecast, start=1)]
    lower = [(last + step, each.low) for step, each in enumerate(trend.forecast, start=1)]
    middle = [(last + step, each.value) for step, each in enumerate(trend.forecast, start=1)]
    start = [(last, known[-1])] if trend.forecast else []
    band = told.table.tracked(trend.series).band
    ends = [end for end in (band.min, band.max) if end is not None and low <= end <= high] if band else []
    series = told.title(trend.series)
    unit = told.table.tracked(trend.series).unit
    return Curve(
        stretches=tuple(path(run) for run in runs if len(run) > 1),
        dots=tuple(at(*run[0]) for run in runs if len(run) == 1),
        fan=path([*start, *upper, *reversed(lower)]),
        ahead=path([*start, *middle]),
        edges=tuple(at(0, end)[1] for end in ends),
        alt=told.t(
            "trends.curve_alt",
            title=series,
            first=told.bare(trend.points[0].value, unit),
            last=told.bare(trend.points[-1].value, unit),
            start=trend.points[0].period,
            end=trend.points[-1].period,
            trend=told.trend(trend),
        ),
    )


def _runs(values: Sequence[float | None]) -> Iterator[list[tuple[float, float]]]:
    """Give the stretches without a gap."""
    run: list[tuple[float, float]] = []
    for step, value in enumerate(values):
        if value is not None:
            run.append((step, value))
        elif run:
            yield run
            run = []
    if run:
        yield run
