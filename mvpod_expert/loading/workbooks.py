"""The spreadsheet adapter: sheets of .xlsx workbooks to rows of text, and back. The only file that knows openpyxl."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from mvpod_expert.loading.csv_text import BLANKS, column_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

Trouble = Literal["not_workbook", "too_large", "no_sheet", "which_sheet"]

AS_TEXT = "@"
MARK = "mvpod rules export"
"""What a workbook of ours is known by."""
STEERING = ("=", "+", "-", "@", "\t", "\r")
LISTS = "lists"
HIDDEN = "hidden"
SPARE_ROWS = 200
MOST_ROWS, MOST_COLUMNS = 5_000, 200
NARROWEST, WIDEST = 12, 48


class SheetError(Exception):
    """A workbook that cannot be used.

    Args:
        trouble: what is wrong with it.
        names: the sheets it has.
    """

    def __init__(self, trouble: Trouble, names: Sequence[str] = ()) -> None:
        super().__init__(trouble)
        self.trouble: Trouble = trouble
        self.names = tuple(names)


@dataclass(frozen=True)
class Sheet:
    """What a sheet says.

    Args:
        rows: the text of each cell; the first is A1.
        merged: ranges of merged cells.
        uncomputed: cells with a formula whose result the file does not hold.
    """

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[str, ...]
    uncomputed: tuple[str, ...]


def read_sheet(path: Path, named: str | None = None) -> Sheet:
    """Read a sheet's values as text: of formulas the results that Excel stored.

    Args:
        path: the workbook.
        named: the sheet; may be left out where only one is to be seen.

    Raises:
        SheetError: it is no workbook, there is no such sheet, or it is no table for a person.
        OSError: it cannot be read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Excel can that openpyxl cannot; values are not affected
            book = load_workbook(path, data_only=True)
            formulas = load_workbook(path)
    except OSError:
        raise
    except Exception as error:
        raise SheetError(trouble="not_workbook") from error
    sheet = _chosen(book, named)
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise SheetError(trouble="too_large")
    rows = [tuple(_text(cell.value) for cell in row) for row in sheet.iter_rows()]
    uncomputed = [
        cell.coordinate
        for row in formulas[sheet.title].iter_rows()
        for cell in row
        if cell.data_type == "f" and sheet[cell.coordinate].value is None
    ]
    return Sheet(_trimmed(rows), tuple(sorted(map(str, sheet.merged_cells.ranges))), tuple(uncomputed))


def sheet_bytes(name: str, rows: Sequence[Sequence[str]], header: int, lists: Mapping[int, list[str]]) -> bytes:
    """Return a workbook of one sheet: all cells are text, which no spreadsheet takes for a formula or a date.

    Args:
        name: the sheet's name.
        rows: its cells.
        header: the number of the header row; what is above it stays in sight.
        lists: for a column's number, the words to choose from below the header.
    """
    book = Workbook()
    book.properties.identifier = MARK
    sheet = book.worksheets[0]
    sheet.title = name[:31]
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.number_format = AS_TEXT
            cell.alignment = Alignment(vertical="top", wrap_text=number > header)
            if text:
                cell.value = text
                cell.data_type = "s"
                cell.quotePrefix = text.startswith(STEERING)
            if number == header:
                cell.font = Font(bold=True)
    for column in range(1, max(map(len, rows)) + 1):
        longest = max((len(row[column - 1]) for row in rows if len(row) >= column), default=0)
        sheet.column_dimensions[column_name(column)].width = min(WIDEST, max(NARROWEST, longest + 2))
    sheet.freeze_panes = f"B{header + 1}"
    _offer(book, sheet, header, len(rows) + SPARE_ROWS, lists)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _offer(book: Workbook, sheet: Worksheet, header: int, last: int, lists: Mapping[int, list[str]]) -> None:
    """Offer words in a list; others may be typed, since a cell may name several."""
    words = book.create_sheet(LISTS)
    words.sheet_state = HIDDEN
    for place, (column, offered) in enumerate(lists.items(), start=1):
        for number, word in enumerate(offered, start=1):
            words.cell(number, place, word).data_type = "s"
        letter = column_name(place)
        choice = DataValidation("list", f"'{LISTS}'!${letter}$1:${letter}${len(offered)}", allow_blank=True)
        choice.showErrorMessage = False
        choice.add(f"{column_name(column)}{header + 1}:{column_name(column)}{last}")
        sheet.add_data_validation(choice)


def _chosen(book: Workbook, named: str | None) -> Worksheet:
    seen = [each for each in book.worksheets if each.sheet_state == "visible"]
    names = [each.title for each in seen]
    if named is not None:
        if named not in [each.title for each in book.worksheets]:
            raise SheetError(trouble="no_sheet", names=names)
        return next(each for each in book.worksheets if each.title == named)
    if len(seen) != 1:
        raise SheetError(trouble="which_sheet", names=names)
    return seen[0]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip(BLANKS)


def _trimmed(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    kept = [row[: max((number for number, text in enumerate(row, start=1) if text), default=0)] for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
