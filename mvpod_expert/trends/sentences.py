"""Trends as sentences: which way a series goes, its forecast and its band, what follows, and how it was treated."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Detail
from mvpod_expert.views.names import Names
from mvpod_expert.views.quantities import Quantities, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.model import Driver, Forecast, LineHealth, SalesStrength, SeriesTrend, TrendFinding, Trends
    from mvpod_expert.trends.table import MetricUnit, TrackedSeries, TrendTable
    from mvpod_expert.views.messages import Messages

MOST_FINDINGS = 3
MOST_NAMED = 2
HUNDRED = 100
TENS = 10
SMALLEST = 1e-12
"""What is less is a rounding error, and is written as zero."""

MONEY = ("money", "money_a_day")
MENTIONED_FROM = 0.1
"""Periods that follow one another less do not change what is called clear."""


class TrendSentences(Names):
    """Says in sentences what was found of series; `table` is the experts' file."""

    def __init__(self, knowledge: KnowledgeBase, table: TrendTable, t: Messages) -> None:
        super().__init__(knowledge, t)
        self.table = table
        self.quantities = Quantities(t)

    def trend(self, trend: SeriesTrend) -> str:
        """Return which way a series goes, or why it cannot be said."""
        line = trend.trend
        if trend.silent == "too_few":
            return self.t("trends.too_few", count=len(trend.points), least=self.table.limits.fewest_points)
        if trend.silent == "nothing_varies":
            return self.t("trends.flat")
        if line is None:
            return self.t("trends.library_missing")
        if line.doubtful is not None:
            return self.t(f"trends.doubtful_{line.doubtful}")
        if line.movement == "steady":
            return self.t("trends.steady")
        low, high = sorted((abs(line.low), abs(line.high)))
        unit: MetricUnit = self.table.tracked(trend.series).unit
        scale = float(HUNDRED) if unit == "share" else 1.0
        unit = "percentage_points" if unit == "share" else unit
        return self.t(
            f"trends.{line.movement}",
            slope=self.with_unit(abs(line.slope) * scale, unit),
            low=self.bare(low * scale, unit),
            high=self.bare(high * scale, unit),
            per=self.t(f"trend_per.{period_kind(trend.points[0].period)}"),
        )

    def forecast(self, ahead: Forecast, unit: MetricUnit) -> str:
        """Return the forecast for one period, with its interval."""
        ends = {"low": self.bare(ahead.low, unit), "high": self.bare(ahead.high, unit)}
        return self.t("trends.forecast", period=ahead.period, value=self.with_unit(ahead.value, unit), **ends)

    def level(self, trend: SeriesTrend) -> str:
        """Return whether the last value lies within its band."""
        series = self.table.tracked(trend.series)
        if series.band is None or trend.level is None:
            return ""
        named = {"low": series.band.min, "high": series.band.max}
        ends = {name: self.bare(end, series.unit) for name, end in named.items() if end is not None}
        key = "between" if len(ends) > 1 else "at_least" if "low" in ends else "at_most"
        return self.t(f"trends.{trend.level}", band=self.t(f"trends.{key}", **ends))

    def methods(self, trend: SeriesTrend) -> Iterator[str]:
        """Return how a series was treated: seasons, forecast, how its numbers were taken."""
        if trend.trend is not None and trend.silent is None:
            if period_kind(trend.points[0].period) != "year":
                yield self.t("trends.seasons" if trend.trend.seasons else "trends.no_seasons")
            if trend.trend.persistence >= MENTIONED_FROM:
                yield self.t("trends.persistence", correlation=f"{trend.trend.persistence:.1f}")
        if trend.method is not None:
            yield self.t(f"trends.{trend.method}")
        if trend.taken != "plain":
            yield self.t(f"trends.{trend.taken}")

    def all_methods(self, trends: Trends) -> Iterator[str]:
        """Return each method once, with the series it was used for where others were treated otherwise."""
        used: dict[str, list[str]] = {}
        every = [self.table.tracked(trend.series).code for trend in trends.series]
        for code, each in zip(every, trends.series, strict=True):
            for text in self.methods(each):
                used.setdefault(text, []).append(code)
        for text, codes in used.items():
            others = [code for code in every if code not in codes]
            names = self.comma(codes)
            if len(others) < len(codes):
                names = self.t("trends.all_but", codes=self.comma(others))
            yield text + (self.t("list.extra", text=names) if others else "")

    def key_lines(self, trends: Trends) -> Iterator[str]:
        """Return how many findings there are, the first of them, and how each line is doing."""
        count = len(trends.findings)
        if count:
            first = self.semicolon(map(self.finding, trends.findings[:MOST_FINDINGS]))
            yield self.t("trends.first_findings", count=count, first=first, is_all=count <= MOST_FINDINGS)
        yield self.t("trends.in_advice", lines=self.semicolon(map(self.line, trends.lines)))

    def latest(self, trends: Trends) -> dict[str, str]:
        """Return the last recorded value of each metric with its period; of two series of one metric the first."""
        found: dict[str, str] = {}
        for trend in trends.series:
            series = self.table.tracked(trend.series)
            if trend.points and series.metric not in found:
                last = trend.points[-1]
                found[series.metric] = self.with_unit(last.value, series.unit) + self.t("list.extra", text=last.period)
        return found

    def strength_line(self, strength: SalesStrength) -> str:
        """Return in one sentence where the sales strength goes, and what moves it most."""
        texts = [self.trend(strength.index)]
        if strength.index.forecast:
            texts.append(self.forecast(strength.index.forecast[-1], self.table.tracked(strength.index.series).unit))
        if strength.drivers:
            most = (self.driver(driver, strength, {}, Detail.BRIEF) for driver in strength.drivers[:MOST_NAMED])
            texts.append(self.t("trends.driven", drivers=self.comma(most)))
        return self.semicolon(texts)

    def driver(self, driver: Driver, strength: SalesStrength, names: Mapping[str, str], detail: Detail) -> str:
        """Return how much a series adds to the sales strength in a period."""
        title = self.title(self.table.tracked(driver.series), detail)
        where = [names.get(driver.cell, driver.cell)] if driver.cell is not None else []
        per = self.t(f"trend_per.{period_kind(strength.index.points[0].period)}")
        return self.t("trends.driver", series=" · ".join((title, *where)), adds=f"{driver.adds:+.1f}", per=per)

    def title(self, series: TrackedSeries, detail: Detail) -> str:
        """Return the title of a series; with its code where the report is long enough to explain codes."""
        title = self.say(series.title)
        return title if detail == Detail.BRIEF else self.t("trends.series", title=title, code=series.code)

    def finding(self, finding: TrendFinding) -> str:
        """Return the title of the rule that fired."""
        return self.say(self.table.rules[finding.rule].title)

    def line(self, line: LineHealth) -> str:
        """Return how a line is doing."""
        return self.t("trends.line", line=self.line_title(line.line), health=self.t(f"trend_health.{line.health}"))

    def line_title(self, name: str) -> str:
        """Name a line."""
        return self.say(next(line.title for line in self.table.lines if line.id == name))

    def with_unit(self, value: float, unit: MetricUnit) -> str:
        """Return a value with its unit."""
        return self.t(f"trend_unit.{unit}", text=self.bare(value, unit))

    def bare(self, value: float, unit: MetricUnit) -> str:
        """Return a value without its unit; a share as a percentage."""
        if unit == "share":
            return f"{_short(value * HUNDRED, 1)}%"
        if unit in MONEY:
            return self.quantities.bare(value, "money")
        return _short(value, 0 if abs(value) >= HUNDRED else 1 if abs(value) >= TENS else 2)


def period_kind(period: str) -> str:
    """Return `year`, `quarter` or `month` for a period as it is written."""
    return "quarter" if "Q" in period else "month" if "-" in period else "year"


def _short(value: float, places: int) -> str:
    """Return a number with so many decimals; one that they would make zero with its first digit instead."""
    is_lost = round(value, places) == 0 and abs(value) > SMALLEST
    return f"{Decimal(f'{value:.1g}'):f}" if is_lost else short(value, places)
