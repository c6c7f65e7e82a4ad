"""The report's words in one language: the advice and its explanations as blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.audit.report import audit_page
from mvpod_expert.economics import parts as economics_parts
from mvpod_expert.economics.report import economics_page
from mvpod_expert.mode.views.sentences import Sentences
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.principles import BASES
from mvpod_expert.reports.blocks import Alternative, CellPage, CellsTrends, ComparedCell, Likeness, ReportPages
from mvpod_expert.reports.parts import Parts
from mvpod_expert.reports.pictures import PictureBlocks
from mvpod_expert.reports.plan_blocks import PlanBlocks
from mvpod_expert.reports.proof_blocks import ProofBlocks
from mvpod_expert.trends import parts as trends_parts
from mvpod_expert.trends.report import trends_page
from mvpod_expert.vendors import parts as vendors_parts
from mvpod_expert.vendors.report import vendor_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.mode.explanation.reporting import Reported, ReportedCell
    from mvpod_expert.mode.explanation.sensitivity_model import Counterfactual
    from mvpod_expert.model.advice import Advice, Inconsistency
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.reports.blocks import PlannedItem
    from mvpod_expert.trends.report import TrendsPage
    from mvpod_expert.views.messages import Messages

MOST_REASONS = 4
MOST_CHANGES = 2
MOST_FLIPS = 3
MOST_STEPS = 5
MOST_OPEN = 6


class Content:
    """Puts a report into words.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.sentences = Sentences(knowledge, t)
        self.pictures = PictureBlocks(knowledge, t)
        self.plans = PlanBlocks(knowledge, t)
        self.proofs = ProofBlocks(knowledge, t)

    def pages(self, reported: Reported) -> ReportPages:
        """Give the whole report."""
        edition = reported.recommendation.knowledge
        names = {cell.advice.id: self._name(cell.advice) for cell in reported.cells}
        histories = self._histories(reported)
        cells = tuple(
            self._cell(each, number, histories, is_one=len(reported.cells) == 1)
            for number, each in enumerate(reported.cells, start=1)
        )
        trends = tuple(
            CellsTrends(
                anchor=f"trends-{number}",
                cells=self.t("report.same_for", cells=self.t("list.semicolon").join(names[cell] for cell in shared)),
                page=page,
            )
            for number, (page, shared) in enumerate(histories.items(), start=1)
        )
        vendors = vendor_pages(self.knowledge, self.t, vendors_parts.results_in(reported.recommendation), names)
        audits = tuple(
            page
            for audit in audit_parts.results_in(reported.recommendation)
            if (page := audit_page(self.knowledge, self.t, audit, names)) is not None
        )
        between = tuple(self._between(reported, names))
        parts = Parts(self.t, cells, trends, audits, vendors)
        return ReportPages(
            lang="zh-CN" if self.lang == "zh" else "en",
            title=self.t("report.title"),
            client=reported.client or reported.source,
            modes=tuple(mode.title.in_(self.lang) for mode in self.knowledge.decision.modes),
            brief=tuple(parts.brief()),
            contents=tuple(parts.contents(has_between=bool(between))),
            cells=cells,
            trends=trends,
            compared=tuple(map(self._compared, reported.cells)) if len(reported.cells) > 1 else (),
            between=between,
            vendors=vendors,
            legend=tuple((basis, self.t(f"basis.{basis}"), self.t(f"basis_meaning.{basis}")) for basis in BASES),
            made_with=self.t(
                "advice.made_with",
                version=edition.version,
                sha=edition.sha256[:12],
                engine=reported.recommendation.engine,
            ),
            audits=audits,
        )

    def _histories(self, reported: Reported) -> dict[TrendsPage, list[str]]:
        """Give each history once, with the market cells that have it."""
        shared: dict[TrendsPage, list[str]] = {}
        for cell in reported.cells:
            page = trends_page(self.knowledge, self.t, trends_parts.result_in(cell.advice))
            if page is not None:
                shared.setdefault(page, []).append(cell.advice.id)
        return shared

    def _name(self, advice: Advice) -> str:
        where = " / ".join(filter(None, [advice.region, advice.segment]))
        return where or (advice.id if advice.id != ONLY_CELL else self.t("report.only_cell"))

    def _cell(
        self, cell: ReportedCell, number: int, histories: Mapping[TrendsPage, list[str]], *, is_one: bool
    ) -> CellPage:
        advice = cell.advice
        name = self._name(advice)
        found = next((page for page, cells in histories.items() if advice.id in cells), None)
        mode = advice.mode.recommended
        chosen = advice.override.mode if advice.override is not None else None
        best = cell.how.accounts[0].pro[:MOST_REASONS]
        title, proof = self.t("advice.plan"), self.t("report.proof")
        if chosen is not None:
            title = self.t("advice.plan_for", mode=self.sentences.mode(chosen))
        return CellPage(
            anchor=f"cell-{number}",
            name=name,
            decided=_capital(self.sentences.decided(advice.mode)),
            is_decided=mode is not None,
            meaning=self.knowledge.decision.mode(mode).meaning.in_(self.lang) if mode else "",
            sentence=" ".join(filter(None, [self.sentences.sentence(cell.how), self.sentences.record(advice.mode)])),
            override=self._override(advice),
            doubts=tuple(map(self._doubt, advice.doubts)),
            reasons=tuple(self.knowledge.rules[each.rule].because.reason.in_(self.lang) for each in best),
            alternatives=tuple(self._alternatives(cell)),
            flips=tuple(self._flip(each) for each in cell.sensitivity.flips[:MOST_FLIPS]),
            question=self._question(cell),
            open_facts=self._open(cell),
            steps=tuple(self._steps(advice)),
            waterfalls=self.pictures.waterfalls(cell.how),
            house=self.pictures.house(advice),
            lines=self.pictures.lines(advice),
            grids=self.pictures.grids(advice),
            plan_title=title if is_one else self.t("report.of_cell", title=title, cell=name),
            plan=self.plans.shelves(advice.plan),
            proofs=self.proofs.modes(cell.how),
            principles=self.proofs.principles(cell.how.principles),
            sources=self.proofs.sources(cell.how.sources),
            likenesses=tuple(self._likenesses(cell)),
            proof_title=proof if is_one else self.t("report.of_cell", title=proof, cell=name),
            economics=economics_page(self.knowledge, self.t, economics_parts.result_in(advice)),
            trend_findings=found.in_short[0] if found is not None and found.findings else "",
        )

    def _override(self, advice: Advice) -> str:
        if advice.override is None:
            return ""
        key = "override_agrees" if advice.override.mode == advice.mode.recommended else "override"
        mode = self.sentences.mode(advice.override.mode)
        return self.t(f"advice.{key}", mode=mode, because=advice.override.because)

    def _doubt(self, doubt: Inconsistency) -> str:
        facts = [self.knowledge.facts[each.fact] for each in doubt.matched]
        answers = self.t("list.semicolon").join(
            self.t("list.pair", name=fact.title.in_(self.lang), value=fact.state_title(each.state).in_(self.lang))
            for fact, each in zip(facts, doubt.matched, strict=True)
        )
        names = self.t("list.comma").join(self.knowledge.facts[fact].title.in_(self.lang) for fact in doubt.reask)
        return f"{answers} → {self.t('advice.reask', facts=names)}"

    def _alternatives(self, cell: ReportedCell) -> Iterator[Alternative]:
        for why in cell.why_not:
            changes = [
                self.t("list.semicolon").join(map(self.sentences.change, each.changes))
                for each in why.turnings[:MOST_CHANGES]
            ]
            yield Alternative(self.sentences.mode(why.mode), self.sentences.sentence(why), tuple(changes))

    def _flip(self, turning: Counterfactual) -> str:
        change = self.sentences.change(turning.changes[0])
        return self.t("report.flip", change=change, mode=self.sentences.mode(turning.recommended))

    def _question(self, cell: ReportedCell) -> str:
        question = cell.sensitivity.question
        if question is None:
            return ""
        fact = self.knowledge.facts[question.fact]
        return self.t("sure.question", fact=fact.title.in_(self.lang))

    def _open(self, cell: ReportedCell) -> str:
        facts = [self.knowledge.facts[each.fact].title.in_(self.lang) for each in cell.sensitivity.open_facts]
        if not facts:
            return ""
        names = self.t("list.comma").join(facts[:MOST_OPEN])
        return self.t("report.open", facts=names, more=max(0, len(facts) - MOST_OPEN))

    def _steps(self, advice: Advice) -> Iterator[str]:
        """Give what the first shelf of the catalogue has in the plan: what to do next."""
        planned = {each.item for each in advice.plan}
        shelf = self.knowledge.shelves[0] if self.knowledge.shelves else None
        titles = [item.title.in_(self.lang) for item in shelf.items if item.id in planned] if shelf else []
        yield from titles[:MOST_STEPS]

    def _likenesses(self, cell: ReportedCell) -> Iterator[Likeness]:
        for near in cell.similar.cases:
            case = self.knowledge.cases[near.case]
            compared = len(near.alike) + len(near.different)
            documented = sum(each.documented for each in (*near.alike, *near.different))
            yield Likeness(
                title=" · ".join([case.company.in_(self.lang), case.offer.in_(self.lang), case.period]),
                used=self.t("similar.used", mode=self.sentences.mode(case.outcome.mode)),
                reason=case.reason.in_(self.lang),
                compared=self.t(
                    "similar.likeness",
                    alike=len(near.alike),
                    compared=compared,
                    not_told=near.not_told,
                    documented=documented,
                    estimated=compared - documented,
                ),
            )

    def _compared(self, cell: ReportedCell) -> ComparedCell:
        by_mode = {each.mode: each for each in cell.advice.mode.ranking}
        nets = tuple(
            None if by_mode[mode.id].excluded_by else by_mode[mode.id].net for mode in self.knowledge.decision.modes
        )
        return ComparedCell(self._name(cell.advice), _capital(self.sentences.decided(cell.advice.mode)), nets)

    def _between(self, reported: Reported, names: Mapping[str, str]) -> Iterator[tuple[str, tuple[PlannedItem, ...]]]:
        fact = self.knowledge.facts[self.knowledge.decision.compared_fact]
        for each in reported.recommendation.comparisons:
            settled = [item for item in each.plan if item.rules]
            if settled:
                state = fact.state_title(each.state).in_(self.lang)
                cells = self.t("list.comma").join(names[cell] for cell in each.cells)
                title = self.t("compare.pair", cells=cells, state=state)
                yield title, tuple(item for shelf in self.plans.shelves(settled) for item in shelf.items)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
