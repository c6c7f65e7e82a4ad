"""One value of a history as it is written, and how the numbers of a share are to be taken: per cent or fraction."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.loading.csv_text import Cell
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.trends.history import Period, Taken
    from mvpod_expert.trends.table import TrackedSeries, WrittenUnit

NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:e[-+]?\d{1,3})?")
OTHER_MARKS = re.compile(
    r"[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+|[-+]?\d{1,3}(?:\.\d{3}){2,}|[-+]?\d{1,3}(?:[ '\u2019]\d{3})+(?:[.,]\d+)?"
)
"""Numbers as other countries write them: 31,5 and 1.234.567 and 1 234."""
PER_CENT = "%"
HUNDRED = 100
MOST_ALIKE = 10
LARGEST_FRACTION = 1.5
"""Plain numbers of a share up to here are fractions, larger ones per cent; a series of both is told."""


@dataclass(frozen=True)
class Written:
    """A value as it stands in a row: the number, whether it has a % sign, and the unit beside it."""

    cell: Cell
    period: Period
    number: float
    is_per_cent: bool
    unit: WrittenUnit | None = None

    @property
    def is_plain(self) -> bool:
        """Nothing but the number says what it is."""
        return not self.is_per_cent and self.unit is None


def read_number(cell: Cell, report: DiagnosticCollector) -> tuple[float, bool] | None:
    """Read a number: full-width digits and thousands separators are taken, other text is told.

    Returns:
        The number, and whether a % sign follows it.
    """
    text = unicodedata.normalize("NFKC", cell.text).casefold().replace("\u2212", "-").strip()
    is_per_cent = text.endswith(PER_CENT)
    number = text.removesuffix(PER_CENT).rstrip()
    if not NUMBER.fullmatch(number):
        details = {"cell": cell.name, "why": _why_no_number(number)}
        report.add(Code.VALUE_NOT_NUMBER, cell, details=details, written=cell.text)
        return None
    return float(number.replace(",", "")), is_per_cent


def _why_no_number(text: str) -> str:
    """Tell what text in the place of a number looks like, so that it can be said what to do."""
    if text.startswith("#"):
        return "error"
    if OTHER_MARKS.fullmatch(text):
        return "comma"
    return "beside" if any(each.isdecimal() for each in text) else "words"


def in_unit(
    series: TrackedSeries, written: Sequence[Written], report: DiagnosticCollector
) -> tuple[list[tuple[Written, float]], Taken]:
    """Bring the values of a series into its unit.

    Args:
        series: the series.
        written: its values.
        report: takes values whose unit is another one, cannot be told, or that lie outside what there can be.

    Returns:
        The values, and how they were taken.
    """
    plain = [each for each in written if each.is_plain]
    plain_factor, taken = 1.0, "plain"
    if series.unit == "share" and plain:
        large = next((each for each in plain if abs(each.number) > LARGEST_FRACTION), None)
        small = next((each for each in plain if 0 < abs(each.number) < 1), None)
        if large is not None and small is not None:
            first, second = sorted((large, small), key=lambda each: each.cell.row)
            details = {"cell": second.cell.name, "one": first.cell.text, "other": second.cell.text}
            report.add(Code.UNITS_MIXED, second.cell, about=series.id, related=[first.cell], details=details)
            return [], "plain"
        plain_factor = 1 / HUNDRED if large is not None else 1.0
        taken = "per_cent" if large is not None else "fraction"
    if any(not each.is_plain for each in written):
        taken = "unit" if any(each.unit for each in written) else "per_cent" if not plain else "both"
    takes_per_cent = series.unit == "share"
    wrong = [(each, PER_CENT) for each in written if each.is_per_cent and not takes_per_cent]
    _tell(Code.UNIT_WRONG, series, wrong, {"unit": series.unit}, report)
    values = [(each, _value(each, plain_factor)) for each in written if takes_per_cent or not each.is_per_cent]
    low, high = series.range.min, series.range.max
    outside = [(each, each.cell.text) for each, value in values if not low <= value <= high]
    limits = {"low": _shown(series, low), "high": _shown(series, high)}
    _tell(Code.RECORDED_OUT_OF_RANGE, series, outside, limits, report)
    return [(each, value) for each, value in values if low <= value <= high], _as_taken(taken)


def _tell(
    code: Code,
    series: TrackedSeries,
    wrong: Sequence[tuple[Written, str]],
    details: dict[str, str],
    report: DiagnosticCollector,
) -> None:
    """Tell the first values of a series that are wrong in the same way, and how many more there are."""
    more = len(wrong) - MOST_ALIKE
    for number, (each, written) in enumerate(wrong[:MOST_ALIKE], start=1):
        blanks = {"cell": each.cell.name, "more": str(more) if number == MOST_ALIKE and more > 0 else "", **details}
        report.add(code, each.cell, about=series.id, written=written, details=blanks)


def _value(each: Written, plain_factor: float) -> float:
    if each.is_per_cent:
        return each.number / HUNDRED
    return each.number * (each.unit.factor if each.unit is not None else plain_factor)


def _shown(series: TrackedSeries, number: float) -> str:
    return f"{number * HUNDRED:g}%" if series.unit == "share" else f"{number:,.12g}"


def _as_taken(taken: str) -> Taken:
    match taken:
        case "per_cent" | "fraction" | "both" | "unit":
            return taken
    return "plain"
