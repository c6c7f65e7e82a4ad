"""Decision tables: rules by another spelling. A row is a rule; the table keeps which rows belong together, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_expert.model.rules import Outcome, Stratum

if TYPE_CHECKING:
    from mvpod_expert.model.facts import Fact

Hit = Literal["unique", "any", "collect"]
"""Of the rows that can hold at once: there are none; they say the same; they add up."""


class TableRow(FrozenModel):
    """One row.

    Args:
        id: the id of the rule it makes, or will make.
        number: the row's number in a spreadsheet.
        cells: for each fact the row tests, the states with which the cell holds.
        then: what follows; nothing for a row that says so on purpose, which makes no rule.
    """

    id: str
    number: int
    cells: Mapping[str, frozenset[str]]
    then: tuple[Outcome, ...]
    place: Place


class Table(FrozenModel):
    """One table.

    Args:
        id: the file's name without its ending, and with the folders below rules/tables.
        complete: every combination is to have a row.
        given: what all rows share: for a fact, the states with which they hold.
        columns: the facts of the condition columns, in order.
        header: the cells of the header row as they are written.
        place: where the header row stands.
    """

    id: str
    family: Text
    stratum: Stratum
    hit: Hit
    complete: bool
    given: Mapping[str, frozenset[str]]
    columns: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    place: Place

    def whole(self, facts: Mapping[str, Fact]) -> tuple[frozenset[str], ...]:
        """Return all combinations of the columns' states as a box."""
        return tuple(frozenset(facts[fact].known_states) for fact in self.columns)

    def box(self, row: TableRow, facts: Mapping[str, Fact]) -> tuple[frozenset[str], ...]:
        """Return the combinations with which a row holds."""
        return tuple(row.cells.get(fact, frozenset(facts[fact].known_states)) for fact in self.columns)
