"""Small wrong versions of a rule: what an author might have meant otherwise, or mistyped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mvpod_expert.model.conditions import All, AtLeast, Not, Test, every_part
from mvpod_expert.model.conditions import Any as AnyOf
from mvpod_expert.model.facts import NOT_APPLICABLE, Fact
from mvpod_expert.model.rules import Assign, Conclude, Evidence, Exclude, Outcome, Recommend, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.conditions import Connective
    from mvpod_expert.model.knowledge import KnowledgeBase

Change = Literal[
    "deleted",
    "all_to_any",
    "any_to_all",
    "not_dropped",
    "not_added",
    "count",
    "part_dropped",
    "option_swapped",
    "option_dropped",
    "option_added",
    "strength",
    "direction",
    "mode",
    "veto_to_evidence",
    "concluded",
    "item_swapped",
    "item_dropped",
    "falls_to",
]


@dataclass(frozen=True)
class Mutant:
    """A rule changed in one place.

    Args:
        rule: the rule as it is.
        changed: the rule as it would be; nothing when it is taken out.
        change: what kind of change.
        fact: the fact whose test is changed.
        was: what stood there: an option, a strength, a mode, an item, a number.
        now: what stands there instead.
        on: the mode or row of an outcome that is changed.
    """

    rule: Rule
    changed: Rule | None
    change: Change
    fact: str | None = None
    was: str = ""
    now: str = ""
    on: str = ""

    @property
    def is_of_condition(self) -> bool:
        """Return whether it changes when the rule fires; examples can tell such a change."""
        return self.change == "deleted" or (self.changed is not None and self.changed.then == self.rule.then)


class _Step(NamedTuple):
    """The condition or outcome as it would be, nothing where it is left out, and what a mutant says of the change."""

    made: Any
    change: Change
    fact: str | None = None
    was: str = ""
    now: str = ""
    on: str = ""


def mutants_of(rule: Rule, knowledge: KnowledgeBase) -> Iterator[Mutant]:
    """Return every small wrong version of a rule, its condition first."""
    for part in every_part(rule.when):
        one = part.condition
        for step in _tests(one, knowledge.facts) if isinstance(one, Test) else _connectives(one):
            yield Mutant(rule, rule.model_copy(update={"when": part.whole(step.made)}), *step[1:])
    maker = _Outcomes(knowledge)
    for place, outcome in enumerate(rule.then):
        for step in maker.changed(outcome):
            then = (*rule.then[:place], *([step.made] if step.made is not None else []), *rule.then[place + 1 :])
            if then:
                yield Mutant(rule, rule.model_copy(update={"then": then}), *step[1:])
    yield Mutant(rule, None, "deleted")


def _connectives(condition: Connective) -> Iterator[_Step]:
    parts = condition.parts
    match condition:
        case Not(part=part):
            yield _Step(part, "not_dropped")
        case All() | AnyOf() if len(parts) > 1:
            is_all = isinstance(condition, All)
            yield _Step(AnyOf(parts=parts) if is_all else All(parts=parts), "all_to_any" if is_all else "any_to_all")
            for place, part in enumerate(parts):
                # Only a single test is left out, because its name can be shown.
                if isinstance(part, Test):
                    left = condition.rebuilt((*parts[:place], *parts[place + 1 :]))
                    yield _Step(left, "part_dropped", part.fact)
        case AtLeast(count=count):
            for other in (count - 1, count + 1):
                if 1 <= other <= len(parts):
                    yield _Step(AtLeast(count=other, parts=parts), "count", was=str(count), now=str(other))


def _tests(test: Test, facts: Mapping[str, Fact]) -> Iterator[_Step]:
    fact = facts[test.fact]
    order = fact.states

    def of(states: frozenset[str], change: Change, was: str = "", now: str = "") -> _Step:
        return _Step(Test(fact=test.fact, states=states, place=test.place), change, test.fact, was, now)

    if not fact.derived:
        yield _Step(Not(part=test), "not_added", test.fact)
    for state in order:
        if state in test.states:
            if len(test.states) > 1:
                yield of(test.states - {state}, "option_dropped", was=state)
            for other in _neighbours(state, order):
                if other not in test.states:
                    yield of(test.states - {state} | {other}, "option_swapped", state, other)
        elif any(neighbour in test.states for neighbour in _neighbours(state, order)):
            added = test.states | {state}
            if fact.derived or not added >= {each for each in order if each != NOT_APPLICABLE}:
                yield of(added, "option_added", now=state)


def _neighbours(state: str, order: tuple[str, ...]) -> list[str]:
    place = order.index(state)
    return [order[each] for each in (place - 1, place + 1) if 0 <= each < len(order)]


class _Outcomes:
    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.modes = [mode.id for mode in knowledge.decision.modes]
        self.strengths = tuple(strength.id for strength in knowledge.decision.strengths)
        self.shelf_of = {
            item.id: [each.id for each in shelf.items] for shelf in knowledge.shelves for item in shelf.items
        }

    def changed(self, outcome: Outcome) -> Iterator[_Step]:
        """Return what an outcome could wrongly be."""
        match outcome:
            case Evidence(mode=mode, direction=direction):
                yield from self._strengths(outcome, outcome.strength, mode)
                turned = "against" if direction == "for" else "for"
                yield _other(outcome, "direction", direction, turned, mode)
            case Exclude(mode=mode):
                strongest = max(self.knowledge.decision.strengths, key=lambda each: each.points).id
                weaker = Evidence(direction="against", mode=mode, strength=strongest)
                yield _Step(weaker, "veto_to_evidence", None, mode, strongest, mode)
            case Conclude(fact=fact, state=state):
                for other in _neighbours(state, self.knowledge.facts[fact].states):
                    yield _Step(Conclude(fact=fact, state=other), "concluded", None, state, other, fact)
            case Recommend(item=item):
                for other in self._next(item):
                    yield _Step(Recommend(item=other), "item_swapped", None, item, other)
                yield _Step(None, "item_dropped", None, item)
            case Assign(item=item, to=to):
                for other in self._next(to):
                    yield _Step(outcome.model_copy(update={"to": other}), "falls_to", None, to, other, item)
                yield from self._strengths(outcome, outcome.strength, item)
        if isinstance(outcome, Evidence | Exclude):
            yield from (_other(outcome, "mode", outcome.mode, mode) for mode in self.modes if mode != outcome.mode)

    def _strengths(self, outcome: Outcome, strength: str, on: str) -> Iterator[_Step]:
        return (_other(outcome, "strength", strength, near, on) for near in _neighbours(strength, self.strengths))

    def _next(self, item: str) -> list[str]:
        """Return the next item of the same shelf, as one line too low would be copied; nothing where it is alone."""
        shelf = self.shelf_of[item]
        return [shelf[(shelf.index(item) + 1) % len(shelf)]] if len(shelf) > 1 else []


def _other(
    outcome: Outcome, field: Literal["strength", "direction", "mode"], was: str, now: str, on: str = ""
) -> _Step:
    """Change one field of an outcome; the change is called like the field."""
    return _Step(outcome.model_copy(update={field: now}), field, None, was, now, on)
