"""Naming things so that they can be followed: references with the words of one language."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.views.names import Names
from mvpod_workbench.lookup.cross_references import CrossReferences, Thing, option
from mvpod_workbench.lookup.rulesets import body_of
from mvpod_workbench.lookup.search import titles
from mvpod_workbench.views.reference.description import Ref, Words, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.principles import Basis, Principle
    from mvpod_expert.views.messages import Messages

SORTS = {
    ("audit", "rule"): "audit_rule",
    ("audit", "fact"): "question",
    ("audit", "item"): "measure",
    ("audit", "shelf"): "measures",
    ("trends", "rule"): "trend_rule",
    ("trends", "fact"): "series",
}


class Naming:
    """Names the things of one knowledge base in one language.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.names = Names(knowledge, t)

    @cached_property
    def touching(self) -> CrossReferences:
        """What touches what."""
        return CrossReferences(self.knowledge)

    @cached_property
    def titles(self) -> Mapping[Thing, Text]:
        """The titles of everything that has one."""
        return titles(self.knowledge)

    def kind(self, thing: Thing) -> str:
        """Say what kind of thing it is."""
        sort = self.sort(thing)
        if thing.kind == "fact" and self.knowledge.facts[thing.id].derived:
            sort = "finding_fact" if sort == "question" else "derived_fact"
        return self.t(f"thing.{sort}")

    def sort(self, thing: Thing) -> str:
        """Give the key of the words for a kind of thing; what the audit and the trends have is called otherwise."""
        return SORTS.get((body_of(thing, self.knowledge), thing.kind), thing.kind)

    def title(self, thing: Thing) -> str:
        """Give what a thing is called; one that has no title by its id."""
        if thing.kind == "source":
            return thing.id
        if thing.kind == "picture":
            return self._picture(thing)
        standard = audit_parts.standard_of(self.knowledge)
        if thing.kind == "area" and standard is not None:
            return next(area for area in standard.areas if area.id == thing.id).title.in_(self.lang)
        if thing.kind == "promise":
            return self.t("reference.promise", number=thing.id)
        if thing.kind == "option" and thing.state in {UNKNOWN, NOT_APPLICABLE}:
            return self.names.state(thing.fact, thing.state)
        text = self.titles.get(thing)
        return text.in_(self.lang) if text else thing.id

    def ref(self, thing: Thing, *, with_id: bool = True) -> Ref:
        """Name a thing; a name that is its id says it once."""
        title = self.title(thing)
        return Ref(thing, title, with_id=with_id and title != thing.id)

    def rule(self, rule: str) -> Ref:
        """Name a rule."""
        return self.ref(Thing("rule", rule))

    def rules(self, rules: Iterable[Thing]) -> tuple[Ref, ...]:
        """Name rules in the order of the files."""
        wanted = {each.id for each in rules}
        return tuple(self.rule(rule) for rule in self.knowledge.rules if rule in wanted)

    def fact(self, fact: str, *, with_id: bool = False) -> Ref:
        """Name a fact."""
        return self.ref(Thing("fact", fact), with_id=with_id)

    def pair(self, fact: str, state: str) -> Ref:
        """Name a fact with its state, to be followed to where the state is told."""
        return self.states(fact, (state,))

    def states(self, fact: str, states: Sequence[str]) -> Ref:
        """Name a fact with the states of it that are meant, to be followed to the state, or to the fact of several."""
        thing = option(fact, states[0]) if len(states) == 1 else Thing("fact", fact)
        named = self.t("list.or").join(self.names.state(fact, state) for state in states)
        return Ref(thing, self.t("list.pair", name=self.names.fact(fact), value=named), with_id=False)

    def mode(self, mode: str) -> Ref:
        """Name a mode."""
        return self.ref(Thing("mode", mode), with_id=False)

    def support(self, basis: Basis, principles: Iterable[str], sources: Iterable[str]) -> Words:
        """Say what something rests on."""
        comma = self.t("list.comma")
        words: list[str | Ref] = [self.names.basis(basis)]
        cited = [Ref(Thing("principle", each), each, with_id=False) for each in principles]
        leaned_on = [Ref(Thing("source", each), each, with_id=False) for each in sources]
        for refs in (cited, leaned_on):
            if refs:
                words += [" " if len(words) == 1 else " · ", *joined(refs, comma)]
        return tuple(words)

    def principles(self, principles: Iterable[str]) -> Words:
        """Name principles with their titles."""
        named = [Ref(Thing("principle", each), f"{each} {self._principle(each)}", with_id=False) for each in principles]
        return joined(named, self.t("list.comma"))

    def passage(self, principle: Principle) -> str:
        """Say where the article states a principle."""
        where = self.t("list.comma").join(
            f"{each.section}.{each.paragraph}.{each.sentence}" for each in principle.passage
        )
        inferred = self.t("list.extra", text=self.t("advice.inferred")) if principle.inferred else ""
        return self.t("reference.passage", where=where) + inferred

    def _principle(self, principle: str) -> str:
        return self.title(Thing("principle", principle))

    def _picture(self, thing: Thing) -> str:
        pictures = self.knowledge.pictures
        name, _, number = thing.id.partition(".")
        if name == "house" and pictures is not None:
            return self.t("reference.house", area=pictures.house[int(number)].title.in_(self.lang))
        return self.t("reference.lines")
