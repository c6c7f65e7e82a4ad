"""The checker on metrics over time: what histories say is accepted, and each thing that is tampered with is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.explanation.checked_trends import check_trends
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.histories import A_YEAR, History, Period, PeriodKind, Recorded, RecordedSeries
from mvpod_expert.model.trends import Trends
from tests.explanation.cells import ADVISER, KNOWLEDGE, few
from tests.explanation.saved import WITH_HISTORY
from tests.explanation.tampering import by_kind, changes, plain, read

if TYPE_CHECKING:
    from random import Random

assert KNOWLEDGE.trends is not None
TABLE = KNOWLEDGE.trends


def history(rng: Random) -> History:
    """Make a history: rising, falling, flat and wild series of all lengths, with gaps, in months, quarters or years."""
    kind: PeriodKind = rng.choice(["month", "quarter", "year"])
    return History(
        file="history.csv",
        series=tuple(_series(rng, each.id, kind) for each in TABLE.series if rng.random() < 0.7),
    )


def _series(rng: Random, name: str, kind: PeriodKind) -> RecordedSeries:
    declared = TABLE.tracked(name)
    low, high = float(declared.range.min), float(declared.range.max)
    if declared.band is not None:
        high = min(high, 3 * float(declared.band.max or declared.band.min or 1) + 1)
    length = rng.choice([2, 7, 8, 12, 20, 30])
    start, drift, scatter = rng.random(), rng.choice([0, 0, 0.02, -0.02]), rng.choice([0.0, 0.01, 0.2])
    points = []
    for step in range(length):
        if rng.random() < 0.1 and points:
            continue
        share = min(1.0, max(0.0, start + drift * step + scatter * (rng.random() - 0.5)))
        period = Period(kind=kind, number=2015 * A_YEAR[kind] + step)
        value = round(low + share * (high - low), 4)
        points.append(Recorded(period=period, value=min(high, max(low, value)), place=Place(file="history.csv")))
    return RecordedSeries(series=name, points=tuple(points))


@few
@given(st.randoms(use_true_random=False))
def test_what_any_history_says_follows(rng: Random) -> None:
    """With seasons and without, long enough or not, with the knowledge or without."""
    trends = ADVISER.trend_reader.trends(history(rng))
    assert trends is not None
    assert check_trends(trends, KNOWLEDGE) == []
    assert check_trends(trends) == []


def saved() -> Trends:
    """Give what the history of the example client says, with a series in months long enough for seasons beside it."""
    told = next(each.history for each in WITH_HISTORY.cells if each.history is not None)
    name = next(each.id for each in TABLE.series if each.id not in {one.series for one in told.series})
    limits = TABLE.tracked(name).range
    points = tuple(
        Recorded(
            period=Period(kind="month", number=2021 * 12 + step),
            value=float(limits.min) + (limits.max - limits.min) * (0.3 + 0.004 * step + 0.05 * (step % 12 == 3)),
            place=Place(file="history.csv"),
        )
        for step in range(36)
        if step != 7
    )
    more = (*told.series, RecordedSeries(series=name, points=points))
    trends = ADVISER.trend_reader.trends(told.model_copy(update={"series": more}))
    assert trends is not None
    assert any(each.trend is not None and each.trend.seasons for each in trends.series)
    return trends


SAVED = plain(saved())
KINDS = by_kind(SAVED)
TAKEN = {
    "file": "where it was read",
    "series.points.value": "the client's own; a robust slope need not move with one of them",
    "series.taken": "how the numbers were written in the table",
    "series.trend.low": "the statistics' own",
    "series.trend.high": "the statistics' own",
    "series.trend.p_value": "the statistics' own",
    "series.forecast.value": "the statistics' own",
    "series.forecast.low": "the statistics' own",
    "series.forecast.high": "the statistics' own",
}
"""What a change of need not show, and why."""


def is_found(tampered: object) -> bool:
    """Tell whether a change shows: the reader refuses the file, or the checker names something."""
    trends = read(Trends, tampered)
    return trends is None or check_trends(trends, KNOWLEDGE) != []


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - TAKEN.keys()))
def test_each_thing_that_is_tampered_with_shows(kind: str) -> None:
    """One number, word or list at a time."""
    tried = [(said, each) for path in KINDS[kind] for said, each in changes(SAVED, path)]
    assert tried
    untold = [said for said, tampered in tried if not is_found(tampered)]
    assert [said for said in untold if f"{kind}: {said.split(': ')[1]}" not in TAKEN] == []


@pytest.mark.parametrize("kind", sorted(TAKEN))
def test_what_is_taken_as_it_stands_is_told_truly(kind: str) -> None:
    """Nothing stands on that list which the checker would find at once."""
    assert TAKEN[kind]
    name, _, way = kind.partition(": ")
    tried = [each for path in KINDS[name] for said, each in changes(SAVED, path) if said.endswith(way)]
    assert not all(map(is_found, tried))
