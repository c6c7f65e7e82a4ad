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
    from mvpod_expert.loading.report import Report
    from mvpod_expert.model.histories import Period, Taken
    from mvpod_expert.model.trend_table import TrackedSeries, WrittenUnit

NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:e[-+]?\d{1,3})?")
PER_CENT = "%"
HUNDRED = 100
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


def read_number(cell: Cell, report: Report) -> tuple[float, bool] | None:
    """Read a number: full-width digits and thousands separators are taken, other text is told.

    Returns:
        The number, and whether a % sign follows it.
    """
    text = unicodedata.normalize("NFKC", cell.text).casefold().replace("\u2212", "-").strip()
    is_per_cent = text.endswith(PER_CENT)
    number = text.removesuffix(PER_CENT).rstrip()
    if not NUMBER.fullmatch(number):
        report.add(Code.VALUE_NOT_NUMBER, cell, details={"cell": cell.name}, written=cell.text)
        return None
    return float(number.replace(",", "")), is_per_cent


def in_unit(
    series: TrackedSeries, written: Sequence[Written], report: Report
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
    found = []
    for each in written:
        value = _value(series, each, plain_factor, report)
        if value is None:
            continue
        if series.range.min <= value <= series.range.max:
            found.append((each, value))
        else:
            limits = (_shown(series, series.range.min), _shown(series, series.range.max))
            details = {"cell": each.cell.name, "low": limits[0], "high": limits[1]}
            report.add(Code.RECORDED_OUT_OF_RANGE, each.cell, about=series.id, written=each.cell.text, details=details)
    return found, _as_taken(taken)


def _value(series: TrackedSeries, each: Written, plain_factor: float, report: Report) -> float | None:
    if each.is_per_cent and series.unit != "share":
        details = {"cell": each.cell.name, "unit": series.unit}
        report.add(Code.UNIT_WRONG, each.cell, about=series.id, written=PER_CENT, details=details)
        return None
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
