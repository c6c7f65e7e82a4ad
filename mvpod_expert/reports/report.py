"""The report on a client: the page read first, each market cell, what is beside them, the plans, and the proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.audit.sections import AuditSections
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
from mvpod_expert.economics import parts as economics_parts
from mvpod_expert.economics.sections import EconomicsSections
from mvpod_expert.mode.views.advice import AdviceSections
from mvpod_expert.mode.views.explanations import ExplanationSections
from mvpod_expert.mode.views.pictures import Pictures
from mvpod_expert.mode.views.plan import PlanSections
from mvpod_expert.trends import parts as trends_parts
from mvpod_expert.trends.sections import TrendSections
from mvpod_expert.vendors import parts as vendors_parts
from mvpod_expert.vendors.sections import VendorSections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.document.tree import Block, Inline
    from mvpod_expert.mode.explanation.reporting import Reported, ReportedCell
    from mvpod_expert.mode.explanation.sensitivity_model import Counterfactual
    from mvpod_expert.model.advice import Advice, Standing
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.model import Trends
    from mvpod_expert.views.messages import Messages

MOST_REASONS = 4
MOST_CHANGES = 2
MOST_FLIPS = 3
MOST_STEPS = 5
MOST_OPEN = 6

Part = tuple[str, str, list[str]]
"""What the first page says of a part: its anchor, its title and its lines."""


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
        series = trends_parts.table_of(knowledge)
        self.trends = TrendSections(knowledge, series, t) if series is not None else None
        self.cell_names = {cell.advice.id: self._name(cell.advice) for cell in self.cells}
        self.economics = {cell.advice.id: self._economics(cell.advice) for cell in self.cells}
        self._parts: list[Part] = []

    def document(self) -> Document:
        """Return the whole report."""
        numbered = list(enumerate(self.cells, start=1))
        cells = [self._cell(number, cell) for number, cell in numbered]
        beside = (*self._trends(), *self._between(), *self._audits(), *self._vendors())
        plans = [self._of_cell("plan", number, cell, self.plan.shelves(cell.advice.plan)) for number, cell in numbered]
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

    def _economics(self, advice: Advice) -> EconomicsSections | None:
        table, economics = economics_parts.table_of(self.knowledge), economics_parts.result_in(advice)
        if table is None or economics is None:
            return None
        return EconomicsSections(self.knowledge, table, self.t, economics)

    def _front(self) -> Iterator[Section]:
        blocks: list[Block] = [self._compared()] if len(self.cells) > 1 else []
        for anchor, title, lines in (*self._numbers(), *self._parts):
            blocks.append(Section(Span(title, target=anchor), (Listing(tuple(lines)),)))
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

    def _numbers(self) -> Iterator[Part]:
        """Say where numbers contradict, or else which mode they favour; several market cells are named."""
        lines, anchors = [], []
        for number, cell in enumerate(self.cells, start=1):
            told = self.economics[cell.advice.id]
            if told is not None:
                best = self.t("report.sentence_gap").join(told.best_mode())
                texts = list(told.contradictions()) or [text for text in (best,) if text]
                name = self._name(cell.advice)
                lines += [self.advice.pair_of(name, text) if len(self.cells) > 1 else text for text in texts]
                anchors.append(f"cell-{number}-economics")
        if lines:
            yield anchors[0], self.t("report.brief_numbers"), lines

    def _cell(self, number: int, cell: ReportedCell) -> Section:
        told = self.economics[cell.advice.id]
        pictures = tuple(Pictures(self.knowledge, self.t).blocks(cell.advice, cell.how))
        blocks = [Section("", tuple(self._summary(cell)), style="box")]
        blocks.append(Section(self.t("report.pictures"), pictures, f"cell-{number}-pictures", "page"))
        if told is not None:
            numbers = tuple(told.blocks(Detail.REPORT))
            blocks.append(Section(self.t("figures.section"), numbers, f"cell-{number}-economics"))
        return Section(self._name(cell.advice), tuple(blocks), f"cell-{number}", "page")

    def _summary(self, cell: ReportedCell) -> Iterator[Block]:
        advice = cell.advice
        mode = advice.mode.recommended
        decided = _capital(self.advice.decided(advice.mode))
        yield Paragraph(decided, "good" if mode else "warn", is_lead=True)
        if mode:
            yield Paragraph(self.advice.say(self.knowledge.decision.mode(mode).meaning), "faint")
        yield Paragraph(self.advice.sentence(cell.how))
        yield from self.advice.chosen(advice)
        for doubt in advice.doubts:
            yield Note(f"{self.advice.doubt(doubt)} → {self.advice.reask(doubt)}")
        economics = self.economics[advice.id]
        if economics is not None:
            yield from map(Note, economics.contradictions())
        trends = trends_parts.result_in(advice)
        if self.trends is not None and trends is not None and trends.findings:
            yield Note(next(self.trends.key_lines(trends)))
        best = cell.how.accounts[0].pro[:MOST_REASONS]
        reasons = [self.advice.say(self.knowledge.rules[each.rule].because.reason) for each in best]
        for key, items, is_numbered in (
            ("reasons", reasons, False),
            ("alternatives", list(self._alternatives(cell)), False),
            ("how_sure", list(self._certainty(cell)), False),
            ("next", self._steps(advice), True),
        ):
            if items:
                yield Section(self.t(f"report.{key}"), (Listing(tuple(items), is_numbered),))

    def _alternatives(self, cell: ReportedCell) -> Iterator[Item]:
        for why in cell.why_not:
            changes = tuple(
                self.advice.semicolon(map(self.advice.change, each.changes)) for each in why.turnings[:MOST_CHANGES]
            )
            would = Paragraph(self.t("report.would_win", mode=self.advice.mode(why.mode)), "faint")
            below = (would, Listing(changes, tone="faint")) if changes else ()
            yield Item(self.advice.sentence(why), below)

    def _certainty(self, cell: ReportedCell) -> Iterator[str]:
        sure = cell.sensitivity
        yield from map(self._flip, sure.flips[:MOST_FLIPS])
        if sure.question is not None:
            yield self.t("sure.question", fact=self.advice.fact(sure.question.fact))
        facts = [self.advice.fact(each.fact) for each in sure.open_facts]
        if facts:
            names = self.advice.comma(facts[:MOST_OPEN])
            yield self.t("report.open", facts=names, more=max(0, len(facts) - MOST_OPEN))

    def _flip(self, flip: Counterfactual) -> str:
        change = self.advice.change(flip.changes[0])
        return self.t("report.flip", change=change, mode=self.advice.mode(flip.recommended))

    def _steps(self, advice: Advice) -> list[str]:
        """Return what the first shelf of the catalogue has in the plan: what to do next."""
        planned = {each.item for each in advice.plan}
        items = (each for shelf in self.knowledge.shelves[:1] for each in shelf.items if each.id in planned)
        return [self.advice.say(each.title) for each in items][:MOST_STEPS]

    def _trends(self) -> Iterator[Section]:
        """Return each history once, with the market cells that have it."""
        told = self.trends
        if told is None:
            return
        shared: list[tuple[Trends, list[str]]] = []
        for cell in self.cells:
            found = trends_parts.result_in(cell.advice)
            names = next((names for trends, names in shared if trends == found), None)
            if names is not None:
                names.append(self._name(cell.advice))
            elif found is not None:
                shared.append((found, [self._name(cell.advice)]))
        for number, (trends, names) in enumerate(shared, start=1):
            anchor, whose = f"trends-{number}", self.t("report.same_for", cells=self.advice.semicolon(names))
            where = [whose] if len(shared) > 1 else []
            self._parts.append((anchor, self.t("report.brief_trends"), [*where, *told.key_lines(trends)]))
            head = (Paragraph(whose, "faint"),) if len(self.cells) > 1 else ()
            blocks = (*head, *told.blocks(trends, Detail.REPORT))
            yield Section(self.t("trends.title"), blocks, anchor, "page")

    def _between(self) -> Iterator[Section]:
        pairs = []
        for each in self.reported.recommendation.comparisons:
            title, shelves = self.plan.comparison(each, [self.cell_names[cell] for cell in each.cells])
            if shelves:
                pairs.append(Section(title, tuple(item for shelf in shelves for item in shelf.blocks)))
        if pairs:
            yield Section(self.t("report.between_cells"), tuple(pairs), "between", "page")

    def _audits(self) -> Iterator[Section]:
        audited = audit_parts.knowledge_of(self.knowledge)
        if audited is None or audited.standard is None:
            return
        for number, audit in enumerate(audit_parts.results_in(self.reported.recommendation), start=1):
            anchor = f"audit-{number}"
            told = AuditSections(self.knowledge, audited, audited.standard, self.t, audit)
            self._parts.append((anchor, self.t("report.brief_plan"), list(told.in_short(self.cell_names))))
            blocks = tuple(told.blocks(Detail.REPORT, self.cell_names))
            yield Section(self.t("audit.title"), blocks, anchor, "page")

    def _vendors(self) -> Iterator[Section]:
        table, selections = (
            vendors_parts.table_of(self.knowledge),
            vendors_parts.results_in(self.reported.recommendation),
        )
        if table is None or not selections:
            return
        told = [VendorSections(self.knowledge, table, self.t, each) for each in selections]
        lines = [
            line
            for each in told
            for line in (*([each.for_cells(self.cell_names)] if len(told) > 1 else []), *each.key_lines())
        ]
        self._parts.append(("vendors", self.t("vendors.title"), lines))
        blocks = (block for each in told for block in each.blocks(Detail.REPORT, self.cell_names))
        notes = (Paragraph(text, "faint") for text in (self.t("vendors.points_note"), self.advice.say(table.note)))
        yield Section(self.t("vendors.title"), (*blocks, *notes), "vendors", "page")

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
