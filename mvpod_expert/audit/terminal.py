"""The audit of a plan in a terminal: defects first, then as-is against to-be as bars, then the roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.audit.parts import knowledge_of
from mvpod_expert.audit.sentences import AuditSentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.audit.model import Audit, Finding, HowFar, PlannedMeasure
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages

GAPS: tuple[HowFar, ...] = ("missing", "partly", "unknown")
STANDINGS: tuple[HowFar, ...] = (*GAPS, "there", "not_wanted")


class AuditView:
    """Prints audits.

    Args:
        knowledge: the knowledge base of the advice.
        t: the messages of one language.
        page: the page to print on.
        everything: print what is there too, and all of each measure.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, *, everything: bool = False) -> None:
        self.knowledge = knowledge
        self.t = t
        self.page = page
        self.everything = everything

    def show(self, audits: Iterable[Audit]) -> None:
        """Print audits."""
        for number, audit in enumerate(audits):
            if number:
                self.page.line()
            self._audit(audit)
        if not self.everything:
            self.page.line()
            self.page.line(self.t("audit.more"), "faint")

    def in_advice(self, audits: Iterable[Audit]) -> None:
        """Print what the advice says of an existing plan: mode, defects, what comes first, and where the rest is."""
        audited = knowledge_of(self.knowledge)
        if audited is None or audited.standard is None:
            return
        shown = list(audits)
        for audit in shown:
            told = AuditSentences(self.knowledge, audited, audited.standard, self.t, audit)
            whose = [audit.client or audit.source] if len(shown) > 1 else []
            self.page.title(" · ".join([self.t("audit.title"), *whose]))
            for text in told.in_short():
                self.page.line(text, indent=2, hang=2)
            self.page.line(self.t("audit.see_audit"), "faint", indent=2)

    def _audit(self, audit: Audit) -> None:
        audited = knowledge_of(self.knowledge)
        if audited is None or audited.standard is None:
            return
        told = AuditSentences(self.knowledge, audited, audited.standard, self.t, audit)
        self.page.line(" · ".join([self.t("audit.title"), audit.client or audit.source]), "title")
        self.page.line(told.against(), "faint")
        for text in told.modes():
            self.page.line(text)
        self.page.title(self.t("audit.defects"))
        for defect in audit.defects:
            self._finding(defect, told)
        self.page.title(self.t("audit.balance"))
        self._finding(audit.balance, told)
        self._areas(audit, told)
        self._roadmap(audit, told)

    def _finding(self, finding: Finding, told: AuditSentences) -> None:
        is_bad = told.is_bad(finding)
        mark = "?" if finding.state is None else "!" if is_bad else "✓"
        tone: Tone = "faint" if finding.state is None else "warn" if is_bad else "good"
        self.page.line(f"{mark} {told.finding(finding)}", tone, indent=2, hang=2)
        if is_bad or self.everything:
            for reason in told.reasons(finding):
                self.page.line(reason, "faint", indent=4)

    def _areas(self, audit: Audit, told: AuditSentences) -> None:
        self.page.title(self.t("audit.areas"))
        self.page.line(self.t("audit.legend"), "faint", indent=2)
        rows = [(area.title.in_(self.t.lang), told.signs(area), told.counts(area)) for area in audit.areas]
        self.page.columns([(*row[:2], "") for row in rows])
        for area, (title, _, counts) in zip(audit.areas, rows, strict=True):
            self.page.line(self.t("list.pair", name=title, value=counts), "strong", indent=2, hang=2)
            for text in told.listed(area, *(STANDINGS if self.everything else GAPS)):
                self.page.line(text, indent=4, hang=2)

    def _roadmap(self, audit: Audit, told: AuditSentences) -> None:
        self.page.title(self.t("audit.roadmap"))
        if not audit.measures:
            self.page.line(self.t("audit.nothing_to_do"), indent=2)
            return
        self.page.line(told.capacity(), "faint", indent=2)
        if any(each.is_quick_win for each in audit.measures):
            self.page.line(self.t("audit.quick_wins"), "faint", indent=2)
        for title, measures in told.waves():
            self.page.line(title, "strong", indent=2)
            for each in measures:
                self._measure(each, told)

    def _measure(self, each: PlannedMeasure, told: AuditSentences) -> None:
        self.page.line(f"- {told.measure(each)}", "good" if each.is_quick_win else "plain", indent=4, hang=2)
        for text in told.before(each):
            self.page.line(text, "faint", indent=6, hang=2)
        if self.everything:
            self.page.line(each.text.in_(self.t.lang), indent=6)
            for text in told.details(each):
                self.page.line(text, indent=6, hang=2)
            self.page.line(told.support(each), "faint", indent=6)
