"""Small wrong versions of a rule: what an author might have meant otherwise, or mistyped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from mvpod_expert.model.conditions import All, Any, AtLeast, Not, Test
from mvpod_expert.model.facts import NOT_APPLICABLE
from mvpod_expert.model.rules import Assign, Conclude, Evidence, Exclude, Recommend

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.conditions import Condition, Connective
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Outcome, Rule

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


@dataclass(frozen=True)
class _Step:
    condition: Condition
    change: Change
    fact: str | None = None
    was: str = ""
    now: str = ""


def mutants_of(rule: Rule, knowledge: KnowledgeBase) -> Iterator[Mutant]:
    """Return every small wrong version of a rule, its condition first."""
    for step in _conditions(rule.when, knowledge.facts):
        changed = rule.model_copy(update={"when": step.condition})
        yield Mutant(rule, changed, step.change, step.fact, step.was, step.now)
    maker = _Outcomes(knowledge)
    for place, outcome in enumerate(rule.then):
        for change, was, now, on, other in maker.changed(outcome):
            then = (*rule.then[:place], *([other] if other is not None else []), *rule.then[place + 1 :])
            if then:
                yield Mutant(rule, rule.model_copy(update={"then": then}), change, was=was, now=now, on=on)
    yield Mutant(rule, None, "deleted")


def _conditions(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[_Step]:
    if isinstance(condition, Test):
        yield from _tests(condition, facts)
        return
    yield from _connectives(condition)
    parts = condition.parts
    for place, part in enumerate(parts):
        for step in _conditions(part, facts):
            yield replace(step, condition=condition.rebuilt((*parts[:place], step.condition, *parts[place + 1 :])))


def _connectives(condition: Connective) -> Iterator[_Step]:
    parts = condition.parts
    match condition:
        case Not(part=part):
            yield _Step(part, "not_dropped")
        case All() | Any() if len(parts) > 1:
            is_all = isinstance(condition, All)
            yield _Step(Any(parts=parts) if is_all else All(parts=parts), "all_to_any" if is_all else "any_to_all")
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


Wrong = tuple[Change, str, str, str, "Outcome | None"]
"""The change, what was, what is, on which mode or row, and the outcome."""


class _Outcomes:
    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.modes = [mode.id for mode in knowledge.decision.modes]
        self.strengths = tuple(strength.id for strength in knowledge.decision.strengths)
        self.shelf_of = {
            item.id: [each.id for each in shelf.items] for shelf in knowledge.shelves for item in shelf.items
        }

    def changed(self, outcome: Outcome) -> Iterator[Wrong]:
        """Return what an outcome could wrongly be."""
        match outcome:
            case Evidence():
                yield from self._evidence(outcome)
            case Exclude():
                yield from self._veto(outcome.mode)
            case Conclude(fact=fact, state=state):
                for other in _neighbours(state, self.knowledge.facts[fact].states):
                    yield "concluded", state, other, fact, Conclude(fact=fact, state=other)
            case Recommend(item=item):
                for other in self._next(item):
                    yield "item_swapped", item, other, "", Recommend(item=other)
                yield "item_dropped", item, "", "", None
            case Assign(item=item, to=to, strength=strength):
                for other in self._next(to):
                    yield "falls_to", to, other, item, outcome.model_copy(update={"to": other})
                for near in _neighbours(strength, self.strengths):
                    yield "strength", strength, near, item, outcome.model_copy(update={"strength": near})

    def _evidence(self, outcome: Evidence) -> Iterator[Wrong]:
        mode, strength, direction = outcome.mode, outcome.strength, outcome.direction
        for near in _neighbours(strength, self.strengths):
            yield "strength", strength, near, mode, outcome.model_copy(update={"strength": near})
        turned = "against" if direction == "for" else "for"
        yield "direction", direction, turned, mode, outcome.model_copy(update={"direction": turned})
        for other in self._other_modes(mode):
            yield "mode", mode, other, "", outcome.model_copy(update={"mode": other})

    def _veto(self, mode: str) -> Iterator[Wrong]:
        strongest = max(self.knowledge.decision.strengths, key=lambda each: each.points).id
        yield "veto_to_evidence", mode, strongest, mode, Evidence(direction="against", mode=mode, strength=strongest)
        for other in self._other_modes(mode):
            yield "mode", mode, other, "", Exclude(mode=other)

    def _other_modes(self, mode: str) -> list[str]:
        return [each for each in self.modes if each != mode]

    def _next(self, item: str) -> list[str]:
        """Return the next item of the same shelf, as one line too low would be copied; nothing where it is alone."""
        shelf = self.shelf_of[item]
        return [shelf[(shelf.index(item) + 1) % len(shelf)]] if len(shelf) > 1 else []
