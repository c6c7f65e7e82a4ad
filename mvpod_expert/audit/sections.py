"""The audit of a plan as sections: defects, balance, as-is against to-be area by area, and the roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.audit.capability import AUDITS, KNOWLEDGE
from mvpod_expert.audit.model import COUNTED, Audit, AuditedArea, AuditedElement, Finding, HowFar, PlannedMeasure
from mvpod_expert.capability import Presenter, ReportPart
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
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.audit.standard import AuditKnowledge
    from mvpod_expert.document.tree import Block, Inline
    from mvpod_expert.model.advice import Recommendation
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

MOST_ITEMS = 3
MOST_FIRST = 5
GAPS: tuple[HowFar, ...] = ("missing", "partly", "unknown")
STATES: tuple[HowFar, ...] = (*GAPS, "there", "not_wanted")
COLUMNS = {"measure": 2.6, "when": 1.6, "kind": 2.0, "owner": 2.0, "after": 2.6}


class AuditSections(Names):
    """Builds sections about the audit of one plan; `audited` is the knowledge base of the audit."""

    def __init__(self, knowledge: KnowledgeBase, audited: AuditKnowledge, t: Messages, audit: Audit) -> None:
        super().__init__(knowledge, t)
        self.audited = audited
        self.standard = audited.standard
        self.audit = audit
        self.findings = (*audit.defects, audit.balance)
        self.own = Names(audited, t)

    def in_short(self, cells: Mapping[str, str] | None = None) -> Iterator[str]:
        """Say what it comes to: the mode, the defects with the balance, what is in place, and what is done first.

        `cells` is what market cells are called where their ids are not shown.
        """
        yield from self._modes(cells or {})
        yield self.semicolon(self.pair_of(self.say(finding.title), self._state(finding)) for finding in self.findings)
        areas = (self.t("audit.of_area", title=self.say(area.title), **_counts(area)) for area in self.audit.areas)
        yield self.t("audit.of_areas", areas=self.comma(areas))
        measures = self.audit.measures
        first = [self.say(measure.title) for measure in measures if measure.quarter == 1][:MOST_FIRST]
        if first:
            last = max(measure.quarter for measure in measures)
            yield self.t("audit.first_measures", count=len(measures), quarters=last, first=self.comma(first))

    def blocks(self, detail: Detail, cells: Mapping[str, str] | None = None) -> Iterator[Block]:
        """Return everything that was found; `cells` is what cells are called where ids and files are not shown.

        From `REPORT` on there is what is there too, and all of each measure; `BRIEF` has the first wave alone.
        """
        key = "case" if cells is None else "here"
        against = self.t(f"audit.against_{key if self.audit.against else 'standard'}", file=self.audit.against)
        yield Paragraph(against, "faint")
        yield from map(Paragraph, self._modes(cells or {}))
        yield Section(self.t("audit.defects"), tuple(self._finding(finding, detail) for finding in self.findings))
        areas = self._areas(detail)
        yield areas if detail == Detail.BRIEF else Section(self.t("audit.areas"), (areas,))
        yield Section(self.t("audit.roadmap"), tuple(self._roadmap(detail)))

    def _finding(self, finding: Finding, detail: Detail) -> Entry:
        """Return what was concluded of a defect or of the balance, with why; in `BRIEF` without."""
        title = self.say(finding.title)
        if finding.state is None:
            text = self.t("audit.finding_open", title=title, facts=self.comma(map(self.own.fact, finding.open_facts)))
            return Entry(text, (), "?", "faint")
        # The last state of its fact is the best one.
        is_bad = finding.state != self.audited.facts[finding.fact].states[-1]
        meaning = self.say(finding.meaning) if finding.meaning is not None else ""
        text = self.t("audit.finding", title=title, state=self._state(finding), meaning=meaning)
        reasons: list[Block] = []
        for name in finding.rules if detail >= Detail.REPORT or (is_bad and detail == Detail.USUAL) else ():
            because = self.audited.rules[name].because
            supported = self.supported(because.basis, " ".join(because.principle))
            reasons.append(Paragraph((f"{self.say(because.reason)} ", *supported), "faint"))
        return Entry(text, tuple(reasons), "!" if is_bad else "✓", "warn" if is_bad else "good")

    def _modes(self, cells: Mapping[str, str]) -> Iterator[str]:
        """Return how the mode of the plan compares with the recommended one, cell by cell."""
        mode = self.audit.mode
        for cell, recommended in mode.recommended if mode is not None else ():
            named = "" if cell == ONLY_CELL else self.t("list.extra", text=cells.get(cell, cell))
            stated = mode.stated if mode is not None else None
            key = "agrees" if stated == recommended else "differs" if stated is not None else "not_stated"
            key = key if recommended is not None else "undecided"
            yield self.t(f"audit.mode_{key}", cell=named, stated=self.mode(stated), mode=self.mode(recommended))

    def _state(self, finding: Finding) -> str:
        return self.t("audit.open") if finding.state is None else self.own.state(finding.fact, finding.state)

    def _areas(self, detail: Detail) -> Figure:
        shown = STATES if detail >= Detail.REPORT else GAPS
        shares, counted = [], []
        for each in self.audit.areas:
            title = self.say(each.title)
            shares.append(Share(title, (each.there, each.partly, each.missing, each.unknown), each.wanted))
            counted.append(self.t("audit.picture_room", title=title, **_counts(each)))
        return Figure(
            caption=self.t("audit.picture"),
            drawing=Shares(tuple(shares), tuple(self.t(f"how_far.{each}") for each in COUNTED)),
            alt=self.t("audit.picture_alt") + self.semicolon(counted),
            blocks=() if detail == Detail.BRIEF else tuple(self._area(area, shown) for area in self.audit.areas),
        )

    def _area(self, area: AuditedArea, shown: tuple[HowFar, ...]) -> Entry:
        """Return how much of an area is there; of a gap, with what the recommended plan has there."""
        counts = self.t("audit.counts", **_counts(area))
        listed = []
        for how_far in shown:
            names = self.semicolon(self._element(each) for each in area.elements if each.how_far == how_far)
            if names:
                listed.append(self.t("audit.listed", how_far=self.t(f"how_far.{how_far}"), names=names))
        return Entry(self.pair_of(self.say(area.title), counts), (Listing(tuple(listed)),))

    def _element(self, element: AuditedElement) -> str:
        name = self.say(element.title)
        if element.how_far not in {"partly", "missing"} or not element.to_be:
            return name
        items = self.items(element.to_be[:MOST_ITEMS])
        if len(element.to_be) > MOST_ITEMS:
            items = self.t("audit.more_items", items=items, count=len(element.to_be))
        return self.t("audit.to_be", name=name, items=items)

    def _roadmap(self, detail: Detail) -> Iterator[Block]:
        measures, capacity = self.audit.measures, self.audit.capacity
        if not measures:
            yield Paragraph(self.t("audit.nothing_to_do"))
            return
        text = self.t("audit.no_capacity") if capacity is None else self.t("audit.capacity", count=capacity)
        yield Paragraph(text, "faint")
        if any(measure.is_quick_win for measure in measures):
            yield Paragraph(self.t("audit.quick_wins"), "faint")
        columns = tuple(
            Column(self.t(f"audit.column_{name}"), weight=weight, stacked="lines" if name == "after" else "label")
            for name, weight in COLUMNS.items()
        )
        for wave in self.standard.waves:
            here = [measure for measure in measures if measure.wave == wave.id]
            if here:
                first, last = min(each.quarter for each in here), max(each.quarter for each in here)
                title = self.t("audit.quarters", wave=self.say(wave.title), first=first, last=last, count=len(here))
                yield Table(columns, tuple(map(self._row, here)), title, is_wide=True)
                if detail == Detail.BRIEF:
                    later = (self._named(each) for each in measures if each not in here)
                    yield Paragraph(self.pair_of(self.t("audit.later"), self.semicolon(later)))
                    return
        if detail >= Detail.REPORT:
            yield Section(self.t("audit.each_measure"), tuple(map(self._measure, measures)))

    def _row(self, each: PlannedMeasure) -> tuple[Inline | Lines, ...]:
        kind = next(self.say(shelf.title) for shelf in self.audited.shelves if shelf.kind == each.kind)
        effort = next(self.say(effort.title) for effort in self.standard.efforts if effort.id == each.effort)
        before = []
        if each.after:
            before.append(self.t("audit.after", measures=self.own.items(each.after)))
        if each.to_settle:
            before.append(self.t("audit.to_settle", facts=self.comma(map(self.own.fact, each.to_settle))))
        return (
            self._named(each),
            self.t("audit.when", quarter=each.quarter),
            self.t("audit.kind_effort", kind=kind, effort=effort),
            self.say(each.owner),
            Lines(tuple(before)),
        )

    def _named(self, each: PlannedMeasure) -> str:
        return f"★ {self.say(each.title)}" if each.is_quick_win else self.say(each.title)

    def _measure(self, each: PlannedMeasure) -> Entry:
        details = [
            self.t("audit.effect", text=self.say(each.effect).rstrip("。.")),
            self.t("audit.metric", text=self.item(each.metric)),
            *([self.t("audit.carried_by", items=self.items(each.carried_by))] if each.carried_by else []),
        ]
        blocks = (
            Paragraph(self.say(each.text)),
            Paragraph(self.t("audit.details_gap").join(details), "faint"),
            Paragraph(self.supported(each.basis, self.comma((*each.principle, *each.sources))), "faint"),
        )
        return Entry(self._named(each), blocks, tone="good" if each.is_quick_win else "strong")


def _counts(area: AuditedArea) -> dict[str, int]:
    return {key: getattr(area, key) for key in (*COUNTED, "wanted")}


class _AuditPresenter(Presenter):
    """Presents audits."""

    order: ClassVar[int] = 3

    def of_client(self, recommendation: Recommendation) -> Iterator[Section]:
        """Return what each audit comes to, and where the rest is."""
        audits = AUDITS.of(recommendation)
        for sections in self._sections(audits):
            whose = [sections.audit.client or sections.audit.source] if len(audits) > 1 else []
            more = Paragraph(self.t("audit.see_audit"), "faint")
            names = {each.id: sections.place(each.id, each.region, each.segment) for each in recommendation.cells}
            told = (*map(Paragraph, sections.in_short(names)), more)
            yield Section(" · ".join([self.t("audit.title"), *whose]), told)

    def in_report(
        self, recommendation: Recommendation, names: Mapping[str, str], detail: Detail
    ) -> Iterator[ReportPart]:
        """Return each audit."""
        for number, sections in enumerate(self._sections(AUDITS.of(recommendation)), start=1):
            blocks = tuple(sections.blocks(detail, names))
            section = Section(self.t("audit.title"), blocks, f"audit-{number}", "page")
            yield ReportPart(self.t("audit.brief"), tuple(sections.in_short(names)), section)

    def _sections(self, audits: tuple[Audit, ...]) -> Iterator[AuditSections]:
        audited = KNOWLEDGE.of(self.knowledge)
        if audited is not None:
            yield from (AuditSections(self.knowledge, audited, self.t, audit) for audit in audits)


PRESENTER = _AuditPresenter
