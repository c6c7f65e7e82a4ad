"""What a workbook's parts say before a library reads them: sizes, how far a sheet goes, what of it is out of sight.

A workbook of some kilobytes may unpack to gigabytes. So sizes are bounded while unpacking, and elements are counted by
a streaming parser that stops at the limit. A library is given a small archive in memory, in which sheets have nothing
but the cells that hold a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Literal
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from mvpod_expert.loading.csv_text import ALPHABET, column_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Trouble = Literal["not_workbook", "too_large", "no_sheet", "which_sheet"]

MOST_ROWS, MOST_COLUMNS = 5_000, 200
MOST_CELLS = 100_000
MOST_ELEMENTS = 60_000
MOST_ELEMENTS_OF_SHEETS = 1_500_000
LONG_TAG = re.compile(rb"<[^>]{65536}")
MOST_PARTS = 2_000
MOST_UNPACKED = 16_000_000
MOST_NAMED = 100
SEEN = 65_536
STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The names of a "Strict Open XML Spreadsheet", and those that every library knows for the same things."""

SHEET = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+<(?:\w+:)?worksheet[\s>/]", re.DOTALL)
COORDINATE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
NO_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
TRUE = ("1", "true")


class SheetError(Exception):
    """A workbook that cannot be used: what the trouble is, and the names of the sheets it has."""

    def __init__(self, trouble: Trouble, names: Sequence[str] = ()) -> None:
        super().__init__(trouble)
        self.trouble: Trouble = trouble
        self.names = tuple(names)


@dataclass(frozen=True)
class Parts:
    """The parts of a workbook that are small enough to be read.

    Args:
        archive: an archive of them; of sheets only cells with a value, and nothing of those that are too large.
        sheets: of each sheet that can be read, by the name of its part, how far it goes.
        left_out: whether something was too large.
    """

    archive: BytesIO
    sheets: Mapping[str, Scan]
    left_out: bool


def read_parts(path: Path) -> Parts:
    """Unpack a workbook within limits.

    Raises:
        SheetError: it has too many parts, or one that all sheets need is too large.
        OSError: it cannot be read.
        Exception: it is no archive, or not of XML; whatever the readers of these say.
    """
    archive, sheets, left_out = BytesIO(), {}, False
    room, elements = 3 * MOST_UNPACKED, MOST_ELEMENTS_OF_SHEETS
    with ZipFile(path) as whole, ZipFile(archive, "w") as small:
        infos = {each.filename: each for each in whole.infolist() if each.filename.endswith((".xml", ".rels"))}
        if len(infos) > MOST_PARTS:
            raise SheetError(trouble="too_large")
        for name, info in sorted(infos.items(), key=lambda each: "sheets/" in each[0]):  # these may have to be left out
            most = min(MOST_UNPACKED, room)
            with whole.open(info) as part:
                data = part.read(most + 1)  # the size in the directory may be a lie
            room -= len(data)
            is_long = len(data) > most or LONG_TAG.search(data) is not None
            if SHEET.match(data[:SEEN]) is None:
                left_out = left_out or is_long
                if not is_long:
                    small.writestr(name, _in_common_names(data))
                continue
            scan = Scan(elements)
            if not is_long and scan.read(data):
                sheets[name] = scan
            small.writestr(name, scan.written() if name in sheets else NO_SHEET)
            elements = scan.elements_left
    return Parts(archive, sheets, left_out)


def _in_common_names(data: bytes) -> bytes:
    """Return a part with the names that libraries know; it may have no more elements than they read in time."""
    counted = 0

    def start(_tag: str, _attributes: Mapping[str, str]) -> None:
        nonlocal counted
        counted += 1
        if counted > MOST_ELEMENTS:
            raise SheetError(trouble="too_large")

    parser = _parser()
    parser.StartElementHandler = start
    _parse(parser, data)
    for strict, common in STRICT:
        data = data.replace(strict, common)
    return data


class Scan:
    """Takes the events of a sheet, of so many elements at the most, and keeps the cells that hold a value.

    Attributes:
        rows: the last row with a value; formats without one count for nothing.
        columns: the last column with a value.
        merged: ranges of merged cells, the first hundred.
        uncomputed: cells with a formula whose result the file does not hold.
        hidden_rows: rows with values that are hidden or filtered out.
        hidden_columns: numbers of hidden columns with values.
    """

    def __init__(self, elements: int) -> None:
        self.rows = self.columns = 0
        self.merged: list[str] = []
        self.uncomputed: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.elements_left = elements
        self._written: dict[int, list[str]] = {}
        self._filled_columns: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._row = self._column = self._cells = 0
        self._is_hidden = self._are_hidden = self._has_formula = self._is_pronounced = False
        self._attributes: Mapping[str, str] = {}
        self._texts: dict[str, list[str]] = {}
        self._taken = ""
        self._named: set[str] = set()

    def read(self, data: bytes) -> bool:
        """Read a sheet's part; return whether it is small enough."""
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._take_text
        try:
            _parse(parser, data)
        except SheetError:
            return False
        hidden = self._hidden_columns
        self.hidden_columns = [
            column for column in sorted(self._filled_columns) if any(first <= column <= last for first, last in hidden)
        ]
        return True

    def written(self) -> bytes:
        """Return the sheet with nothing but the cells that hold a value."""
        rows = (f'<row r="{row}">{"".join(cells)}</row>' for row, cells in sorted(self._written.items()))
        return NO_SHEET.replace(b"<sheetData/>", f"<sheetData>{''.join(rows)}</sheetData>".encode())

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: C901 - one way for each tag
        self.elements_left -= 1
        if self.elements_left < 0:
            raise SheetError(trouble="too_large")
        match tag.rpartition(":")[2]:
            case "c":
                self._begin_cell(attributes)
            case "v" | "t" as name:
                self._taken = "" if self._is_pronounced else name
            case "rPh":
                self._is_pronounced = True  # how the text before it is pronounced
            case "f":
                self._has_formula = True
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
                hidden = attributes.get("hidden")
                self._is_hidden = (
                    hidden in TRUE or (hidden is None and self._are_hidden) or _is_nought(attributes, "ht")
                )
            case "col" if attributes.get("hidden") in TRUE or _is_nought(attributes, "width"):
                if len(self._hidden_columns) < MOST_COLUMNS:
                    self._hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
            case "sheetFormatPr":
                self._are_hidden = attributes.get("zeroHeight") in TRUE
            case "mergeCell" if len(self.merged) < MOST_NAMED:
                self.merged.append(attributes.get("ref", ""))

    def _take_text(self, text: str) -> None:
        if self._taken:
            self._texts.setdefault(self._taken, []).append(text)

    def _end(self, tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "v" | "t":
                self._taken = ""
            case "rPh":
                self._is_pronounced = False
            case "c":
                if len(self._texts) > 1:
                    raise ValueError(self._texts)  # a value and a text: programs show one or the other
                self._end_cell("".join(chain.from_iterable(self._texts.values())))

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._attributes = attributes
        self._has_formula = False
        self._texts = {}
        self._column += 1
        if "r" in attributes:
            found = COORDINATE.fullmatch(attributes["r"])
            if found is None:
                raise ValueError(attributes["r"])
            self._row, self._column = int(found[2]), _column_number(found[1])

    def _end_cell(self, text: str) -> None:
        kind = self._attributes.get("t", "n")
        is_uncomputed = self._has_formula and not text.strip() and kind != "str"  # a text may be empty
        if not text.strip() and not is_uncomputed:
            return
        self._cells += 1
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        if self.rows > MOST_ROWS or self.columns > MOST_COLUMNS or self._cells > MOST_CELLS:
            raise SheetError(trouble="too_large")
        self._filled_columns.add(self._column)
        if self._is_hidden and self._row not in self.hidden_rows[-1:]:
            self.hidden_rows.append(self._row)
        name = f"{column_name(self._column)}{self._row}"
        if name in self._named or (kind == "s" and not text.strip().isdecimal()):
            raise ValueError(name)  # two values for one cell, or the number of no text
        self._named.add(name)
        if is_uncomputed:
            self.uncomputed.append(name)
            return
        style, kind = int(self._attributes.get("s", 0)), "str" if kind == "inlineStr" else kind
        cell = f'<c r="{name}" s="{style}" t={quoteattr(kind)}><v>{escape(text)}</v></c>'
        self._written.setdefault(self._row, []).append(cell)


def _is_nought(attributes: Mapping[str, str], name: str) -> bool:
    """Return whether a height or a width is zero, in any of the ways to write it: a row or column that nobody sees."""
    return name in attributes and float(attributes[name]) == 0


def _column_number(letters: str) -> int:
    """Return the number of the column with these letters: A is 1."""
    return reduce(lambda number, letter: number * ALPHABET + ord(letter) - ord("A") + 1, letters, 0)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    """Refuse declarations, which no spreadsheet writes and entities need."""
    raise ValueError


def _parse(parser: expat.XMLParserType, data: bytes) -> None:
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the parser takes it by place
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
