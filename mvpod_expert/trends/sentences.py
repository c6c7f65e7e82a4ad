"""What metrics over time say, in sentences of one language: for the terminal and for reports alike."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from mvpod_expert.views.names import Names
from mvpod_expert.views.quantities import Quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.model import Forecast, LineHealth, SeriesTrend, TrendFinding, Trends
    from mvpod_expert.trends.table import MetricUnit, TrackedSeries, TrendTable
    from mvpod_expert.views.messages import Messages

HUNDRED = 100
MONEY = ("money", "money_a_day")
TENS = 10
MOST_GAPS = 6
SMALLEST = 1e-12
"""What is less is rounding, and is written as nought."""

TOLD_FROM = 0.1
"""Periods that follow one another less do not change what is called clear."""


class TrendSentences:
    """Says what histories say.

    Args:
        knowledge: the knowledge base.
        table: what the experts say of series.
        t: the messages of one language.
    """

    def __init__(self, knowledge: KnowledgeBase, table: TrendTable, t: Messages) -> None:
        self.knowledge = knowledge
        self.table = table
        self.t = t
        self.lang = t.lang
        self.names = Names(knowledge, t)
        self.quantities = Quantities(t)
        self.items = {item.id: item for item in knowledge.items()}

    def tested(self, trends: Trends) -> str:
        """Say how many series were tested, and what that means for those called clear."""
        return self.t("trends.tested", count=trends.tested)

    def title(self, name: str) -> str:
        """Name a series, with its code."""
        series = self.table.tracked(name)
        return self.t("trends.series", title=series.title.in_(self.lang), code=series.code)

    def amount(self, value: float, unit: MetricUnit) -> str:
        """Write a value with its unit."""
        return self.t(f"trend_unit.{unit}", text=self.bare(value, unit))

    def bare(self, value: float, unit: MetricUnit) -> str:
        """Write a value alone; a share has its sign."""
        if unit == "share":
            return f"{_short(value * HUNDRED, 1)}%"
        if unit in MONEY:
            return self.quantities.bare(value, "money")
        return _short(value, 0 if abs(value) >= HUNDRED else 1 if abs(value) >= TENS else 2)

    def health(self, trend: SeriesTrend) -> str:
        """Say how a series stands, and whether it lies outside its band."""
        text = self.t(f"trend_health.{trend.health}")
        return text + self.t("list.extra", text=self.level(trend)) if trend.level in {"below", "above"} else text

    def level(self, trend: SeriesTrend) -> str:
        """Say how a series stands to its band."""
        series = self.table.tracked(trend.series)
        band = series.band
        if band is None or trend.level is None:
            return ""
        low = self.bare(band.min, series.unit) if band.min is not None else ""
        high = self.bare(band.max, series.unit) if band.max is not None else ""
        key = "between" if low and high else "at_least" if low else "at_most"
        text = self.t(f"trends.{key}", **{name: end for name, end in (("low", low), ("high", high)) if end})
        return self.t(f"trends.{trend.level}", band=text)

    def span(self, trend: SeriesTrend) -> str:
        """Say from where to where a series went."""
        unit = self.table.tracked(trend.series).unit
        first, last = trend.points[0], trend.points[-1]
        return self.t(
            "trends.span",
            first=(self.amount if unit in MONEY else self.bare)(first.value, unit),
            last=self.amount(last.value, unit),
            start=first.period,
            end=last.period,
        )

    def trend(self, trend: SeriesTrend) -> str:
        """Say which way a series goes, or why it cannot be said."""
        series = self.table.tracked(trend.series)
        if trend.silent == "too_few":
            return self.t("trends.too_few", count=len(trend.points), least=self.table.limits.fewest_points)
        if trend.silent == "nothing_varies":
            return self.t("trends.flat")
        if trend.trend is None:
            return self.t("trends.library_missing")
        line = trend.trend
        if line.doubtful is not None:
            return self.t(f"trends.doubtful_{line.doubtful}")
        if line.movement == "steady":
            return self.t("trends.steady")
        low, high = sorted((abs(line.low), abs(line.high)))
        unit: MetricUnit = series.unit
        scale = 1.0
        if unit == "share":
            unit, scale = "percentage_points", float(HUNDRED)
        return self.t(
            f"trends.{line.movement}",
            slope=self.amount(abs(line.slope) * scale, unit),
            low=self.bare(low * scale, unit),
            high=self.bare(high * scale, unit),
            per=self.t(f"trend_per.{_kind(trend.points[0].period)}"),
        )

    def forecast(self, trend: SeriesTrend, ahead: Forecast) -> str:
        """Say what lies ahead, with its interval."""
        unit = self.table.tracked(trend.series).unit
        return self.t(
            "trends.forecast",
            period=ahead.period,
            value=self.amount(ahead.value, unit),
            low=self.bare(ahead.low, unit),
            high=self.bare(ahead.high, unit),
        )

    def remarks(self, trend: SeriesTrend) -> Iterator[str]:
        """Give what else is to be said: gaps, seasons, method, how numbers were taken."""
        yield from self.gaps(trend)
        yield from self.methods(trend)

    def gaps(self, trend: SeriesTrend) -> Iterator[str]:
        """Say which periods have no value."""
        if trend.gaps:
            shown = self.t("list.comma").join(trend.gaps[:MOST_GAPS])
            more = "…" if len(trend.gaps) > MOST_GAPS else ""
            yield self.t("trends.gaps", count=len(trend.gaps), periods=shown + more)

    def methods(self, trend: SeriesTrend) -> Iterator[str]:
        """Say how a series was reckoned: seasons, forecast, how its numbers were taken."""
        if trend.trend is not None and trend.silent is None:
            if _kind(trend.points[0].period) != "year":
                yield self.t("trends.seasons" if trend.trend.seasons else "trends.no_seasons")
            if trend.trend.persistence >= TOLD_FROM:
                yield self.t("trends.persistence", correlation=f"{trend.trend.persistence:.1f}")
        if trend.method is not None:
            yield self.t(f"trends.{trend.method}")
        if trend.taken != "plain":
            yield self.t(f"trends.{trend.taken}")

    def reading(self, name: str) -> str:
        """Give how the catalogue reads a metric."""
        series = self.table.tracked(name)
        return self.items[series.metric].text.in_(self.lang)

    def good(self, series: TrackedSeries) -> str:
        """Say which way is good."""
        return self.t(f"trends.good_{series.direction}")

    def line(self, line: LineHealth) -> str:
        """Say how a line stands."""
        title = next(each.title for each in self.table.lines if each.id == line.line)
        return self.t("trends.line", line=title.in_(self.lang), health=self.t(f"trend_health.{line.health}"))

    def counts(self, line: LineHealth) -> str:
        """Count the series of a line by how they stand."""
        names = ("improving", "steady", "worsening", "unread", "outside")
        return self.t("trends.line_counts", **{name: len(getattr(line, name)) for name in names})

    def finding(self, finding: TrendFinding) -> str:
        """Give what a rule about trends concludes."""
        return self.table.rules[finding.rule].title.in_(self.lang)

    def rests_on(self, finding: TrendFinding) -> str:
        """Give the states a finding rests on."""
        told = []
        for name, state in finding.matched.items():
            fact = self.table.facts[name]
            told.append(
                self.t("list.pair", name=fact.title.in_(self.lang), value=fact.state_title(state).in_(self.lang))
            )
        return self.t("trends.rests_on", states=self.t("list.semicolon").join(told))

    def support(self, finding: TrendFinding) -> str:
        """Give what a finding is supported by."""
        return f"{self.names.basis(finding.because.basis)} {self.names.support(self.table.rules[finding.rule])}"


def _kind(period: str) -> str:
    return "quarter" if "Q" in period else "month" if "-" in period else "year"


def _short(value: float, places: int) -> str:
    """Write a number with so many decimals; one that they would make nought, with its first digit instead."""
    rounded = round(value, places) + 0.0
    if rounded == 0 and abs(value) > SMALLEST:
        return f"{Decimal(f'{value:.1g}'):f}"
    text = f"{rounded:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
