"""What a workbook's parts say before a library reads them: sizes, how far a sheet goes, what of it is out of sight.

A workbook of some kilobytes may unpack to gigabytes. So sizes are bounded while unpacking, elements are counted by a
streaming parser that stops at the limit, and only the parts that passed are handed on, in a small archive in memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Literal
from xml.parsers import expat
from zipfile import ZipFile

from mvpod_expert.loading.csv_text import ALPHABET, column_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Trouble = Literal["not_workbook", "too_large", "no_sheet", "which_sheet"]

MOST_ROWS, MOST_COLUMNS = 5_000, 200
MOST_CELLS = 200_000
MOST_ELEMENTS = 60_000
MOST_PARTS = 2_000
MOST_UNPACKED = 16_000_000
MOST_NAMED = 100
STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The names of a "Strict Open XML Spreadsheet", and those that every library knows for the same things."""

SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
COORDINATE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
NO_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
TRUE = ("1", "true")


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


@dataclass
class Extent:
    """How far a sheet goes and what is particular about it; formats without a value count for nothing.

    Args:
        rows: the last row with a value.
        columns: the last column with a value.
        merged: ranges of merged cells, the first hundred.
        uncomputed: cells with a formula whose result the file does not hold.
        hidden_rows: rows with values that are hidden or filtered out.
        hidden_columns: numbers of hidden columns with values.
    """

    rows: int = 0
    columns: int = 0
    merged: list[str] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Parts:
    """The parts of a workbook that are small enough to be read.

    Args:
        archive: an archive of them, without pictures; parts that are too large are empty sheets there.
        content: each part by its name.
        left_out: the names of those that are too large.
    """

    archive: BytesIO
    content: Mapping[str, bytes]
    left_out: frozenset[str]


def read_parts(path: Path) -> Parts:
    """Unpack a workbook within limits.

    Raises:
        SheetError: it has too many parts, or one that all need is too large.
        OSError: it cannot be read.
        Exception: it is no archive; whatever the reader of archives says.
    """
    content: dict[str, bytes] = {}
    left_out: set[str] = set()
    room = 3 * MOST_UNPACKED
    with ZipFile(path) as whole:
        infos = [each for each in whole.infolist() if each.filename.endswith((".xml", ".rels"))]
        if len(infos) > MOST_PARTS:
            raise SheetError(trouble="too_large")
        for info in sorted(infos, key=lambda each: bool(SHEETS.fullmatch(each.filename))):
            most = min(MOST_UNPACKED, room)
            data = b""
            if info.file_size <= most:
                with whole.open(info) as part:
                    data = part.read(most + 1)  # the size in the directory may be a lie
            if info.file_size > most or len(data) > most:
                left_out.add(info.filename)
                data = NO_SHEET
            elif not SHEETS.fullmatch(info.filename):
                _count_elements(data)
            room -= len(data)
            for strict, common in STRICT:
                data = data.replace(strict, common)
            content[info.filename] = data
    archive = BytesIO()
    with ZipFile(archive, "w") as small:
        for name, data in content.items():
            small.writestr(name, data)
    return Parts(archive, content, frozenset(left_out))


def read_extent(data: bytes) -> Extent:
    """Read how far a sheet goes.

    Args:
        data: the sheet's part.

    Raises:
        SheetError: it goes further than a sheet may.
        ValueError: it is no sheet.
    """
    scan = _Scan()
    parser = _parser()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    _parse(parser, data)
    hidden = [each for each in scan.filled_columns if any(first <= each <= last for first, last in scan.hidden)]
    scan.extent.hidden_columns = sorted(hidden)
    return scan.extent


class _Scan:
    """Takes the events of a sheet one by one."""

    def __init__(self) -> None:
        self.extent = Extent()
        self.filled_columns: set[int] = set()
        self.hidden: list[tuple[int, int]] = []
        self._row = self._column = self._cells = 0
        self._is_hidden = self._are_hidden = False
        self._has_formula = self._has_text = self._is_text = self._in_value = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        match tag.rpartition(":")[2]:
            case "c":
                self._begin_cell(attributes.get("r"))
                self._is_text = attributes.get("t") == "str"  # a formula whose result is an empty text
            case "v" | "t":
                self._in_value = True
            case "f":
                self._has_formula = True
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
                hidden = attributes.get("hidden")
                self._is_hidden = hidden in TRUE or (hidden is None and self._are_hidden) or attributes.get("ht") == "0"
            case "col" if attributes.get("hidden") in TRUE or attributes.get("width") == "0":
                if len(self.hidden) < MOST_COLUMNS:
                    self.hidden.append((int(attributes["min"]), int(attributes["max"])))
            case "sheetFormatPr":
                self._are_hidden = attributes.get("zeroHeight") in TRUE
            case "mergeCell" if len(self.extent.merged) < MOST_NAMED:
                self.extent.merged.append(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        """Take text."""
        self._has_text = self._has_text or (self._in_value and bool(text.strip()))

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        match tag.rpartition(":")[2]:
            case "v" | "t":
                self._in_value = False
            case "c":
                is_uncomputed = self._has_formula and not self._has_text and not self._is_text
                if is_uncomputed and len(self.extent.uncomputed) < MOST_NAMED:
                    self.extent.uncomputed.append(f"{column_name(self._column)}{self._row}")
                if self._has_text or is_uncomputed:
                    self._take_value()

    def _begin_cell(self, coordinate: str | None) -> None:
        self._has_formula = self._has_text = False
        self._column += 1
        if coordinate is not None:
            found = COORDINATE.fullmatch(coordinate)
            if found is None:
                raise ValueError(coordinate)
            self._row, self._column = int(found[2]), column_number(found[1])

    def _take_value(self) -> None:
        extent = self.extent
        self._cells += 1
        extent.rows, extent.columns = max(extent.rows, self._row), max(extent.columns, self._column)
        if extent.rows > MOST_ROWS or extent.columns > MOST_COLUMNS or self._cells > MOST_CELLS:
            raise SheetError(trouble="too_large")
        self.filled_columns.add(self._column)
        if self._is_hidden and self._row not in extent.hidden_rows[-1:]:
            extent.hidden_rows.append(self._row)


def column_number(letters: str) -> int:
    """Return the number of the column with these letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * ALPHABET + ord(letter) - ord("A") + 1
    return number


def _count_elements(data: bytes) -> None:
    """Count the elements of a part, and stop where there are more than a library reads in time."""
    count = 0

    def start(_tag: str, _attributes: Mapping[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise SheetError(trouble="too_large")

    parser = _parser()
    parser.StartElementHandler = start
    _parse(parser, data)


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
