"""Rows of one table that hold at once although its hit policy says that none do, or that they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.hyperrectangles import shared, uncovered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.tables import Table, TableRow

MOST_RELATED = 3


def check_overlaps(table: Table, facts: Mapping[str, Fact], report: DiagnosticCollector, about: str) -> None:
    """Report each row that can hold together with rows above it: in a `unique` table any, in an `any` table others."""
    if table.hit == "collect":
        return
    boxes = [table.box(row, facts) for row in table.rows]
    for number, row in enumerate(table.rows):
        agreeing = [set(other.then) == set(row.then) for other in table.rows[:number]]
        above = [
            other
            for other in range(number)
            if shared(boxes[other], boxes[number]) and (table.hit == "unique" or not agreeing[other])
        ]
        if not above:
            continue
        first = table.rows[above[0]]
        is_covered = not uncovered(boxes[number], [boxes[other] for other in above])
        report.add(
            Code.ROWS_OVERLAP,
            row.place,
            about=about,
            related=[table.rows[other].place for other in above[:MOST_RELATED]],
            details={
                "id": row.id,
                "other": first.id,
                "hit": table.hit,
                "witness": _witness(table, row, first, facts),
                "covered": "yes" if is_covered else "",
            },
        )


def _witness(table: Table, one: TableRow, other: TableRow, facts: Mapping[str, Fact]) -> str:
    """Name answers with which both rows hold."""
    tested = [fact for fact in (*table.given, *table.columns) if fact in one.cells or fact in other.cells]
    chosen = []
    for fact in tested:
        known = frozenset(facts[fact].known_states)
        both = one.cells.get(fact, known) & other.cells.get(fact, known)
        chosen.append(f"{fact}={next(state for state in facts[fact].known_states if state in both)}")
    return ", ".join(chosen)
