"""Listing things: what there is of a kind, narrowed by what it says, rests on, tests or does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from mvpod_expert.model.frozen import LANGS
from mvpod_expert.model.references import Kind, Thing, option
from mvpod_workbench.lookup.cross_references import TESTING, CrossReferences
from mvpod_workbench.lookup.rulesets import BodyName, authoring, body_of
from mvpod_workbench.lookup.search import things, titles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.principles import Basis
    from mvpod_expert.model.references import Relation

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
