"""The ids that rows of a table (CSV) declare, and the former id that is left beside a row's new one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mvpod_workbench.editing.table_cells import ID, cells_of

if TYPE_CHECKING:
    from mvpod_workbench.editing.table_cells import CsvCell

FORMERLY = "formerly"
BETWEEN = re.compile(r"\s*[;；]\s*")


def declared_in_table(text: str) -> list[str]:
    """Return the ids of a table's rows."""
    cells = cells_of(text)
    head = _head(cells)
    return [cell.text for cell in cells if cell.column == 0 and cell.row > head >= 0 and cell.text]


def with_former(text: str, old: str, new: str) -> str:
    """Note a row's former id in the column `formerly`, which comes behind the last one where there is none.

    Args:
        text: the table, in which the row has its new id.
        old: the former id.
        new: the new id; it is former no more if it was.
    """
    cells = cells_of(text)
    head = _head(cells)
    row = next((cell.row for cell in cells if cell.column == 0 and cell.row > head >= 0 and cell.text == new), None)
    if row is None:
        return text
    titles = [cell for cell in cells if cell.row == head]
    column = next((cell.column for cell in titles if cell.text == FORMERLY), None)
    own = [cell for cell in cells if cell.row == row]
    there = next((cell for cell in own if cell.column == column), None)
    names = [*(BETWEEN.split(there.text) if there is not None and there.text else ()), old]
    written = "; ".join(name for name in dict.fromkeys(names) if name != new)
    if there is not None:
        return text[: there.start] + written + text[there.start + len(there.text) :]
    mark = _mark(text, titles)
    at = max(cell.column for cell in titles) + 1 if column is None else column
    missing = mark * (at - max(cell.column for cell in own))
    end = _end_of(text, own)
    text = text[:end] + missing + written + text[end:]
    if column is None:
        end = _end_of(text, titles)
        text = text[:end] + mark + FORMERLY + text[end:]
    return text


def _head(cells: list[CsvCell]) -> int:
    return next((cell.row for cell in cells if cell.column == 0 and cell.text.lstrip("\ufeff") == ID), -1)


def _mark(text: str, titles: list[CsvCell]) -> str:
    """Return what stands between cells; a header row has more than one."""
    return text[titles[1].start - 1] if text[titles[1].start - 1] != '"' else text[titles[1].start - 2]


def _end_of(text: str, row: list[CsvCell]) -> int:
    last = max(row, key=lambda cell: cell.column)
    end = last.start + len(last.text)
    return end + 1 if text[end : end + 1] == '"' else end
