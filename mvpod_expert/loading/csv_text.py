"""The CSV adapter: text to cells with places, as a person sees them in the file and in a spreadsheet.

One scan finds values and places. Python's csv module knows lines only, and stops at a cell of 131,072 characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.yaml_nodes import Document, Node
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

SEPARATORS = ",;\t"
SEEN = 10_000
SEPARATOR_LINE = re.compile(r"\A\"?sep=(.)\"?\n")
BLANKS = " \t\n\u00a0\u3000\u200b\ufeff"
HEADER = re.compile(r'^[ \t\u3000"]*id[ \u3000"]*([,;\t])', re.MULTILINE | re.IGNORECASE)
ALPHABET = 26
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
        """Give the span of a part of the text that begins at an offset."""
        before = self.text[:start]
        line = self.line + before.count("\n")
        column = len(before) - before.rfind("\n") if "\n" in before else self.column + start
        return self.document, line, column, max(1, len(text))


Grid = tuple[tuple[Cell, ...], ...]


def column_name(number: int) -> str:
    """Give the letters a spreadsheet has for a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, ALPHABET)
        letters = chr(ord("A") + letter) + letters
    return letters


def parse_csv(text: str, file: str, report: DiagnosticCollector) -> Grid | None:
    """Parse a CSV file, separated by commas, semicolons or tabs.

    Args:
        text: the file.
        file: the name shown in findings.
        report: takes the finding that a cell's quotes do not close, or that a cell is longer than any.

    Returns:
        Its rows, or nothing when it cannot be read.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    document = Document(file, tuple(text.split("\n")))
    told = SEPARATOR_LINE.match(text)
    scanner = _Scanner(document, text, separator_of(text), told.end() if told else 0)
    rows = scanner.rows()
    if scanner.broken is not None:
        report.add(Code.TABLE_NOT_CSV, scanner.broken, details={"longer_than": scanner.longer_than})
        return None
    return tuple(
        tuple(_cell(value, node, row_number, number) for number, (value, node) in enumerate(row, start=1))
        for row_number, row in enumerate(rows, start=1)
    )


def separator_of(text: str) -> str:
    """Return what separates the cells of a file.

    That is what a first line `sep=;` says, what follows a header's `id`, or what is most frequent outside quotes in the
    first line that has any.
    """
    told = SEPARATOR_LINE.match(text)
    if told and told[1] in SEPARATORS:
        return told[1]
    header = HEADER.search(text)
    if header:
        return header[1]
    for line in re.sub('"[^"]*"', "", text[:SEEN]).split("\n"):
        if any(each in line for each in SEPARATORS):
            return max(SEPARATORS, key=line.count)
    return SEPARATORS[0]


def _cell(value: str, node: Node, row: int, number: int) -> Cell:
    lines = node.document.lines
    is_quoted = lines[node.line - 1][node.column - 1 : node.column] == '"'
    text = value.strip(BLANKS)
    before = value[: len(value) - len(value.lstrip(BLANKS))] if text else ""
    line = node.line + before.count("\n")
    column = len(before) - before.rfind("\n") if "\n" in before else node.column + len(before) + is_quoted
    width = max(1, len(text.split("\n", 1)[0]))
    return Cell(node.document, line, column if text else node.column, width, text, row, number)


class _Scanner:
    """Finds each cell and where it begins: a quoted cell ends at a quote that is not doubled."""

    def __init__(self, document: Document, text: str, separator: str, start: int) -> None:
        self.document = document
        self.text = text
        self.start = start
        self.broken: Node | None = None
        self.longer_than = ""
        self.field = re.compile(rf'("(?:[^"]++|"")*+"|(?!")[^{separator}\n]*+)({separator}|\n|\Z)')
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def rows(self) -> list[list[tuple[str, Node]]]:
        """Return the rows, each cell as its value and its place; `broken` is where reading had to stop."""
        rows: list[list[tuple[str, Node]]] = [[]]
        position = self.start
        while position < len(self.text):
            found = self.field.match(self.text, position)
            node = self._node(position)
            if found is None or len(found[1]) > LONGEST_CELL:
                self.broken = node
                self.longer_than = f"{LONGEST_CELL:,}" if found is not None else ""
                break
            value = found[1][1:-1].replace('""', '"') if found[1].startswith('"') else found[1]
            rows[-1].append((value, node))
            position = found.end()
            if found[2] == "\n":
                rows.append([])
            elif found[2] and position == len(self.text):
                rows[-1].append(("", self._node(position)))
        return [[] if len(row) == 1 and not row[0][0] else row for row in rows if row]

    def _node(self, position: int) -> Node:
        line = bisect_right(self.line_starts, position)
        return Node(self.document, line, position - self.line_starts[line - 1] + 1, 1)
