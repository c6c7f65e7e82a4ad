"""Naming things so that they can be followed: references with the words of one language."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.references import Thing, option
from mvpod_expert.views.description import Description, Line, Ref, Words, joined, point, sections
from mvpod_expert.views.names import Names
from mvpod_workbench.lookup.cross_references import CrossReferences
from mvpod_workbench.lookup.rulesets import BodyName, authoring, body_of
from mvpod_workbench.lookup.search import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.principles import Basis
    from mvpod_expert.views.messages import Messages

Part = tuple[str, "Iterable[Line]"]
"""A heading, and the lines below it."""


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
        if thing.kind == "picture":
            name, _, number = thing.id.partition(".")
            pictures = self.knowledge.pictures
            if name == "house" and pictures is not None:
                return self.t("reference.house", area=pictures.house[int(number)].title.in_(self.lang))
            return self.t("reference.lines")
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

    def refs(self, kind: str, ids: Iterable[str]) -> Words:
        """Name things of one kind in a row, without their ids."""
        return self.row(self.ref(Thing(kind, each), with_id=False) for each in ids)

    def row(self, refs: Iterable[Ref]) -> Words:
        """Put names in a row."""
        return joined(tuple(refs), self.t("list.comma"))

    def points(self, things: Iterable[Thing], depth: int = 0) -> list[Line]:
        """List things."""
        return [point(self.ref(each), depth=depth) for each in things]

    def described(
        self, thing: Thing, place: Place, lead: Iterable[Line], parts: Iterable[Part], *, title: str = ""
    ) -> Description:
        """Return the description of a thing, under its own title or another; parts without lines are left out."""
        made = sections(*((heading, tuple(lines)) for heading, lines in parts))
        title = title or self.title(thing)
        return Description(thing, title, self.kind(thing), place.file, place.line, tuple(lead), made)

    def rule(self, rule: str) -> Ref:
        """Name a rule."""
        return self.ref(Thing("rule", rule))

    def rules(self, rules: Iterable[Thing]) -> list[Ref]:
        """Name rules in the order of the files."""
        wanted = {each.id for each in rules}
        return [self.rule(rule) for rule in self.knowledge.rules if rule in wanted]

    def fact(self, fact: str, *, with_id: bool = False) -> Ref:
        """Name a fact."""
        return self.ref(Thing("fact", fact), with_id=with_id)

    def states(self, fact: str, *states: str) -> Ref:
        """Name a fact with the states of it that are meant, to be followed to the state, or to the fact of several."""
        thing = option(fact, states[0]) if len(states) == 1 else Thing("fact", fact)
        named = self.t("list.or").join(self.names.state(fact, state) for state in states)
        return Ref(thing, self.t("list.pair", name=self.names.fact(fact), value=named), with_id=False)

    def support(self, basis: Basis, principles: Sequence[str], sources: Sequence[str]) -> Words:
        """Say what something rests on."""
        words: list[str | Ref] = [self.names.basis(basis)]
        for kind, ids in (("principle", principles), ("source", sources)):
            if ids:
                refs = self.row(Ref(Thing(kind, each), each, with_id=False) for each in ids)
                words += [" " if len(words) == 1 else " · ", *refs]
        return tuple(words)
