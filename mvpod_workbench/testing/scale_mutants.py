"""Small wrong versions of the scales that rules stand on: limits of bands, points, limits of verdicts, the first mode.

Each is judged by what a person writes: a number in an example or a case that falls into another band then, and points,
verdicts and modes that a case test expects.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

from mvpod_expert.capability import has_part, registered
from mvpod_expert.engine.clauses import any_holds
from mvpod_expert.model.conditions import every_test
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.testing.case_tests import run_case_tests
from mvpod_workbench.testing.mutation import Fate, MutationTest, test_notices
from mvpod_workbench.testing.number_mutants import number_mutants

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.facts import Band, Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_workbench.testing.number_mutants import NumberMutant

DECISION = "decision"
LIMITS_OF_VERDICTS = ("leaning_from", "clear_from")


@dataclass(frozen=True)
class _ScaleMutant:
    """A fact or the decision table, changed in one place.

    Args:
        entry: the fact, or `decision`.
        part: the band, the strength, the key.
        was: what stood there.
        now: what stands there instead.
        place: where that is written.
        fact: the fact as it would be.
        table: the decision table as it would be.
        knowledge: all the knowledge as it would be, where the change is elsewhere.
        sides: for a limit, a number on either side of it with the band it is read as.
    """

    entry: str
    part: str
    was: str
    now: str
    place: Place
    fact: Fact | None = None
    table: DecisionTable | None = None
    knowledge: KnowledgeBase | None = None
    sides: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class JudgedScale:
    """A mutant and what noticed it."""

    mutant: _ScaleMutant
    fate: Fate
    by: str = ""


class ScaleTest:
    """Judges mutants of scales by the tests that a mutation test of the rules runs.

    Args:
        test: the mutation test.
    """

    def __init__(self, test: MutationTest) -> None:
        self.test = test
        self.knowledge = test.knowledge

    def judged(self, names: frozenset[str] | None = None) -> Iterator[JudgedScale]:
        """Judge the mutants of the vocabulary and, for the advice, of the decision table.

        Args:
            names: the facts, and `decision`, that are meant; all of them without.
        """
        for fact in self.knowledge.facts.values():
            if names is None or fact.id in names:
                for mutant in _mutants_of_fact(fact):
                    yield self._of_fact(mutant, mutant.fact or fact)
        if self.test.is_advice and (names is None or DECISION in names):
            for mutant in _mutants_of_decision(self.knowledge.decision):
                yield self._of_decision(mutant)
        if self.test.is_advice:
            for each in number_mutants(self.knowledge):
                if names is None or each.entry in names:
                    yield self._of_number(each)

    def _of_fact(self, mutant: _ScaleMutant, fact: Fact) -> JudgedScale:
        test, name = self.test, mutant.entry
        for rule in test.testing[name]:
            for example in test.examples[rule.id]:
                number = example.example.numbers.get(name)
                band = fact.band_of(number) if number is not None else None
                if band is not None and band != example.example.states[name]:
                    memory = {key: state for key, state in example.example.states.items() if key in example.memory}
                    memory[name] = band
                    test.trials.derive(memory)
                    if any_holds(test.trials.clauses[rule.id], memory) != example.fired:
                        return JudgedScale(mutant, "examples", rule.id)
        for case_test, _ in test.tests:
            read = _memory(case_test.cell, fact)
            if read is not None and test_notices(case_test, test.trials.outcome(read), self.knowledge):
                return JudgedScale(mutant, "case_tests", case_test.id)
        for document, case in test.documented:
            read = _memory(document.cell, fact)
            if read is not None and test.trials.outcome(read, plan=False).mode != case.outcome.mode:
                return JudgedScale(mutant, "documented", document.id)
        tests = (each for rule in test.testing[name] for each in every_test(rule.when) if each.fact == name)
        tells_apart = any(len(each.states & {band for _, band in mutant.sides}) == 1 for each in tests)
        return JudgedScale(mutant, "survived" if tells_apart else "equivalent")

    def _of_number(self, number: NumberMutant) -> JudgedScale:
        """Run the case tests that show such a number, first those that name what it is a number of."""
        own = {each.key: each for each in registered()}.get(number.of)
        tests = [
            each for each in self.test.looking if (has_part(own, each.cell, each.case()) if own else each.of_advice)
        ]
        tests.sort(key=lambda each: -sum(name in str(each.expect.found) for name in number.way))
        by = next(
            (each.test.id for each in run_case_tests(number.knowledge, self.test.base, tests) if not each.passed), ""
        )
        part = " › ".join(number.way)
        mutant = _ScaleMutant(number.entry, part, number.was, number.now, number.place, knowledge=number.knowledge)
        return JudgedScale(mutant, "case_tests" if by else "survived", by)

    def _of_decision(self, mutant: _ScaleMutant) -> JudgedScale:
        changed = self.knowledge.model_copy(update={"decision": mutant.table})
        trials = FastEvaluator(changed, self.test.base)
        for case_test, case in self.test.tests:
            if test_notices(case_test, trials.outcome(case.answers), changed):
                return JudgedScale(mutant, "case_tests", case_test.id)
        for document, case in self.test.documented:
            if trials.outcome(case.answers, plan=False).mode != case.outcome.mode:
                return JudgedScale(mutant, "documented", document.id)
        return JudgedScale(mutant, "survived")


def _mutants_of_fact(fact: Fact) -> Iterator[_ScaleMutant]:
    """Yield a number's bands with one limit further down, further up, and on the other side of the number itself."""
    if fact.range is None:
        return
    edges = [fact.range.min, *(band.limit for band in fact.bands if band.limit is not None), fact.range.max]
    for at, band in enumerate(fact.bands[:-1]):
        below, limit, above = edges[at : at + 3]
        sides = _sides(fact, band, at)
        other = {"below": None, "up_to": limit} if band.below is not None else {"below": limit, "up_to": None}
        key, turned = ("below", "up_to") if band.below is not None else ("up_to", "below")
        changes: list[tuple[str, dict[str, float | None]]] = [(f"{turned}: {plainly(limit)}", other)]
        changes += [
            (f"{key}: {plainly(moved)}", {key: moved})
            for moved in ((below + limit) / 2, (limit + above) / 2)
            if moved != limit
        ]
        for now, update in changes:
            bands = (*fact.bands[:at], band.model_copy(update=update), *fact.bands[at + 1 :])
            changed = fact.model_copy(update={"bands": bands})
            yield _ScaleMutant(fact.id, band.id, f"{key}: {plainly(limit)}", now, fact.place, changed, sides=sides)


def _mutants_of_decision(table: DecisionTable) -> Iterator[_ScaleMutant]:
    """Yield the table with other points, other limits of verdicts, and two modes in the other order."""
    for at, strength in enumerate(table.strengths):
        for points in (strength.points - 1, strength.points + 1):
            strengths = list(table.strengths)
            strengths[at] = strength.model_copy(update={"points": points})
            update: dict[str, object] = {"strengths": tuple(strengths)}
            if points > 0 and len({each.points for each in strengths}) == len(strengths):
                yield _of_table(table, f"strengths › {strength.id} › points", strength.points, points, update)
    # Sums of points are multiples of this, so that a smaller step may change nothing.
    step = gcd(*(strength.points for strength in table.strengths))
    for key in LIMITS_OF_VERDICTS:
        for points in (getattr(table, key) - step, getattr(table, key) + step):
            yield _of_table(table, key, getattr(table, key), points, {key: points})
    for at in range(len(table.modes) - 1):
        first, second = table.modes[at : at + 2]
        modes = (*table.modes[:at], second, first, *table.modes[at + 2 :])
        was, now = f"{first.id}, {second.id}", f"{second.id}, {first.id}"
        yield _of_table(table, "modes › order", was, now, {"modes": modes})


def _of_table(table: DecisionTable, part: str, was: object, now: object, update: Mapping[str, object]) -> _ScaleMutant:
    place = table.at(part.split(" › ", maxsplit=1)[0])
    return _ScaleMutant(DECISION, part, str(was), str(now), place, table=table.model_copy(update=update))


def _sides(fact: Fact, band: Band, at: int) -> tuple[tuple[float, str], ...]:
    """Return a whole number, or a tenth, on either side of a limit, each with its band."""
    assert fact.range is not None  # noqa: S101 - only a number has bands
    limit = band.limit or 0
    step = 1 if limit >= 10 else 0.1  # noqa: PLR2004 - small numbers come with decimals
    numbers = (limit - step, limit) if band.below is not None else (limit, limit + step)
    return tuple(zip(numbers, (band.id, fact.bands[at + 1].id), strict=True))


def plainly(number: float) -> str:
    """Write a number as an author does."""
    return str(int(number)) if float(number).is_integer() else f"{number:.6g}"


def _memory(cell: Cell, fact: Fact) -> dict[str, str] | None:
    """Return a cell's known answers as they would be read, or nothing where they would be read as they are."""
    answer = cell.answers.get(fact.id)
    if answer is None or not isinstance(answer.given, int | float) or fact.band_of(answer.given) == answer.state:
        return None
    return {**cell.memory(), fact.id: fact.band_of(answer.given)}
