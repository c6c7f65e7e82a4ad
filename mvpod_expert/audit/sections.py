"""The audit of a plan as sections: defects, balance, as-is against to-be area by area, and the roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.audit.sentences import AuditSentences
from mvpod_expert.document.tree import (
    Column,
    Detail,
    Entry,
    Figure,
    Lines,
    Listing,
    Paragraph,
    Section,
    Share,
    Shares,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.audit.model import AuditedArea, Finding, HowFar, PlannedMeasure
    from mvpod_expert.document.tree import Block, Inline, Tone

GAPS: tuple[HowFar, ...] = ("missing", "partly", "unknown")
COUNTED: tuple[HowFar, ...] = ("there", "partly", "missing", "unknown")
STATES: tuple[HowFar, ...] = (*GAPS, "there", "not_wanted")
COLUMNS = {"measure": 2.6, "when": 1.6, "kind": 2.0, "owner": 2.0, "after": 2.6}


class AuditSections(AuditSentences):
    """Builds sections about the audit of one plan."""

    def blocks(self, detail: Detail, cells: Mapping[str, str] | None = None) -> Iterator[Block]:
        """Return everything that was found.

        Args:
            detail: from `REPORT` on what is there too, and all of each measure.
            cells: what market cells are called, where their ids and the case file are not to be shown.
        """
        is_here = self.audit.against is not None and cells is not None
        yield Paragraph(self.t("audit.against_here") if is_here else self.against(), "faint")
        yield from map(Paragraph, self.modes(cells))
        defects = tuple(self.finding_entry(each, detail) for each in self.audit.defects)
        yield Section(self.t("audit.defects"), defects)
        yield Section(self.t("audit.balance"), (self.finding_entry(self.audit.balance, detail),))
        yield Section(self.t("audit.areas"), (self._areas(detail),))
        yield Section(self.t("audit.roadmap"), tuple(self._roadmap(detail)))

    def finding_entry(self, finding: Finding, detail: Detail) -> Entry:
        """Return what was concluded of a defect or of the balance, with why."""
        is_bad = self.is_bad(finding)
        marker = "?" if finding.state is None else "!" if is_bad else "✓"
        tone: Tone = "faint" if finding.state is None else "warn" if is_bad else "good"
        reasons = tuple(self.reasons(finding)) if is_bad or detail >= Detail.REPORT else ()
        return Entry(self.finding(finding), tuple(Paragraph(each, "faint") for each in reasons), marker, tone)

    def _areas(self, detail: Detail) -> Figure:
        areas = self.audit.areas
        names = [self.names.say(each.title) for each in areas]
        rooms = (
            self.t("audit.picture_room", title=name, there=each.there, partly=each.partly, wanted=each.wanted)
            for name, each in zip(names, areas, strict=True)
        )
        shares = (
            Share(name, (each.there, each.partly, each.missing, each.unknown), each.wanted)
            for name, each in zip(names, areas, strict=True)
        )
        return Figure(
            caption=self.t("audit.picture"),
            drawing=Shares(tuple(shares), tuple(self.t(f"how_far.{each}") for each in COUNTED)),
            alt=self.t("audit.picture_alt") + self.names.semicolon(rooms),
            blocks=tuple(self._area(each, detail) for each in areas),
        )

    def _area(self, area: AuditedArea, detail: Detail) -> Entry:
        listed = tuple(self.listed(area, *(STATES if detail >= Detail.REPORT else GAPS)))
        head = self.names.pair_of(self.names.say(area.title), self.counts(area))
        return Entry(head, (Listing(listed),) if listed else ())

    def _roadmap(self, detail: Detail) -> Iterator[Block]:
        measures = self.audit.measures
        if not measures:
            yield Paragraph(self.t("audit.nothing_to_do"))
            return
        quick = [self.t("audit.quick_wins")] if any(each.is_quick_win for each in measures) else []
        for text in (self.capacity(), *quick):
            yield Paragraph(text, "faint")
        columns = tuple(
            Column(self.t(f"audit.column_{name}"), weight=weight, stacked="lines" if name == "after" else "label")
            for name, weight in COLUMNS.items()
        )
        yield Table(columns, tuple(map(self._row, measures)), is_wide=True)
        if detail >= Detail.REPORT:
            yield Section(self.t("audit.each_measure"), tuple(map(self._measure, measures)))

    def _row(self, each: PlannedMeasure) -> tuple[Inline | Lines, ...]:
        kind = self.t("audit.kind_effort", kind=self.kind(each), effort=self.effort(each))
        owner = self.names.say(each.owner)
        return self._named(each), self.when(each), kind, owner, Lines(tuple(self.before(each)))

    def _named(self, each: PlannedMeasure) -> str:
        return f"★ {self.names.say(each.title)}" if each.is_quick_win else self.names.say(each.title)

    def _measure(self, each: PlannedMeasure) -> Entry:
        details = self.t("report.details_gap").join(text.rstrip("。.") for text in self.details(each))
        text = Paragraph(self.names.say(each.text))
        support = (Paragraph(details, "faint"), Paragraph(self.support(each), "faint"))
        return Entry(self._named(each), (text, *support), tone="good" if each.is_quick_win else "strong")
