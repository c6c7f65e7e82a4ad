"""The audit of a plan in sentences of one language: for the terminal and for reports alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.audit.model import Audit, AuditedArea, AuditedElement, Finding, HowFar, PlannedMeasure
    from mvpod_expert.audit.standard import AuditStandard
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

SIGNS: dict[HowFar, str] = {"there": "█", "partly": "▒", "missing": "░", "unknown": "·"}
MOST_ITEMS = 3
MOST_FIRST = 5


class AuditSentences:
    """Says what an audit found.

    Args:
        knowledge: the knowledge base of the advice.
        audited: the knowledge base of the audit.
        standard: its standard.
        t: the messages of one language.
        audit: the audit.
    """

    def __init__(
        self, knowledge: KnowledgeBase, audited: KnowledgeBase, standard: AuditStandard, t: Messages, audit: Audit
    ) -> None:
        self.audited = audited
        self.standard = standard
        self.t = t
        self.lang = t.lang
        self.audit = audit
        self.names = Names(knowledge, t)
        self._titles = {item.id: item.title.in_(t.lang) for item in audited.items()}

    def against(self) -> str:
        """Say what the plan is held against."""
        if self.audit.against is None:
            return self.t("audit.against_standard")
        return self.t("audit.against_case", file=self.audit.against)

    def modes(self, names: Mapping[str, str] | None = None) -> Iterator[str]:
        """Say how the mode of the plan stands to the recommended one, cell by cell.

        Args:
            names: what market cells are called, where their ids are not to be shown.
        """
        mode = self.audit.mode
        for cell, recommended in mode.recommended if mode is not None else ():
            named = "" if cell == ONLY_CELL else self.t("list.extra", text=(names or {}).get(cell, cell))
            if recommended is None:
                yield self.t("audit.mode_undecided", cell=named)
            elif mode is None or mode.stated is None:
                yield self.t("audit.mode_not_stated", cell=named, mode=self.names.mode(recommended))
            elif mode.stated == recommended:
                yield self.t("audit.mode_agrees", cell=named, mode=self.names.mode(recommended))
            else:
                stated = self.names.mode(mode.stated)
                yield self.t("audit.mode_differs", cell=named, stated=stated, mode=self.names.mode(recommended))

    def finding(self, finding: Finding) -> str:
        """Say what was concluded, or what has to be found out first."""
        title = finding.title.in_(self.lang)
        if finding.state is None:
            return self.t("audit.finding_open", title=title, facts=self.facts(finding.open_facts))
        state = self.audited.facts[finding.fact].state_title(finding.state).in_(self.lang)
        meaning = finding.meaning.in_(self.lang) if finding.meaning is not None else ""
        return self.t("audit.finding", title=title, state=state, meaning=meaning)

    def stand(self, finding: Finding) -> str:
        """Say in two or three words what was concluded, or that it cannot be told yet."""
        title = finding.title.in_(self.lang)
        if finding.state is None:
            return self.t("list.pair", name=title, value=self.t("audit.open"))
        state = self.audited.facts[finding.fact].state_title(finding.state).in_(self.lang)
        return self.t("list.pair", name=title, value=state)

    def is_bad(self, finding: Finding) -> bool:
        """Tell whether it is other than the best, which is the last state of its fact."""
        return finding.state not in {None, self.audited.facts[finding.fact].states[-1]}

    def reasons(self, finding: Finding) -> Iterator[str]:
        """Give why it was concluded, with what that rests on."""
        for name in finding.rules:
            because = self.audited.rules[name].because
            yield f"{because.reason.in_(self.lang)} {self.names.basis(because.basis)} {' '.join(because.principle)}"

    def in_short(self, names: Mapping[str, str] | None = None) -> Iterator[str]:
        """Say what it comes to: the mode, the defects with the balance, what is in place, and what is done first.

        Args:
            names: what market cells are called, where their ids are not to be shown.
        """
        yield from self.modes(names)
        findings = (*self.audit.defects, self.audit.balance)
        yield self.t("list.semicolon").join(map(self.stand, findings))
        rooms = (
            self.t("audit.of_area", title=each.title.in_(self.lang), there=each.there, wanted=each.wanted)
            for each in self.audit.areas
        )
        yield self.t("audit.of_areas", areas=self.t("list.comma").join(rooms))
        measures = self.audit.measures
        first = [each.title.in_(self.lang) for each in measures if each.quarter == 1][:MOST_FIRST]
        if first:
            last = max(each.quarter for each in measures)
            titles = self.t("list.comma").join(first)
            yield self.t("audit.first_measures", count=len(measures), quarters=last, first=titles)

    def facts(self, facts: Iterable[str]) -> str:
        """Name facts of the audit."""
        return self.t("list.comma").join(self.audited.facts[fact].title.in_(self.lang) for fact in facts)

    def counts(self, area: AuditedArea) -> str:
        """Say how much of an area is there."""
        return self.t(
            "audit.counts",
            wanted=area.wanted,
            there=area.there,
            partly=area.partly,
            missing=area.missing,
            unknown=area.unknown,
        )

    def signs(self, area: AuditedArea) -> str:
        """Draw an area as a bar: a sign for each element, what is there first."""
        found = [each.how_far for each in area.elements]
        return "".join(sign * 2 * found.count(how_far) for how_far, sign in SIGNS.items())

    def listed(self, area: AuditedArea, *shown: HowFar) -> Iterator[str]:
        """Name what stands how far in an area; of a gap, with what the recommended plan has there."""
        for how_far in shown:
            names = [self._element(each) for each in area.elements if each.how_far == how_far]
            if names:
                stand = self.t(f"how_far.{how_far}")
                yield self.t("audit.listed", how_far=stand, names=self.t("list.semicolon").join(names))

    def _element(self, element: AuditedElement) -> str:
        name = element.title.in_(self.lang)
        if element.how_far not in {"partly", "missing"} or not element.to_be:
            return name
        items = self.names.items(element.to_be[:MOST_ITEMS])
        if len(element.to_be) > MOST_ITEMS:
            items = self.t("audit.more_items", items=items, count=len(element.to_be))
        return self.t("audit.to_be", name=name, items=items)

    def capacity(self) -> str:
        """Say by what the roadmap was filled."""
        count = self.audit.capacity
        return self.t("audit.no_capacity") if count is None else self.t("audit.capacity", count=count)

    def waves(self) -> Iterator[tuple[str, tuple[PlannedMeasure, ...]]]:
        """Give the waves that have measures, each with its title."""
        for wave in self.standard.waves:
            here = tuple(each for each in self.audit.measures if each.wave == wave.id)
            if here:
                quarters = [each.quarter for each in here]
                first, last = min(quarters), max(quarters)
                title = wave.title.in_(self.lang)
                yield self.t("audit.quarters", wave=title, first=first, last=last, count=len(here)), here

    def measure(self, each: PlannedMeasure) -> str:
        """Name a measure with its kind and effort."""
        kind, effort = self.kind(each), self.effort(each)
        title = each.title.in_(self.lang)
        return self.t("audit.measure", quick=each.is_quick_win, title=title, kind=kind, effort=effort)

    def kind(self, each: PlannedMeasure) -> str:
        """Name the kind of a measure."""
        return next(shelf.title.in_(self.lang) for shelf in self.audited.shelves if shelf.kind == each.kind)

    def effort(self, each: PlannedMeasure) -> str:
        """Name the effort of a measure."""
        return next(effort.title.in_(self.lang) for effort in self.standard.efforts if effort.id == each.effort)

    def when(self, each: PlannedMeasure) -> str:
        """Say when a measure begins."""
        wave = next(wave.title.in_(self.lang) for wave in self.standard.waves if wave.id == each.wave)
        return self.t("audit.when", wave=wave, quarter=each.quarter)

    def before(self, each: PlannedMeasure) -> Iterator[str]:
        """Say what comes before a measure, and what may."""
        if each.after:
            measures = self.t("list.comma").join(self._titles[name] for name in each.after)
            yield self.t("audit.after", measures=measures)
        if each.to_settle:
            yield self.t("audit.to_settle", facts=self.facts(each.to_settle))

    def details(self, each: PlannedMeasure, *, with_owner: bool = True) -> Iterator[str]:
        """Say what a measure brings, whose it is, what shows that it worked, and what carries it."""
        yield self.t("audit.effect", text=each.effect.in_(self.lang))
        if with_owner:
            yield self.t("audit.owner", text=each.owner.in_(self.lang))
        yield self.t("audit.metric", text=self.names.item(each.metric))
        if each.carried_by:
            yield self.t("audit.carried_by", items=self.names.items(each.carried_by))

    def support(self, each: PlannedMeasure) -> str:
        """Give what a measure rests on."""
        return f"{self.names.basis(each.basis)} {self.t('list.comma').join((*each.principle, *each.sources))}"
