"""The report on a client: the page read first, each market cell, what is beside them, the plans, and the proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.capability import BETWEEN
from mvpod_expert.document.tree import (
    Bar,
    Column,
    Detail,
    Document,
    Item,
    Lines,
    Listing,
    Note,
    Paragraph,
    Section,
    Span,
    Table,
)
from mvpod_expert.mode.views.advice import AdviceSections
from mvpod_expert.mode.views.explanations import ExplanationSections
from mvpod_expert.mode.views.move_rows import first_moves
from mvpod_expert.mode.views.pictures import Pictures
from mvpod_expert.mode.views.plan import PlanSections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.document.tree import Block, Inline
    from mvpod_expert.mode.explanation.reporting import Reported, ReportedCell
    from mvpod_expert.mode.explanation.sensitivity_model import Counterfactual
    from mvpod_expert.model.advice import Advice, Standing
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

MOST_REASONS = 4
MOST_CHANGES = 2
MOST_FLIPS = 3
MOST_OPEN = 6


class Report:
    """Assembles reports.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        reported: the advice and its explanations.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, reported: Reported) -> None:
        self.knowledge = knowledge
        self.t = t
        self.reported = reported
        self.cells = reported.cells
        self.advice = AdviceSections(knowledge, t, Detail.REPORT)
        self.plan = PlanSections(knowledge, t, Detail.REPORT)
        self.cell_names = {cell.advice.id: self._name(cell.advice) for cell in self.cells}
        presented = (
            (presenter.order, part)
            for presenter in self.advice.presenters
            for part in presenter.in_report(reported.recommendation, self.cell_names)
        )
        self.parts = list(presented)

    def document(self) -> Document:
        """Return the whole report."""
        numbered = list(enumerate(self.cells, start=1))
        cells = [self._cell(number, cell) for number, cell in numbered]
        apart = [(order, part.section) for order, part in self.parts if part.cell is None]
        apart += ((BETWEEN, section) for section in self._between())
        beside = [section for _, section in sorted(apart, key=lambda each: each[0])]
        plans = [self._of_cell("plan", number, cell, self._plan(cell.advice)) for number, cell in numbered]
        proofs = [self._of_cell("proof", number, cell, self._proof(cell)) for number, cell in numbered]
        edition = self.reported.recommendation
        made_with = self.advice.made_with(edition.knowledge, edition.engine)
        return Document(
            lang="zh-CN" if self.t.lang == "zh" else "en",
            title=self.t("report.title"),
            subtitle=self.reported.client or self.reported.source,
            front=tuple(self._front()),
            contents=self.t("report.contents"),
            sections=(*cells, *beside, *plans, *proofs),
            footer=(self.advice.legend(), Paragraph(f"{self.t('report.points_note')} {made_with}", "faint")),
        )

    def _name(self, advice: Advice) -> str:
        return self.advice.place(advice.id, advice.region, advice.segment) or self.t("report.only_cell")

    def _front(self) -> Iterator[Section]:
        blocks: list[Block] = [self._compared()] if len(self.cells) > 1 else []
        for title in dict.fromkeys(part.brief for _, part in self.parts):
            parts = [part for _, part in self.parts if part.brief == title]
            lines = Listing(tuple(line for part in parts for line in part.lines))
            blocks.append(Section(Span(title, target=parts[0].section.anchor), (lines,)))
        if blocks:
            yield Section(self.t("report.brief"), tuple(blocks), style="brief")

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
                _capital(self.advice.decided(cell.advice.mode)),
                *(points(ranking[mode.id]) for mode in modes),
            )
            for cell, ranking in zip(self.cells, ranked, strict=True)
        )
        columns = (
            Column(self.t("report.cell"), weight=4),
            Column(self.t("explain.decision"), weight=2),
            *(Column(self.advice.say(mode.title)) for mode in modes),
        )
        return Section(self.t("compare.title"), (Table(columns, rows, self.t("report.cells_caption")),))

    def _cell(self, number: int, cell: ReportedCell) -> Section:
        pictures = tuple(Pictures(self.knowledge, self.t).blocks(cell.advice, cell.how))
        box = Section("", tuple(self._summary(cell)), style="box")
        drawn = Section(self.t("report.pictures"), pictures, f"cell-{number}-pictures", "page")
        own = (part.section for _, part in self.parts if part.cell == cell.advice.id)
        return Section(self._name(cell.advice), (box, drawn, *own), f"cell-{number}", "page")

    def _summary(self, cell: ReportedCell) -> Iterator[Block]:
        advice = cell.advice
        mode = advice.mode.recommended
        decided = _capital(self.advice.decided(advice.mode))
        yield Paragraph(decided, "good" if mode else "warn", is_lead=True)
        if mode:
            yield Paragraph(self.advice.say(self.knowledge.decision.mode(mode).meaning), "faint")
        said = [self.advice.sentence(cell.how), self.advice.record(cell.advice.mode)]
        yield Paragraph(" ".join(filter(None, said)))
        yield from self.advice.chosen(advice)
        for doubt in advice.doubts:
            yield Note(f"{self.advice.doubt(doubt)} → {self.advice.reask(doubt)}")
        for _, part in self.parts:
            yield from map(Note, part.warnings.get(advice.id, ()))
        best = cell.how.accounts[0].pro[:MOST_REASONS]
        reasons = [self.advice.say(self.knowledge.rules[each.rule].because.reason) for each in best]
        for key, items in (
            ("reasons", reasons),
            ("alternatives", list(self._alternatives(cell))),
            ("how_sure", list(self._certainty(cell))),
        ):
            if items:
                yield Section(self.t(f"report.{key}"), (Listing(tuple(items)),))
        yield from first_moves(advice, self.knowledge, self.t, Detail.BRIEF)

    def _alternatives(self, cell: ReportedCell) -> Iterator[Item]:
        for why in cell.why_not:
            changes = tuple(
                self.advice.semicolon(map(self.advice.change, turning.changes))
                for turning in why.turnings[:MOST_CHANGES]
            )
            would = Paragraph(self.t("report.would_win", mode=self.advice.mode(why.mode)), "faint")
            below = (would, Listing(changes, tone="faint")) if changes else ()
            yield Item(self.advice.sentence(why), below)

    def _certainty(self, cell: ReportedCell) -> Iterator[str]:
        sure = cell.sensitivity
        yield from map(self._flip, sure.flips[:MOST_FLIPS])
        if sure.question is not None:
            yield self.t("sure.question", fact=self.advice.fact(sure.question.fact))
        facts = [self.advice.fact(fact.fact) for fact in sure.open_facts]
        if facts:
            names = self.advice.comma(facts[:MOST_OPEN])
            yield self.t("report.open", facts=names, more=max(0, len(facts) - MOST_OPEN))

    def _flip(self, flip: Counterfactual) -> str:
        change = self.advice.change(flip.changes[0])
        return self.t("report.flip", change=change, mode=self.advice.mode(flip.recommended))

    def _plan(self, advice: Advice) -> Iterator[Section]:
        """Return the moves in full, and the plan shelf by shelf."""
        yield from first_moves(advice, self.knowledge, self.t, self.advice.detail)
        yield from self.plan.shelves(advice.plan)

    def _between(self) -> Iterator[Section]:
        pairs = []
        for comparison in self.reported.recommendation.comparisons:
            title, shelves = self.plan.comparison(comparison, [self.cell_names[cell] for cell in comparison.cells])
            if shelves:
                items = tuple(item for shelf in shelves for item in shelf.blocks)
                alike = self.plan.alike(comparison, self.cell_names)
                pairs.append(Section(title, (*items, *([Paragraph(alike)] if alike else []))))
        if pairs:
            yield Section(self.t("report.between_cells"), tuple(pairs), "between", "page")

    def _of_cell(self, part: str, number: int, cell: ReportedCell, blocks: Iterable[Block]) -> Section:
        title = self.plan.title(cell.advice) if part == "plan" else self.t("report.proof")
        if len(self.cells) > 1:
            title = self.t("report.of_cell", title=title, cell=self._name(cell.advice))
        return Section(title, tuple(blocks), f"cell-{number}-{part}", "page")

    def _proof(self, cell: ReportedCell) -> Iterator[Block]:
        told = ExplanationSections(self.knowledge, self.t, depth="proof")
        yield from told.accounts(cell.how.accounts)
        yield from told.principles(cell.how.principles)
        yield from told.sources(cell.how.sources)
        if cell.similar.cases:
            yield Section(self.t("report.similar"), tuple(told.similar(cell.similar, with_answers=False)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
