"""Workbooks made where a test runs: a small good one, and ones whose parts were changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
QUARTERS = [f"{year}Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4)]


def workbook(
    path: Path, rows: Sequence[Sequence[object]], change: Callable[[Worksheet], object] | None = None
) -> Workbook:
    """Write a workbook of one sheet, changed before it is saved."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    book.save(path)
    return book


def series(values: Sequence[object], metric: str = "K09") -> list[list[object]]:
    """Return the rows of one metric, a quarter each."""
    return [["period", metric], *([quarter, value] for quarter, value in zip(QUARTERS, values, strict=False))]


def formatted(number_format: str) -> Callable[[Worksheet], None]:
    """Return what gives the second column a number format."""

    def change(sheet: Worksheet) -> None:
        for row in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
            row[0].number_format = number_format

    return change


def rewritten(path: Path, **parts: Callable[[bytes], bytes] | bytes) -> None:
    """Put other bytes into a workbook's parts: `sheet`, `strings`, `styles`, `theme`, `workbook`."""
    names = {
        "sheet": SHEET,
        "strings": STRINGS,
        "styles": "xl/styles.xml",
        "theme": "xl/theme/theme1.xml",
        "workbook": "xl/workbook.xml",
    }
    with ZipFile(path) as old:
        content = {name: old.read(name) for name in old.namelist()}
    for part, change in parts.items():
        name = names[part]
        content[name] = change if isinstance(change, bytes) else change(content[name])
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, data in content.items():
            new.writestr(name, data)
