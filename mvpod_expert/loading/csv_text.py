"""The CSV adapter: text to cells with places, as a person sees them in the file and in a spreadsheet.

One scan finds values and places. Python's csv module knows lines only, and stops at a cell of 131,072 characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.yaml_nodes import Document, Node
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

SEPARATORS = ",;\t"
SEEN = 10_000
SEPARATOR_LINE = re.compile(r"\A\"?sep=(.)\"?\n")
UNSURE = {";": ".,", "\t": "."}
"""Where semicolons separate, commas mostly begin decimals and points set thousands apart; tabs leave it open."""
BLANKS = " \t\n\u00a0\u3000\u200b\ufeff"
HEADER = re.compile(r'^[ \t\u3000"]*id[ \u3000"]*([,;\t])', re.MULTILINE | re.IGNORECASE)
ALPHABET = 26
CONFLICTS = ("<<<<<<< ", ">>>>>>> ")
LONGEST_CELL = 32_767
"""What a cell of Excel holds; a longer one has mostly swallowed the rest of its file."""


@dataclass(frozen=True, eq=False)
class Cell(Node):
    """One cell: its text without blanks around it, and its row and column in a spreadsheet, from 1.

    `is_number`: a spreadsheet holds it as a number, so that it has only one reading.
    """

    text: str
    row: int
    number: int
    is_number: bool = False

    @property
    def name(self) -> str:
        """The name a spreadsheet gives it, such as C7."""
        return f"{column_name(self.number)}{self.row}"

    def part(self, text: str, start: int) -> tuple[Document, int, int, int]:
        """Return the span of a part of the text that begins at an offset."""
        before = self.text[:start]
        line = self.line + before.count("\n")
        column = len(before) - before.rfind("\n") if "\n" in before else self.column + start
        return self.document, line, column, max(1, len(text))


Grid = tuple[tuple[Cell, ...], ...]


def column_name(number: int) -> str:
    """Return the letters a spreadsheet has for a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, ALPHABET)
        letters = chr(ord("A") + letter) + letters
    return letters


def parse_csv(text: str, file: str, report: DiagnosticCollector) -> Grid | None:
    """Return the rows of a CSV file, separated by commas, semicolons or tabs; `file` is the name shown in findings.

    Nothing is returned, and reported, when quotes do not close, a cell is too long, or git left a conflict.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    document = Document(file, tuple(text.split("\n")))
    declared = SEPARATOR_LINE.match(text)
    scanner = _Scanner(document, text, separator_of(text), declared.end() if declared else 0)
    grid = tuple(map(tuple, scanner.rows()))
    conflict = next((at for at, line in enumerate(document.lines, 1) if line.startswith(CONFLICTS)), None)
    where = scanner.broken if conflict is None else Node(document, conflict, 1, len(CONFLICTS[0]) - 1)
    if where is not None:
        details = {"longer_than": scanner.longer_than, "conflict": "yes" if conflict else ""}
        report.add(Code.TABLE_NOT_CSV, where, details=details)
        return None
    return grid


def separator_of(text: str) -> str:
    """Return what separates the cells of a file.

    That is what a first line `sep=;` says, what follows a header's `id`, or what is most frequent outside quotes in the
    first line that has any.
    """
    declared = SEPARATOR_LINE.match(text)
    if declared and declared[1] in SEPARATORS:
        return declared[1]
    header = HEADER.search(text)
    if header:
        return header[1]
    for line in re.sub('"[^"]*"', "", text[:SEEN]).split("\n"):
        if any(each in line for each in SEPARATORS):
            return max(SEPARATORS, key=line.count)
    return SEPARATORS[0]


class _Scanner:
    """Finds each cell and where it begins: a quoted cell ends at a quote that is not doubled."""

    def __init__(self, document: Document, text: str, separator: str, start: int) -> None:
        self.document = document
        self.text = text
        self.broken: Node | None = None
        self.longer_than = ""
        self._position = start
        self._line = 1 + text.count("\n", 0, start)
        self._line_start = start
        self._field = re.compile(rf'("(?:[^"]++|"")*+"|(?!")[^{separator}\n]*+)({separator}|\n|\Z)')

    def rows(self) -> list[list[Cell]]:
        """Return the rows; an empty line has no cells. `broken` is where reading had to stop."""
        rows: list[list[Cell]] = []
        row: list[Cell] = []
        while self._position < len(self.text):
            found = self._field.match(self.text, self._position)
            if found is None or len(found[1]) > LONGEST_CELL:
                self.broken = Node(self.document, self._line, self._position - self._line_start + 1, 1)
                self.longer_than = f"{LONGEST_CELL:,}" if found is not None else ""
                break
            written, end = found.groups()
            row.append(self._cell(written, len(rows) + 1, len(row) + 1))
            self._position = found.end()
            if "\n" in written:
                self._line += written.count("\n")
                self._line_start = found.start() + written.rindex("\n") + 1
            if end and end != "\n":
                if self._position == len(self.text):
                    row.append(self._cell("", len(rows) + 1, len(row) + 1))
                continue
            rows.append([] if not written and len(row) == 1 else row)
            row = []
            self._line += 1
            self._line_start = self._position
        return [*rows, row] if row else rows

    def _cell(self, written: str, row: int, number: int) -> Cell:
        """Return a cell: its text without blanks, and the place where that text begins."""
        line, column = self._line, self._position - self._line_start + 1
        is_quoted = written.startswith('"')
        value = written[1:-1].replace('""', '"') if is_quoted else written
        text = value.strip(BLANKS)
        if text and (is_quoted or len(text) < len(value)):
            before = value[: len(value) - len(value.lstrip(BLANKS))]
            line += before.count("\n")
            column = len(before) - before.rfind("\n") if "\n" in before else column + len(before) + is_quoted
        return Cell(self.document, line, column, len(text.split("\n", 1)[0]) or 1, text, row, number)
