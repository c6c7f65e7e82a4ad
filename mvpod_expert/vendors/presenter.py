"""Vendors in the advice and in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.capability import Presenter, ReportPart
from mvpod_expert.document.tree import Paragraph, Section
from mvpod_expert.vendors.capability import SELECTIONS, TABLE
from mvpod_expert.vendors.sections import VendorSections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.document.tree import Detail
    from mvpod_expert.model.advice import Recommendation
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class _VendorPresenter(Presenter):
    """Presents vendors."""

    order: ClassVar[int] = 4

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        super().__init__(knowledge, t)
        self.table = TABLE.of(knowledge)

    def of_client(self, recommendation: Recommendation) -> Iterator[Section]:
        """Return who is first, and where the rest is."""
        sections = self._sections(recommendation)
        if sections:
            lines = [Paragraph(text) for group in sections for text in group.summary()]
            yield Section(self.t("vendors.title"), (*lines, Paragraph(self.t("vendors.see_vendors"), "faint")))

    def in_report(
        self, recommendation: Recommendation, names: Mapping[str, str], detail: Detail
    ) -> Iterator[ReportPart]:
        """Return all groups of vendors in one section."""
        sections = self._sections(recommendation)
        if not sections or self.table is None:
            return
        plans = [[group.for_cells(names)] if len(sections) > 1 else [] for group in sections]
        lines = [line for group, whose in zip(sections, plans, strict=True) for line in (*whose, *group.key_lines())]
        blocks = (block for group in sections for block in group.blocks(detail, names))
        notes = (Paragraph(text, "faint") for text in (self.t("vendors.points_note"), sections[0].say(self.table.note)))
        section = Section(self.t("vendors.title"), (*blocks, *notes), "vendors", "page")
        yield ReportPart(self.t("vendors.title"), tuple(lines), section)

    def _sections(self, recommendation: Recommendation) -> list[VendorSections]:
        if self.table is None:
            return []
        return [VendorSections(self.knowledge, self.table, self.t, each) for each in SELECTIONS.of(recommendation)]


PRESENTER = _VendorPresenter
