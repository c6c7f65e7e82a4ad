"""The cells of a history's file, CSV or a workbook, or a finding that says why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.csv_text import UNSURE, Cell, Grid, parse_csv, separator_of
from mvpod_expert.loading.text_files import ZIPPED, read_text
from mvpod_expert.loading.yaml_nodes import Document
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.trends.periods import EXCEL_FIRST, EXCEL_FIRST_1904

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.workbooks import Sheet

WORKBOOKS = (".xlsx", ".xlsm")
OPEN_SUFFIX = ".ods"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
BEGINNING = 128


@dataclass(frozen=True)
class WrittenTable:
    """The cells of a table, and the sheets of its workbook that are not read.

    `unsure` are the marks of numbers that may set thousands apart as well as begin decimals; numbers of days count from
    `first_day`.
    """

    grid: Grid
    unsure: str = ""
    first_day: date = EXCEL_FIRST
    hidden_sheets: tuple[str, ...] = ()


def read_table(path: Path, name: str, report: DiagnosticCollector) -> WrittenTable | None:
    """Read the cells of a CSV file or of a workbook's one sheet; nothing when it cannot be read.

    `name` is what findings call the file.
    """
    trouble = _trouble(path)
    if trouble:
        add_unusable(name, report, trouble)
        return None
    if path.suffix.casefold() in WORKBOOKS and path.is_file():
        return _workbook(path, name, report)
    text = read_text(path, name, report, not_text=Code.TABLE_NOT_UTF8)
    grid = parse_csv(text, name, report) if text is not None else None
    return WrittenTable(grid, UNSURE.get(separator_of(text), "")) if text is not None and grid is not None else None


def _trouble(path: Path) -> str:
    """Return why a file cannot be read, by its first bytes: a spreadsheet of another kind, or with a wrong ending."""
    try:
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
    except (OSError, ValueError):
        return ""
    if beginning.startswith(OLE):
        return "old_workbook"
    if not beginning.startswith(ZIPPED):
        return ""
    if OPEN_DOCUMENT in beginning or path.suffix.casefold() == OPEN_SUFFIX:
        return "open_document"
    return "" if path.suffix.casefold() in WORKBOOKS else "is_workbook"


def _workbook(path: Path, name: str, report: DiagnosticCollector) -> WrittenTable | None:
    """Read a workbook's one sheet; a finding's line is the row, and it names the cell."""
    try:
        from mvpod_expert.loading.workbooks import SheetError, read_sheet  # noqa: PLC0415 - it may not be installed
    except ModuleNotFoundError:
        add_unusable(name, report, "no_library")
        return None
    try:
        sheet = read_sheet(path)
    except SheetError as error:
        add_unusable(name, report, error.trouble, ", ".join(error.names))
        return None
    except OSError as error:
        report.add(Code.FILE_UNREADABLE, Place(file=name), details={"reason": error.strerror or str(error)})
        return None
    is_empty = not any(any(row) for row in sheet.rows)
    doubt = sheet.doubt or (("sheet_empty", "") if is_empty else None)
    if doubt is not None:
        add_unusable(name, report, *doubt)
        return None
    first_day = EXCEL_FIRST_1904 if sheet.is_1904 else EXCEL_FIRST
    return WrittenTable(_cells(sheet, name), ".", first_day, sheet.hidden_sheets)


def _cells(sheet: Sheet, name: str) -> Grid:
    """Return a sheet's cells, placed in lines of text that a finding can show."""
    lines = [[text.replace("\n", " ") for text in row] or [""] for row in sheet.rows]
    document = Document(name, tuple(", ".join(line) for line in lines))
    grid = []
    for row, line in enumerate(lines, start=1):
        cells, column = [], 1
        for number, text in enumerate(line, start=1):
            is_number = (row, number) in sheet.numbers
            cells.append(Cell(document, row, column, max(1, len(text)), text, row, number, is_number))
            column += len(text) + len(", ")
        grid.append(tuple(cells))
    return tuple(grid)


def add_unusable(name: str, report: DiagnosticCollector, trouble: str, names: str = "") -> None:
    """Add the finding that a history cannot be used, and why."""
    report.add(Code.HISTORY_UNUSABLE, Place(file=name), details={"trouble": trouble, "names": names})
