"""The spreadsheet adapter: sheets of .xlsx workbooks to rows of text, and back. The only file that knows openpyxl."""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from itertools import zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import Alignment, Font
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet.datavalidation import DataValidation

from mvpod_expert.loading.csv_text import BLANKS, column_name
from mvpod_expert.loading.number_formats import as_shown, shows_another
from mvpod_expert.loading.workbook_parts import Parts, Scan, SheetError, read_parts
from mvpod_expert.model.printable import tame_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ("Sheet", "SheetError", "read_sheet", "sheet_bytes")

AS_TEXT = "@"
MARK = "mvpod rules export"
"""What a workbook of ours is known by."""
STEERING = ("=", "+", "-", "@", "\t", "\r")
LISTS = "lists"
HIDDEN = "hidden"
SPARE_ROWS = 200
MOST_NAMED = 5
NARROWEST, WIDEST = 12, 48
BAR = "1F5FA8"


@dataclass(frozen=True)
class Sheet:
    """What a sheet says.

    Args:
        rows: the text of each cell as its format shows it (0.31 in a cell of per cent is 31%); the first is A1.
        numbers: the cells, by row and column from 1, that hold a number and no text.
        merged: ranges of merged cells.
        uncomputed: cells with a formula whose result the file does not hold.
        hidden: rows (4) and columns (C) with values that are hidden or filtered out.
        struck: cells whose text is struck out.
        not_as_shown: cells whose format shows another number than they hold (`0,` in thousands) or none (`;;;`).
        hidden_sheets: sheets beside it that are hidden.
        is_1904: its days count from 1904 and not from 1900.
    """

    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[str, ...] = ()
    uncomputed: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    not_as_shown: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    is_1904: bool = False

    @property
    def doubt(self) -> tuple[str, str] | None:
        """What a person sees otherwise than it is read, by the name of its field, and the first places of it."""
        for trouble in ("uncomputed", "merged", "hidden", "struck", "not_as_shown"):
            places: tuple[str, ...] = getattr(self, trouble)
            if places:
                return trouble, ", ".join(places[:MOST_NAMED]) + (", …" if len(places) > MOST_NAMED else "")
        return None


def read_sheet(path: Path, named: str | None = None) -> Sheet:
    """Read a sheet's values as text: of formulas the results that Excel stored.

    The sheet need not be named where only one is to be seen.

    Raises:
        SheetError: it is no workbook, there is no such sheet, or it is no table for a person.
        OSError: it cannot be read.
    """
    parts = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Excel can that openpyxl cannot; values are not affected
            parts = read_parts(path)
            book = load_workbook(parts.archive, read_only=True, data_only=True, keep_links=False)
            sheet = _chosen(book, named, parts)
            return _read(book, sheet, parts.sheets[_part(sheet)])
    except (OSError, SheetError):
        raise
    except Exception as error:
        raise SheetError(trouble="too_large" if parts is not None and parts.left_out else "not_workbook") from error


def _read(book: Workbook, sheet: Worksheet, extent: Scan) -> Sheet:
    rows: list[tuple[str, ...]] = []
    numbers: set[tuple[int, int]] = set()
    struck: list[str] = []
    not_as_shown: list[str] = []
    if extent.rows:
        for row in sheet.iter_rows(max_row=extent.rows, max_col=extent.columns):
            filled = [cast("ReadOnlyCell", cell) for cell in row if cell.value is not None]
            texts = [""] * extent.columns
            for cell in filled:
                texts[cell.column - 1] = _text(cell.value, cell)
                if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
                    numbers.add((cell.row, cell.column))
                    if shows_another(cell.value, cell.number_format):
                        not_as_shown.append(cell.coordinate)
                if cell.font.strike:
                    struck.append(cell.coordinate)
            rows.append(tuple(texts))
    return Sheet(
        rows=_trimmed(rows),
        numbers=frozenset(numbers),
        merged=tuple(sorted(extent.merged)),
        uncomputed=tuple(extent.uncomputed),
        hidden=(*map(str, extent.hidden_rows), *map(column_name, extent.hidden_columns)),
        struck=tuple(struck),
        not_as_shown=tuple(not_as_shown),
        hidden_sheets=tuple(worksheet.title for worksheet in book.worksheets if worksheet.sheet_state != "visible"),
        is_1904=book.epoch == MAC_EPOCH,
    )


def tables_bytes(
    tables: Mapping[str, Sequence[Sequence[str | float]]], made_by: str, bars: Mapping[str, int] = MappingProxyType({})
) -> bytes:
    """Return a workbook with a sheet for each table; numbers are numbers, and texts are no formulas.

    Args:
        tables: the rows of each table by its title; the first one is its head.
        made_by: what the workbook is known by.
        bars: by title the place of the column whose cells have bars; 0 for none.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet = book.create_sheet(re.sub(r"[\\/?*\[\]:]", " ", title)[:31])
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column)
                if isinstance(value, str):
                    _write_text(cell, value)
                else:
                    cell.value, cell.number_format = value, "#,##0"
        _lay_out(sheet, rows, 1)
        if bars.get(title):
            letter = column_name(bars[title] + 1)
            drawn = DataBar(cfvo=[FormatObject("num", val=0), FormatObject("max")], color=BAR)
            sheet.conditional_formatting.add(f"{letter}2:{letter}{len(rows)}", Rule("dataBar", dataBar=drawn))
        sheet.freeze_panes = "A2"
    return _saved(book, made_by)


def sheet_bytes(name: str, rows: Sequence[Sequence[str]], header: int, lists: Mapping[int, list[str]]) -> bytes:
    """Return a workbook of one sheet: all cells are text, which no spreadsheet takes for a formula or a date.

    Args:
        name: the sheet's name.
        rows: its cells.
        header: the number of the header row; what is above it stays in sight.
        lists: for a column's number, the words to choose from below the header.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name[:31]
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.number_format = AS_TEXT
            cell.alignment = Alignment(vertical="top", wrap_text=number > header)
            if text:
                _write_text(cell, text)
    _lay_out(sheet, rows, header)
    sheet.freeze_panes = f"B{header + 1}"
    _offer(book, sheet, header, len(rows) + SPARE_ROWS, lists)
    return _saved(book, MARK)


def _write_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that no spreadsheet takes for a formula."""
    cell.value = tame_lines(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(STEERING)


def _lay_out(sheet: Worksheet, rows: Sequence[Sequence[str | float]], header: int) -> None:
    """Set the header row in bold, and make the columns as wide as what is in them."""
    for number, words in enumerate(zip_longest(*rows, fillvalue=""), start=1):
        sheet.cell(header, number).font = Font(bold=True)
        longest = max(len(str(word)) for word in words)
        sheet.column_dimensions[column_name(number)].width = min(WIDEST, max(NARROWEST, longest + 2))


def _saved(book: Workbook, made_by: str) -> bytes:
    book.properties.identifier = made_by
    content = BytesIO()
    book.save(content)
    return content.getvalue()


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


def _part(sheet: Worksheet) -> str:
    """Return the name of the part that a sheet is in."""
    return sheet._worksheet_path  # type: ignore[attr-defined, no-any-return] # noqa: SLF001 - it is given nowhere else


def _chosen(book: Workbook, named: str | None, parts: Parts) -> Worksheet:
    seen = [worksheet for worksheet in book.worksheets if worksheet.sheet_state == "visible"]
    meant = seen if named is None else [each for each in book.worksheets if each.title == named][:1]
    if len(meant) == 1 and _part(meant[0]) in parts.sheets:
        return meant[0]
    if len(meant) == 1 or (not meant and named is None and parts.left_out):
        raise SheetError(trouble="too_large")
    raise SheetError(trouble="which_sheet" if named is None else "no_sheet", names=[each.title for each in seen])


def _text(value: object, cell: ReadOnlyCell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return as_shown(value, cell.number_format)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
    text = str(value).replace("\r\n", "\n").replace("_x000D_", "").strip(BLANKS)
    return unicodedata.normalize("NFC", text)


def _trimmed(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    kept = [row[: max((number for number, text in enumerate(row, start=1) if text), default=0)] for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
