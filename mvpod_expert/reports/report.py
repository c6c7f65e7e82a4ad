"""The report on a client at three lengths: a memo of one page, a report of a few, and everything with its proof."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_expert.capability import BETWEEN
from mvpod_expert.document.tree import (
    Bar,
    Block,
    Column,
    Detail,
    Document,
    Inline,
    Item,
    Lines,
    Listing,
    Paragraph,
    Section,
    Span,
    Table,
)
from mvpod_expert.mode.views.advice import AdviceSections
from mvpod_expert.mode.views.explanations import ExplanationSections
from mvpod_expert.mode.views.move_rows import by_way, first_moves, move_table
from mvpod_expert.mode.views.pictures import Pictures
from mvpod_expert.mode.views.plan import PlanSections
from mvpod_expert.mode.views.summary import Length
from mvpod_expert.reports.fact_base import FactBase
from mvpod_expert.reports.notes import Notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.mode.explanation.context import Reported, ReportedCell
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trace import Standing
    from mvpod_expert.views.messages import Messages

ReportLength = Literal["memo", "report", "full"]
LENGTHS: tuple[ReportLength, ...] = ("memo", "report", "full")

MANY = 2
"""With more market cells than these, each is described more briefly on the page that is read first."""

MOST_CHANGES = 2
MOST_FLIPS = 3


class Front(NamedTuple):
    """What stands on the front of a report, as the person who hands it over wrote it; empty lines are left out."""

    date: str = ""
    author: str = ""
    next_meeting: str = ""


class Report:
    """Assembles reports on the advice and its explanations, in one language and length, with a front."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        t: Messages,
        reported: Reported,
        length: ReportLength = "report",
        front: Front | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.t = t
        self.reported = reported
        self.cells = reported.cells
        self.length = length
        self.front = front or Front()
        self.advice = AdviceSections(knowledge, t)
        self.plan = PlanSections(knowledge, t)
        self.facts = FactBase(self.advice)
        self.cell_names = {cell.advice.id: self._name(cell.advice) for cell in self.cells}
        detail = Detail.REPORT if length == "full" else Detail.BRIEF
        recommendation = reported.recommendation
        self.parts = [
            (presenter.order, part)
            for presenter in self.advice.presenters_for(recommendation, *recommendation.cells).values()
            for part in presenter.in_report(recommendation, self.cell_names, detail)
        ]

    @property
    def subtitle(self) -> str:
        """Whom the report is for: the client, else the market cells; never a file's name."""
        places = (self.advice.place(cell.advice.id, cell.advice.region, cell.advice.segment) for cell in self.cells)
        return self.reported.client or self.advice.semicolon(filter(None, places))

    def document(self) -> Document:
        """Return the report: every length begins with the memo, and what is longer adds chapters."""
        edition = self.reported.recommendation
        made_with = self.advice.made_with(edition.knowledge, edition.engine)
        sections = () if self.length == "memo" else tuple(self._chapters())
        if self.length == "report":
            notes = Notes()
            sections = tuple(map(notes.section, sections))
            told = (self.advice.legend(), notes.listing())
            sections += (Section(self.t("report.notes"), told, "notes", is_folded=True),)
        legend = (self.advice.legend(),) if self.length == "full" else ()
        return Document(
            lang=self.t.lang,
            title=self.t(f"report.title_{self.length}"),
            subtitle=self.subtitle,
            front=(Section("", tuple(self._facts())), *self._first()),
            contents=self.t("report.contents"),
            sections=sections,
            footer=(
                *legend,
                Paragraph(self.t("list.sentence_gap").join((self.t("report.points_note"), made_with)), "faint"),
            ),
            author=self.front.author,
        )

    def _name(self, advice: Advice) -> str:
        return self.advice.place(advice.id, advice.region, advice.segment) or self.t("report.only_cell")

    def _facts(self) -> Iterator[Paragraph]:
        """Return who made the report and when, and the next meeting."""
        told = {"date": self.front.date, "author": self.front.author, "next_meeting": self.front.next_meeting}
        named = [self.advice.pair_of(self.t(f"report.{key}"), value) for key, value in told.items() if value]
        if named:
            yield Paragraph(" · ".join(named), "faint")

    def _first(self) -> Iterator[Section]:
        """Return the page read first: a box for each market cell, and what the chapters beside them come to."""
        is_one, are_few = len(self.cells) == 1, len(self.cells) <= MANY
        boxes = []
        for cell in self.cells:
            reasons, moves, questions = (3, 5, 4) if are_few else (2, 4, 1)
            length = Length(reasons, moves, questions, with_meaning=is_one, with_reasons=is_one, with_shares=are_few)
            told = (
                *self.advice.summary(cell.advice, length, self.advice.warnings(cell.advice)),
                self.facts.in_short(cell.advice, with_sources=are_few),
            )
            boxes.append(Section("", (Section("" if is_one else self._name(cell.advice), told),), style="box"))
        yield Section("" if self.length == "memo" else self.t("report.decision"), tuple(boxes))
        if self.length == "memo":
            return
        blocks: list[Block] = [] if is_one else [self._compared()]
        for title in dict.fromkeys(part.brief for _, part in self.parts):
            parts = [part for _, part in self.parts if part.brief == title]
            lines = Listing(tuple(line for part in parts for line in part.lines))
            blocks.append(Section(Span(title, target=parts[0].section.anchor), (lines,)))
        if blocks:
            yield Section(self.t("report.brief"), tuple(blocks), style="brief")

    def _chapters(self) -> Iterator[Section]:
        numbered = list(enumerate(self.cells, start=1))
        yield from (self._cell(number, cell) for number, cell in numbered)
        apart = [(order, part.section) for order, part in self.parts if part.cell is None]
        apart += ((BETWEEN, section) for section in self._between())
        for _, section in sorted(apart, key=lambda each: each[0]):
            yield section if self.length == "full" else replace(section, style="")
        yield from self.facts.section([cell.advice for cell in self.cells], self.cell_names)
        if self.length == "full":
            for number, cell in numbered:
                yield self._of_cell("plan", number, cell, self._plan(cell.advice))
            for number, cell in numbered:
                yield self._of_cell("proof", number, cell, self._proof(cell))

    def _compared(self) -> Section:
        """Return each cell's decision with the net points of each mode; a vetoed mode has none."""
        modes = self.knowledge.decision.modes
        ranked = [{each.mode: each for each in cell.advice.mode.ranking} for cell in self.cells]
        nets = [each.net for ranking in ranked for each in ranking.values() if not each.excluded_by]
        low, high = min([0, *nets]), max([1, *nets])

        def points(standing: Standing) -> Inline | Lines:
            if standing.excluded_by:
                return self.t("advice.excluded")
            return Lines(
                (f"{standing.net:+d}", Bar(0, standing.net, low, high, tone="good" if standing.net >= 0 else "bad"))
            )

        rows = tuple(
            (
                self._name(cell.advice),
                capital(self.advice.decided(cell.advice.mode)),
                *(points(ranking[mode.id]) for mode in modes),
            )
            for cell, ranking in zip(self.cells, ranked, strict=True)
        )
        columns = (
            Column(self.t("report.cell"), weight=4),
            Column(capital(self.t("explain.decision")), weight=2),
            *(Column(capital(self.advice.say(mode.title))) for mode in modes),
        )
        return Section(self.t("compare.title"), (Table(columns, rows, self.t("report.cells_caption"), is_wide=True),))

    def _cell(self, number: int, cell: ReportedCell) -> Section:
        """Return a cell's chapter: its numbers first, then the evidence, what would turn it, the moves and the plan."""
        advice, pictures = cell.advice, Pictures(self.knowledge, self.t)
        blocks: list[Block] = [part.section for _, part in self.parts if part.cell == advice.id]
        if self.length == "full":
            drawn = Section(
                self.t("report.pictures"), tuple(pictures.blocks(advice, cell.how)), f"cell-{number}-pictures"
            )
            return Section(self._name(advice), (*blocks, *self._certainty(cell), drawn), f"cell-{number}", "page")
        evidence = tuple(pictures.waterfalls(cell.how, with_support=True))
        blocks.append(Section(self.t("advice.evidence"), evidence))
        blocks += self._certainty(cell)
        for title, each in by_way(advice, self.knowledge, self.t):
            moves = tuple(move_table(each, self.knowledge, self.t))
            blocks += [Section(title, moves)] if moves else []
        blocks += self.plan.roadmap(advice, in_short=True)
        planned = (*pictures.grids(advice), *self.plan.in_short(advice.plan))
        if planned:
            blocks.append(Section(self.plan.title(advice), planned))
        return Section(self._name(advice), tuple(blocks), f"cell-{number}", "page" if len(self.cells) == 1 else "")

    def _certainty(self, cell: ReportedCell) -> Iterator[Section]:
        """Return what would make another mode win, and what to find out first."""
        items: list[Item | str] = []
        told: set[tuple[str | None, str]] = set()
        for why in cell.why_not:
            turnings = why.turnings[:MOST_CHANGES]
            changes = [self.advice.semicolon(map(self.advice.change, turning.changes)) for turning in turnings]
            told |= {(why.mode, turning.changes[0].fact) for turning in turnings if len(turning.changes) == 1}
            below = (Listing(tuple(changes), tone="faint"),) if changes else ()
            items += [Item(self.t("report.would_win", mode=self.advice.mode(why.mode)), below)] if changes else []
        sure = cell.sensitivity
        first = {(flip.recommended, flip.changes[0].fact): flip for flip in reversed(sure.flips)}
        new = [flip for flip in sure.flips if flip in first.values()]
        new = [flip for flip in new if (flip.recommended, flip.changes[0].fact) not in told]
        changed = ((self.advice.change(flip.changes[0]), self.advice.mode(flip.recommended)) for flip in new)
        items += [self.t("report.flip", change=change, mode=mode) for change, mode in changed][:MOST_FLIPS]
        if sure.question is not None:
            items.append(self.t("sure.question", fact=self.advice.fact(sure.question.fact)))
        if items:
            yield Section(self.t("report.how_sure"), (Listing(tuple(items)),))

    def _plan(self, advice: Advice) -> Iterator[Section]:
        """Return the moves in full, and the plan shelf by shelf."""
        yield from first_moves(advice, self.knowledge, self.t)
        yield from self.plan.roadmap(advice)
        yield from (replace(shelf, is_folded=True) for shelf in self.plan.shelves(advice.plan))
        yield from self.plan.annex(advice)

    def _between(self) -> Iterator[Section]:
        pairs = []
        for comparison in self.reported.recommendation.comparisons:
            title, shelves = self.plan.comparison(comparison, [self.cell_names[cell] for cell in comparison.cells])
            told = [item for shelf in shelves for item in shelf.blocks]
            if self.length == "report":
                told = list(self.plan.in_short([each for each in comparison.plan if each.rules]))
            if told:
                alike = self.plan.alike(comparison, self.cell_names)
                pairs.append(Section(title, (*told, *([Paragraph(alike)] if alike else []))))
        if pairs:
            yield Section(self.t("report.between_cells"), tuple(pairs), "between", "page")

    def _of_cell(self, part: str, number: int, cell: ReportedCell, blocks: Iterable[Block]) -> Section:
        title = self.plan.title(cell.advice) if part == "plan" else self.t("report.proof")
        if len(self.cells) > 1:
            title = self.t("report.of_cell", title=title, cell=self._name(cell.advice))
        return Section(title, tuple(blocks), f"cell-{number}-{part}", "page")

    def _proof(self, cell: ReportedCell) -> Iterator[Block]:
        told = ExplanationSections(self.knowledge, self.t, depth="proof")
        yield from (replace(account, is_folded=True) for account in told.accounts(cell.how.accounts))
        yield from told.principles(cell.how.principles)
        yield from told.sources(cell.how.sources)
        if cell.similar.cases:
            yield Section(self.t("report.similar"), tuple(told.similar(cell.similar, with_answers=False)))


def capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]
