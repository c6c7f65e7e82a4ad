"""Looking things up as a person would name them (id, title, or a part of one), and listing what there is of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from mvpod_expert.model.frozen import LANGS, Text
from mvpod_expert.model.references import KINDS, Kind, Relation, Thing, option
from mvpod_expert.model.suggestions import closest_match
from mvpod_workbench.lookup.cross_references import TESTING, CrossReferences
from mvpod_workbench.lookup.rulesets import BodyName, authoring, body_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.principles import Basis

LISTED: Mapping[str, Kind] = {
    "rules": "rule",
    "facts": "fact",
    "states": "option",
    "principles": "principle",
    "sources": "source",
    "items": "item",
    "shelves": "shelf",
    "cases": "case",
    "modes": "mode",
    "strengths": "strength",
}
"""What can be listed, by the word for it."""
ON_A_MODE: tuple[Relation, ...] = ("favours", "opposes", "vetoes", "used", "accepts")


class Looked(NamedTuple):
    """What looking up found: the one thing that was meant, or those that may have been.

    Args:
        thing: the one that was meant, if that is certain.
        candidates: those that may have been meant, if not.
        is_ambiguous: each candidate fits; otherwise they are only near.
    """

    thing: Thing | None = None
    candidates: tuple[Thing, ...] = ()
    is_ambiguous: bool = False


def things(knowledge: KnowledgeBase) -> dict[Thing, Any]:
    """Return the models of everything that can be looked up but the states of facts, in the order of the files."""
    decision = knowledge.decision
    found: dict[Thing, Any] = {}
    for kind, nouns in (("rule", knowledge.rules), ("fact", knowledge.facts), ("principle", knowledge.principles)):
        found |= {Thing(kind, name): noun for name, noun in nouns.items()}
    for shelf in knowledge.shelves:
        found[Thing("shelf", shelf.kind)] = shelf
        found |= {Thing("item", item.id): item for item in shelf.items}
    found |= {Thing("case", name): case for name, case in knowledge.cases.items()}
    for kind, parts in (("mode", decision.modes), ("strength", decision.strengths)):
        found |= {Thing(kind, part.id): part for part in parts}
    return found | {Thing("source", name): source for name, source in knowledge.sources.items()}


def titles(knowledge: KnowledgeBase) -> dict[Thing, Text]:
    """Return everything that can be looked up, with its title, in the order of the files.

    A source is called by its citation, which `Source` has in one language, and so has no title here.
    """
    found = {
        thing: noun.company if thing.kind == "case" else noun.title
        for thing, noun in things(knowledge).items()
        if thing.kind != "source"
    }
    states = ((fact, state) for fact in knowledge.facts.values() for state in fact.known_states)
    return found | {option(fact.id, state): fact.state_title(state) for fact, state in states}


class Finder:
    """Finds things of a knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        named = {thing: (thing.id, *map(text.in_, LANGS)) for thing, text in titles(knowledge).items()}
        cited = {Thing("source", name): (name, each.citation) for name, each in knowledge.sources.items()}
        self.named: dict[Thing, tuple[str, ...]] = {**named, **cited}
        self.folded = {thing: tuple(name.casefold() for name in names) for thing, names in self.named.items()}

    def look_up(self, written: str, kinds: Container[Kind] = KINDS) -> Looked:
        """Find what a person named.

        Args:
            written: an id, also a former one, a title, or an unambiguous part of one; with its kind before a colon
                where an item and a fact are called alike (`item:…`).
            kinds: what kinds of things may be meant.
        """
        named, _, alone = written.strip().partition(":")
        kind = next((each for each in KINDS if each == named and each in kinds), None)
        if alone and kind is not None:
            return self.look_up(alone, (kind,))
        today = self.knowledge.now_called(written)
        if today is not None:
            return self.look_up(today, kinds)
        words = " ".join(written.split()).casefold()
        for found in _attempts(words, {thing: names for thing, names in self.folded.items() if thing.kind in kinds}):
            if len(found) == 1:
                return Looked(found[0])
            if found:
                return Looked(candidates=tuple(found), is_ambiguous=True)
        meant = {thing: names for thing, names in self.named.items() if thing.kind in kinds}
        by_name = {name: thing for thing, names in reversed(meant.items()) for name in names}
        near = closest_match(written, by_name)
        return Looked(candidates=(by_name[near],) if near else ())


def _attempts(words: str, folded: Mapping[Thing, tuple[str, ...]]) -> Iterator[list[Thing]]:
    """Return what fits, the surest way first; one of the many answers to a question is seldom meant."""
    yield [thing for thing, names in folded.items() if words == names[0]]
    for is_option in (False, True):
        these = {thing: names for thing, names in folded.items() if (thing.kind == "option") == is_option}
        yield [thing for thing, names in these.items() if words in names]
        if words:
            by_id = [thing for thing, names in these.items() if words in names[0]]
            yield by_id if len(by_id) == 1 else []
            yield [thing for thing, names in these.items() if any(words in name for name in names)]


@cache
def listed_of() -> dict[str, tuple[Kind, BodyName]]:
    """Return what one rule set alone has, by the word for it."""
    return {word: (kind, body) for body, own in authoring().items() for word, kind in own.listed.items()}


@dataclass(frozen=True)
class Wanted:
    """What is to be listed, by the options of `rules list`; whatever is left out narrows nothing."""

    kinds: tuple[Kind, ...]
    text: str | None = None
    family: str | None = None
    basis: Basis | None = None
    principle: Thing | None = None
    source: Thing | None = None
    tests: Thing | None = None
    mode: Thing | None = None
    body: BodyName | None = None


class Lister:
    """Lists the things of a knowledge base."""

    def __init__(self, touching: CrossReferences) -> None:
        self.touching = touching
        self.knowledge = touching.knowledge
        self.titles = titles(self.knowledge)
        self.things = things(self.knowledge)

    def listed(self, wanted: Wanted) -> tuple[Thing, ...]:
        """Return what is wanted, kind by kind, in the order of the files."""
        return tuple(
            thing
            for kind in wanted.kinds
            for thing in (self.things if kind == "source" else self.titles)
            if thing.kind == kind and self._is_wanted(thing, wanted)
        )

    def place(self, thing: Thing) -> Place:
        """Return where a thing is written."""
        noun, place = self._noun(thing), self.knowledge.decision.place
        if thing.kind == "shelf" and noun.items:
            place = noun.items[0].place.model_copy(update={"line": 1, "column": 1})
        found: Place = getattr(noun, "place", place)
        return found

    def basis(self, thing: Thing) -> Basis | None:
        """Return what a thing rests on, where that is said of it."""
        named = {"rule": "because.basis", "item": "basis", "source": "kind"}.get(thing.kind)
        basis: Basis | None = attrgetter(named)(self._noun(thing)) if named else None
        return basis

    def _noun(self, thing: Thing) -> Any:
        return self.things.get(Thing("fact", thing.fact) if thing.kind == "option" else thing)

    def _is_wanted(self, thing: Thing, wanted: Wanted) -> bool:
        referred = self.touching.from_
        checks = (
            wanted.text is None or self._says(thing, wanted.text.casefold()),
            wanted.family is None or self._stands_in(thing, wanted.family.casefold()),
            wanted.basis is None or self.basis(thing) == wanted.basis,
            wanted.principle is None or wanted.principle in referred(thing, "cites"),
            wanted.source is None or wanted.source in referred(thing, "leans_on"),
            wanted.tests is None or self._tests(thing, wanted.tests),
            wanted.body is None or body_of(thing, self.knowledge) == wanted.body,
            wanted.mode is None or wanted.mode in referred(thing, *ON_A_MODE),
        )
        return all(checks)

    def _says(self, thing: Thing, text: str) -> bool:
        title = self.titles.get(thing)
        words = [title.in_(lang) for lang in LANGS] if title else [self.knowledge.sources[thing.id].citation]
        return any(text in each.casefold() for each in (thing.id, *words))

    def _stands_in(self, thing: Thing, text: str) -> bool:
        noun = self._noun(thing)
        if thing.kind == "item":
            noun = self.things[Thing("shelf", noun.kind)]
            if noun.kind == text:
                return True
        named = {"rule": "family", "fact": "topic", "option": "topic", "item": "title"}.get(thing.kind)
        words = [getattr(noun, named).in_(lang) for lang in LANGS] if named else []
        return any(text in each.casefold() for each in (PurePosixPath(self.place(thing).file).stem, *words))

    def _tests(self, thing: Thing, tested: Thing) -> bool:
        found = self.touching.from_(thing, *TESTING)
        if tested.kind == "option":
            return tested in found
        return any(option(tested.id, state) in found for state in self.knowledge.facts[tested.id].known_states)
