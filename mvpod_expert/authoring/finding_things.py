"""Looking a thing up as a person would name it: by its id, its title in either language, or a part of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.authoring.touching import KINDS, Thing, option
from mvpod_expert.model.likeness import nearest
from mvpod_expert.model.noun import LANGS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from mvpod_expert.authoring.touching import Kind
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.noun import Text


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
    """Give everything that can be looked up, with its title, in the order of the files.

    A source is called by its citation, which `Source` has in one language, and so has no title here.
    """
    return dict(_titled(knowledge))


def look_up(written: str, knowledge: KnowledgeBase, kinds: Container[Kind] = KINDS) -> Looked:
    """Find what a person named.

    Args:
        written: an id, a title, or an unambiguous part of one.
        knowledge: where to look.
        kinds: what kinds of things may be meant.
    """
    words = " ".join(written.split()).casefold()
    named = {thing: _names(thing, text) for thing, text in titles(knowledge).items() if thing.kind in kinds}
    if "source" in kinds:
        named |= {Thing("source", each.id): (each.id, each.citation) for each in knowledge.sources.values()}
    for found in _attempts(words, named):
        if len(found) == 1:
            return Looked(found[0])
        if found:
            return Looked(candidates=tuple(found), is_ambiguous=True)
    return Looked(candidates=_near(written, named))


def _attempts(words: str, named: Mapping[Thing, tuple[str, ...]]) -> Iterator[list[Thing]]:
    """Give what fits, the surest way first; one of the many answers to a question is seldom meant."""
    folded = {thing: tuple(name.casefold() for name in names) for thing, names in named.items()}
    yield [thing for thing, names in folded.items() if words == names[0]]
    for is_option in (False, True):
        these = {thing: names for thing, names in folded.items() if (thing.kind == "option") == is_option}
        yield [thing for thing, names in these.items() if words in names]
        if words:
            by_id = [thing for thing, names in these.items() if words in names[0]]
            yield by_id if len(by_id) == 1 else []
            yield [thing for thing, names in these.items() if any(words in name for name in names)]


def _near(written: str, named: Mapping[Thing, tuple[str, ...]]) -> tuple[Thing, ...]:
    by_name = {name: thing for thing, names in reversed(named.items()) for name in names}
    meant = nearest(written, by_name)
    return (by_name[meant],) if meant else ()


def _names(thing: Thing, title: Text) -> tuple[str, ...]:
    return (thing.id, *(title.in_(lang) for lang in LANGS))


def _titled(knowledge: KnowledgeBase) -> Iterator[tuple[Thing, Text]]:
    for rule in knowledge.rules.values():
        yield Thing("rule", rule.id), rule.title
    for fact in knowledge.facts.values():
        yield Thing("fact", fact.id), fact.title
    for principle in knowledge.principles.values():
        yield Thing("principle", principle.id), principle.title
    for shelf in knowledge.shelves:
        yield Thing("shelf", shelf.kind), shelf.title
        for item in shelf.items:
            yield Thing("item", item.id), item.title
    for case in knowledge.cases.values():
        yield Thing("case", case.id), case.company
    for mode in knowledge.decision.modes:
        yield Thing("mode", mode.id), mode.title
    for strength in knowledge.decision.strengths:
        yield Thing("strength", strength.id), strength.title
    for fact in knowledge.facts.values():
        for state in fact.known_states:
            yield option(fact.id, state), fact.state_title(state)
