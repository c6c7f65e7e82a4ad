"""Periods as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mvpod_expert.trends.periods import EXCEL_FIRST_1904, ambiguity, kind_of_days, read_period


@pytest.mark.parametrize(
    ("written", "label"),
    [
        *((each, "2024-03") for each in ("2024-03", "2024/3", "202403", "2024年3月", "２０２４年３月", "2024-03-31")),
        *((each, "2024-03") for each in ("2024/3/31", "2024年3月31日", "2024-03-31 00:00:00", "Mar 2024", "45352")),
        *((each, "2024-03") for each in ("March 2024", "Mar. 2024", "2024 mar", "31 March 2024", "March 31, 2024")),
        *((each, "2024-09") for each in ("Sept 2024", "September-2024", "2024年九月", "Sep 1st 2024")),
        *((each, "2024-12") for each in ("2024年十二月", "Dec-2024")),
        *((each, "2024Q1") for each in ("1Q2024", "1Q 2024", "Q1/2024", "2024年Q1")),
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


@pytest.mark.parametrize(
    "written", ["Market 2024", "Mayor 2024", "Marraskuu 2024", "Decade 2024", "Junk 2024", "2024 octave"]
)
def test_a_word_that_begins_like_a_month_is_none(written: str) -> None:
    """Tools of this kind look at three letters and read Finnish November as March."""
    assert read_period(written) is None


@pytest.mark.parametrize("written", ["2024¹", "2024-1²", "2024-0³"])
def test_a_footnote_is_no_digit(written: str) -> None:
    """Tools of this kind normalise 2024-1² to December."""
    assert read_period(written) is None


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *((each, "fiscal") for each in ("FY2024", "FY24Q1", "2024/25", "2024-2025", "2024财年", "fiscal 2024")),
        *((each, "short_year") for each in ("Mar-24", "1Q24", "24Q1", "September 24")),
        ("2024.1", "tenth_month"),
        ("03/04/2024", "day_or_month"),
    ],
)
def test_what_may_be_several_periods_says_so(written: str, kind: str) -> None:
    """Nothing is guessed, and the reason is reported."""
    assert (read_period(written), ambiguity(written)) == (None, kind)


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    """Tools of this kind are four years and a day off for workbooks of old Macs."""
    period = read_period("43844", EXCEL_FIRST_1904)
    assert period is not None
    assert period.label == "2024-01"


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        ([date(2024, 3, 31), date(2024, 6, 30)], "quarter"),
        ([date(2023, 12, 31), date(2024, 3, 31), date(2024, 9, 30)], "quarter"),
        ([date(2022, 12, 31), date(2023, 12, 31)], "year"),
        ([date(2024, month, 1) for month in (1, 4, 7, 10)], "quarter"),
        ([date(2024, 1, 1), date(2024, 4, 1)], "month"),
        ([date(2024, 3, 31)], "month"),
        ([date(2024, 3, 31), date(2024, 6, 29)], "month"),
        ([date(2024, 3, 31), date(2024, 4, 30)], "month"),
        ([date(2024, 1, 31) + timedelta(days=each) for each in range(3)], "month"),
    ],
)
def test_days_that_end_quarters_are_quarters(days: list[date], kind: str) -> None:
    """Tools of this kind see months with two gaps each, and forecast April."""
    assert kind_of_days(days) == kind
