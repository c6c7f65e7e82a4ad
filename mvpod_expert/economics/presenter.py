"""Economics in the advice and in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.capability import Presenter, ReportPart
from mvpod_expert.document.tree import Section
from mvpod_expert.economics.capability import ECONOMICS, TABLE
from mvpod_expert.economics.sections import EconomicsSections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.document.tree import Detail
    from mvpod_expert.model.advice import Advice, Recommendation


class _EconomicsPresenter(Presenter):
    """Presents the economics of each market cell."""

    order: ClassVar[int] = 0

    def warnings(self, advice: Advice) -> Iterator[str]:
        """Return where the numbers contradict the advice, and that it is less sure for it."""
        sections = self._sections(advice)
        told = tuple(sections.contradictions()) if sections is not None else ()
        if told:
            yield self.t("list.sentence_gap").join((*told, self.t("figures.less_sure")))

    def of_items(self, advice: Advice) -> Mapping[str, str]:
        """Return where metrics stand by the numbers, and what moves cost."""
        sections = self._sections(advice)
        return dict(sections.of_items(advice.chosen)) if sections is not None else {}

    def of_cell(self, advice: Advice) -> Iterator[Section]:
        """Return where the numbers contradict, which mode they favour, and what they settle."""
        sections = self._sections(advice)
        if sections is not None:
            yield Section(self.t("figures.beside"), tuple(sections.in_short()))

    def in_report(
        self, recommendation: Recommendation, names: Mapping[str, str], detail: Detail
    ) -> Iterator[ReportPart]:
        """Return the economics of each cell; its key points are the best mode, the contributions and break-even."""
        for number, advice in enumerate(recommendation.cells, start=1):
            sections = self._sections(advice)
            if sections is None:
                continue
            lines = tuple(sections.key_points())
            if len(recommendation.cells) > 1:
                lines = tuple(sections.pair_of(names[advice.id], text) for text in lines)
            blocks = tuple(sections.blocks(detail))
            section = Section(self.t("figures.section"), blocks, f"cell-{number}-economics")
            yield ReportPart(self.t("figures.brief"), lines, section, advice.id)

    def _sections(self, advice: Advice) -> EconomicsSections | None:
        table, economics = TABLE.of(self.knowledge), ECONOMICS.of(advice)
        if table is None or economics is None:
            return None
        return EconomicsSections(self.knowledge, table, self.t, economics)


PRESENTER = _EconomicsPresenter
