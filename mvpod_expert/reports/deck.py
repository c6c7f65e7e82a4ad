"""The report as slides: a title, what was decided and why, why nothing else, the routes, the moves, what is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Block, Cell, Column, Document, Lines, Listing, Paragraph, Section, Table
from mvpod_expert.mode.views.move_rows import MoveRow, by_way, move_rows, move_table
from mvpod_expert.mode.views.pictures import Pictures
from mvpod_expert.mode.views.sentences import share_line
from mvpod_expert.mode.views.summary import MOST_OPEN, Length
from mvpod_expert.reports.report import Report, capital
from mvpod_expert.views.line_breaking import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.mode.explanation.context import ReportedCell
    from mvpod_expert.model.advice import Advice

REASONS, OF_MANY, MOST_POINTS = 5, 3, 4
"""The most reasons on a slide, for one market cell and for one of several, and the most points beside them."""
MOST_OF_A_NAME = 64
"""How wide the name of a market cell may be, in letters; a Chinese sign takes two."""


class Deck(Report):
    """Assembles slides: each section is one."""

    def document(self) -> Document:
        """Return the slides: six to eight for up to three market cells."""
        return Document(
            lang=self.t.lang,
            title=self.t("report.title_report"),
            subtitle=self.subtitle,
            front=(Section("", tuple(self._facts())),),
            contents="",
            sections=tuple(self._slides()),
            footer=(Paragraph(self.t("report.points_note"), "faint"),),
            author=self.front.author,
        )

    def _slides(self) -> Iterator[Section]:
        rows = [move_rows(cell.advice, self.knowledge, self.t) for cell in self.cells]
        is_one = len(self.cells) == 1
        if is_one:
            yield from self._decided(self.cells[0])
        else:
            yield Section(self.t("report.decision"), (self._summed(rows), *self._key_points()))
            yield from (self._cell_slide(cell) for cell in self.cells)
            yield Section(self.t("deck.routes"), (self._routes(),))
        if any(rows):
            # The moves of one cell say by when; of several, a table with all that would be too much.
            if is_one:
                advice = self.cells[0].advice
                for title, each in by_way(advice, self.knowledge, self.t):
                    yield Section(title, tuple(move_table(each, self.knowledge, self.t, in_short=True)))
                yield from self.plan.roadmap(advice, in_short=True)
            else:
                yield Section(self.t("deck.roadmap"), (self._roadmap(rows),))
        unknown = tuple(block for cell in self.cells for block in self._open(cell))
        following = tuple(self._next(rows))
        if is_one:
            yield Section(self.t("deck.open"), unknown)
            yield Section(self.t("report.next_meeting"), following)
        else:
            yield Section(self.t("deck.open"), (*unknown, *following))

    def _summed(self, moves: list[tuple[MoveRow, ...]]) -> Table:
        """Return the cells side by side, each with its points, its strongest reason and its first move."""
        (table,) = self._compared().blocks
        assert isinstance(table, Table)  # noqa: S101 - the cells side by side are a table
        columns = (Column(self.t("deck.reason"), weight=3), Column(self.t("deck.first_move"), weight=3))
        rows = []
        for row, cell, planned in zip(table.rows, self.cells, moves, strict=True):
            first = cell.how.accounts[0]
            reason = self.advice.say(self.knowledge.rules[first.pro[0].rule].title) if first.pro else "-"
            rows.append((*row, reason, planned[0].title if planned else "-"))
        return replace(table, columns=(*table.columns, *columns), rows=tuple(rows))

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
        grids = tuple(Pictures(self.knowledge, self.t).grids(advice, with_points=False, least=2))
        if grids or advice.shares:
            yield Section(self.t("deck.routes"), (self._routes(), *grids))

    def _cell_slide(self, cell: ReportedCell) -> Section:
        """Return the slide of one market cell of several: what was decided, why, and why nothing else."""
        advice, accounts, length = cell.advice, cell.how.accounts, Length(OF_MANY, 0, warnings=1, with_meaning=False)
        against = Section(self.t("summary.against"), tuple(self.advice.against(advice, accounts, length)))
        beside = (*self.advice.reasons(advice, accounts, length), *([against] if against.blocks else []))
        head = self.advice.verdict(advice, accounts, length, self.advice.warnings(advice))
        return Section(self._name(advice), (*head, Section("", beside, style="columns")))

    def _routes(self) -> Table:
        """Return whom we and whom partners contract with, and for how much of revenue: a row a market cell."""
        columns = (
            Column(self.t("report.cell"), weight=0.8),
            Column(capital(self.t("explain.decision")), weight=0.6),
            *(Column(self.t(f"deck.{side}")) for side in ("ours", "partners")),
        )
        rows: list[tuple[Cell, ...]] = []
        for cell in self.cells:
            advice, shares = cell.advice, cell.advice.shares
            decided = self.advice.mode(advice.chosen) if advice.chosen else self.t("compare.undecided")
            told = [
                Lines((*(self._part_of(advice, side) or ["-"]), *([share_line(share, self.advice)] if share else [])))
                for side, share in (("ours", shares and shares.own), ("partners", shares and shares.partners))
            ]
            rows.append((self._name(advice), capital(decided), *told))
        return Table(columns, tuple(rows))

    def _part_of(self, advice: Advice, side: str) -> list[str]:
        """Return the customers of one side: by the boundary where there is one, else all or none."""
        items = {item.id: item for item in self.knowledge.items()}
        options = [items[choice.option] for each in advice.plan for choice in each.chosen]
        parts = [self.advice.say(part) for option in options for part in option.parts.get(side, ())]
        table = self.knowledge.decision.shares
        if not parts and table is not None and advice.chosen in {table.own, table.partners}:
            has_all = advice.chosen == (table.own if side == "ours" else table.partners)
            return [self.t("deck.all_accounts" if has_all else f"deck.no_accounts_{side}")]
        return list(dict.fromkeys(parts))

    def _key_points(self) -> Iterator[Section]:
        """Return what each part beside the decision comes to, in a line."""
        lines = tuple(dict.fromkeys(part.lines[0] for _, part in self.parts if part.lines))
        if lines:
            yield Section(self.t("report.brief"), (Listing(lines[:MOST_POINTS]),))

    def _roadmap(self, rows: list[tuple[MoveRow, ...]]) -> Table:
        """Return who does what by when: a row each market cell, a column each date."""
        dates = {move.within for cell in self.cells for move in cell.advice.moves}
        by = [self.t("moves.within", days=days) for days in sorted(dates)]
        table: tuple[tuple[Cell, ...], ...] = tuple(
            (self._name(cell.advice), *(Lines(tuple(self._who(row) for row in moves if row.by == date)) for date in by))
            for cell, moves in zip(self.cells, rows, strict=True)
        )
        return Table((Column(self.t("report.cell"), weight=0.7), *(Column(date) for date in by)), table)

    def _name(self, advice: Advice) -> str:
        return shortened(super()._name(advice), MOST_OF_A_NAME)

    def _who(self, row: MoveRow) -> str:
        return f"• {row.title}" + self.t("list.extra", text=row.who)

    def _open(self, cell: ReportedCell) -> Iterator[Block]:
        """Return what is not known of a market cell, and what would change the decision."""
        is_one = len(self.cells) == 1
        told = self.advice.find_out(cell.advice, MOST_OPEN if is_one else 2)
        yield replace(told, title=told.title if is_one else self._name(cell.advice))
        if is_one:
            yield from self._certainty(cell)
        yield self.facts.in_short(cell.advice, with_sources=is_one)

    def _next(self, rows: list[tuple[MoveRow, ...]]) -> Iterator[Block]:
        """Return when it is talked about next, and what is done or found out until then."""
        is_one = len(self.cells) == 1
        if self.front.next_meeting and is_one:
            yield Paragraph(self.front.next_meeting, is_lead=True)
        first = [self._who(moves[0])[2:] for moves in rows if moves]
        asked = dict.fromkeys(cell.sensitivity.question.fact for cell in self.cells if cell.sensitivity.question)
        items = (*dict.fromkeys(first), *(self.t("sure.question", fact=self.advice.fact(fact)) for fact in asked))
        if items:
            meeting, day = self.t("report.next_meeting"), self.front.next_meeting
            title = self.t("deck.until_then") if is_one else self.advice.pair_of(meeting, day) if day else meeting
            yield Section(title, (Listing(items, is_numbered=True),))
