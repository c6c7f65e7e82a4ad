"""What differs between two states of a decision table, by rows and cells, whatever their order in the files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_expert.loading.csv_text import column_name
from mvpod_expert.loading.spellings import folded
from mvpod_expert.loading.table_heads import ID

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

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
