"""The CSV adapter: text to cells with places, as a person sees them in the file and in a spreadsheet.

Values come from Python's csv module; the places from a scan of the same text, since csv tells lines only.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.yaml_nodes import Document, Node
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

SEPARATORS = ",;\t"
SEPARATOR_LINE = re.compile(r"\A\"?sep=(.)\"?\n")
BLANKS = " \t\n\u00a0\u3000\u200b\ufeff"
HEADER = re.compile(r'^[ \t\u3000"]*id[ \u3000"]*([,;\t])', re.MULTILINE | re.IGNORECASE)
ALPHABET = 26


@dataclass(frozen=True, eq=False)
class Cell(Node):
    """One cell: its text without blanks around it, and its row and column in a spreadsheet, from 1."""

    text: str
    row: int
    number: int

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
        report: takes the finding that a cell's quotes do not close.

    Returns:
        Its rows, or nothing when it cannot be read.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    document = Document(file, tuple(text.split("\n")))
    told = SEPARATOR_LINE.match(text)
    separator = told[1] if told and told[1] in SEPARATORS else _separator(text)
    spans = _Scanner(document, text, separator, told.end() if told else 0)
    scanned = spans.rows()
    if spans.broken is not None:
        report.add(Code.TABLE_NOT_CSV, spans.broken)
        return None
    values = csv.reader(io.StringIO(text[spans.start :]), delimiter=separator, strict=True)
    try:
        rows = list(values)
    except csv.Error:  # a cell longer than csv takes
        report.add(Code.TABLE_NOT_CSV, Node(document, scanned[values.line_num - 1][0].line, 1, 1))
        return None
    return tuple(
        tuple(_cell(value, node, row_number, number) for number, (value, node) in enumerate(pairs, start=1))
        for row_number, pairs in enumerate(
            (zip(row, nodes, strict=False) for row, nodes in zip(rows, scanned, strict=False)), start=1
        )
    )


def _cell(value: str, node: Node, row: int, number: int) -> Cell:
    lines = node.document.lines
    is_quoted = lines[node.line - 1][node.column - 1 : node.column] == '"'
    text = value.strip(BLANKS)
    before = value[: len(value) - len(value.lstrip(BLANKS))] if text else ""
    line = node.line + before.count("\n")
    column = len(before) - before.rfind("\n") if "\n" in before else node.column + len(before) + is_quoted
    width = max(1, len(text.split("\n", 1)[0]))
    return Cell(node.document, line, column if text else node.column, width, text, row, number)


def _separator(text: str) -> str:
    """Tell what separates the cells: what follows the header's first cell, or else what is most frequent at the top."""
    header = HEADER.search(text)
    if header:
        return header[1]
    top = text[:2000]
    return max(SEPARATORS, key=top.count)


class _Scanner:
    """Finds where each cell begins, as csv reads them: a quoted cell ends at a quote that is not doubled."""

    def __init__(self, document: Document, text: str, separator: str, start: int) -> None:
        self.document = document
        self.text = text
        self.start = start
        self.broken: Node | None = None
        self.field = re.compile(rf'("(?:[^"]|"")*"|(?!")[^{separator}\n]*)({separator}|\n|\Z)')
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def rows(self) -> list[list[Node]]:
        """Give the rows; what stands after quotes that do not close is left out."""
        rows: list[list[Node]] = [[]]
        position = self.start
        while position < len(self.text):
            found = self.field.match(self.text, position)
            if found is None:
                self.broken = self._node(position)
                break
            rows[-1].append(self._node(position))
            position = found.end()
            if found[2] == "\n":
                rows.append([])
            elif found[2] and position == len(self.text):
                rows[-1].append(self._node(position))
        return rows

    def _node(self, position: int) -> Node:
        line = bisect_right(self.line_starts, position)
        return Node(self.document, line, position - self.line_starts[line - 1] + 1, 1)
