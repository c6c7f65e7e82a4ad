"""Decision tables, looked over: combinations without a row, rows to offer for them, rows that say nothing new."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.spellings import folded
from mvpod_expert.loading.table_heads import ID
from mvpod_expert.model.diagnostics import Code, Diagnostic, warning
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.model.hyperrectangles import Box, shared, size, uncovered
from mvpod_expert.model.rules import Recommend, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.tables import Table, TableRow

MOST_OFFERED = 3
LONGEST_ID = 80
ANY = "-"


class LookedOver(NamedTuple):
    """One table: how many combinations its columns have, boxes of those without a row, rows that say nothing new."""

    table: Table
    combinations: int
    gaps: tuple[Box, ...]
    repeating: tuple[TableRow, ...]

    @property
    def missing(self) -> int:
        """How many combinations have no row."""
        return sum(map(size, self.gaps))


class _Offered(NamedTuple):
    """A row to add: a free id, and for each condition column the cell."""

    id: str
    cells: Mapping[str, str]

    @property
    def said(self) -> str:
        """The cells in one line."""
        return ", ".join(f"{fact}={cell or ANY}" for fact, cell in self.cells.items())


def look_over(table: Table, facts: Mapping[str, Fact], rules: Mapping[str, Rule] | None = None) -> LookedOver:
    """Find the gaps of a table, whether or not it is to be complete, and the rows that say nothing new.

    Without the rules its rows stand for, the rows of a table that collects are taken to say different things.
    """
    whole = table.whole(facts)
    boxes = [table.box(row, facts) for row in table.rows]
    kept = list(range(len(boxes)))
    repeating = []
    for number in reversed(kept.copy()):
        alike = [each for each in kept if each != number and _says_it_too(table, each, number, boxes, rules)]
        others = [boxes[each] for each in alike if shared(boxes[each], boxes[number])]
        if others and not uncovered(boxes[number], others):
            kept.remove(number)
            repeating.append(table.rows[number])
    return LookedOver(table, size(whole), tuple(uncovered(whole, boxes)), tuple(reversed(repeating)))


def _says_it_too(table: Table, other: int, number: int, boxes: list[Box], rules: Mapping[str, Rule] | None) -> bool:
    """Return whether another row says all that this one says; in a table that adds up only the very same row does."""
    if table.hit != "collect" or rules is None:
        return table.hit == "any"
    mine, theirs = (rules[table.rows[each].id].then for each in (number, other))
    adds_up = not all(isinstance(each, Recommend) for each in mine)
    return boxes[number] == boxes[other] and mine == theirs if adds_up else set(mine) <= set(theirs)


def table_findings(knowledge: KnowledgeBase) -> list[Diagnostic]:
    """Find the gaps of complete tables and the rows that say nothing new: a warning each."""
    found = []
    for table in knowledge.tables.values():
        looked = look_over(table, knowledge.facts, knowledge.rules)
        if table.complete and looked.gaps:
            rows = offered_rows(looked, knowledge.facts)
            details = {
                "count": str(looked.missing),
                "rows": " | ".join(row.said for row in rows[:MOST_OFFERED]),
                "more": str(max(0, len(rows) - MOST_OFFERED) or ""),
            }
            found.append(warning(Code.ROWS_MISSING, table.place, f"tables › {table.id}", details))
        found += [
            warning(Code.ROW_REPEATS, row.place, f"tables › {table.id} › A{row.number}", {"id": row.id})
            for row in looked.repeating
        ]
    return found


def offered_rows(looked: LookedOver, facts: Mapping[str, Fact]) -> list[_Offered]:
    """Return a row for each gap; what follows from it is left for the expert."""
    table = looked.table
    taken = {row.id for row in table.rows}
    offered = []
    for box in (box for gap in looked.gaps for box in _writable(gap, table, facts)):
        cells = {fact: _cell_of(states, facts[fact]) for fact, states in zip(table.columns, box, strict=True)}
        offered.append(_Offered(_id(table, box, taken, facts), cells))
    return offered


def under_header(offered: _Offered, table: Table, facts: Mapping[str, Fact]) -> list[str]:
    """Return an offered row's cells in the order of its table's header, those that are left for the expert empty."""
    spelt = {folded(name): fact for fact in table.columns for name in (fact, *map(facts[fact].title.in_, LANGS))}
    texts = {ID: offered.id}
    return [texts.get(folded(name)) or offered.cells.get(spelt.get(folded(name), ""), "") for name in table.header]


def _cell_of(states: frozenset[str], fact: Fact) -> str:
    """Write the states a cell allows: nothing for all of them, else the words."""
    if len(states) == len(fact.known_states):
        return ""
    return "; ".join(state for state in fact.known_states if state in states)


def _writable(gap: Box, table: Table, facts: Mapping[str, Fact]) -> Iterator[Box]:
    """Split a gap where a cell would list every option of a fact that may not apply: a test of all options is none."""
    for place, (fact, states) in enumerate(zip(table.columns, gap, strict=True)):
        options = facts[fact].states
        if states == frozenset(options) and facts[fact].may_not_apply:
            for part in (frozenset(options[:1]), frozenset(options[1:])):
                yield from _writable((*gap[:place], part, *gap[place + 1 :]), table, facts)
            return
    yield gap


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """Write rows as lines of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _id(table: Table, gap: Box, taken: set[str], facts: Mapping[str, Fact]) -> str:
    """Name a row after the table and its own states, so that no other row has its id."""
    parts = [
        min(states, key=facts[fact].known_states.index)
        for fact, states in zip(table.columns, gap, strict=True)
        if len(states) < len(facts[fact].known_states)
    ]
    named = "-".join([Path(table.id).name, *parts]).replace("_", "-").lower()[: LONGEST_ID - 4].strip("-")
    number, made = 1, named
    while made in taken:
        number += 1
        made = f"{named}-{number}"
    taken.add(made)
    return made
