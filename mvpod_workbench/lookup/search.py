"""Looking a thing up as a person would name it: by its id, its title in either language, or a part of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mvpod_expert.model.frozen import LANGS
from mvpod_expert.model.references import KINDS, Thing, option
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Kind


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


def look_up(written: str, knowledge: KnowledgeBase, kinds: Container[Kind] = KINDS) -> Looked:
    """Find what a person named; see `Finder`."""
    return Finder(knowledge).look_up(written, kinds)


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
