"""The sales strength of a whole company: the index by hand, and what must hold of any history."""

from __future__ import annotations

from statistics import fmean, pstdev
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from mvpod_expert.trends.analysis import read_history
from mvpod_expert.trends.strength import sales_strength
from tests.figures.test_trending import FALLING, SCATTER, TABLE, recorded, values
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from mvpod_expert.trends.history import RecordedSeries
    from mvpod_expert.trends.model import SalesStrength

assert TABLE is not None
UP, DOWN, OTHER_LINE, BAND = "relationship_closeness", "complaint_closing_time", "tool_adoption", "pipeline_coverage"


def strength(*series: RecordedSeries) -> SalesStrength | None:
    assert TABLE is not None
    return sales_strength(list(zip(series, read_history(series, TABLE), strict=True)), TABLE, "history.csv")


def test_series_count_alike_in_their_line_and_lines_count_alike() -> None:
    """Two series of one line and one of another, worked by hand; where less is better, a fall counts up."""
    assert TABLE is not None
    lines = {name: TABLE.tracked(name).line for name in (UP, DOWN, OTHER_LINE)}
    found = strength(recorded(UP, FALLING), recorded(DOWN, FALLING), recorded(OTHER_LINE, SCATTER))
    assert found is not None
    score = {name: [(x - fmean(xs)) / pstdev(xs) for x in xs] for name, xs in ((UP, FALLING), (OTHER_LINE, SCATTER))}
    score[DOWN] = [-x for x in score[UP]]
    for step, point in enumerate(found.index.points):
        by_line: dict[str, list[float]] = {}
        for name, line in lines.items():
            by_line.setdefault(line, []).append(score[name][step])
        assert point.value == pytest.approx(100 + 10 * fmean(map(fmean, by_line.values())))


def test_what_moves_it_adds_up_to_its_slope() -> None:
    """Straight series: the index is straight too, and what they add is its slope; each says by how much."""
    found = strength(recorded(UP, range(12)), recorded(OTHER_LINE, [3 * x for x in range(12)]))
    assert found is not None
    assert found.index.trend is not None
    assert sum(driver.adds for driver in found.drivers) == pytest.approx(found.index.trend.slope)
    assert [driver.adds > 0 for driver in found.drivers] == [True, True]


def test_what_cannot_take_part_is_named() -> None:
    """A band to keep has no better end; two points are no history; months are no quarters."""
    found = strength(
        recorded(UP, FALLING),
        recorded(OTHER_LINE, SCATTER),
        recorded(BAND, SCATTER),
        recorded(DOWN, [1, 2]),
        recorded("win_rate", SCATTER, "month"),
    )
    assert found is not None
    assert (found.included, set(found.left_out)) == (2, {BAND, DOWN, "win_rate"})


def test_one_series_is_no_company() -> None:
    """Nor are too few periods that the lines share, though each line has enough of its own."""
    assert strength(recorded(UP, FALLING)) is None
    apart = recorded(OTHER_LINE, [0] * 12 + SCATTER, gaps=tuple(range(12)))
    assert strength(recorded(UP, FALLING), apart) is None


@random_examples(30)
@given(values, values)
def test_the_mean_is_a_hundred_and_units_do_not_matter(one: list[int], other: list[int]) -> None:
    """Another unit or another origin of a series leaves the index as it is."""
    length = min(len(one), len(other))
    one, other = one[:length], other[:length]
    found = strength(recorded(UP, one), recorded(OTHER_LINE, other))
    moved = strength(recorded(UP, [1000 * x + 7 for x in one]), recorded(OTHER_LINE, other))
    assert found is not None
    assert moved is not None
    assert fmean(point.value for point in found.index.points) == pytest.approx(100)
    assert [point.value for point in moved.index.points] == pytest.approx([point.value for point in found.index.points])
