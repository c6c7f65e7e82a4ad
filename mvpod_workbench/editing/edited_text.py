"""A text that is edited at places, YAML or CSV, word by word; all else stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mvpod_expert.loading.csv_text import Cell, parse_csv, separator_of
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.table_heads import FORMERLY, GIVEN, ID, NOTE
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, Scalar
from mvpod_expert.loading.yaml_text import LINE_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.diagnostics import Place
    from mvpod_workbench.editing.id_references import Kind

MARK = "\ufeff"
NAMES = re.compile(r"(?:[&!]\S*\s+)*")
LINE_END = re.compile(r"\r\n|\r|\n")
REST = re.compile(r"[^\r\n]*")
QUOTED = re.compile(r'(?:[^"]|"")*"')
BETWEEN = re.compile(r"\s*[;；]\s*")
WORD = re.compile(r"(?:(?<![\w-])|(?<=[或者是非]))[a-zA-Z0-9]+(?:[-_][a-zA-Z0-9]+)*(?:(?![\w-])|(?=或))")
"""An id; the words of a table for "or" and "not" may stand before and behind it without a space."""
LANGUAGES = (".zh", ".en")


class EditedText:
    """Gathers edits of one text, which may begin with a byte order mark, and makes them all at once."""

    def __init__(self, text: str, line_break: re.Pattern[str] = LINE_BREAK) -> None:
        self._mark = MARK if text.startswith(MARK) else ""
        self.source = text.removeprefix(MARK)
        self.starts = [0, *(each.end() for each in line_break.finditer(self.source))]
        self.edits: dict[tuple[int, int], str] = {}

    def text(self) -> str:
        """Return the edited text."""
        parts, at = [], 0
        for (start, end), new in sorted(self.edits.items()):
            parts += [self.source[at:start], new]
            at = end
        return self._mark + "".join([*parts, self.source[at:]])

    def at(self, node: Node) -> int:
        """Return where a node begins."""
        return self.starts[node.line - 1] + node.column - 1


class TextEditor(EditedText):
    """Edits a YAML file."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._words: set[tuple[int, int]] = set()

    def is_replaced(self, line: int, column: int) -> bool:
        """Return whether a word is replaced at a place; in quotes it begins one character on."""
        return (line, column) in self._words

    def replace_word(self, node: Scalar, new: str) -> None:
        """Replace one word; what an alias repeats is replaced once."""
        start, end = self._word(node)
        self.edits[start, end] = new
        self._words.add((node.line, start - self.starts[node.line - 1] + 1))

    def add_former(self, entry: Mapping, old: str, new: str) -> None:
        """Note the former id beside the id; a former id that comes back is former no more."""
        listing = entry.get(FORMERLY)
        if isinstance(listing, Listing) and listing.items:
            self._rewrite(listing, [*(item.text for item in listing.items if isinstance(item, Scalar)), old], new)
            return
        key, value = entry.key("id"), entry.get("id")
        assert key is not None  # noqa: S101 - the entry was found by its id
        assert isinstance(value, Scalar)  # noqa: S101 - likewise
        end = self._word(value)[1] + value.quoted
        if self.source[self.at(entry)] == "{":
            self.edits[end, end] = f", {FORMERLY}: [{old}]"
            return
        line_end = LINE_BREAK.search(self.source, end)
        at = line_end.start() if line_end else len(self.source)
        broken = line_end.group() if line_end else "\n"
        self.edits[at, at] = f"{broken}{' ' * (key.column - 1)}{FORMERLY}: [{old}]"

    def take_out(self, entry: Mapping, name: str) -> None:
        """Take a key and its word out of a mapping that has other keys, with all up to the next one."""
        keys = [key for key, _ in entry]
        at = [key.text for key in keys].index(name)
        start = self._word(keys[at])[0] - keys[at].quoted
        if at + 1 < len(keys):
            self.edits[start, self._word(keys[at + 1])[0] - keys[at + 1].quoted] = ""
            return
        value = entry.get(name)
        assert isinstance(value, Scalar)  # noqa: S101 - the mark is a word
        end = self._word(value)[1] + value.quoted
        before = self.source[:start].rstrip(" ")
        # The last key is taken out with the comma before it, or with the rest of its line.
        if self.source[self.at(entry)] == "{":
            self.edits[before.rindex(","), end] = ""
        else:
            line_end = LINE_BREAK.search(self.source, end)
            self.edits[len(before), line_end.end() if line_end else len(self.source)] = ""

    def _rewrite(self, listing: Listing, names: Iterable[str], new: str) -> None:
        kept = [name for name in dict.fromkeys(names) if name != new]
        start = self.at(listing)
        if self.source[start] == "[":
            self.edits[start, self.source.index("]", start) + 1] = f"[{', '.join(kept)}]"
            return
        last = listing.items[-1]
        assert isinstance(last, Scalar)  # noqa: S101 - ids are words
        margin = " " * (listing.column - 1)
        self.edits[start, self._word(last)[1] + last.quoted] = f"\n{margin}".join(f"- {name}" for name in kept)

    def _word(self, node: Scalar) -> tuple[int, int]:
        start = self.at(node)
        names = NAMES.match(self.source, start)
        start = (names.end() if names else start) + node.quoted
        end = start + len(node.text)
        assert self.source[start:end] == node.text, node.place  # noqa: S101 - ids are written as they are
        return start, end


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
                is_sentence = named.endswith(LANGUAGES) or named in {"", NOTE}
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
