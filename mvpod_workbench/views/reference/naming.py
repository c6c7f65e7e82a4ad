"""Naming things so that they can be followed: references with the words of one language."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.references import Thing, option
from mvpod_expert.views.description import Description, Ref, Words, joined
from mvpod_expert.views.names import Names
from mvpod_workbench.lookup.cross_references import CrossReferences
from mvpod_workbench.lookup.rulesets import authoring, body_of
from mvpod_workbench.lookup.search import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.principles import Basis, Principle
    from mvpod_expert.views.description import Line, Section
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.lookup.rulesets import BodyName


class Naming:
    """Names the things of one knowledge base in one language."""

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
        own = (each.titles(self.knowledge) for each in authoring().values())
        return {**titles(self.knowledge), **{thing: text for part in own for thing, text in part.items()}}

    def kind(self, thing: Thing) -> str:
        """Say what kind of thing it is."""
        is_derived = thing.kind == "fact" and self.knowledge.facts[thing.id].derived
        return self.t(f"thing.{self._sort(thing, 'derived_fact' if is_derived else thing.kind)}")

    def sort(self, thing: Thing) -> str:
        """Return the key of the words for a kind of thing; what capabilities have may be called otherwise."""
        return self._sort(thing, thing.kind)

    def _sort(self, thing: Thing, kind: str) -> str:
        return authoring()[body_of(thing, self.knowledge)].sorts.get(kind, kind)

    def key(self, name: str, body: BodyName) -> str:
        """Return the name of a sentence: the one that a rule set has of its own, if it has."""
        return self.t.first(f"{name}_{body}", name)

    def referring(self, thing: Thing, *relations: str) -> tuple[Thing, ...]:
        """Return what refers to a thing in any of these ways."""
        return self.touching.to(thing, *relations)

    def title(self, thing: Thing) -> str:
        """Return what a thing is called; one that has no title by its id."""
        if thing.kind == "source":
            return thing.id
        if thing.kind == "picture":
            return self._picture(thing)
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

    def described(
        self, thing: Thing, place: Place, lead: Iterable[Line], made: Iterable[Section], *, title: str = ""
    ) -> Description:
        """Return the description of a thing, under its own title or another."""
        return Description(
            thing, title or self.title(thing), self.kind(thing), place.file, place.line, tuple(lead), tuple(made)
        )

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
        """Name a fact with its state, to be followed to where the state is described."""
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
        cited = [Ref(Thing("principle", principle), principle, with_id=False) for principle in principles]
        leaned_on = [Ref(Thing("source", source), source, with_id=False) for source in sources]
        for refs in (cited, leaned_on):
            if refs:
                words += [" " if len(words) == 1 else " · ", *joined(refs, comma)]
        return tuple(words)

    def principles(self, principles: Iterable[str]) -> Words:
        """Name principles with their titles."""
        things = (Thing("principle", principle) for principle in principles)
        named = [Ref(thing, f"{thing.id} {self.title(thing)}", with_id=False) for thing in things]
        return joined(named, self.t("list.comma"))

    def passage(self, principle: Principle) -> str:
        """Say where the article states a principle."""
        where = self.t("list.comma").join(
            f"{each.section}.{each.paragraph}.{each.sentence}" for each in principle.passage
        )
        inferred = self.t("list.extra", text=self.t("advice.inferred")) if principle.inferred else ""
        return self.t("reference.passage", where=where) + inferred

    def _picture(self, thing: Thing) -> str:
        pictures = self.knowledge.pictures
        name, _, number = thing.id.partition(".")
        if name == "house" and pictures is not None:
            return self.t("reference.house", area=pictures.house[int(number)].title.in_(self.lang))
        return self.t("reference.lines")
