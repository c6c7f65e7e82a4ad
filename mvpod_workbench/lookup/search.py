"""Looking a thing up as a person would name it: by its id, its title in either language, or a part of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.frozen import LANGS
from mvpod_expert.model.references import KINDS, Thing, option
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Kind


@dataclass(frozen=True)
class Looked:
    """What looking up found: one thing, or those that may have been meant.

    Args:
        thing: the one that was meant, if that is certain.
        candidates: those that may have been meant, if not.
        is_ambiguous: each candidate fits; otherwise they are only near.
    """

    thing: Thing | None = None
    candidates: tuple[Thing, ...] = ()
    is_ambiguous: bool = False


def titles(knowledge: KnowledgeBase) -> dict[Thing, Text]:
    """Return everything that can be looked up, with its title, in the order of the files.

    A source is called by its citation, which `Source` has in one language, and so has no title here.
    """
    return dict(_titled(knowledge))


class Finder:
    """Finds things of a knowledge base.

    Args:
        knowledge: where to look.
    """

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.named = {thing: _names(thing, text) for thing, text in titles(knowledge).items()}
        self.named |= {
            Thing("source", source.id): (source.id, source.citation) for source in knowledge.sources.values()
        }
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
        return Looked(candidates=_near(written, {t: names for t, names in self.named.items() if t.kind in kinds}))


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


def _near(written: str, named: Mapping[Thing, tuple[str, ...]]) -> tuple[Thing, ...]:
    by_name = {name: thing for thing, names in reversed(list(named.items())) for name in names}
    meant = closest_match(written, by_name)
    return (by_name[meant],) if meant else ()


def _names(thing: Thing, title: Text) -> tuple[str, ...]:
    return (thing.id, *(title.in_(lang) for lang in LANGS))


def _titled(knowledge: KnowledgeBase) -> Iterator[tuple[Thing, Text]]:
    yield from ((Thing("rule", rule.id), rule.title) for rule in knowledge.rules.values())
    yield from ((Thing("fact", each.id), each.title) for each in knowledge.facts.values())
    yield from ((Thing("principle", principle.id), principle.title) for principle in knowledge.principles.values())
    for shelf in knowledge.shelves:
        yield Thing("shelf", shelf.kind), shelf.title
        yield from ((Thing("item", item.id), item.title) for item in shelf.items)
    yield from ((Thing("case", case.id), case.company) for case in knowledge.cases.values())
    yield from ((Thing("mode", mode.id), mode.title) for mode in knowledge.decision.modes)
    yield from ((Thing("strength", strength.id), strength.title) for strength in knowledge.decision.strengths)
    for fact in knowledge.facts.values():
        yield from ((option(fact.id, state), fact.state_title(state)) for state in fact.known_states)
