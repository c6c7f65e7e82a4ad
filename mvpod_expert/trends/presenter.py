"""Trends in the advice and in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.capability import Presenter, ReportPart
from mvpod_expert.document.tree import Paragraph, Section
from mvpod_expert.trends.capability import STRENGTHS, TABLE, TRENDS
from mvpod_expert.trends.sections import TrendSections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.document.tree import Detail
    from mvpod_expert.model.advice import Advice, Recommendation
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.model import Trends
    from mvpod_expert.views.messages import Messages


class _TrendPresenter(Presenter):
    """Presents trends; market cells that have the same history share what is said of it."""

    order: ClassVar[int] = 1

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        super().__init__(knowledge, t)
        table = TABLE.of(knowledge)
        self.sections = TrendSections(knowledge, table, t) if table is not None else None
        self._shown: list[tuple[Trends, str]] = []

    def warnings(self, advice: Advice) -> Iterator[str]:
        """Return how many findings there are and the first; nothing where there are none."""
        trends = TRENDS.of(advice)
        if trends is not None and trends.findings and self.sections is not None:
            yield self.sections.first_finding(trends)

    def of_items(self, advice: Advice) -> Mapping[str, str]:
        """Return the last recorded value of each metric that the history has; of two series of one metric the first."""
        trends, sections = TRENDS.of(advice), self.sections
        return sections.latest(trends) if trends is not None and sections is not None else {}

    def of_cell(self, advice: Advice) -> Iterator[Section]:
        """Return the trends in short; those of an earlier cell that has the same are not repeated."""
        trends, sections = TRENDS.of(advice), self.sections
        if trends is None or sections is None:
            return
        earlier = next((name for shown, name in self._shown if shown == trends), None)
        blocks = (Paragraph(self.t("trends.same_as", cell=earlier), "faint"),) if earlier else sections.in_short(trends)
        self._shown.append((trends, sections.place(advice.id, advice.region, advice.segment) or advice.source))
        yield Section(self.t("trends.title"), tuple(blocks))

    def of_client(self, recommendation: Recommendation) -> Iterator[Section]:
        """Return in short where the sales strength of each company goes."""
        lines = [self.sections.strength_line(each) for each in STRENGTHS.of(recommendation)] if self.sections else []
        if lines:
            yield Section(self.t("trends.strength"), tuple(map(Paragraph, lines)))

    def in_report(
        self, recommendation: Recommendation, names: Mapping[str, str], detail: Detail
    ) -> Iterator[ReportPart]:
        """Return each history once, with the market cells that have it."""
        sections = self.sections
        shared: list[tuple[Trends, list[str]]] = []
        for advice in recommendation.cells:
            found = TRENDS.of(advice)
            cells = next((cells for trends, cells in shared if trends == found), None)
            if cells is not None:
                cells.append(advice.id)
            elif found is not None:
                shared.append((found, [advice.id]))
        for number, (trends, cells) in enumerate(shared if sections is not None else (), start=1):
            assert sections is not None  # noqa: S101 - nothing is shared without
            whose = self.t("trends.for_cells", cells=sections.semicolon(names[cell] for cell in cells))
            lines = tuple(sections.key_lines(trends))
            strengths = STRENGTHS.of(recommendation) if number == 1 else ()
            company = (
                Section(self.t("trends.strength"), tuple(sections.strength(each, detail, names))) for each in strengths
            )
            head = (Paragraph(whose, "faint"),) if len(names) > 1 else ()
            blocks = (*company, *head, *sections.blocks(trends, detail))
            section = Section(self.t("trends.title"), blocks, f"trends-{number}", "page")
            where = (whose,) if len(shared) > 1 else ()
            title = self.t("trends.strength")
            all_together = (sections.pair_of(title, sections.strength_line(each)) for each in strengths)
            yield ReportPart(self.t("trends.brief"), (*all_together, *where, *lines), section)


PRESENTER = _TrendPresenter
