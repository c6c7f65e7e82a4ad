"""Numbers and directions outside rules and vocabulary, made wrong: what the tests that hold them are tried against.

They are found by going through the models, so that a number that a capability adds tomorrow is changed without a line
here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from mvpod_expert.capability import registered
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.model.knowledge import KnowledgeBase
from mvpod_workbench.lookup.entries import place_of
from mvpod_workbench.lookup.fields import KEYS, written
from mvpod_workbench.lookup.rulesets import ADVICE, BodyName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.facts import Fact

DECIDES_NOTHING = frozenset(
    {"range", "moves", "within", "units", "record", "rates", "facts", "rules", "items", "place", "places"}
)
"""What is not changed here: the limits of what may be typed, what a move costs (shown beside it), horizons (items name
them), what units and currencies are worth, what was measured; facts and rules have mutants of their own, and what an
item says of itself limits no other."""
OF_POINTS = frozenset({"leaning_from", "clear_from", "second_from", "lead_below", "more_from"})
"""Numbers that sums of points are held against: the next smaller one that a sum can be is a step away."""
IN_THE_DECISION = ("strengths", "leaning_from", "clear_from", "second_from", "provisional", "shares")
"""The numbers of the decision table, by key."""
CHOICES: Mapping[str, tuple[str, ...]] = {"direction": ("up", "down", "band")}
"""Words that decide like a number does, by field."""

Way = tuple[str, ...]


@dataclass(frozen=True)
class ScaleMutant:
    """A fact, or the knowledge, with one limit, number, direction or order changed.

    Args:
        of: the advice, or the capability whose number it is.
        entry: the fact, the decision table, the kind of the shelf, or the capability.
        part: the way to it from there, by keys and ids.
        was: what stood there.
        now: what stands there instead.
        place: where its entry is written.
        knowledge: the knowledge as it would be; nothing for a fact.
        fact: the fact as it would be.
        sides: for a limit of a band, a number on either side of it with the band it is read as.
    """

    of: BodyName
    entry: str
    part: str
    was: str
    now: str
    place: Place
    knowledge: KnowledgeBase | None = None
    fact: Fact | None = None
    sides: tuple[tuple[float, str], ...] = ()


def number_mutants(knowledge: KnowledgeBase) -> Iterator[ScaleMutant]:
    """Yield the knowledge with each number that decides made smaller and larger, and two modes in the other order."""
    changes = _Changes(gcd(*(strength.points for strength in knowledge.decision.strengths)))
    for step in _of_decision(knowledge.decision, changes):
        yield _mutant(knowledge, (ADVICE, "decision"), step, {"decision": step.made})
    for at, shelf in enumerate(knowledge.shelves):
        for step in changes.of_model(shelf, (), place_of(shelf)):
            shelves = (*knowledge.shelves[:at], step.made, *knowledge.shelves[at + 1 :])
            yield _mutant(knowledge, (ADVICE, shelf.kind), step, {"shelves": shelves})
    for own in registered():
        for part in own.parts.get("KnowledgeBase", ()):
            said = getattr(knowledge, part.name)
            if isinstance(said, FrozenModel) and not isinstance(said, KnowledgeBase):
                for step in changes.of_model(said, (), place_of(said)):
                    yield _mutant(knowledge, (own.key, own.key), step, {part.name: step.made})


def _of_decision(table: DecisionTable, changes: _Changes) -> Iterator[_Step]:
    for name in IN_THE_DECISION:
        for step in changes.changed(table, name, (name,), table.at(name)):
            points = [strength.points for strength in step.made.strengths]
            if min(points) > 0 and len({*points}) == len(points):
                yield step
    for at, (first, second) in enumerate(pairwise(table.modes)):
        made = table.model_copy(update={"modes": (*table.modes[:at], second, first, *table.modes[at + 2 :])})
        was, now = f"{first.id}, {second.id}", f"{second.id}, {first.id}"
        yield _Step(("modes", "order"), was, now, table.at("modes"), made)


class _Step(NamedTuple):
    way: Way
    was: str
    now: str
    place: Place
    made: Any


def _mutant(
    knowledge: KnowledgeBase, entry: tuple[BodyName, str], step: _Step, update: Mapping[str, object]
) -> ScaleMutant:
    changed = knowledge.model_copy(update=dict(update))
    return ScaleMutant(*entry, " › ".join(step.way), step.was, step.now, step.place, changed)


class _Changes:
    """Changes models.

    Args:
        step: what sums of points are multiples of.
    """

    def __init__(self, step: int) -> None:
        self.step = step

    def of_model(self, model: FrozenModel, way: Way, place: Place) -> Iterator[_Step]:
        """Yield a model with each number in it changed."""
        place = getattr(model, "place", place)
        for name in type(model).model_fields:
            # What is as if it were not written is no number of the home.
            if name not in DECIDES_NOTHING and getattr(model, name) != type(model).model_fields[name].default:
                yield from self.changed(model, name, (*way, name), place)

    def changed(self, model: FrozenModel, name: str, way: Way, place: Place) -> Iterator[_Step]:
        """Yield a model with one field changed, as far as the model allows it."""
        for step in self._of_value(getattr(model, name), way, place):
            try:
                made = type(model).model_validate({**dict(model), name: step.made})
            except ValidationError:
                continue
            yield step._replace(made=made)

    def _of_value(self, value: object, way: Way, place: Place) -> Iterator[_Step]:
        match value:
            case FrozenModel():
                yield from self.of_model(value, way, place)
            case Mapping():
                for key, each in value.items():
                    for step in self._of_value(each, (*way, str(key)), place):
                        yield step._replace(made={**value, key: step.made})
            case tuple():
                for at, each in enumerate(value):
                    named = (str(getattr(each, key)) for key in KEYS if hasattr(each, key))
                    for step in self._of_value(each, (*way, next(named, "") or str(at + 1)), place):
                        yield step._replace(made=(*value[:at], step.made, *value[at + 1 :]))
            case _:
                for other in self._others(value, way[-1]):
                    yield _Step(way, written(value), written(other), place, other)

    def _others(self, value: object, field: str) -> tuple[object, ...]:
        """Return what may stand instead: a whole number a step away, a share half way to its ends, a number by half."""
        if isinstance(value, str) and value in CHOICES.get(field, ()):
            return tuple(word for word in CHOICES[field] if word != value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ()
        if float(value).is_integer():
            step = self.step if field in OF_POINTS else 1
            return value - step, value + step
        return value / 2, (value + 1) / 2 if 0 < value < 1 else value * 1.5
