"""rules/tables/ to rules and tables: each row of a CSV file is read as the rule it stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mvpod_expert.loading import yaml_nodes
from mvpod_expert.loading.csv_text import Cell, Grid, parse_csv
from mvpod_expert.loading.entry_files import DRAFT, Library
from mvpod_expert.loading.spellings import Words, folded
from mvpod_expert.loading.table_heads import NOTE, Head, HeadReader, check_lonely, check_value
from mvpod_expert.loading.table_rows import Row
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Scalar
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place
from mvpod_expert.model.frozen import LANGS, Text
from mvpod_expert.model.hyperrectangles import shared, uncovered
from mvpod_expert.model.reviewing import Draft
from mvpod_expert.model.rules import Example, Outcome, Rule, Stratum
from mvpod_expert.model.tables import Hit, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.rule_files import Examples, RuleReader
    from mvpod_expert.model.facts import Fact

T = TypeVar("T")

FOLDER = "tables"
HITS: dict[str, Hit] = {"unique": "unique", "any": "any", "collect": "collect"}
NO_FAMILY = Text.model_construct(zh="?", en="?")
YES = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
MOST_FIRING = 4
MOST_RELATED = 3
MARKED = re.compile(rf"^\ufeff?{DRAFT}[,;\t]\s*(?!no\b|false\b|否)\S", re.IGNORECASE | re.MULTILINE)
"""The mark of a draft at the top of a table, found before the table is read; what is no clear no is a draft."""
COLUMNS_CAUSE = {Code.FACT_TOO_LATE: "fact", Code.OUTCOME_FOREIGN: "written"}
"""Findings reported for each row whose cause is a column."""


class ReadTable(NamedTuple):
    """A table with its rules."""

    table: Table
    rules: tuple[Rule, ...]


class TableReader:
    """Reads tables; `rules` reads the rules that rows stand for, `folders` has the stratum of each folder of rules."""

    def __init__(self, rules: RuleReader, folders: dict[str, Stratum]) -> None:
        self.rules = rules
        self.folders = folders
        self.declared = rules.declared
        self.report = rules.report
        self.words = Words(rules.declared)
        self.heads = HeadReader(rules.declared.facts, rules.report)

    def read_all(self, library: Library, against: Hashable) -> Iterator[ReadTable]:
        """Read every CSV file of rules/tables and its sub-folders, by name; the folder need not be there.

        A table is remembered by its text and what stands for all that rules may refer to, `against`.
        """
        for path in library.tables(library.home.rules / FOLDER):
            text, shown = library.text(path, Code.TABLE_NOT_UTF8), library.home.shown(path)
            name = path.relative_to(library.home.rules / FOLDER).with_suffix("").as_posix()
            if text is not None and MARKED.search(text):
                lines = {str(number): line for number, line in enumerate(text.splitlines(), start=1)}
                library.drafts.append(Draft(id=name, says=lines, place=Place(file=shown)))
                if not library.takes_drafts:
                    continue
            if text is not None:
                read = library.recall(("table", shown, text, against), partial(self._file, name, text, shown))
                if read is not None:
                    yield read

    def _file(self, name: str, text: str, shown: str) -> ReadTable | None:
        grid = parse_csv(text, shown, self.report)
        if grid is None:
            return None
        before = self.report.count
        read = self._table(name, grid)
        self.report.reword_since(before, partial(_with_cells, table=name, grid=grid))
        return read

    def _table(self, name: str, grid: Grid) -> ReadTable | None:
        about = f"{FOLDER} › {name}"
        found = self.report.found
        head = self.heads.read(grid, about)
        if head is None:
            return None
        family = self._family(head, about)
        stratum = self._one_of(head, "folder", self.folders, about)
        hit = self._one_of(head, "hit", HITS, about)
        complete = self._one_of(head, "complete", YES, about) or False
        self._one_of(head, DRAFT, YES, about)
        filled = (Row(head, row, self.words, self.report, about) for row in head.rows if any(cell.text for cell in row))
        pairs = [self._row(row, family, stratum if head.is_sound else None) for row in filled]
        if not pairs:
            self.report.add(Code.LIST_EMPTY, head.header[0], about=about)
        rows = tuple(row for row, _ in pairs if row is not None)
        if self.report.found > found or hit is None or stratum is None:
            return None
        table = Table(
            id=name,
            family=family,
            stratum=stratum,
            hit=hit,
            complete=complete,
            given={fact: rows[0].cells[fact] for fact in head.given if rows and fact in rows[0].cells},
            columns=tuple(column.name for column in head.columns if column.kind == "fact"),
            header=tuple(cell.text for cell in head.header),
            rows=rows,
            place=head.header[0].place,
        )
        _check_overlaps(table, self.declared.facts, self.report, about)
        return ReadTable(table, tuple(rule for _, rule in pairs if rule is not None))

    def _row(self, row: Row, family: Text, stratum: Stratum | None) -> tuple[TableRow | None, Rule | None]:
        """Return a row and its rule; without a stratum the top is unsound, and only findings are looked for."""
        head, about = row.head, row.about
        if check_lonely([cell for cell in row.cells if not head.is_named(cell)], self.report, about):
            return None, None  # the others probably slipped under a neighbour's column
        used = {column.cell.number for column in head.columns if column.name != NOTE}
        for cell in (each for each in row.cells if each.number in used):
            check_value(cell, self.report, about)
        if row.says_nothing:
            node = row.when()
            is_read = node is not None and self.rules.conditions.read(node, about)
            return (self._made(row, row.first.text or "-", ()) if is_read else None), None
        if stratum is None:
            self._look(row)
        rule = self._rule(row, family, stratum) if stratum is not None else None
        return (None, None) if rule is None else (self._made(row, rule.id, rule.then), rule)

    def _made(self, row: Row, name: str, then: tuple[Outcome, ...]) -> TableRow:
        return TableRow(id=name, number=row.first.row, cells=row.states(), then=then, place=row.first.place)

    def _rule(self, row: Row, family: Text, stratum: Stratum) -> Rule | None:
        found, about = self.report.found, row.about
        node, states, missing = row.rule(), row.states(), row.missing()
        if missing:
            self.report.add(Code.KEY_MISSING, row.first, about=about, details={"key": ", ".join(missing)})
            self._look(row)
            return None
        place = row.first.place
        examples = _examples(states, self.declared.facts, place) if all(states.values()) else ((), ())
        rule = self.rules.rule(node, family, stratum, about, examples)
        return rule if self.report.found == found else None

    def _look(self, row: Row) -> None:
        """Report what is wrong in the cells of a row although the top of its table is, too."""
        when, then = row.when(), row.then()
        if when is not None:
            self.rules.conditions.read(when, row.about)
        if then is not None:
            self.rules.outcomes.read(then, row.about)

    def _family(self, head: Head, about: str) -> Text:
        cells = {lang: head.properties[f"family.{lang}"] for lang in LANGS if f"family.{lang}" in head.properties}
        entries = [(_word(cell, lang), _word(cell, cell.text)) for lang, cell in cells.items()]
        node = yaml_nodes.Mapping(*head.header[0].span, tuple(entries))
        # That one is missing is the head's finding.
        read = validate(Text, node, self.report, about=f"{about} › family") if len(cells) == len(LANGS) else None
        return read or NO_FAMILY

    def _one_of(self, head: Head, key: str, allowed: dict[str, T], about: str) -> T | None:
        cell = head.properties.get(key)
        if cell is None or folded(cell.text) in allowed:
            return allowed[folded(cell.text)] if cell is not None else None
        self.report.add(Code.VALUE_NOT_ALLOWED, cell, about=f"{about} › {key}", allowed=allowed, written=cell.text)
        return None


def _word(cell: Cell, text: str) -> Scalar:
    return Scalar(*cell.span, text, quoted=True, tag="str")


def _with_cells(findings: Iterable[Diagnostic], *, table: str, grid: Grid) -> list[Diagnostic]:
    """Put the spreadsheet's name of the cell into each finding's path; say what a column causes once, not a row."""
    cells = sorted(((cell.line, cell.column, cell.name) for row in grid for cell in row), key=lambda each: each[:2])
    told: set[tuple[object, ...]] = set()
    kept = []
    for finding in findings:
        place = finding.place
        cause = COLUMNS_CAUSE.get(finding.code)
        what = finding.details.get(cause) if cause else (place.line, place.column, *sorted(finding.details.items()))
        if (finding.code, what) in told:
            continue
        told.add((finding.code, what))
        at = bisect_right(cells, (place.line, place.column, "~"))
        path = f"{FOLDER} › {table} › {cells[at - 1][2]}" if at else f"{FOLDER} › {table}"
        kept.append(finding.model_copy(update={"about": path}))
    return kept


def _examples(cells: Mapping[str, frozenset[str]], facts: Mapping[str, Fact], place: Place) -> Examples:
    """Make a row's examples, from the states with which its cells hold.

    Returns:
        Those with which it fires, so that each state of a cell occurs, up to a few; and for each cell one with which it
        stays silent, because that cell alone has the nearest other state.
    """
    listed = {fact: [state for state in facts[fact].known_states if state in states] for fact, states in cells.items()}
    fires = [
        {fact: states[number % len(states)] for fact, states in listed.items()}
        for number in range(min(MOST_FIRING, max(map(len, listed.values()))))
    ]
    others = {fact: _nearest_other(facts[fact], cells[fact]) for fact in listed}
    silent = [{**fires[0], fact: other} for fact, other in others.items() if other is not None]
    firing, staying = (tuple(Example(states=each, place=place) for each in kind) for kind in (fires, silent))
    return firing, staying


def _nearest_other(fact: Fact, states: frozenset[str]) -> str | None:
    """Return the state outside that is nearest, in the order of the vocabulary, to one inside."""
    order = fact.known_states
    inside = [number for number, state in enumerate(order) if state in states]
    outside = [number for number, state in enumerate(order) if state not in states]
    if not outside:
        return None
    return order[min(outside, key=lambda number: min(abs(number - each) for each in inside))]


def _check_overlaps(table: Table, facts: Mapping[str, Fact], report: DiagnosticCollector, about: str) -> None:
    """Report each row that can hold together with rows above it: in a `unique` table any, in an `any` table others."""
    if table.hit == "collect":
        return
    boxes = [table.box(row, facts) for row in table.rows]
    for number, row in enumerate(table.rows):
        above = [
            other
            for other in range(number)
            if shared(boxes[other], boxes[number])
            and (table.hit == "unique" or set(table.rows[other].then) != set(row.then))
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
