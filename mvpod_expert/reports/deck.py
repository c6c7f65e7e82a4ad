"""The report as slides: a title, what was decided and why, why nothing else, the routes, the moves, what is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Column, Document, Lines, Listing, Paragraph, Section, Table
from mvpod_expert.mode.views.move_rows import move_rows
from mvpod_expert.mode.views.pictures import Pictures
from mvpod_expert.mode.views.summary import MOST_OPEN, Length
from mvpod_expert.reports.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.document.tree import Block, Cell
    from mvpod_expert.mode.explanation.reporting import ReportedCell
    from mvpod_expert.mode.views.move_rows import MoveRow

REASONS, OF_MANY, MOST_POINTS = 5, 3, 4
"""The most reasons on a slide, for one market cell and for one of several, and the most points beside them."""


class Deck(Report):
    """Assembles slides: each section is one."""

    def document(self) -> Document:
        """Return the slides: six to eight for up to three market cells."""
        return Document(
            lang=self.language,
            title=self.t("report.title_report"),
            subtitle=self.reported.client or self.reported.source,
            front=(Section("", tuple(self._facts())),),
            contents="",
            sections=tuple(self._slides()),
            footer=(Paragraph(self.t("report.points_note"), "faint"),),
            author=self.front.author,
        )

    def _slides(self) -> Iterator[Section]:
        rows = [move_rows(cell.advice, self.knowledge, self.t) for cell in self.cells]
        if len(self.cells) > 1:
            yield Section(self.t("report.decision"), (*self._compared().blocks, *self._key_points()))
            yield from (self._cell_slide(cell) for cell in self.cells)
        else:
            yield from self._decided(self.cells[0])
        if any(rows):
            if len(self.cells) == 1:
                yield Section(self.t("moves.title"), (self._moves(rows[0]),))
            yield Section(self.t("deck.roadmap"), (self._roadmap(rows),))
        yield Section(self.t("deck.open"), tuple(block for cell in self.cells for block in self._open(cell)))
        yield Section(self.t("report.next_meeting"), tuple(self._next(rows)))

    def _decided(self, cell: ReportedCell) -> Iterator[Section]:
        """Return the slides of the only market cell: the decision, the objections, and what goes which way."""
        advice, accounts, length = cell.advice, cell.how.accounts, Length(REASONS, 0, with_reasons=True)
        head = self.advice.verdict(advice, accounts, length, self.advice.warnings(advice))
        yield Section(
            self.t("report.decision"), (*head, *self.advice.reasons(advice, accounts, length), *self._key_points())
        )
        against = tuple(self.advice.against(advice, accounts, length))
        if against:
            yield Section(self.t("summary.against"), against)
        grids = tuple(Pictures(self.knowledge, self.t).grids(advice))
        if grids:
            yield Section(self.t("deck.routes"), grids)

    def _cell_slide(self, cell: ReportedCell) -> Section:
        """Return the slide of one market cell of several: what was decided, why, and why nothing else."""
        advice, accounts, length = cell.advice, cell.how.accounts, Length(OF_MANY, 0, warnings=1, with_meaning=False)
        against = Section(self.t("summary.against"), tuple(self.advice.against(advice, accounts, length)))
        beside = (*self.advice.reasons(advice, accounts, length), *([against] if against.blocks else []))
        head = self.advice.verdict(advice, accounts, length, self.advice.warnings(advice))
        return Section(self._name(advice), (*head, Section("", beside, style="columns")))

    def _moves(self, rows: tuple[MoveRow, ...]) -> Table:
        """Return the moves in a table: what, why, by when and who, and the metric."""
        weights = {"what": 3, "why": 3, "when": 2, "metric": 3}
        columns = tuple(Column(self.t(f"moves.{name}"), weight=weight) for name, weight in weights.items())
        told: tuple[tuple[Cell, ...], ...] = tuple(
            (f"{number}. {row.title}", row.why[0], Lines((row.by, row.who)), row.metric)
            for number, row in enumerate(rows, start=1)
        )
        return Table(columns, told)

    def _key_points(self) -> Iterator[Section]:
        """Return what each part beside the decision comes to, in a line."""
        lines = tuple(dict.fromkeys(part.lines[0] for _, part in self.parts if part.lines))
        if lines:
            yield Section(self.t("report.brief"), (Listing(lines[:MOST_POINTS]),))

    def _roadmap(self, rows: list[tuple[MoveRow, ...]]) -> Table:
        """Return who does what by when: a row each market cell, a column each date."""
        dates = list(dict.fromkeys(each for cell in self.cells for each in self._dates(cell)))
        by = [self.t("moves.within", days=days) for days in sorted(dates)]
        names = [] if len(self.cells) == 1 else [Column(self.t("report.cell"), weight=0.7)]
        table: tuple[tuple[Cell, ...], ...] = tuple(
            (
                *([self._name(cell.advice)] if names else []),
                *(Lines(tuple(self._who(row) for row in moves if row.by == date)) for date in by),
            )
            for cell, moves in zip(self.cells, rows, strict=True)
        )
        return Table((*names, *(Column(date) for date in by)), table)

    @staticmethod
    def _dates(cell: ReportedCell) -> list[int]:
        return [move.within for move in cell.advice.moves]

    def _who(self, row: MoveRow) -> str:
        return f"• {row.title}" + self.t("list.extra", text=row.who)

    def _open(self, cell: ReportedCell) -> Iterator[Block]:
        """Return what is not known of a market cell, and what would change the decision."""
        is_one = len(self.cells) == 1
        told = self.advice.find_out(cell.advice, MOST_OPEN if is_one else 2)
        yield replace(told, title=told.title if is_one else self._name(cell.advice))
        if is_one:
            yield from self._certainty(cell)
        yield self.facts.in_short(cell.advice)

    def _next(self, rows: list[tuple[MoveRow, ...]]) -> Iterator[Block]:
        """Return when it is talked about next, and what is done or found out until then."""
        if self.front.next_meeting:
            yield Paragraph(self.front.next_meeting, is_lead=True)
        first = [self._who(moves[0])[2:] for moves in rows if moves]
        asked = dict.fromkeys(cell.sensitivity.question.fact for cell in self.cells if cell.sensitivity.question)
        items = (*dict.fromkeys(first), *(self.t("sure.question", fact=self.advice.fact(fact)) for fact in asked))
        if items:
            yield Section(self.t("deck.until_then"), (Listing(items, is_numbered=True),))
