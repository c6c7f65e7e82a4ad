"""Trends as sentences: which way a series goes, its forecast and its band, and how it was treated."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from mvpod_expert.views.names import Names
from mvpod_expert.views.quantities import Quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.model import Forecast, SeriesTrend
    from mvpod_expert.trends.table import MetricUnit, TrendTable
    from mvpod_expert.views.messages import Messages

HUNDRED = 100
TENS = 10
SMALLEST = 1e-12
"""What is less is a rounding error, and is written as zero."""

MONEY = ("money", "money_a_day")
MENTIONED_FROM = 0.1
"""Periods that follow one another less do not change what is called clear."""


class TrendSentences(Names):
    """Says in sentences what was found of a series.

    Args:
        table: what the experts' file says of series.
    """

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
    rounded = round(value, places) + 0.0
    if rounded == 0 and abs(value) > SMALLEST:
        return f"{Decimal(f'{value:.1g}'):f}"
    text = f"{rounded:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
