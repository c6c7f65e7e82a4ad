"""rules/tables/ to rules and tables: each row of a CSV file is read as the rule it stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mvpod_expert.loading.csv_text import parse_csv
from mvpod_expert.loading.entry_files import DRAFT
from mvpod_expert.loading.spellings import Words, folded
from mvpod_expert.loading.table_examples import row_examples
from mvpod_expert.loading.table_heads import HeadReader, broken
from mvpod_expert.loading.table_overlaps import check_overlaps
from mvpod_expert.loading.table_rows import Row
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Mapping, Scalar
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.frozen import Text
from mvpod_expert.model.reviewing import Draft
from mvpod_expert.model.tables import Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from mvpod_expert.loading.csv_text import Cell, Grid
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.rule_files import RuleReader
    from mvpod_expert.loading.table_heads import Head
    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.model.rules import Rule, Stratum
    from mvpod_expert.model.tables import Hit

T = TypeVar("T")

FOLDER = "tables"
HITS: tuple[Hit, ...] = ("unique", "any", "collect")
YES = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
MARKED = re.compile(rf"^\ufeff?{DRAFT}[,;\t]\s*(?!no\b|false\b|否)\S", re.IGNORECASE | re.MULTILINE)
"""The mark of a draft at the top of a table, found before the table is read; what is no clear no is a draft."""
COLUMNS_CAUSE = {Code.FACT_TOO_LATE: "fact", Code.OUTCOME_FOREIGN: "written"}
"""Findings reported for each row whose cause is a column."""


@dataclass(frozen=True)
class ReadTable:
    """A table with its rules."""

    table: Table
    rules: tuple[Rule, ...]


class TableReader:
    """Reads tables.

    Args:
        rules: reads the rules that rows stand for.
        folders: the stratum of each folder of rules.
    """

    def __init__(self, rules: RuleReader, folders: dict[str, Stratum]) -> None:
        self.rules = rules
        self.folders = folders
        self.declared = rules.declared
        self.report = rules.report
        self.words = Words.of(rules.declared)
        self.heads = HeadReader(rules.declared.facts, rules.report)

    def read_all(self, library: Library, against: Hashable) -> Iterator[ReadTable]:
        """Read every CSV file of rules/tables and its sub-folders, by name; the folder need not be there.

        Args:
            library: the home's files.
            against: what stands for all that rules may refer to, to remember a table by.
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
        folder = self._one_of(head, "folder", {each: each for each in self.folders}, about)
        hit = self._one_of(head, "hit", {each: each for each in HITS}, about)
        complete = self._one_of(head, "complete", YES, about) or False
        self._one_of(head, DRAFT, YES, about)
        stratum = self.folders[folder or "plan"]
        is_sound = head.is_sound and folder is not None
        filled = [cells for cells in head.rows if any(cell.text for cell in cells)]
        pairs = [self._row(head, cells, family, stratum, about, is_sound=is_sound) for cells in filled]
        if not pairs:
            self.report.add(Code.LIST_EMPTY, head.header[0], about=about)
        rows = tuple(row for row, _ in pairs if row is not None)
        if self.report.found > found or hit is None:
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
        check_overlaps(table, self.declared.facts, self.report, about)
        return ReadTable(table, tuple(rule for _, rule in pairs if rule is not None))

    def _row(  # noqa: PLR0913 - what a row shares with its table
        self, head: Head, cells: tuple[Cell, ...], family: Text, stratum: Stratum, about: str, *, is_sound: bool
    ) -> tuple[TableRow | None, Rule | None]:
        row = Row(head, cells, self.words, self.report, about)
        named = {at for at, title in enumerate(head.header, start=1) if title.text}
        lonely = next((cell for cell in cells if cell.text and cell.number not in named), None)
        if lonely is not None:  # the others probably slipped under a neighbour's column
            self.report.add(Code.CELL_WITHOUT_COLUMN, lonely, about=about, written=lonely.text)
            return None, None
        used = {column.index for column in head.columns if column.name != "note"}
        for cell in cells:
            if cell.number - 1 in used:
                broken(cell, self.report, about)
        if row.says_nothing:
            node = row.when()
            read = node is not None and self.rules.conditions.read(node, about)
            made = TableRow(
                id=row.first.text or "-", number=row.first.row, cells=row.states(), then=(), place=row.first.place
            )
            return (made if read else None), None
        if not is_sound:
            self._look(row, about)
            return None, None
        rule = self._rule(row, family, stratum, about)
        if rule is None:
            return None, None
        made = TableRow(id=rule.id, number=row.first.row, cells=row.states(), then=rule.then, place=rule.place)
        return made, rule

    def _rule(self, row: Row, family: Text, stratum: Stratum, about: str) -> Rule | None:
        found = self.report.found
        node = row.rule()
        states = row.states()
        missing = row.missing()
        if missing:
            self.report.add(Code.KEY_MISSING, row.first, about=about, details={"key": ", ".join(missing)})
            self._look(row, about)
            return None
        place = row.first.place
        examples = row_examples(states, self.declared.facts, place) if all(states.values()) else ((), ())
        rule = self.rules.rule(node, family, stratum, about, examples)
        return rule if self.report.found == found else None

    def _look(self, row: Row, about: str) -> None:
        """Report what is wrong in the cells of a row although the top of its table is, too."""
        when, then = row.when(), row.then()
        if when is not None:
            self.rules.conditions.read(when, about)
        if then is not None:
            self.rules.outcomes.read(then, about)

    def _family(self, head: Head, about: str) -> Text:
        cells = {lang: head.properties.get(f"family.{lang}") for lang in ("zh", "en")}
        if None in cells.values():  # the head's finding
            return Text(zh="?", en="?")
        first = head.header[0]
        entries = [(_word(cell, lang), _word(cell, cell.text)) for lang, cell in cells.items() if cell is not None]
        node = Mapping(*first.span, tuple(entries))
        return validate(Text, node, self.report, about=f"{about} › family") or Text(zh="?", en="?")

    def _one_of(self, head: Head, key: str, allowed: dict[str, T], about: str) -> T | None:
        cell = head.properties.get(key)
        if cell is None:
            return None
        meant = allowed.get(folded(cell.text))
        if meant is None:
            self.report.add(Code.VALUE_NOT_ALLOWED, cell, about=f"{about} › {key}", allowed=allowed, written=cell.text)
        return meant


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
