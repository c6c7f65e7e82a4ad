"""Decision tables as files: the rows of one, what differs between two states of it, and writing it as a whole."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from mvpod_expert.atomic_write import write_file
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.csv_text import column_name, parse_csv
from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.spellings import folded, spellings
from mvpod_expert.loading.table_heads import ID
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.model.diagnostics import Code, Diagnostic, UnusableInputError
from mvpod_expert.model.principles import Basis

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home

MARK = "\ufeff"
"""Without this mark at its beginning Excel takes a file for one of the machine's own encoding."""


def rows_of(path: Path, shown: str) -> list[list[str]]:
    """Return the cells of a table's file.

    Raises:
        UnusableInputError: it cannot be read.
    """
    text = usable(lambda report: read_text(path, shown, report, not_text=Code.TABLE_NOT_UTF8))
    grid = usable(lambda report: parse_csv(text, shown, report))
    return [[cell.text for cell in row] for row in grid]


def words_of_columns(
    rows: Sequence[Sequence[str]], knowledge: KnowledgeBase | None
) -> tuple[int, dict[int, list[str]]]:
    """Return the number of the header row, and for each column's number the words that may stand in it."""
    header = next((number for number, row in enumerate(rows, start=1) if row and folded(row[0]) == ID), 0)
    if knowledge is None or not header:
        return header, {}
    facts = spellings((fact.id, fact.title) for fact in knowledge.facts.values())
    modes = [mode.id for mode in knowledge.decision.modes]
    items = sorted(item.id for item in knowledge.items())
    allowed = {
        "recommend": items,
        "propose": [item.id for shelf in knowledge.shelves if shelf.ranked for item in shelf.items],
        "strength": [strength.id for strength in knowledge.decision.strengths],
        **dict.fromkeys(("for", "against", "exclude"), modes),
        "reask": [fact.id for fact in knowledge.asked()],
        "principle": list(knowledge.principles),
        "basis": list(get_args(Basis)),
        "sources": list(knowledge.sources),
    }
    lists = {}
    for number, name in enumerate(rows[header - 1], start=1):
        action, _, target = folded(name).partition(" ")
        fact = facts.get(target if action == "conclude" else folded(name))
        words = items if action == "assign" and target else allowed.get(folded(name), [])
        words = list(knowledge.facts[fact].known_states) if fact else words
        if words:
            lists[number] = words
    return header, lists


def checked(home: Home, path: Path, text: str) -> tuple[KnowledgeBase | None, list[Diagnostic]]:
    """Read the whole knowledge as if a table said something else; give it, or what is wrong with it then."""
    try:
        knowledge = load_knowledge(home, unsaved={path: text}, drafts=True)
        compile_rules(knowledge)
    except UnusableInputError as error:
        return None, list(error.diagnostics)
    return knowledge, []


def write_table(path: Path, text: str) -> None:
    """Write a table, whole or not at all (OSError)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, MARK + text)


Kind = Literal["added_row", "removed_row", "changed", "changed_head", "added_column", "removed_column"]


class Change(NamedTuple):
    """One change of a cell (named as in the new table, or in the old one for what is gone), row, column or property."""

    kind: Kind
    cell: str
    id: str = ""
    column: str = ""
    old: str = ""
    new: str = ""


class _Parts:
    """A table taken apart: its properties and rows by their names, each with where it stands, and its columns."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.head: dict[str, tuple[str, str]] = {}
        self.columns: dict[str, int] = {}
        self.rows: dict[str, tuple[int, Sequence[str]]] = {}
        self.header = 0
        heads, columns, ids = Counter[str](), Counter[str](), Counter[str]()
        for number, row in enumerate(rows, start=1):
            if not any(row):
                continue
            if self.header:
                self.rows[_free(row[0], self.rows, ids)] = (number, row)
            elif folded(row[0]) == ID:
                self.header = number
                for place, name in enumerate(row):
                    if name:
                        self.columns[_free(name, self.columns, columns)] = place
            else:
                self.head[_free(row[0], self.head, heads)] = (" ".join(filter(None, row[1:])), f"B{number}")

    def at(self, row: str, column: str) -> str:
        """Return a cell's text."""
        cells, place = self.rows[row][1], self.columns.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    def name(self, column: str, line: int) -> str:
        """Return the spreadsheet's name of a cell."""
        return f"{column_name(self.columns[column] + 1)}{line}"


def table_changes(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> list[Change]:
    """Return the changes that lead from the cells of one table to those of another; one that is new has none before."""
    before, after = _Parts(old), _Parts(new)
    return [*_of_head(before, after), *_of_columns(before, after), *_of_rows(before, after)]


def _of_head(before: _Parts, after: _Parts) -> Iterator[Change]:
    for key in {**before.head, **after.head}:
        was, now = before.head.get(key, ("", "")), after.head.get(key, ("", ""))
        if was[0] != now[0]:
            yield Change("changed_head", now[1] or was[1], column=key, old=was[0], new=now[0])


def _of_columns(before: _Parts, after: _Parts) -> Iterator[Change]:
    if before.columns:
        for name in (each for each in after.columns if each not in before.columns):
            yield Change("added_column", after.name(name, after.header), column=name)
        for name in (each for each in before.columns if each not in after.columns):
            yield Change("removed_column", before.name(name, before.header), column=name)


def _of_rows(before: _Parts, after: _Parts) -> Iterator[Change]:
    for row, (number, _) in before.rows.items():
        if row not in after.rows:
            yield Change("removed_row", f"A{number}", id=row)
    for row, (number, _) in after.rows.items():
        if row not in before.rows:
            yield Change("added_row", f"A{number}", id=row)
            continue
        for name in {**after.columns, **before.columns}:
            old, new = before.at(row, name), after.at(row, name)
            if old != new:
                is_there = name in after.columns
                cell = after.name(name, number) if is_there else before.name(name, before.rows[row][0])
                yield Change("changed", cell, row, name, old, new)


def _free(name: str, taken: Container[str], last: Counter[str]) -> str:
    """Keep apart what has the same name; `last` has the number that was given last, so that none is tried twice."""
    made = name
    while made in taken:
        last[name] = max(last[name], 1) + 1
        made = f"{name} ({last[name]})"
    return made
