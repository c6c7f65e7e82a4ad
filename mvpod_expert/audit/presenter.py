"""The audit of a plan in the advice and in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.audit.capability import AUDITS, KNOWLEDGE
from mvpod_expert.audit.sections import AuditSections
from mvpod_expert.capability import Presenter, ReportPart
from mvpod_expert.document.tree import Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.audit.model import Audit
    from mvpod_expert.document.tree import Detail
    from mvpod_expert.model.advice import Recommendation


class _AuditPresenter(Presenter):
    """Presents audits."""

    order: ClassVar[int] = 3

    def of_client(self, recommendation: Recommendation) -> Iterator[Section]:
        """Return what each audit comes to, and where the rest is."""
        audits = AUDITS.of(recommendation)
        for audit, sections in self._sections(audits):
            whose = [audit.client or audit.source] if len(audits) > 1 else []
            more = Paragraph(self.t("audit.see_audit"), "faint")
            names = {each.id: sections.place(each.id, each.region, each.segment) for each in recommendation.cells}
            told = (*map(Paragraph, sections.in_short(names)), more)
            yield Section(" · ".join([self.t("audit.title"), *whose]), told)

    def in_report(
        self, recommendation: Recommendation, names: Mapping[str, str], detail: Detail
    ) -> Iterator[ReportPart]:
        """Return each audit."""
        for number, (_, sections) in enumerate(self._sections(AUDITS.of(recommendation)), start=1):
            blocks = tuple(sections.blocks(detail, names))
            section = Section(self.t("audit.title"), blocks, f"audit-{number}", "page")
            yield ReportPart(self.t("audit.brief"), tuple(sections.in_short(names)), section)

    def _sections(self, audits: tuple[Audit, ...]) -> Iterator[tuple[Audit, AuditSections]]:
        audited = KNOWLEDGE.of(self.knowledge)
        if audited is not None and audited.standard is not None:
            for audit in audits:
                yield audit, AuditSections(self.knowledge, audited, audited.standard, self.t, audit)


PRESENTER = _AuditPresenter
