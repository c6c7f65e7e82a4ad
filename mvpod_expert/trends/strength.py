"""One index of a whole company's sales strength out of all its series, with a forecast and what moves it.

A composite indicator as the OECD and JRC handbook (2008) builds one: every series is standardised over its own history
and signed so that more is better, series count alike within their line, and lines count alike. 100 is the mean of the
history, and 10 points are one standard deviation of a series.
"""

from __future__ import annotations

from collections import Counter
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

from mvpod_expert.trends.analysis import HORIZON, read_history
from mvpod_expert.trends.history import Period, Recorded, RecordedSeries
from mvpod_expert.trends.model import Driver, SalesStrength, SeriesTrend
from mvpod_expert.trends.table import SALES_STRENGTH, TrendTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


MEAN, SPREAD = 100.0, 10.0
FEWEST_SERIES = 2
LEAST_PRESENT = 0.5
"""The share of a line's series that must have a value in a period, so that the index does not move with who reports."""

SIGNS = {"up": 1.0, "down": -1.0}


class _Part:
    """One series as it enters the index, with the sign 1 where more is better, and -1 where less is."""

    def __init__(self, recorded: RecordedSeries, trend: SeriesTrend, sign: float) -> None:
        values = {point.period.number: point.value for point in recorded.points}
        mean, spread = fmean(values.values()), pstdev(values.values())
        self.recorded = recorded
        self.trend = trend
        self.scale = sign / spread if spread else 0.0
        self.scores = {number: (value - mean) * self.scale for number, value in values.items()}


def sales_strength(
    read: Iterable[tuple[RecordedSeries, SeriesTrend]], table: TrendTable, source: str, horizon: int = HORIZON
) -> SalesStrength | None:
    """Return the index over the series of all market cells, each once, with a forecast for `horizon` periods.

    There is none where fewer than two series, or too few periods that most series share, can be read. Series that aim
    at a band, have no trend, or have another kind of period than most are left out and named.
    """
    pairs = list(read)
    kinds = Counter(recorded.points[0].period.kind for recorded, _ in pairs if recorded.points)
    kind = kinds.most_common(1)[0][0] if kinds else None
    lines: dict[str, list[_Part]] = {}
    left_out: list[str] = []
    for recorded, trend in pairs:
        declared = table.tracked(recorded.series)
        sign = SIGNS.get(declared.direction)
        if sign is None or trend.trend is None or recorded.points[0].period.kind != kind:
            left_out.append(declared.id)
        else:
            lines.setdefault(declared.line, []).append(_Part(recorded, trend, sign))
    index = _index(lines)
    if kind is None or sum(map(len, lines.values())) < FEWEST_SERIES or len(index) < table.limits.fewest_points:
        return None
    points = tuple(Recorded(period=Period(kind=kind, number=number), value=index[number]) for number in sorted(index))
    strength = RecordedSeries(series=SALES_STRENGTH.id, points=points)
    return SalesStrength(
        source=source,
        index=read_history((strength,), table, horizon)[0],
        lines=tuple(line.id for line in table.lines if line.id in lines),
        included=sum(map(len, lines.values())),
        left_out=tuple(dict.fromkeys(left_out)),
        drivers=tuple(_drivers(lines)),
    )


def _index(lines: Mapping[str, Sequence[_Part]]) -> dict[int, float]:
    """Return the index by period, for the periods in which every line has enough values."""
    index: dict[int, float] = {}
    for number in {number for parts in lines.values() for part in parts for number in part.scores}:
        scores = [[part.scores[number] for part in parts if number in part.scores] for parts in lines.values()]
        shares = [len(present) / len(parts) for present, parts in zip(scores, lines.values(), strict=True)]
        if min(shares) >= LEAST_PRESENT:
            index[number] = MEAN + SPREAD * fmean(map(fmean, scores))
    return index


def _drivers(lines: Mapping[str, Sequence[_Part]]) -> list[Driver]:
    """Return the series with a clear trend and what they add to the index a period, the largest first."""
    drivers = []
    for part, beside in ((part, len(parts)) for parts in lines.values() for part in parts):
        trend = part.trend.trend
        if trend is not None and trend.movement != "steady":
            adds = SPREAD * part.scale * trend.slope / beside / len(lines)
            drivers.append(Driver(series=part.recorded.series, cell=part.recorded.cell, adds=adds))
    return sorted(drivers, key=lambda driver: (-abs(driver.adds), driver.series, driver.cell or ""))
