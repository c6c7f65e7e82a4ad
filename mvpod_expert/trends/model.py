"""Trends: what the history of each metric says, how each line stands, what follows, and what to open again."""

from collections.abc import Mapping
from typing import Literal

from mvpod_expert.model.advice import Edition
from mvpod_expert.model.frozen import Result
from mvpod_expert.model.rules import Rationale
from mvpod_expert.trends.history import Taken
from mvpod_expert.trends.table import Level, Movement

Health = Literal["improving", "steady", "worsening", "unread"]
Method = Literal["damped_trend", "robust_line"]
Silence = Literal["too_few", "library_missing", "nothing_varies"]
"""Why there is no trend or no forecast."""


class Point(Result):
    """One period of a series."""

    period: str
    value: float


class TrendLine(Result):
    """The robust trend of a series.

    Args:
        slope: the change a period (Theil-Sen), in the unit of the series.
        low: the lower end of its 95 % interval.
        high: the upper end.
        tau: Kendall's rank correlation with time.
        p_value: of Mann and Kendall's test, with the variance of points that follow one another; how often chance alone
            would order the points so, and no chance of being right.
        adjusted_p: the p-value among all series tested in the same history (Benjamini and Hochberg); a trend is clear
            by it.
        persistence: how closely the points follow one another: the correlation of neighbours the test allows for.
        seasons: seasons were taken out before the slope, and the test compared only like seasons.
        movement: of a clear trend its direction, else steady.
        doubtful: the direction of a trend that would be clear alone and is not among all that were tested.
    """

    slope: float
    low: float
    high: float
    tau: float
    p_value: float
    adjusted_p: float
    persistence: float
    seasons: bool
    movement: Movement
    doubtful: Literal["rising", "falling"] | None = None


class Forecast(Result):
    """One period ahead: the middle, and the interval most of the forecast lies in."""

    period: str
    value: float
    low: float
    high: float


class SeriesTrend(Result):
    """What the history of one series says.

    Args:
        points: the recorded values.
        gaps: the periods without one between the first and the last.
        trend: none when `silent` says why.
        method: what the forecast was made with.
        interval: the share of the forecast that its interval holds.
        level: how the last value stands to the band; none without a band.
    """

    series: str
    cell: str | None = None
    points: tuple[Point, ...]
    gaps: tuple[str, ...] = ()
    taken: Taken = "plain"
    trend: TrendLine | None = None
    silent: Silence | None = None
    forecast: tuple[Forecast, ...] = ()
    method: Method | None = None
    interval: float
    level: Level | None = None
    health: Health


class LineHealth(Result):
    """How a line stands: how many of its series improve, hold, worsen, cannot be read, or lie outside their bands."""

    line: str
    improving: tuple[str, ...] = ()
    steady: tuple[str, ...] = ()
    worsening: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    health: Literal["improving", "steady", "worsening", "mixed", "unread"]


class TrendFinding(Result):
    """A rule about trends that fired.

    Args:
        matched: the states it rests on: the movement of a series, or its level.
        recommends: the catalogue items to open again.
    """

    rule: str
    matched: Mapping[str, str]
    recommends: tuple[str, ...]
    because: Rationale


class Trends(Result):
    """What the history of one market cell says.

    Args:
        cell: the market cell named in the history; none where it names none.
        tested: how many series were tested for a trend, together.
        reopen: the catalogue items to open again, in the order of the findings.
    """

    file: str
    cell: str | None = None
    tested: int
    lines: tuple[LineHealth, ...]
    series: tuple[SeriesTrend, ...]
    findings: tuple[TrendFinding, ...]
    reopen: tuple[str, ...]


class Driver(Result):
    """A series with a clear trend, and how many points it adds to the index of sales strength in a period."""

    series: str
    cell: str | None = None
    adds: float


class SalesStrength(Result):
    """The sales strength of a whole company as one index over all its series.

    Args:
        source: the file the series come from.
        index: the index with its trend and forecast, in points: 100 is the mean of the history.
        lines: the lines that take part; each counts alike.
        included: how many series take part.
        left_out: the series that do not: they aim at a band, cannot be read, or have another kind of period.
        drivers: the series that move the index, the one that moves it most first.
    """

    source: str
    index: SeriesTrend
    lines: tuple[str, ...]
    included: int
    left_out: tuple[str, ...] = ()
    drivers: tuple[Driver, ...] = ()


TRENDS_VERSION: Literal["1.1"] = "1.1"


class TrendsDocument(Result):
    """The whole answer to `mvpod metrics`: the contract of its JSON output."""

    schema_version: Literal["1.1"] = TRENDS_VERSION
    knowledge: Edition
    source: str
    cells: tuple[Trends, ...]
    sales_strength: SalesStrength | None = None
