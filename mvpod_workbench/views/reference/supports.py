"""The description of principles, sources, documented cases, modes and strengths, and of what leans on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.references import Kind, Thing
from mvpod_expert.model.rules import Assign, Evidence, Propose
from mvpod_expert.views.description import Description, Line, paragraph, point
from mvpod_workbench.views.reference.facts import FactDescriber

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.cases import Answer, ReferenceCase
    from mvpod_expert.model.decision import Mode, Strength
    from mvpod_expert.model.principles import Principle, Source
    from mvpod_workbench.views.reference.naming import Part

LEANING: tuple[tuple[Kind, str], ...] = (("rule", "rules"), ("fact", "facts"), ("item", "items"))


class SupportDescriber(FactDescriber):
    """Describes what reasons lean on, and what a decision is made of."""

    def of_principle(self, principle: Principle) -> Description:
        """Describe a principle and what cites it."""
        thing, t = Thing("principle", principle.id), self.t
        passages = (f"{each.section}.{each.paragraph}.{each.sentence}" for each in principle.passage)
        where = t("reference.passage", where=self.names.comma(passages))
        inferred = t("list.extra", text=t("advice.inferred")) if principle.inferred else ""
        lead = (
            paragraph(principle.meaning.in_(self.lang)),
            paragraph(t(f"area.{principle.area}"), t("list.semicolon"), where + inferred),
        )
        title = f"{principle.id} {principle.title.in_(self.lang)}"
        return self.described(thing, principle.place, lead, self._leaning(thing), title=title)

    def of_source(self, source: Source) -> Description:
        """Describe a source and what leans on it."""
        thing = Thing("source", source.id)
        texts = [self.names.source(source.id), self.names.basis(source.kind)]
        if source.address:
            texts.insert(1, self.t("reference.address", address=source.address))
        parts = (*self._leaning(thing), self.promises(thing))
        return self.described(thing, source.place, map(paragraph, texts), parts)

    def of_case(self, case: ReferenceCase) -> Description:
        """Describe a documented case: what was offered, what is known, what was decided and how it went."""
        t, lang, outcome = self.t, self.lang, case.outcome
        modes = self.refs("mode", outcome.also_acceptable)
        also = (t("reference.also"), *modes) if modes else ()
        trust = t(f"reference.confidence_{outcome.confidence}")
        lead = (
            paragraph(t("reference.offer", offer=case.offer.in_(lang), market=case.market.in_(lang))),
            paragraph(case.period),
            paragraph(t("reference.used"), *self.refs("mode", [outcome.mode]), *also),
            paragraph(t("reference.result", result=outcome.result.in_(lang))),
            *(paragraph(text.in_(lang)) for text in (case.reason, case.switch, case.note) if text is not None),
            paragraph(trust if outcome.scored else trust + t("reference.not_scored")),
        )
        given = case.cell.answers.values()
        documented = self._answers(each for each in given if each.fact in case.documented)
        estimates = self._answers(each for each in given if each.fact not in case.documented)
        parts = (
            (t("reference.documented_answers"), documented),
            (t("reference.estimates"), estimates),
            (t("reference.sources"), map(point, case.sources)),
        )
        title = f"{case.id} {case.company.in_(lang)}"
        return self.described(Thing("case", case.id), case.place, lead, parts, title=title)

    def of_mode(self, mode: Mode) -> Description:
        """Describe a mode, and what speaks for and against it."""
        t, thing = self.t, Thing("mode", mode.id)
        lead = [paragraph(mode.meaning.in_(self.lang))]
        if mode.needs:
            needs = self.row(self.ref(Thing("shelf", kind)) for kind in mode.needs)
            lead.append(paragraph(t("reference.needs"), *needs))
        parts = (
            (t("reference.for_it"), self._evidence(thing, "for")),
            (t("reference.against_it"), self._evidence(thing, "against")),
            (t("reference.vetoes_it"), map(point, self.rules(self.touching.to(thing, "vetoes")))),
            (t("reference.used_by"), self._cases_of(thing)),
            self.promises(thing),
        )
        return self.described(thing, self.knowledge.decision.place, lead, parts)

    def of_strength(self, strength: Strength) -> Description:
        """Describe a strength, its points, and the rules that use it."""
        lead = (paragraph(self.t("reference.points", points=strength.points)),)
        parts = (
            (self.t("reference.as_evidence"), self._using(strength, Evidence)),
            (self.t("reference.as_choice"), self._using(strength, Assign, Propose)),
        )
        return self.described(Thing("strength", strength.id), self.knowledge.decision.place, lead, parts)

    def _using(self, strength: Strength, *kinds: type[Assign | Evidence | Propose]) -> Iterator[Line]:
        for rule in self.knowledge.rules.values():
            if any(isinstance(each, kinds) and each.strength == strength.id for each in rule.then):
                yield self.shortly(rule)

    def _leaning(self, thing: Thing) -> Iterator[Part]:
        leaning = self.touching.to(thing, "cites", "leans_on")
        for kind, name in LEANING:
            yield self.t(f"reference.leaning_{name}"), self.points(each for each in leaning if each.kind == kind)

    def _evidence(self, thing: Thing, direction: str) -> Iterator[Line]:
        found = [
            (self.knowledge.decision.points(each.strength), rule)
            for rule in self.knowledge.rules.values()
            for each in rule.then
            if isinstance(each, Evidence) and (each.mode, each.direction) == (thing.id, direction)
        ]
        found.sort(key=lambda pair: -pair[0])
        return (self.shortly(rule, about=thing.id) for _, rule in found)

    def _cases_of(self, mode: Thing) -> Iterator[Line]:
        yield from self.points(self.touching.to(mode, "used"))
        for each in self.touching.to(mode, "accepts"):
            yield point(self.ref(each), self.t("list.extra", text=self.t("reference.acceptable")))

    def _answers(self, answers: Iterable[Answer]) -> Iterator[Line]:
        for each in answers:
            given = self.names.state(each.fact, each.state, each.given)
            yield point(self.fact(each.fact), self.names.pair_of("", given))
