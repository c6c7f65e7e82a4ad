"""The description of principles, sources, documented cases, modes and strengths, and of what leans on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.references import Kind, Thing
from mvpod_expert.model.rules import Assign, Evidence, Propose
from mvpod_expert.views.description import Description, Line, joined, paragraph, point, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.cases import Answer, ReferenceCase
    from mvpod_expert.model.decision import Mode, Strength
    from mvpod_expert.model.principles import Principle, Source
    from mvpod_workbench.views.reference.facts import FactDescriber

LEANING: tuple[tuple[Kind, str], ...] = (("rule", "rules"), ("fact", "facts"), ("item", "items"))


class SupportDescriber:
    """Describes what reasons lean on, and what a decision is made of.

    Args:
        facts: describes facts and promises.
    """

    def __init__(self, facts: FactDescriber) -> None:
        self.facts = facts
        self.rules = facts.rules
        self.t = facts.t
        self.naming = facts.naming
        self.knowledge = facts.knowledge

    def principle(self, principle: Principle) -> Description:
        """Report a principle and what cites it."""
        thing = Thing("principle", principle.id)
        return self.naming.described(
            thing,
            place=principle.place,
            title=f"{principle.id} {principle.title.in_(self.t.lang)}",
            lead=(
                paragraph(principle.meaning.in_(self.t.lang)),
                paragraph(self.t(f"area.{principle.area}"), self.t("list.semicolon"), self.naming.passage(principle)),
            ),
            made=sections(*self._leaning(thing)),
        )

    def source(self, source: Source) -> Description:
        """Report a source and what leans on it."""
        thing = Thing("source", source.id)
        lead = [paragraph(source.citation + self.t("list.extra", text=self.t(f"source_read.{source.read}")))]
        if source.address:
            lead.append(paragraph(self.t("reference.address", address=source.address)))
        lead.append(paragraph(self.naming.names.basis(source.kind)))
        promises = (self.t("reference.promises"), tuple(self.facts.promises(thing)))
        return self.naming.described(
            thing,
            place=source.place,
            title=source.id,
            lead=tuple(lead),
            made=sections(*self._leaning(thing), promises),
        )

    def case(self, case: ReferenceCase) -> Description:
        """Report a documented case: what was offered, what is known, what was decided and how it went."""
        t, lang, outcome = self.t, self.t.lang, case.outcome
        modes = [self.naming.mode(mode) for mode in outcome.also_acceptable]
        also = (t("reference.also"), *joined(modes, t("list.comma"))) if modes else ()
        lead = [
            paragraph(t("reference.offer", offer=case.offer.in_(lang), market=case.market.in_(lang))),
            paragraph(case.period),
            paragraph(t("reference.used"), self.naming.mode(outcome.mode), *also),
            paragraph(t("reference.result", result=outcome.result.in_(lang))),
            paragraph(case.reason.in_(lang)),
        ]
        lead += [paragraph(text.in_(lang)) for text in (case.switch, case.note) if text is not None]
        trust = t(f"reference.confidence_{outcome.confidence}")
        lead.append(paragraph(trust if outcome.scored else trust + t("reference.not_scored")))
        answers = case.cell.answers.values()
        documented = tuple(self._answer(answer) for answer in answers if answer.fact in case.documented)
        estimates = tuple(self._answer(answer) for answer in answers if answer.fact not in case.documented)
        return self.naming.described(
            Thing("case", case.id),
            place=case.place,
            title=f"{case.id} {case.company.in_(lang)}",
            lead=tuple(lead),
            made=sections(
                (t("reference.documented_answers"), documented),
                (t("reference.estimates"), estimates),
                (t("reference.sources"), tuple(point(source) for source in case.sources)),
            ),
        )

    def mode(self, mode: Mode) -> Description:
        """Report a mode, and what speaks for and against it."""
        t, thing = self.t, Thing("mode", mode.id)
        lead = [paragraph(mode.meaning.in_(t.lang))]
        needs = [self.naming.ref(Thing("shelf", kind)) for kind in mode.needs]
        if needs:
            lead.append(paragraph(t("reference.needs"), *joined(needs, t("list.comma"))))
        vetoing = self.naming.touching.to(thing, "vetoes")
        return self.naming.described(
            thing,
            place=self.knowledge.decision.place,
            title=mode.title.in_(t.lang),
            lead=tuple(lead),
            made=sections(
                (t("reference.for_it"), self._evidence(thing, "for")),
                (t("reference.against_it"), self._evidence(thing, "against")),
                (t("reference.vetoes_it"), tuple(map(point, self.naming.rules(vetoing)))),
                (t("reference.used_by"), tuple(self._cases(thing))),
                (t("reference.promises"), tuple(self.facts.promises(thing))),
            ),
        )

    def strength(self, strength: Strength) -> Description:
        """Report a strength, its points, and the rules that use it."""
        place, t = self.knowledge.decision.place, self.t
        evidence, choices = [], []
        for rule in self.knowledge.rules.values():
            used = [each for each in rule.then if getattr(each, "strength", None) == strength.id]
            if any(isinstance(each, Evidence) for each in used):
                evidence.append(Line(self.rules.shortly(rule)))
            if any(isinstance(each, Assign | Propose) for each in used):
                choices.append(Line(self.rules.shortly(rule)))
        return self.naming.described(
            Thing("strength", strength.id),
            place=place,
            title=strength.title.in_(t.lang),
            lead=(paragraph(t("reference.points", points=strength.points)),),
            made=sections((t("reference.as_evidence"), tuple(evidence)), (t("reference.as_choice"), tuple(choices))),
        )

    def _leaning(self, thing: Thing) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        leaning = self.naming.touching.to(thing, "cites", "leans_on")
        return tuple(
            (self.t(f"reference.leaning_{name}"), tuple(point(self.naming.ref(each)) for each in of_kind))
            for kind, name in LEANING
            if (of_kind := [each for each in leaning if each.kind == kind])
        )

    def _evidence(self, thing: Thing, direction: str) -> tuple[Line, ...]:
        found = [
            (self.knowledge.decision.points(each.strength), rule)
            for rule in self.knowledge.rules.values()
            for each in rule.then
            if isinstance(each, Evidence) and (each.mode, each.direction) == (thing.id, direction)
        ]
        found.sort(key=lambda pair: -pair[0])
        return tuple(Line(self.rules.shortly(rule, about=thing.id)) for _, rule in found)

    def _cases(self, thing: Thing) -> Iterator[Line]:
        for each in self.naming.touching.to(thing, "used"):
            yield point(self.naming.ref(each))
        for each in self.naming.touching.to(thing, "accepts"):
            yield point(self.naming.ref(each), self.t("list.extra", text=self.t("reference.acceptable")))

    def _answer(self, answer: Answer) -> Line:
        given = self.naming.names.state(answer.fact, answer.state, answer.given)
        return point(self.naming.fact(answer.fact), self.t("list.pair", name="", value=given))
