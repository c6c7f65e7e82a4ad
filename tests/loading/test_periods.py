"""Periods as people write them."""

from __future__ import annotations

import pytest

from mvpod_expert.trends.periods import read_period


@pytest.mark.parametrize(
    ("written", "label"),
    [
        *((each, "2024-03") for each in ("2024-03", "2024/3", "202403", "2024年3月", "２０２４年３月", "2024-03-31")),
        *((each, "2024-03") for each in ("2024/3/31", "2024年3月31日", "2024-03-31 00:00:00", "Mar 2024", "45352")),
        *((each, "2024Q1") for each in ("2024Q1", "2024 q1", "Q1 2024", "2024-Q1", "2024年一季度", "2024年第1季度")),
        *((each, "2024") for each in ("2024", "2024年")),
    ],
)
def test_a_period_is_read_as_it_is_meant(written: str, label: str) -> None:
    """Months, days, quarters, years, full-width digits, and Excel's number of a day."""
    period = read_period(written)
    assert period is not None
    assert period.label == label


@pytest.mark.parametrize("written", ["", "2024-13", "2024Q5", "2024-02-30", "soon", "1203", "20240", "24-03", "上季度"])
def test_what_is_no_period_is_none(written: str) -> None:
    """Nothing is guessed."""
    assert read_period(written) is None
