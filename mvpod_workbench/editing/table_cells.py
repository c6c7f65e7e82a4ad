"""Ids in the cells of tables (CSV): replaced where a column or a cell leaves no doubt what is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Place

if TYPE_CHECKING:
    from mvpod_workbench.editing.id_references import Kind

CELL = re.compile(r'"((?:[^"]|"")*)"|([^,;\t"\r\n][^,\t\r\n]*|)')
WORD = re.compile(r"(?<![\w-])[a-zA-Z0-9]+(?:[-_][a-zA-Z0-9]+)*(?![\w-])")
ONLY_IDS = re.compile(r"[\w\s;,|!=<>/.-]*", re.ASCII)
GIVEN = "given"
ID = "id"
LANGUAGES = (".zh", ".en")


@dataclass(frozen=True)
class CsvCell:
    """A cell: where its text begins in the file, without the quotation mark."""

    row: int
    column: int
    start: int
    text: str


def renamed_in_table(  # noqa: PLR0913, PLR0917 - the table, and what is called how
    text: str, shown: str, kind: Kind, old: str, new: str, of: str
) -> tuple[str, list[Place]]:
    """Replace an id in a table.

    Args:
        text: the table.
        shown: its name for people.
        kind: what the id is of.
        old: the id.
        new: its new one.
        of: the fact of an option; it is replaced only in that fact's columns, and where that fact is given.

    Returns:
        The table, and the places that changed.
    """
    cells = cells_of(text)
    head = next((cell.row for cell in cells if cell.column == 0 and cell.text.lstrip("\ufeff") == ID), -1)
    titles = {cell.column: cell.text for cell in cells if cell.row == head}
    columns = {column for column, title in titles.items() if of in WORD.findall(title)}
    first_in = {cell.row: cell.text.lstrip("\ufeff") for cell in reversed(cells) if cell.column == 0}
    edits: list[int] = []
    places: list[Place] = []
    for cell in cells:
        is_below = cell.row > head >= 0
        named = titles.get(cell.column, "") if is_below else first_in.get(cell.row, "")
        is_sentence = named.endswith(LANGUAGES) or not ONLY_IDS.fullmatch(cell.text.lstrip("\ufeff"))
        if is_sentence or (kind == "option" and not _is_of(cell, named, of, columns, is_below=is_below)):
            continue
        for match in WORD.finditer(cell.text):
            if match.group() == old:
                at = cell.start + match.start()
                edits.append(at)
                places.append(_place(text, shown, at, old))
    for at in sorted(edits, reverse=True):
        text = text[:at] + new + text[at + len(old) :]
    return text, places


def _is_of(cell: CsvCell, named: str, of: str, columns: set[int], *, is_below: bool) -> bool:
    """Return whether a cell holds options of a fact: in its column, or where the fact is given to the whole table."""
    if is_below:
        return cell.column in columns
    words = WORD.findall(named)
    return cell.column > 0 and words[:1] == [GIVEN] and of in words


def cells_of(text: str) -> list[CsvCell]:
    """Return every cell of a table, row by row."""
    cells: list[CsvCell] = []
    row = column = at = 0
    while at <= len(text):
        match = CELL.match(text, at)
        if match is None:
            at += 1
            continue
        group = 1 if match.group(1) is not None else 2
        cells.append(CsvCell(row, column, match.start(group), match.group(group)))
        at = match.end()
        if at < len(text) and text[at] in ",;\t":
            column += 1
        elif at < len(text) and text[at] == "\n":
            row, column = row + 1, 0
        at += 1
    return cells


def _place(text: str, shown: str, at: int, word: str) -> Place:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    excerpt = text[start : end if end >= 0 else len(text)].rstrip("\r").lstrip("\ufeff")
    return Place(file=shown, line=text.count("\n", 0, at) + 1, column=at - start + 1, excerpt=excerpt, width=len(word))
