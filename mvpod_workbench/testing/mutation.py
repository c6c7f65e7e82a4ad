"""Mutation: every rule is made wrong in small ways, and the tests that notice none of it are reported.

Only what a change can touch is tried again: the rule's own examples, those of rules that test what it concludes, the
case tests and documented cases on which it fires otherwise or says something else.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from mvpod_expert.engine.clauses import ConditionTooLargeError, RuleBase, any_holds
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.rules import Recommend, Rule
from mvpod_workbench.sampling.fast_evaluator import Changed, FastEvaluator, Outcome, adviser_with
from mvpod_workbench.sampling.separating_example import SearchTooLongError, separating_example
from mvpod_workbench.testing.case_test_model import NO_MODE, CaseTest
from mvpod_workbench.testing.case_tests import run_case_tests
from mvpod_workbench.testing.example_tests import ExampleResult, run_examples
from mvpod_workbench.testing.mutants import Mutant, mutants_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_workbench.sampling.profiles import Profile

Fate = Literal["examples", "case_tests", "check", "documented", "survived", "equivalent"]
FATES: tuple[Fate, ...] = get_args(Fate)


class Judged(NamedTuple):
    """A mutant and what noticed it.

    Args:
        fate: what noticed it first: the check of the rules, which refuses it, or a kind of tests; `survived` where
            none did, `equivalent` where nothing ever could.
        by: the first of the case tests or documented cases that noticed it.
        witness: for a surviving change of a condition, the smallest answers that separate the two rules.
        fires: whether the rule as it is fires on the witness.
    """

    mutant: Mutant
    fate: Fate
    by: str = ""
    witness: Profile | None = None
    fires: bool = False


class _Case:
    """A case test or documented case with what comes of it."""

    def __init__(self, cell: Cell, trials: FastEvaluator) -> None:
        self.answers = trials.memory_of(cell)
        self.outcome = trials.outcome(self.answers)


class MutationTest:
    """Judges mutants.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
        tests: the case tests; those that fail as the rules are notice nothing and are left out.
        is_advice: whether case tests see these rules; otherwise what only they could notice is not changed.

    Attributes:
        looking: the tests that look at more of the advice than a quick trial has; numbers are tried against them.
    """

    def __init__(
        self, knowledge: KnowledgeBase, base: RuleBase, tests: Iterable[CaseTest], *, is_advice: bool = True
    ) -> None:
        self.knowledge, self.base, self.is_advice = knowledge, base, is_advice
        self.trials = FastEvaluator(knowledge, base)
        self.examples: dict[str, list[ExampleResult]] = defaultdict(list)
        for example in run_examples(knowledge, base):
            if example.passed:
                self.examples[example.rule.id].append(example)
        tests = list(tests)
        looking = [test for test in tests if test.looks_beside]
        self.looking = [each.test for each in run_case_tests(knowledge, base, looking) if each.passed]
        plain = ((test, _Case(test.cell, self.trials)) for test in tests if not test.looks_beside)
        self.tests = [(test, case) for test, case in plain if not test_notices(test, case.outcome, knowledge)]
        self.documented = [(case, _Case(case.cell, self.trials)) for case in knowledge.cases.values()]
        self.testing: dict[str, list[Rule]] = defaultdict(list)
        for rule in knowledge.rules.values():
            for fact in {each.fact for each in every_test(rule.when)}:
                self.testing[fact].append(rule)

    def judged(self, rules: Iterable[Rule]) -> Iterator[Judged]:
        """Judge every mutant of some rules; one whose condition cannot be compiled is no rule and left out."""
        for rule in rules:
            for mutant in filter(self._can_be_noticed, mutants_of(rule, self.knowledge)):
                try:
                    changed = self.trials.changed(rule.id, mutant.changed)
                except ConditionTooLargeError:
                    continue
                if mutant.changed is None or changed.clauses:
                    yield self._judged(mutant, changed)

    def _can_be_noticed(self, mutant: Mutant) -> bool:
        """Return whether some test could notice a change: examples see when rules fire, and what these conclude."""
        return (
            self.is_advice or mutant.is_of_condition or bool(mutant.change == "concluded" and self.testing[mutant.on])
        )

    def _judged(self, mutant: Mutant, changed: Changed) -> Judged:
        try:
            if mutant.rule.stratum == "derive":
                adviser_with(self.knowledge, changed)
            return self._tested(mutant, changed)
        except UnusableInputError:
            return Judged(mutant, "check")

    def _tested(self, mutant: Mutant, changed: Changed) -> Judged:
        found = None
        examples = self.examples[mutant.rule.id] if mutant.is_of_condition else ()
        if any(changed.holds(each.memory) != each.fired for each in examples) or (
            mutant.rule.stratum == "derive" and self._dependents_notice(mutant, changed)
        ):
            return Judged(mutant, "examples")
        if mutant.is_of_condition:
            found = self._told_apart(mutant, changed)
            if found is not None and found.fate == "equivalent":
                return found
        if by := self._case_test_that_notices(mutant, changed):
            return Judged(mutant, "case_tests", by)
        if by := self._document_that_notices(mutant, changed):
            return Judged(mutant, "documented", by)
        return found or Judged(mutant, "survived")

    def _told_apart(self, mutant: Mutant, changed: Changed) -> Judged | None:
        """Return the answers that tell a changed condition from the rule, or that there are none."""
        mine, facts = self.trials.clauses[mutant.rule.id], self.knowledge.facts
        try:
            fires = separating_example(mine, changed.clauses, facts)
            silent = separating_example(changed.clauses, mine, facts)
        except SearchTooLongError:
            return None
        if fires is None and silent is None:
            return Judged(mutant, "equivalent")
        if silent is None or (fires is not None and len(fires) < len(silent)):
            return Judged(mutant, "survived", witness=fires, fires=True)
        return Judged(mutant, "survived", witness=silent, fires=False)

    def _dependents_notice(self, mutant: Mutant, changed: Changed) -> bool:
        """Return whether an example of a rule that tests what is concluded goes another way."""
        concluded = {each.fact for each in mutant.rule.concluded()}
        rules = (rule for fact in concluded for rule in self.testing[fact])
        return any(self.goes_otherwise(example, changed) for rule in rules for example in self.examples[rule.id])

    def goes_otherwise(
        self, example: ExampleResult, changed: Changed | None = None, states: Mapping[str, str] = {}
    ) -> bool:
        """Return whether an example comes out otherwise where a rule is changed, or some of its states."""
        given = {fact: state for fact, state in example.example.states.items() if fact in example.memory} | {**states}
        self.trials.derive(given, changed)
        return any_holds(self.trials.clauses[example.rule.id], given) != example.fired

    def _touched(self, mutant: Mutant, changed: Changed, case: _Case) -> bool:
        """Return whether a change makes any difference to a case: the rule fires otherwise, or says something else."""
        fired = mutant.rule.id in case.outcome.fired
        fires = changed.holds(case.outcome.memory)
        return fired != fires or (fired and not mutant.is_of_condition)

    def _case_test_that_notices(self, mutant: Mutant, changed: Changed) -> str:
        unsure = []
        for test, case in self.tests if mutant.rule.stratum != "compare" else ():
            if self._touched(mutant, changed, case):
                if mutant.rule.stratum == "doubt" and test.expect.doubts is not None:
                    unsure.append(test)
                elif _lacks_what_it_brings(test, mutant.rule.id, changed, case.outcome.memory) or test_notices(
                    test, self.trials.outcome(case.answers, changed), self.knowledge
                ):
                    return test.id
        # Which doubts are reported, the adviser itself decides; it is asked last.
        adviser = adviser_with(self.knowledge, changed) if unsure else None
        return next((test.id for test in unsure if adviser and _adviser_notices(adviser, test)), "")

    def _document_that_notices(self, mutant: Mutant, changed: Changed) -> str:
        touched = (
            (document, case)
            for document, case in self.documented
            if mutant.rule.stratum in {"derive", "weigh"} and self._touched(mutant, changed, case)
        )
        modes = ((each, case, self.trials.outcome(case.answers, changed, plan=False).mode) for each, case in touched)
        return next((each.id for each, case, mode in modes if mode != case.outcome.mode), "")


def test_notices(test: CaseTest, outcome: Outcome, knowledge: KnowledgeBase) -> bool:
    """Return whether an outcome is not what a test expects, as far as a trial can tell."""
    expect, mode = test.expect, outcome.mode or NO_MODE
    if expect.mode not in {None, mode} or expect.not_mode == mode:
        return True
    if expect.verdict is not None:
        in_doubt = any(knowledge.rules[name].stratum == "doubt" for name in outcome.fired)
        verdict = knowledge.decision.verdict(outcome.margin, in_doubt=in_doubt)
        if expect.verdict != (verdict if outcome.feasible else "no_feasible_mode"):
            return True
    return (
        not outcome.fired >= set(expect.fires)
        or any(outcome.memory.get(fact) != state for fact, state in expect.states.items())
        or bool(outcome.fired & set(expect.silent))
        or not outcome.items >= set(expect.plan)
        or bool(outcome.items & set(expect.not_in_plan))
        or any(f"{row} → {option}" not in outcome.items for row, option in expect.assigned.items())
        or any(outcome.net[mode] != points for mode, points in expect.points.items())
        or any(
            outcome.rows.get(row, {}).get(option, 0) != points
            for row, options in expect.row_points.items()
            for option, points in options.items()
        )
    )


def _lacks_what_it_brings(test: CaseTest, name: str, changed: Changed, memory: Mapping[str, str]) -> bool:
    """Return whether a test expects the rule to bring an item that the changed rule does not bring."""
    wanted = {item for item, rules in test.expect.brought_by.items() if name in rules}
    if not wanted or changed.rule is None or not changed.holds(memory):
        return bool(wanted)
    return not wanted <= {each.item for each in changed.rule.then if isinstance(each, Recommend)}


def _adviser_notices(adviser: Adviser, test: CaseTest) -> bool:
    advice, expect = adviser.advise(test.cell), test.expect
    doubts = {doubt.rule for doubt in advice.doubts}
    return expect.verdict not in {None, advice.mode.verdict} or (
        expect.doubts is not None and {*expect.doubts} != doubts
    )


@dataclass(frozen=True)
class Score:
    """All judged mutants, counted. A percentage is a share of counted mutants, nothing else."""

    judged: tuple[Judged, ...]

    def count(self, *fates: Fate) -> int:
        """Count the mutants with some fates."""
        return sum(each.fate in fates for each in self.judged)

    @property
    def killed(self) -> int:
        """How many something noticed that fails by itself: the check, an example, a case test."""
        return self.count("check", "examples", "case_tests")

    @property
    def survivors(self) -> list[Judged]:
        """Those that no test notices; a documented decision that changes is seen only by who looks."""
        return [each for each in self.judged if each.fate in {"survived", "documented"}]

    @property
    def percent(self) -> float:
        """The share of those that can be noticed which are."""
        noticeable = len(self.judged) - self.count("equivalent")
        return 100 * self.killed / noticeable if noticeable else 100.0
