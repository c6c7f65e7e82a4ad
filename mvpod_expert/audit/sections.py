"""The audit of a plan as sections: defects, balance, as-is against to-be area by area, and the roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.audit.capability import AUDITS, KNOWLEDGE
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
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.audit.model import Audit, AuditedArea, AuditedElement, Finding, HowFar, PlannedMeasure
    from mvpod_expert.audit.standard import AuditStandard
    from mvpod_expert.document.tree import Block, Inline, Tone
    from mvpod_expert.model.advice import Recommendation
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

MOST_ITEMS = 3
MOST_FIRST = 5
COUNTED: tuple[HowFar, ...] = ("there", "partly", "missing", "unknown")
GAPS: tuple[HowFar, ...] = ("missing", "partly", "unknown")
STATES: tuple[HowFar, ...] = (*GAPS, "there", "not_wanted")
COLUMNS = {"measure": 2.6, "when": 1.6, "kind": 2.0, "owner": 2.0, "after": 2.6}


class AuditSections(Names):
    """Builds sections about the audit of one plan.

    Args:
        knowledge: the knowledge base of the advice.
        audited: the knowledge base of the audit.
        standard: its standard.
        audit: the audit.
    """

    def __init__(
        self, knowledge: KnowledgeBase, audited: KnowledgeBase, standard: AuditStandard, t: Messages, audit: Audit
    ) -> None:
        super().__init__(knowledge, t)
        self.audited = audited
        self.standard = standard
        self.audit = audit
        self._titles = {item.id: self.say(item.title) for item in audited.items()}

    def in_short(self, cells: Mapping[str, str] | None = None) -> Iterator[str]:
        """Say what it comes to: the mode, the defects with the balance, what is in place, and what is done first.

        Args:
            cells: what market cells are called, where their ids are not to be shown.
        """
        yield from self._modes(cells or {})
        findings = (*self.audit.defects, self.audit.balance)
        yield self.semicolon(self.pair_of(self.say(finding.title), self._state(finding)) for finding in findings)
        areas = (
            self.t("audit.of_area", title=self.say(area.title), there=area.there, wanted=area.wanted)
            for area in self.audit.areas
        )
        yield self.t("audit.of_areas", areas=self.comma(areas))
        measures = self.audit.measures
        first = [self.say(measure.title) for measure in measures if measure.quarter == 1][:MOST_FIRST]
        if first:
            last = max(measure.quarter for measure in measures)
            yield self.t("audit.first_measures", count=len(measures), quarters=last, first=self.comma(first))

    def blocks(self, detail: Detail, cells: Mapping[str, str] | None = None) -> Iterator[Block]:
        """Return everything that was found.

        Args:
            detail: from `REPORT` on what is there too, and all of each measure; `BRIEF` gives the first wave alone.
            cells: what market cells are called, where their ids and the case file are not to be shown.
        """
        if self.audit.against is None:
            yield Paragraph(self.t("audit.against_standard"), "faint")
        elif cells is not None:
            yield Paragraph(self.t("audit.against_here"), "faint")
        else:
            yield Paragraph(self.t("audit.against_case", file=self.audit.against), "faint")
        yield from map(Paragraph, self._modes(cells or {}))
        findings = (*self.audit.defects, self.audit.balance)
        yield Section(self.t("audit.defects"), tuple(self.finding(finding, detail) for finding in findings))
        if detail == Detail.BRIEF:
            yield self._areas(detail)
        else:
            yield Section(self.t("audit.areas"), (self._areas(detail),))
        yield Section(self.t("audit.roadmap"), tuple(self._roadmap(detail)))

    def finding(self, finding: Finding, detail: Detail) -> Entry:
        """Return what was concluded of a defect or of the balance, with why; in `BRIEF` without."""
        title = self.say(finding.title)
        if finding.state is None:
            text = self.t("audit.finding_open", title=title, facts=self._facts(finding.open_facts))
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
            if recommended is None:
                yield self.t("audit.mode_undecided", cell=named)
            elif mode is None or mode.stated is None:
                yield self.t("audit.mode_not_stated", cell=named, mode=self.mode(recommended))
            elif mode.stated == recommended:
                yield self.t("audit.mode_agrees", cell=named, mode=self.mode(recommended))
            else:
                stated = self.mode(mode.stated)
                yield self.t("audit.mode_differs", cell=named, stated=stated, mode=self.mode(recommended))

    def _state(self, finding: Finding) -> str:
        if finding.state is None:
            return self.t("audit.open")
        return self.say(self.audited.facts[finding.fact].state_title(finding.state))

    def _facts(self, facts: Iterable[str]) -> str:
        return self.comma(self.say(self.audited.facts[fact].title) for fact in facts)

    def _areas(self, detail: Detail) -> Figure:
        shown = STATES if detail >= Detail.REPORT else GAPS
        shares, counted = [], []
        for each in self.audit.areas:
            title = self.say(each.title)
            shares.append(Share(title, (each.there, each.partly, each.missing, each.unknown), each.wanted))
            counts = {"there": each.there, "partly": each.partly, "wanted": each.wanted}
            counted.append(self.t("audit.picture_room", title=title, **counts))
        return Figure(
            caption=self.t("audit.picture"),
            drawing=Shares(tuple(shares), tuple(self.t(f"how_far.{each}") for each in COUNTED)),
            alt=self.t("audit.picture_alt") + self.semicolon(counted),
            blocks=() if detail == Detail.BRIEF else tuple(self._area(area, shown) for area in self.audit.areas),
        )

    def _area(self, area: AuditedArea, shown: tuple[HowFar, ...]) -> Entry:
        """Return how much of an area is there; of a gap, with what the recommended plan has there."""
        counted = {"there": area.there, "partly": area.partly, "missing": area.missing, "unknown": area.unknown}
        counts = self.t("audit.counts", wanted=area.wanted, **counted)
        listed = []
        for how_far in shown:
            names = [self._element(element) for element in area.elements if element.how_far == how_far]
            if names:
                listed.append(self.t("audit.listed", how_far=self.t(f"how_far.{how_far}"), names=self.semicolon(names)))
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
            before.append(self.t("audit.after", measures=self.comma(self._titles[name] for name in each.after)))
        if each.to_settle:
            before.append(self.t("audit.to_settle", facts=self._facts(each.to_settle)))
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
        tone: Tone = "good" if each.is_quick_win else "strong"
        return Entry(self._named(each), blocks, tone=tone)


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
