"""A period as a person writes it: 2024-03, 2024/3/31, 202403, 2024年3月, 2024Q1, 2024年一季度, 2024, Excel's number."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from mvpod_expert.model.written_numbers import half_width
from mvpod_expert.trends.history import A_YEAR, Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Collection


YEARS = range(1980, 2100)
EXCEL_FIRST = date(1899, 12, 30)
EXCEL_FIRST_1904 = date(1904, 1, 1)
CHINESE = {each: str(number) for number, each in enumerate([*"一二三四五六七八九十", "十一", "十二"], start=1)}
MOST_KEPT = 4_000
FEWEST_ENDS = 2
FEWEST_BEGINNINGS = 4
"""The first of a month is also how a spreadsheet keeps the month itself, so that more of them have to agree."""

MONTHS = {"sept": 9} | {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}

NAMED = rf"(?:{'|'.join(MONTHS)})"
BETWEEN = r"[-\s./,']*"
QUARTER = re.compile(
    r"(\d{4})\s*(?:年|-|/|\.)?\s*(?:q|第)?\s*([1-4])\s*(?:季度?)?|(?:q([1-4])|([1-4])q)\s*[-/ ]?\s*(\d{4})"
)
MONTH = re.compile(r"(\d{4})(?:\s*年\s*(\d{1,2})\s*月?|[-/.](\d{1,2})|(\d{2}))")
NAMED_MONTH = re.compile(rf"(?:({NAMED})\.?{BETWEEN}(\d{{4}})|(\d{{4}}){BETWEEN}({NAMED})\.?)")
TIME = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
DAY = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})|年(?P<m>\d{1,2})月(?P<d>\d{1,2})日?)" + TIME
)
NAMED_DAY = re.compile(
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{BETWEEN}(?P<m>{NAMED})\.?|(?P<month>{NAMED})\.?\s+(?P<day>\d{{1,2}})"
    rf"(?:st|nd|rd|th)?,?){BETWEEN}(?P<year>\d{{4}})"
)
YEAR = re.compile(r"(\d{4})年?")
EXCEL = re.compile(r"(\d{5})(?:\.\d+)?")
TENTH_MONTH = re.compile(r"\d{4}\.1")
"""2024.1: January, or October when a spreadsheet took 2024.10 for a number and dropped the zero."""

Ambiguity = Literal["day_or_month", "short_year", "tenth_month", "fiscal", ""]
AMBIGUOUS: dict[Ambiguity, re.Pattern[str]] = {
    "tenth_month": TENTH_MONTH,
    "day_or_month": re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{2}|\d{4})"),
    "short_year": re.compile(
        rf"{NAMED}[- ./']*\d{{2}}|\d{{2}}[-/.](?:\d{{1,2}}|{NAMED})|\d{{2}}年?q[1-4]|(?:q[1-4]|[1-4]q)[-/ ]?\d{{2}}"
    ),
    "fiscal": re.compile(r".*(?:\bfy|fiscal|财年|财务年度|会计年度).*|(\d{4})\s*[-/]\s*(\d{4}|\d{2})"),
}


@lru_cache(MOST_KEPT)  # a table writes the same few periods in thousands of rows
def read_period(text: str, first_day: date = EXCEL_FIRST) -> Period | None:
    """Read a period, a day standing for its month; a spreadsheet's numbers of days count from `first_day`."""
    plain = _plain(text)
    if TENTH_MONTH.fullmatch(plain):
        return None
    day = read_day(text, first_day)
    if day is not None:
        return _period("month", day.year, day.month)
    year = YEAR.fullmatch(plain)
    return _quarter(plain) or _month(plain) or (_period("year", int(year[1]), 1) if year else None)


@lru_cache(MOST_KEPT)
def read_day(text: str, first_day: date = EXCEL_FIRST) -> date | None:
    """Read a day, written out or as the number by which a spreadsheet counts days; nothing where it is none."""
    plain = _plain(text)
    counted = EXCEL.fullmatch(plain)
    if counted is not None:
        day = first_day + timedelta(days=int(counted[1]))
        return day if day.year in YEARS else None
    found = DAY.fullmatch(plain) or NAMED_DAY.fullmatch(plain)
    if found is None:
        return None
    month = found["month"] or found["m"]
    try:
        return date(int(found["year"]), MONTHS.get(month) or int(month), int(found["day"] or found["d"]))
    except ValueError:
        return None


def kind_of_days(days: Collection[date]) -> PeriodKind:
    """Say what days stand for: years or quarters where each day ends one, or each begins one, and otherwise months."""
    next_days = {day + timedelta(days=1) for day in days}
    for firsts, fewest in ((next_days, FEWEST_ENDS), (set(days), FEWEST_BEGINNINGS)):
        if len(firsts) >= fewest and all(first.day == 1 and first.month % 3 == 1 for first in firsts):
            return "year" if all(first.month == 1 for first in firsts) else "quarter"
    return "month"


def as_kind(month: Period, kind: PeriodKind) -> Period:
    """Return the quarter or the year that a month belongs to."""
    return Period(kind=kind, number=month.number * A_YEAR[kind] // A_YEAR["month"])


def ambiguity(text: str) -> Ambiguity:
    """Report in which way something that is no period may mean several."""
    plain = _plain(text)
    return next((name for name, pattern in AMBIGUOUS.items() if pattern.fullmatch(plain)), "")


def _plain(text: str) -> str:
    plain = half_width(text).casefold().strip()
    return re.sub(r"(十[一二]?|[一二三四五六七八九])(?=月|季)", lambda found: CHINESE[found[1]], plain)


def _quarter(text: str) -> Period | None:
    found = QUARTER.fullmatch(text)
    if found is None or not ("q" in text or "季" in text):
        return None
    year, quarter = (found[1], found[2]) if found[1] else (found[5], found[3] or found[4])
    return _period("quarter", int(year), int(quarter))


def _month(text: str) -> Period | None:
    named = NAMED_MONTH.fullmatch(text)
    if named is not None:
        return _period("month", int(named[2] or named[3]), MONTHS[named[1] or named[4]])
    found = MONTH.fullmatch(text)
    return _period("month", int(found[1]), int(found[2] or found[3] or found[4])) if found else None


def _period(kind: PeriodKind, year: int, part: int) -> Period | None:
    parts = A_YEAR[kind]
    return Period(kind=kind, number=year * parts + part - 1) if year in YEARS and 1 <= part <= parts else None
