"""One value of a history as it is written, and how the numbers of a share are to be taken: per cent or fraction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.written_numbers import NotNumber, WrittenNumber
from mvpod_expert.model.written_numbers import read_number as read_written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mvpod_expert.loading.csv_text import Cell
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.trends.history import Period, Taken
    from mvpod_expert.trends.table import TrackedSeries, WrittenUnit

PER_CENT = "%"
HUNDRED = 100
MOST_ALIKE = 10
LARGEST_FRACTION = 1.5
"""Plain numbers of a share up to here are fractions, larger ones per cent; a series of both is a finding."""


@dataclass(frozen=True)
class Written:
    """A value as it stands in a row: the number, whether it has a % sign, the unit beside it, and the day, if any."""

    cell: Cell
    period: Period
    number: float
    is_per_cent: bool
    unit: WrittenUnit | None = None
    day: date | None = None

    @property
    def is_plain(self) -> bool:
        """Nothing but the number says what it is."""
        return not self.is_per_cent and self.unit is None


def read_number(cell: Cell, unsure: str, report: DiagnosticCollector) -> WrittenNumber | None:
    """Read a number; other text is a finding, and so is a number that can be read in two ways.

    `unsure` are the marks that may set thousands apart in this file as well as begin decimals.
    """
    read = read_written(cell.text, "" if cell.is_number else unsure)
    if isinstance(read, NotNumber):
        details = {"cell": cell.name, "why": read.why, **dict(zip(("one", "other"), read.readings, strict=False))}
        report.add(Code.VALUE_NOT_NUMBER, cell, details=details, written=cell.text)
        return None
    return read


def in_unit(
    series: TrackedSeries, written: Sequence[Written], report: DiagnosticCollector
) -> tuple[list[tuple[Written, float]], Taken]:
    """Return the values of a series in its unit, and how they were taken.

    Values with another unit, with a unit that is not clear, and out of range are reported.
    """
    is_share, plain = series.unit == "share", [each for each in written if each.is_plain]
    if is_share and _is_doubtful(series, plain, written, report):
        return [], "plain"
    taken: Taken = "plain"
    if is_share and plain:
        taken = "per_cent" if any(abs(each.number) > LARGEST_FRACTION for each in plain) else "fraction"
    plain_factor = 1 / HUNDRED if taken == "per_cent" else 1.0
    if any(not each.is_plain for each in written):
        taken = "unit" if any(each.unit for each in written) else "per_cent" if not plain else "both"
    wrong = [(each, PER_CENT) for each in written if each.is_per_cent and not is_share]
    _report(Code.UNIT_WRONG, series, wrong, {"unit": series.unit}, report)
    values = [(each, _value(each, plain_factor)) for each in written if is_share or not each.is_per_cent]
    low, high = series.range.min, series.range.max
    outside = [(each, each.cell.text) for each, value in values if not low <= value <= high]
    limits = {"low": _shown(series, low), "high": _shown(series, high)}
    _report(Code.RECORDED_OUT_OF_RANGE, series, outside, limits, report)
    return [(each, value) for each, value in values if low <= value <= high], taken


def _is_doubtful(
    series: TrackedSeries, plain: Sequence[Written], written: Sequence[Written], report: DiagnosticCollector
) -> bool:
    """Return whether it is open how the numbers of a share are to be taken, and report it."""
    # Only the unit beside such a number says that it is per cent.
    in_hundredths = [each for each in written if not each.is_per_cent and each.unit and each.unit.factor < 1]
    doubt = _doubt(series, plain) or _doubt_of_hundredths(in_hundredths)
    if doubt:
        *related, last = sorted((each.cell for each in doubt), key=lambda cell: cell.row)
        number = doubt[-1].number
        details = {"cell": last.name, "one": doubt[0].cell.text, "other": doubt[-1].cell.text}
        details["as_fraction"] = f"{number * HUNDRED:.12g}%" if not related else ""
        details["as_per_cent"] = f"{number:.12g}%" if not related else ""
        report.add(Code.UNITS_MIXED, last, about=series.id, related=related, details=details)
    return bool(doubt)


def _doubt(series: TrackedSeries, plain: Sequence[Written]) -> list[Written]:
    """Return the numbers that leave open whether a share is written per cent or as a fraction.

    Two numbers that cannot both be of one kind, or the largest where it can be either: more than all, in a series that
    may have more than all.
    """
    large = next((each for each in plain if abs(each.number) > LARGEST_FRACTION), None)
    small = next((each for each in plain if 0 < abs(each.number) < 1), None)
    if large is not None and small is not None:
        return sorted((large, small), key=lambda each: each.cell.row)
    largest = max(plain, key=lambda each: each.number, default=None)
    can_exceed_all = series.range.max > LARGEST_FRACTION
    return [largest] if largest is not None and can_exceed_all and 1 < largest.number <= series.range.max else []


def _doubt_of_hundredths(written: Sequence[Written]) -> list[Written]:
    """Return the fractions in a column whose unit says %: 0.31 beside % may be 31% or 0.31%.

    A small number is per cent as its unit says where larger ones show that the column is, and where it would stand
    far from them as a fraction.
    """
    large = [abs(each.number) for each in written if abs(each.number) > LARGEST_FRACTION]
    small = [each for each in written if 0 < abs(each.number) <= LARGEST_FRACTION]
    if not large:
        return small[:1]
    return [each for each in small if min(large) / 2 <= abs(each.number) * HUNDRED <= max(large) * 2][:1]


def _report(
    code: Code,
    series: TrackedSeries,
    wrong: Sequence[tuple[Written, str]],
    details: dict[str, str],
    report: DiagnosticCollector,
) -> None:
    """Report the first values of a series that are wrong in the same way, and how many more there are."""
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
