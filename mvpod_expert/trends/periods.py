"""A period as a person writes it: 2024-03, 2024/3/31, 202403, 2024年3月, 2024Q1, 2024年一季度, 2024, Excel's number."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from mvpod_expert.trends.history import A_YEAR, Period

YEARS = range(1980, 2100)
EXCEL_FIRST = date(1899, 12, 30)
EXCEL_DAYS = range(29221, 73051)  # 1980 to 2099
QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
MOST_KEPT = 4_000
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

QUARTER = re.compile(r"(\d{4})\s*(?:年|-|/|\.)?\s*(?:q|第)?\s*([1-4])\s*(?:季度?)?|q([1-4])\s*[-/ ]?\s*(\d{4})")
MONTH = re.compile(r"(\d{4})(?:\s*年\s*(\d{1,2})\s*月?|[-/.](\d{1,2})|(\d{2}))")
TIME = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)" + TIME)
NAMED_MONTH = re.compile(r"([a-z]{3})[a-z]*[ -.]*(\d{4})")
YEAR = re.compile(r"(\d{4})年?")
EXCEL = re.compile(r"(\d{5})(?:\.\d+)?")
YEAR_LAST = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{2}|\d{4})")
NAMED = f"(?:{'|'.join(MONTHS)})[a-z]{{0,6}}"
YEAR_SHORT = re.compile(
    rf"{NAMED}[- ./']*\d{{2}}|\d{{2}}[-/.](?:\d{{1,2}}|{NAMED})|\d{{2}}年?q[1-4]|q[1-4][-/ ]?\d{{2}}"
)
TENTH_MONTH = re.compile(r"\d{4}\.1")
"""2024.1: January, or October when a spreadsheet took 2024.10 for a number and dropped the nought."""

Ambiguity = Literal["day_or_month", "short_year", "tenth_month", ""]


@lru_cache(MOST_KEPT)  # a table writes the same few periods in thousands of rows
def read_period(text: str) -> Period | None:
    """Read a period; a day stands for its month.

    Args:
        text: what is written.

    Returns:
        The period, or nothing where it is none.
    """
    plain = _plain(text)
    if TENTH_MONTH.fullmatch(plain):
        return None
    for chinese, digit in QUARTERS.items():
        plain = re.sub(f"(第?){chinese}(?=季)", digit, plain)
    return _quarter(plain) or _month(plain) or _excel(plain) or _year(plain)


def ambiguity(text: str) -> Ambiguity:
    """Tell in which way something that is no period may mean several."""
    plain = _plain(text)
    if TENTH_MONTH.fullmatch(plain):
        return "tenth_month"
    if YEAR_LAST.fullmatch(plain):
        return "day_or_month"
    return "short_year" if YEAR_SHORT.fullmatch(plain) else ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _quarter(text: str) -> Period | None:
    found = QUARTER.fullmatch(text)
    if found is None or not ("q" in text or "季" in text):
        return None
    year, quarter = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _period("quarter", int(year), int(quarter))


def _month(text: str) -> Period | None:
    day = DAY.fullmatch(text)
    if day is not None:
        year, month, number = int(day[1]), int(day[2] or day[4]), int(day[3] or day[5])
        try:
            date(year, month, number)
        except ValueError:
            return None
        return _period("month", year, month)
    named = NAMED_MONTH.fullmatch(text)
    if named is not None and named[1] in MONTHS:
        return _period("month", int(named[2]), MONTHS.index(named[1]) + 1)
    found = MONTH.fullmatch(text)
    return _period("month", int(found[1]), int(found[2] or found[3] or found[4])) if found else None


def _excel(text: str) -> Period | None:
    """Read the number by which Excel counts days, which is what is left of a date that lost its format."""
    found = EXCEL.fullmatch(text)
    if found is None or int(found[1]) not in EXCEL_DAYS:
        return None
    day = EXCEL_FIRST + timedelta(days=int(found[1]))
    return _period("month", day.year, day.month)


def _year(text: str) -> Period | None:
    found = YEAR.fullmatch(text)
    return Period(kind="year", number=int(found[1])) if found and int(found[1]) in YEARS else None


def _period(kind: str, year: int, part: int) -> Period | None:
    parts = A_YEAR["month" if kind == "month" else "quarter"]
    if year not in YEARS or not 1 <= part <= parts:
        return None
    number = year * parts + part - 1
    return Period(kind="month", number=number) if kind == "month" else Period(kind="quarter", number=number)
