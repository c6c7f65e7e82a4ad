"""Small wrong versions of what rules stand on: limits of bands, points, limits of verdicts, the first mode, numbers.

Each is judged by what a person writes: a number in an example or a case that falls into another band then, and points,
verdicts, modes and figures that a case test expects. The numbers are found by going through the models, so that one
that a capability adds tomorrow is changed without a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from mvpod_expert.capability import has_part, registered
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.frozen import FrozenModel
from mvpod_expert.model.knowledge import KnowledgeBase
from mvpod_workbench.lookup.entries import place_of
from mvpod_workbench.lookup.fields import KEYS, written
from mvpod_workbench.lookup.rulesets import ADVICE, BodyName
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.testing.case_tests import run_case_tests
from mvpod_workbench.testing.mutation import Fate, MutationTest, test_notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.facts import Fact

DECISION = "decision"
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


class ScaleMutant(NamedTuple):
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
        yield _mutant(knowledge, (ADVICE, DECISION), step, {"decision": step.made})
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
    way: tuple[str, ...]
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

    def of_model(self, model: FrozenModel, way: tuple[str, ...], place: Place) -> Iterator[_Step]:
        """Yield a model with each number in it changed."""
        place = getattr(model, "place", place)
        for name in type(model).model_fields:
            # What is as if it were not written is no number of the home.
            if name not in DECIDES_NOTHING and getattr(model, name) != type(model).model_fields[name].default:
                yield from self.changed(model, name, (*way, name), place)

    def changed(self, model: FrozenModel, name: str, way: tuple[str, ...], place: Place) -> Iterator[_Step]:
        """Yield a model with one field changed, as far as the model allows it."""
        for step in self._of_value(getattr(model, name), way, place):
            try:
                made = type(model).model_validate({**dict(model), name: step.made})
            except ValidationError:
                continue
            yield step._replace(made=made)

    def _of_value(self, value: object, way: tuple[str, ...], place: Place) -> Iterator[_Step]:
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


class JudgedScale(NamedTuple):
    """A mutant and what noticed it."""

    mutant: ScaleMutant
    fate: Fate
    by: str = ""


def judged_scales(test: MutationTest, names: frozenset[str] | None = None) -> Iterator[JudgedScale]:
    """Judge the mutants of the vocabulary and, for the advice, of the decision table.

    Args:
        test: the mutation test of the rules, whose tests judge them.
        names: the facts, and `decision`, that are meant; all of them without.
    """
    for fact in test.knowledge.facts.values():
        if names is None or fact.id in names:
            for mutant in _mutants_of_fact(fact):
                yield _of_fact(test, mutant, mutant.fact or fact)
    for mutant in number_mutants(test.knowledge) if test.is_advice else ():
        if names is None or mutant.entry in names:
            yield _of_number(test, mutant)


def _of_fact(test: MutationTest, mutant: ScaleMutant, fact: Fact) -> JudgedScale:
    name = mutant.entry
    for rule in test.testing[name]:
        for example in test.examples[rule.id]:
            number = example.example.numbers.get(name)
            band = fact.band_of(number) if number is not None else None
            was = example.example.states.get(name)
            if band not in {None, was} and test.goes_otherwise(example, states={name: str(band)}):
                return JudgedScale(mutant, "examples", rule.id)
    for case_test, _ in test.tests:
        read = _memory(case_test.cell, fact)
        if read is not None and test_notices(case_test, test.trials.outcome(read), test.knowledge):
            return JudgedScale(mutant, "case_tests", case_test.id)
    for document, case in test.documented:
        read = _memory(document.cell, fact)
        if read is not None and test.trials.outcome(read, plan=False).mode != case.outcome.mode:
            return JudgedScale(mutant, "documented", document.id)
    tests = (each for rule in test.testing[name] for each in every_test(rule.when) if each.fact == name)
    tells_apart = any(len(each.states & {band for _, band in mutant.sides}) == 1 for each in tests)
    return JudgedScale(mutant, "survived" if tells_apart else "equivalent")


def _of_number(test: MutationTest, mutant: ScaleMutant) -> JudgedScale:
    """Run the case tests that show such a number: for the decision quick trials, then those that look further."""
    changed = mutant.knowledge
    assert changed is not None  # noqa: S101 - only a fact has none
    trials = FastEvaluator(changed, test.base) if mutant.entry == DECISION else None
    if trials is not None:
        for case_test, case in test.tests:
            if test_notices(case_test, trials.outcome(case.answers), changed):
                return JudgedScale(mutant, "case_tests", case_test.id)
    own = {each.key: each for each in registered()}.get(mutant.of)
    tests = [each for each in test.looking if (has_part(own, each.cell, each.case()) if own else each.of_advice)]
    # First those that name what it is a number of.
    tests.sort(key=lambda each: -sum(name in str(each.expect.found) for name in mutant.part.split(" › ")))
    by = next((each.test.id for each in run_case_tests(changed, test.base, tests) if not each.passed), "")
    if by:
        return JudgedScale(mutant, "case_tests", by)
    if trials is not None:
        for document, case in test.documented:
            if trials.outcome(case.answers, plan=False).mode != case.outcome.mode:
                return JudgedScale(mutant, "documented", document.id)
    return JudgedScale(mutant, "survived")


def _mutants_of_fact(fact: Fact) -> Iterator[ScaleMutant]:
    """Yield a number's bands with one limit on the other side of the number itself, further down, and further up."""
    if fact.range is None:
        return
    edges = [fact.range.min, *(band.limit for band in fact.bands if band.limit is not None), fact.range.max]
    for at, band in enumerate(fact.bands[:-1]):
        below, limit, above = edges[at : at + 3]
        key, turned = ("below", "up_to") if band.below is not None else ("up_to", "below")
        step = 1 if limit >= 10 else 0.1  # noqa: PLR2004 - small numbers come with decimals
        numbers = (limit - step, limit) if key == "below" else (limit, limit + step)
        sides = tuple(zip(numbers, (band.id, fact.bands[at + 1].id), strict=True))
        moved = [each for each in ((below + limit) / 2, (limit + above) / 2) if each != limit]
        for name, number in ((turned, limit), *((key, each) for each in moved)):
            other = band.model_copy(update={key: None, name: number})
            changed = fact.model_copy(update={"bands": (*fact.bands[:at], other, *fact.bands[at + 1 :])})
            was, now = f"{key}: {plainly(limit)}", f"{name}: {plainly(number)}"
            yield ScaleMutant(ADVICE, fact.id, band.id, was, now, fact.place, fact=changed, sides=sides)


def plainly(number: float) -> str:
    """Write a number as an author does."""
    return str(int(number)) if float(number).is_integer() else f"{number:.6g}"


def _memory(cell: Cell, fact: Fact) -> dict[str, str] | None:
    """Return a cell's known answers as they would be read, or nothing where they would be read as they are."""
    answer = cell.answers.get(fact.id)
    if answer is None or not isinstance(answer.given, int | float) or fact.band_of(answer.given) == answer.state:
        return None
    return {**cell.memory(), fact.id: fact.band_of(answer.given)}
