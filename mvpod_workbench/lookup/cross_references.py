"""What touches what: every reference the experts wrote, in both directions, read once from the knowledge base.

`show`, `list`, `graph` and the reference all read this. The views put a link into words.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from mvpod_expert.capability import registered
from mvpod_expert.model.conditions import signed_tests
from mvpod_expert.model.references import Kind, Link, Relation, Thing, option
from mvpod_expert.model.rules import Assign, Conclude, Evidence, Exclude, Outcome, Propose, Reask, Recommend, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.knowledge import KnowledgeBase

TESTING: tuple[Relation, ...] = ("tests", "tests_not")
"""How a rule refers to a state: it must be so, or (below a `not`) must not be."""


class CrossReferences:
    """Every link of a knowledge base, each once, in the order of the files."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.links = tuple(dict.fromkeys(_links(knowledge)))
        self._out: defaultdict[Thing, list[Link]] = defaultdict(list)
        self._into: defaultdict[Thing, list[Link]] = defaultdict(list)
        for link in self.links:
            self._out[link.origin].append(link)
            self._into[link.target].append(link)

    def from_(self, thing: Thing, *relations: Relation) -> tuple[Thing, ...]:
        """Return what a thing refers to, in any of these ways (in any way when none is named)."""
        return _ends(self._out[thing], relations, 2)

    def to(self, thing: Thing, *relations: Relation) -> tuple[Thing, ...]:
        """Return what refers to a thing, in any of these ways (in any way when none is named)."""
        return _ends(self._into[thing], relations, 0)

    def around(self, thing: Thing) -> tuple[Link, ...]:
        """Return every link a thing takes part in; for a fact those of its states as well."""
        things = [thing]
        if thing.kind == "fact":
            things += [option(thing.id, state) for state in self.knowledge.facts[thing.id].known_states]
        return tuple(dict.fromkeys(link for each in things for link in (*self._out[each], *self._into[each])))

    def rules_testing(self, fact: str) -> tuple[Rule, ...]:
        """Return the rules that test a fact, in any of its states, in the order of the files."""
        states = (option(fact, state) for state in self.knowledge.facts[fact].known_states)
        found = {rule.id for state in states for rule in self.to(state, *TESTING)}
        return tuple(rule for rule in self.knowledge.rules.values() if rule.id in found)

    def facts_of(self, rule: str) -> tuple[str, ...]:
        """Return the facts a rule tests, each once."""
        return tuple(dict.fromkeys(each.fact for each in self.from_(Thing("rule", rule), *TESTING)))


def _ends(links: list[Link], relations: tuple[Relation, ...], end: Literal[0, 2]) -> tuple[Thing, ...]:
    return tuple(dict.fromkeys(link[end] for link in links if not relations or link.relation in relations))


def _links(knowledge: KnowledgeBase) -> Iterator[Link]:
    for rule in knowledge.rules.values():
        yield from _of_rule(rule)
    for fact in knowledge.facts.values():
        yield from _support(Thing("fact", fact.id), fact.principle, ())
    for shelf in knowledge.shelves:
        if shelf.chooses is not None:
            yield Link(Thing("shelf", shelf.kind), "chooses_among", Thing("shelf", shelf.chooses.among))
        for item in shelf.items:
            yield Link(Thing("item", item.id), "stands_on", Thing("shelf", shelf.kind))
            yield from _of_item(item)
    for mode in knowledge.decision.modes:
        yield from _each(Thing("mode", mode.id), "needs", "shelf", mode.needs)
    yield from _of_cases(knowledge)
    yield from _of_promises(knowledge)
    yield from _of_pictures(knowledge)
    for capability in registered():
        yield from capability.authoring().links(knowledge)


def _of_rule(rule: Rule) -> Iterator[Link]:
    here = Thing("rule", rule.id)
    for test, negated in signed_tests(rule.when):
        for state in sorted(test.states):
            yield Link(here, "tests_not" if negated else "tests", option(test.fact, state))
    for outcome in rule.then:
        for relation, thing in follows(outcome):
            yield Link(here, relation, thing)
    yield from _support(here, rule.because.principle, rule.because.sources)


def follows(outcome: Outcome) -> Iterator[tuple[Relation, Thing]]:
    """Return what an outcome refers to, and how: what it is about first."""
    match outcome:
        case Conclude(fact=fact, state=state):
            yield "concludes", option(fact, state)
        case Evidence(direction=direction, mode=mode, strength=strength):
            yield "favours" if direction == "for" else "opposes", Thing("mode", mode)
            yield "weighs", Thing("strength", strength)
        case Exclude(mode=mode):
            yield "vetoes", Thing("mode", mode)
        case Recommend(item=item):
            yield "recommends", Thing("item", item)
        case Assign(item=item, to=to, strength=strength):
            yield "assigns", Thing("item", item)
            yield "assigns_to", Thing("item", to)
            yield "weighs", Thing("strength", strength)
        case Propose(item=item, strength=strength):
            yield "proposes", Thing("item", item)
            yield "weighs", Thing("strength", strength)
        case Reask(fact=fact):
            yield "reasks", Thing("fact", fact)


def _support(here: Thing, principles: tuple[str, ...], sources: tuple[str, ...]) -> Iterator[Link]:
    yield from _each(here, "cites", "principle", principles)
    yield from _each(here, "leans_on", "source", sources)


def _each(here: Thing, relation: Relation, kind: Kind, ids: Iterable[str]) -> Iterator[Link]:
    return (Link(here, relation, Thing(kind, each)) for each in ids)


def _of_item(item: Item) -> Iterator[Link]:
    here = Thing("item", item.id)
    yield from _each(here, "brings", "item", item.brings)
    yield from _each(here, "carried_by", "item", item.carried_by)
    for change in item.changes:
        yield Link(here, "changes_from", option(change.fact, change.from_))
        yield Link(here, "changes_to", option(change.fact, change.to))
    yield from _support(here, item.principle, item.sources)


def _of_cases(knowledge: KnowledgeBase) -> Iterator[Link]:
    for case in knowledge.cases.values():
        here = Thing("case", case.id)
        for fact, state in case.cell.memory().items():
            yield Link(here, "answers", option(fact, state))
        yield Link(here, "used", Thing("mode", case.outcome.mode))
        yield from _each(here, "accepts", "mode", case.outcome.also_acceptable)


def _of_promises(knowledge: KnowledgeBase) -> Iterator[Link]:
    for number, promise in enumerate(knowledge.directions, start=1):
        here = Thing("promise", str(number))
        yield Link(here, "promises_on", Thing("fact", promise.raising))
        yield Link(here, "never_favours", Thing("mode", promise.never_favours))
        yield from _support(here, (), promise.sources)


def _of_pictures(knowledge: KnowledgeBase) -> Iterator[Link]:
    if knowledge.pictures is None:
        return
    for number, area in enumerate(knowledge.pictures.house):
        yield from _each(Thing("picture", f"house.{number}"), "shows", "fact", area.facts())
    lines = knowledge.pictures.lines
    if lines is not None:
        here = Thing("picture", "lines")
        yield Link(here, "shows", Thing("fact", lines.stage))
        for row in lines.rows:
            yield Link(here, "shows", Thing("fact", row.today))
            yield from _each(here, "shows", "item", row.cells.values())
