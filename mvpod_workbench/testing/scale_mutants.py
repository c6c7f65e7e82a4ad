"""Small wrong versions of the scales that rules stand on: limits of bands, points, limits of verdicts, the first mode.

Each is judged by what a person writes: a number in an example or a case that falls into another band then, and points,
verdicts and modes that a case test expects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.capability import has_part, registered
from mvpod_expert.model.conditions import every_test
from mvpod_workbench.lookup.rulesets import ADVICE
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.testing.case_tests import run_case_tests
from mvpod_workbench.testing.mutation import Fate, MutationTest, test_notices
from mvpod_workbench.testing.number_mutants import ScaleMutant, number_mutants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.facts import Fact

DECISION = "decision"


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
