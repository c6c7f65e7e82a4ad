"""The checker on metrics over time: what histories say is accepted, and each thing that is tampered with is named."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.capability import ServiceContext
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.trends import capability as trends_parts
from mvpod_expert.trends.history import A_YEAR, History, Period, PeriodKind, Recorded, RecordedSeries
from mvpod_expert.trends.model import Trends
from mvpod_expert.trends.service import TrendReader
from tests.explanation.cells import KNOWLEDGE, few
from tests.explanation.oracles.trends import check_trends
from tests.explanation.saved import WITH_HISTORY
from tests.explanation.tampering import plain, read
from tests.shipped import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

assert trends_parts.TABLE.of(KNOWLEDGE) is not None
TABLE = trends_parts.TABLE.of(KNOWLEDGE)
READER = TrendReader(ServiceContext(KNOWLEDGE, BASE, "bitset"))


def history(rng: Random) -> History:
    """Make a history: rising, falling, flat and wild series of all lengths, with gaps, in months, quarters or years."""
    kind: PeriodKind = rng.choice(["month", "quarter", "year"])
    return History(
        file="history.csv",
        series=tuple(_series(rng, one_series.id, kind) for one_series in TABLE.series if rng.random() < 0.7),
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
        if rng.random() < 0.1 and step >= A_YEAR[kind]:
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
    trends = READER.trends(history(rng))
    assert trends is not None
    assert check_trends(trends, KNOWLEDGE) == []
    assert check_trends(trends) == []


@cache
def saved() -> Any:
    """Return what the history of the example client says, with a series in months long enough for seasons beside it."""
    told = next(cell.history for cell in WITH_HISTORY.cells if cell.history is not None)
    name = next(
        one_series.id for one_series in TABLE.series if one_series.id not in {one.series for one in told.series}
    )
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
    trends = READER.trends(told.model_copy(update={"series": more}))
    assert trends is not None
    assert any(one_series.trend is not None and one_series.trend.seasons for one_series in trends.series)
    return plain(trends)


def tampered(name: str, part: str, value: object) -> Any:
    """Change one thing that is told of a series, or of its trend."""
    copy = deepcopy(saved())
    series = next(each for each in copy["series"] if each["series"] == name)
    (series["trend"] if part in (series["trend"] or {}) else series)[part] = value
    return copy


def named(saved_: Any) -> set[tuple[str, str, str | None]]:
    """Return what the checker names: the kind of flaw, what it is about, and the part."""
    trends = read(Trends, saved_)
    assert trends is not None
    return {(flaw.kind, flaw.about, getattr(flaw, "part", None)) for flaw in check_trends(trends, KNOWLEDGE)}


def first(condition: Callable[[Any], bool]) -> str:
    """Name a series of the example of which something is so."""
    return str(next(each["series"] for each in saved()["series"] if condition(each)))


CLEAR = first(lambda each: each["trend"] and each["trend"]["movement"] == "falling")
SHORT = first(lambda each: each["silent"] == "too_few")
BANDED = first(lambda each: each["level"] == "within")
SEASONAL = first(lambda each: each["trend"] and each["trend"]["seasons"])
SERIES = [
    (CLEAR, "slope", 0.0),
    (CLEAR, "tau", 0.5),
    (CLEAR, "movement", "steady"),
    (CLEAR, "movement", "rising"),
    (CLEAR, "health", "steady"),
    (CLEAR, "silent", "too_few"),
    (CLEAR, "gaps", ["2023Q1"]),
    (CLEAR, "p_value", 1.5),
    (CLEAR, "adjusted_p", 0.9),
    (CLEAR, "doubtful", "rising"),
    (CLEAR, "interval", 0.9),
    (SHORT, "silent", None),
    (SHORT, "health", "steady"),
    (BANDED, "level", "above"),
    (SEASONAL, "seasons", False),
]


@pytest.mark.parametrize(("name", "part", "value"), SERIES)
def test_the_checker_names_the_series_and_what_is_wrong_with_it(name: str, part: str, value: object) -> None:
    """So that a person knows where to look."""
    assert ("differs", name, part) in named(tampered(name, part, value))


@pytest.mark.parametrize(("part", "value"), [("movement", "steady"), ("health", "steady"), ("slope", -0.5)])
def test_one_cause_is_told_once(part: str, value: object) -> None:
    """What would follow from it is not reported again, in lines and rules."""
    assert named(tampered(CLEAR, part, value)) - {("differs", CLEAR, "interval")} == {("differs", CLEAR, part)}


def test_a_trend_that_is_not_clear_may_not_be_told() -> None:
    """A p-value among all at the limit makes every movement but steady a flaw."""
    assert ("differs", CLEAR, "movement") in named(tampered(CLEAR, "adjusted_p", TABLE.limits.clear_below))


def test_one_that_is_clear_alone_is_doubtful_and_nothing_rests_on_it() -> None:
    """It is neither a movement nor steady; rules that rest on it do not fire."""
    doubted = tampered(CLEAR, "adjusted_p", 0.5)
    found = named(doubted)
    assert {("differs", CLEAR, "doubtful"), ("differs", CLEAR, "adjusted_p")} <= found
    resting = {each["rule"] for each in saved()["findings"] if CLEAR in each["matched"]}
    assert resting
    assert resting <= {about for kind, about, _ in found if kind == "not_matched"}


def test_with_too_few_points_no_trend_may_be_told() -> None:
    """Whatever it says."""
    line = next(each["trend"] for each in saved()["series"] if each["series"] == CLEAR)
    assert ("differs", SHORT, "trend") in named(tampered(SHORT, "trend", line))


def test_the_checker_names_rules_that_were_missed_or_made_up() -> None:
    """All that hold fire, and no others; what they open again is what stands in them."""
    rule = saved()["findings"][0]["rule"]
    silent = next(name for name in TABLE.rules if name not in {each["rule"] for each in saved()["findings"]})
    for spoilt, kind, about in (
        (saved()["findings"][1:], "missed", rule),
        ([saved()["findings"][0], *saved()["findings"]], "fired_twice", rule),
        ([*saved()["findings"], {**saved()["findings"][0], "rule": "made-up"}], "rule_unknown", "made-up"),
        ([*saved()["findings"], {**saved()["findings"][0], "rule": silent}], "does_not_follow", silent),
        ([{**saved()["findings"][0], "recommends": []}, *saved()["findings"][1:]], "other_effects", rule),
        ([{**saved()["findings"][0], "matched": {"made_up": "rising"}}, *saved()["findings"][1:]], "not_matched", rule),
    ):
        assert (kind, about, None) in named({**saved(), "findings": spoilt})
    assert ("differs", saved()["file"], "reopen") in named({**saved(), "reopen": saved()["reopen"][1:]})


@pytest.mark.parametrize("part", ["improving", "worsening", "steady", "unread", "outside"])
def test_the_checker_names_a_line_that_counts_wrong(part: str) -> None:
    """A series that is left out of its line, or stands where it does not belong."""
    line = next(each for each in saved()["lines"] if each[part])
    lines = [{**each, part: each[part][1:]} if each is line else each for each in saved()["lines"]]
    assert ("differs", line["line"], part) in named({**saved(), "lines": lines})


@pytest.mark.parametrize("part", ["slope", "tau", "movement", "gaps"])
def test_without_the_knowledge_the_points_still_tell(part: str) -> None:
    """Years later, when limits and rules are others."""
    values: dict[str, object] = {"slope": 0.0, "tau": 0.5, "movement": "rising", "gaps": ["2023Q1"]}
    trends = read(Trends, tampered(CLEAR, part, values[part]))
    assert trends is not None
    assert part in {getattr(flaw, "part", None) for flaw in check_trends(trends)}


def test_series_stand_in_the_order_of_the_file_and_are_declared_there() -> None:
    """A made-up one is named, and so is another order."""
    made_up = [{**saved()["series"][0], "series": "made_up"}, *saved()["series"][1:]]
    assert ("not_declared", "made_up", None) in named({**saved(), "series": made_up})
    assert ("differs", saved()["file"], "order") in named({**saved(), "series": saved()["series"][::-1]})
