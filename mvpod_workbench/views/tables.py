"""Decision tables in a terminal and as JSON: all of them in a line each, or one aligned, with the rows it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.views.sentences import RuleWords
from mvpod_expert.views.names import TerminalView
from mvpod_workbench.tables.overview import LookedOver, as_csv, offered_rows, under_header

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.tables import Table, TableRow

MOST_OFFERED = 12


class TablesView(TerminalView):
    """Prints tables."""

    def all(self, looked: Sequence[LookedOver]) -> None:
        """Print a line for each table."""
        if not looked:
            self.print("tables.none")
            return
        self.print("tables.title", "title")
        head = [self.t(f"tables.{key}") for key in ("name", "hit_policy", "row_count", "state")]
        rows = [[each.table.id, each.table.hit, str(len(each.table.rows)), self._state(each)] for each in looked]
        self.page.columns([head, *rows])

    def one(self, looked: LookedOver) -> None:
        """Print one table: what all rows share, its rows, and what it lacks."""
        table = looked.table
        self.page.line(self.say(table.family), "title")
        self.page.line(f"{table.place.file} · {self.t(f'tables.hit_{table.hit}')}", "faint")
        if table.given:
            tests = (self.pair_of(self.fact(fact), self._states(fact, states)) for fact, states in table.given.items())
            self.print("tables.given", tests=self.semicolon(tests))
        self.page.line()
        titles = [self.fact(fact) for fact in table.columns]
        self.page.columns([["", *titles, self.t("tables.then")], *(self._row(table, row) for row in table.rows)])
        self.page.line()
        self._lacks(looked)
        self.print("tables.unknown_answers", "faint")

    def _lacks(self, looked: LookedOver) -> None:
        if not looked.gaps:
            self.print("tables.no_gaps", "good", combinations=looked.combinations)
        else:
            blanks = {"combinations": looked.combinations, "count": looked.missing}
            self.print("tables.missing", "warn" if looked.table.complete else "plain", **blanks)
            rows = offered_rows(looked, self.knowledge.facts)
            for row in rows[:MOST_OFFERED]:
                line = as_csv([under_header(row, looked.table, self.knowledge.facts)])
                self.page.raw("  " + line.rstrip("\n"))
            if len(rows) > MOST_OFFERED:
                self.print("tables.more", count=len(rows) - MOST_OFFERED)
        if looked.repeating:
            self.print("tables.repeating", "warn", rows=self.comma(row.id for row in looked.repeating))

    def _state(self, looked: LookedOver) -> str:
        gaps = "tables.gaps" if looked.table.complete else "tables.open"
        said = [self.t(gaps, count=looked.missing) if looked.gaps else self.t("tables.whole")]
        if looked.repeating:
            said.append(self.t("tables.repeats", count=len(looked.repeating)))
        return self.semicolon(said)

    def _row(self, table: Table, row: TableRow) -> list[str]:
        cells = [self._states(fact, row.cells[fact]) if fact in row.cells else "-" for fact in table.columns]
        then = self.semicolon(map(RuleWords(self.knowledge, self.t).outcome, row.then))
        return [str(row.number), *cells, then or self.t("tables.nothing")]

    def _states(self, fact: str, states: frozenset[str]) -> str:
        declared = self.knowledge.facts[fact]
        others = [state for state in declared.known_states if state not in states]
        if not others:
            return self.t("tables.any")
        is_shorter_as_not = declared.may_not_apply and "not_applicable" in states and len(others) < len(states)
        named = others if is_shorter_as_not else _ordered(states, declared.known_states)
        words = self.t("list.or").join(self.state(fact, state) for state in named)
        return self.t("tables.not", states=words) if is_shorter_as_not else words


def tables_document(looked: Sequence[LookedOver], knowledge: KnowledgeBase) -> dict[str, object]:
    """Return tables as JSON data."""
    return {"schema_version": "1.0", "tables": [_plain(each, knowledge) for each in looked]}


def _plain(looked: LookedOver, knowledge: KnowledgeBase) -> Mapping[str, object]:
    table = looked.table

    def ordered(cells: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
        return {fact: _ordered(states, knowledge.facts[fact].known_states) for fact, states in cells.items()}

    return {
        "id": table.id,
        "file": table.place.file,
        "family": table.family.model_dump(),
        "stratum": table.stratum,
        "hit": table.hit,
        "complete": table.complete,
        "given": ordered(table.given),
        "columns": list(table.columns),
        "rows": [
            {
                "id": row.id,
                "number": row.number,
                "cells": ordered(row.cells),
                "then": [outcome.model_dump() for outcome in row.then],
            }
            for row in table.rows
        ],
        "combinations": looked.combinations,
        "missing": looked.missing,
        "offered": [{"id": row.id, "cells": dict(row.cells)} for row in offered_rows(looked, knowledge.facts)],
        "repeating": [row.id for row in looked.repeating],
    }


def _ordered(states: frozenset[str], known: Sequence[str]) -> list[str]:
    return [state for state in known if state in states]
