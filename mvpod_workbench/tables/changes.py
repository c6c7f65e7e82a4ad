"""What differs between two states of a decision table, by rows and cells, whatever their order in the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mvpod_expert.loading.csv_text import column_name
from mvpod_expert.loading.spellings import folded
from mvpod_expert.loading.table_heads import ID

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

Kind = Literal["added_row", "removed_row", "changed", "changed_head", "added_column", "removed_column"]


@dataclass(frozen=True)
class Change:
    """One change.

    Args:
        cell: the spreadsheet's name of the cell: in the new table, or in the old one for what is gone.
        id: the row's id.
        column: the column's header, or the property's key.
    """

    kind: Kind
    cell: str
    id: str = ""
    column: str = ""
    old: str = ""
    new: str = ""


@dataclass
class _Parts:
    """A table taken apart, each part with the name of its cell."""

    head: dict[str, tuple[str, str]] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[str, tuple[int, Sequence[str]]] = field(default_factory=dict)
    header: int = 0

    def at(self, row: str, column: str) -> str:
        """Return a cell's text."""
        cells, place = self.rows[row][1], self.columns.get(column)
        return cells[place] if place is not None and place < len(cells) else ""


def table_changes(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> list[Change]:
    """Return the changes that lead from one table to another.

    Args:
        old: the cells of the one; none for a table that is not there yet.
        new: the cells of the other.
    """
    before, after = _parts(old), _parts(new)
    return [*_of_head(before, after), *_of_columns(before, after), *_of_rows(before, after)]


def _of_head(before: _Parts, after: _Parts) -> Iterator[Change]:
    for key in {**before.head, **after.head}:
        old, new = before.head.get(key, ("", "")), after.head.get(key, ("", ""))
        if old[0] != new[0]:
            yield Change("changed_head", new[1] or old[1], column=key, old=old[0], new=new[0])


def _of_columns(before: _Parts, after: _Parts) -> Iterator[Change]:
    if not before.columns:
        return
    for name, place in after.columns.items():
        if name not in before.columns:
            yield Change("added_column", f"{column_name(place + 1)}{after.header}", column=name)
    for name, place in before.columns.items():
        if name not in after.columns:
            yield Change("removed_column", f"{column_name(place + 1)}{before.header}", column=name)


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
                in_new = name in after.columns
                place, line = (after.columns[name], number) if in_new else (before.columns[name], before.rows[row][0])
                yield Change("changed", f"{column_name(place + 1)}{line}", row, name, old, new)


def _parts(rows: Sequence[Sequence[str]]) -> _Parts:
    parts = _Parts()
    of_rows: dict[str, int] = {}
    of_columns: dict[str, int] = {}
    of_head: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        if not any(row):
            continue
        if parts.header:
            parts.rows[_free(row[0], parts.rows, of_rows)] = (number, row)
        elif folded(row[0]) == ID:
            parts.header = number
            for place, name in enumerate(row):
                if name:
                    parts.columns[_free(name, parts.columns, of_columns)] = place
        else:
            parts.head[_free(row[0], parts.head, of_head)] = (" ".join(filter(None, row[1:])), f"B{number}")
    return parts


def _free(name: str, taken: Container[str], last: dict[str, int]) -> str:
    """Keep apart what has the same name; `last` has the number that was given last, so that none is tried twice."""
    made = name
    while made in taken:
        last[name] = last.get(name, 1) + 1
        made = f"{name} ({last[name]})"
    return made
