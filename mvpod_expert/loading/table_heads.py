"""The top of a decision table: what holds for all its rows, and what each column is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mvpod_expert.loading.entry_files import DRAFT
from mvpod_expert.loading.spellings import folded, spellings
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import LANGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.loading.csv_text import Cell, Grid
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.facts import Fact

ID = "id"
GIVEN = "given"
NOTE = "note"
FORMERLY = "formerly"
TEXTS = tuple(f"{text}.{lang}" for text in ("title", "reason") for lang in LANGS)
SUPPORT = ("principle", "basis", "sources")
NEEDED = ("family.zh", "family.en", "folder", "hit")
NEEDED_SOMEWHERE = (*TEXTS, "principle", "basis")
PROPERTIES = (*NEEDED, "complete", DRAFT, *TEXTS, *SUPPORT, NOTE)
OUTCOMES = ("recommend", "propose", "for", "against", "strength", "exclude", "reask")
TARGETED = ("conclude", "assign")
STRONG = ("for", "against", "assign", "propose")
OWN = (ID, *TEXTS, *SUPPORT, NOTE, FORMERLY)

EXCELS_ERROR = re.compile(r"#(?:N/A|NAME\?|[A-Z]+[/A-Z0]*!)")
FORMULA = re.compile(r"=\S")


@dataclass(frozen=True)
class Column:
    """One column: a condition on a fact, an outcome, or what else a row has.

    Its name is the fact, the outcome's action or the key; its target the fact it concludes, or the row of the plan.
    """

    kind: Literal["fact", "outcome", "own"]
    name: str
    cell: Cell
    target: str = ""


@dataclass
class Head:
    """What stands above the rows.

    Args:
        properties: the cell of each property's value.
        given: the cell of what all rows share, for each fact.
        header: the header row.
        rows: the cells of the rows below it.
        is_sound: nothing is wrong so far, so that rows can be made rules.
    """

    properties: dict[str, Cell] = field(default_factory=dict)
    given: dict[str, Cell] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    header: tuple[Cell, ...] = ()
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    is_sound: bool = True

    def column(self, name: str) -> Column | None:
        """Return a column of the table's own by its key."""
        return next((column for column in self.columns if column.kind == "own" and column.name == name), None)

    def is_named(self, cell: Cell) -> bool:
        """Return whether the column of a cell has a title."""
        return cell.number <= len(self.header) and bool(self.header[cell.number - 1].text)


class HeadReader:
    """Reads the tops of tables."""

    def __init__(self, facts: Mapping[str, Fact], report: DiagnosticCollector) -> None:
        self.facts = facts
        self.report = report
        self.meant = spellings((fact.id, fact.title) for fact in facts.values())

    def read(self, grid: Grid, about: str) -> Head | None:
        """Read what stands above the rows, or report that there is no header row."""
        filled = [row for row in grid if any(cell.text for cell in row)]
        at = next((number for number, row in enumerate(filled) if folded(row[0].text) == ID), None)
        if at is None:
            where = max(filled, key=lambda row: sum(bool(cell.text) for cell in row))
            self.report.add(Code.TABLE_WITHOUT_HEADER, where[0], about=about, written=where[0].text)
            return None
        head = Head(header=_without_end(filled[at]), rows=filled[at + 1 :])
        found = self.report.found
        for row in filled[:at]:
            self._property(row, head, about)
        for cell in (each for each in head.header if each.text):
            self._column(cell, head, about)
        self._missing(head, about)
        head.is_sound = self.report.found == found
        return head

    def _property(self, row: tuple[Cell, ...], head: Head, about: str) -> None:
        key, *values = _without_end(row)
        name = folded(key.text)
        value = values[0] if values else key
        if name.startswith(GIVEN + " "):
            fact = self.meant.get(name.removeprefix(GIVEN + " "))
            if fact is None:
                written = key.text[len(GIVEN) + 1 :].strip()
                self.report.add(Code.FACT_UNKNOWN, key, about=about, allowed=self.facts, written=written)
            elif fact in head.given:
                self.report.twice(key.text, key, head.given[fact], about=about)
            else:
                head.given[fact] = value
        elif name not in PROPERTIES:
            details = {"shape": "row" if values else "alone"}
            allowed = (*PROPERTIES, f"{GIVEN} …")
            self.report.add(Code.KEY_UNKNOWN, key, about=about, allowed=allowed, written=key.text, details=details)
        elif name in head.properties and name != NOTE:
            self.report.twice(key.text, key, head.properties[name], about=about)
        elif not value.text or not values:
            self.report.add(Code.TEXT_EMPTY, key, about=about)
        else:
            head.properties[name] = value
        if name != NOTE:
            check_lonely(values[1:], self.report, about)
        check_value(value, self.report, about)

    def _column(self, cell: Cell, head: Head, about: str) -> None:
        column = self._meant(cell)
        if column is None:
            allowed = (*OWN, *OUTCOMES, *(f"{each} …" for each in TARGETED), *self.facts)
            self.report.add(Code.COLUMN_UNKNOWN, cell, about=about, allowed=allowed, written=cell.text)
            return
        key = column.kind, column.name, column.target
        same = (each.cell for each in head.columns if (each.kind, each.name, each.target) == key)
        first = next(same, head.given.get(column.name) if column.kind == "fact" else None)
        if first is not None and column.name != NOTE:
            self.report.twice(cell.text, cell, first, about=about)
        else:
            head.columns.append(column)

    def _meant(self, cell: Cell) -> Column | None:
        name = folded(cell.text)
        action, _, target = name.partition(" ")
        if name in OWN:
            return Column("own", name, cell)
        if name in OUTCOMES:
            return Column("outcome", name, cell)
        if action in TARGETED and target:
            meant = self.meant.get(target, target) if action == "conclude" else target
            return Column("outcome", action, cell, meant)
        fact = self.meant.get(name)
        return Column("fact", fact, cell) if fact else None

    def _missing(self, head: Head, about: str) -> None:
        if any(each.code in {Code.KEY_UNKNOWN, Code.COLUMN_UNKNOWN} for each in self.report.diagnostics):
            return  # what is misspelt may well be what seems to be missing
        top = head.header[0]
        columns = [each.name for each in head.columns if each.kind == "own"]
        missing = [(top, name) for name in NEEDED if name not in head.properties]
        missing += [(top, name) for name in NEEDED_SOMEWHERE if name not in (*head.properties, *columns)]
        kinds = {column.kind for column in head.columns if column.name != "strength"}
        if "outcome" not in kinds:
            missing.append((top, " / ".join((*OUTCOMES, *(f"{each} …" for each in TARGETED)))))
        strong = next((column for column in head.columns if column.name in STRONG), None)
        if strong is not None and not any(column.name == "strength" for column in head.columns):
            missing.append((strong.cell, "strength"))
        for cell, name in missing:
            self.report.add(Code.KEY_MISSING, cell, about=about, details={"key": name})
        if "fact" not in kinds:
            self.report.add(Code.COLUMN_UNKNOWN, top, about=about, allowed=self.facts)


def check_lonely(cells: Sequence[Cell], report: DiagnosticCollector, about: str) -> bool:
    """Report the first filled one of cells that stand under no column, and return whether there is one."""
    lonely = next((cell for cell in cells if cell.text), None)
    if lonely is not None:
        report.add(Code.CELL_WITHOUT_COLUMN, lonely, about=about, written=lonely.text)
    return lonely is not None


def check_value(cell: Cell, report: DiagnosticCollector, about: str) -> None:
    """Report a cell that holds an error or a formula of Excel's instead of a value."""
    if EXCELS_ERROR.fullmatch(cell.text) or FORMULA.match(cell.text):
        report.add(Code.CELL_NO_VALUE, cell, about=about, details={"written": cell.text})
        report.mark_wrong_in_itself()


def _without_end(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    last = max(number for number, cell in enumerate(row, start=1) if cell.text)
    return row[:last]
