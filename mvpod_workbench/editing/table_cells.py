"""Ids in the cells of tables (CSV): replaced where a column or a cell leaves no doubt what is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mvpod_expert.loading.csv_text import parse_csv, separator_of
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.table_heads import FORMERLY, GIVEN, ID
from mvpod_expert.loading.yaml_nodes import Node
from mvpod_workbench.editing.edited_text import EditedText

if TYPE_CHECKING:
    from mvpod_expert.loading.csv_text import Cell
    from mvpod_expert.model.diagnostics import Place
    from mvpod_workbench.editing.id_references import Kind

LINE_END = re.compile(r"\r\n|\r|\n")
REST = re.compile(r"[^\r\n]*")
QUOTED = re.compile(r'(?:[^"]|"")*"')
BETWEEN = re.compile(r"\s*[;；]\s*")
WORD = re.compile(r"(?<![\w-])[a-zA-Z0-9]+(?:[-_][a-zA-Z0-9]+)*(?![\w-])")
ONLY_IDS = re.compile(r"[\w\s;,|!=<>/.-]*", re.ASCII)
LANGUAGES = (".zh", ".en")


class TableText(EditedText):
    """The text of a table and its cells; a table that cannot be read has none."""

    def __init__(self, text: str, shown: str = "") -> None:
        super().__init__(text, LINE_END)
        self.grid = parse_csv(self.source, shown, DiagnosticCollector()) or ()
        self.head = next((number for number, row in enumerate(self.grid) if row and row[0].text == ID), len(self.grid))
        self.titles = self.grid[self.head] if self.head < len(self.grid) else ()
        self.rows = {row[0].text: row for row in self.grid[self.head + 1 :] if row and row[0].text}

    def renamed(self, kind: Kind, old: str, new: str, of: str) -> tuple[str, list[Place]]:
        """Return the text with an id replaced, and the places that change; a renamed row keeps its former id.

        An option is replaced only in the columns `of` its fact, and where that fact is given.
        """
        titles = {cell.number: cell.text for cell in self.titles}
        found: list[Node] = []
        for number, row in enumerate(self.grid):
            for cell in row:
                is_below = number > self.head
                named = titles.get(cell.number, "") if is_below else row[0].text
                words = WORD.findall(named)
                is_of = of in words and (is_below or (words[0] == GIVEN and cell is not row[0]))
                is_sentence = named.endswith(LANGUAGES) or not ONLY_IDS.fullmatch(cell.text)
                if not is_sentence and (kind != "option" or is_of):
                    same = (each.start() for each in WORD.finditer(cell.text) if each.group() == old)
                    found += (Node(*cell.part(old, start)) for start in same)
        self.edits = {(at, at + len(old)): new for at in map(self.at, found)}
        text = self.text()
        if kind == "rule" and old in self.rows:
            text = TableText(text)._with_former(old, new)  # noqa: SLF001 - of the same class
        return text, [each.place for each in found]

    def _with_former(self, old: str, new: str) -> str:
        """Return the text with a former id in the column `formerly`, which comes last where there is none."""
        # The row has its new id here, which is former no more if it was.
        row = self.rows[new]
        column = next((cell.number for cell in self.titles if cell.text == FORMERLY), len(self.titles) + 1)
        there = next((cell for cell in row if cell.number == column), None)
        names = [*(BETWEEN.split(there.text) if there is not None and there.text else ()), old]
        written = "; ".join(name for name in dict.fromkeys(names) if name != new)
        separator = separator_of(self.source)
        if there is not None:
            self.edits = {(self.at(there), self.at(there) + len(there.text)): written}
        else:
            self.edits = {(self._end_of(row),) * 2: separator * (column - len(row)) + written}
            if column > len(self.titles):
                self.edits[(self._end_of(self.titles),) * 2] = separator + FORMERLY
        return self.text()

    def _end_of(self, row: tuple[Cell, ...]) -> int:
        at = self.at(row[-1])
        last = (QUOTED if self.source[at - 1] == '"' else REST).match(self.source, at)
        return last.end() if last is not None else len(self.source)
