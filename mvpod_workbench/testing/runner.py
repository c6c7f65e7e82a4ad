"""One run of `rules test`: the examples and case tests that were asked for, with the files that could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_workbench.lookup.rulesets import bodies
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.case_tests import CaseResult, run_case_tests
from mvpod_workbench.testing.example_tests import ExampleResult, run_examples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.diagnostics import Diagnostic, Place
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home
    from mvpod_workbench.testing.case_test_model import CaseTest


@dataclass(frozen=True)
class TestRun:
    """What ran, and the findings in files of case tests.

    Args:
        examples: the examples that ran.
        cases: the case tests that ran.
        findings: what is wrong in files of case tests; such a file's tests did not run.
    """

    examples: tuple[ExampleResult, ...]
    cases: tuple[CaseResult, ...]
    findings: tuple[Diagnostic, ...]

    __test__ = False

    @property
    def _all(self) -> tuple[ExampleResult | CaseResult, ...]:
        return (*self.examples, *self.cases)

    @property
    def passed(self) -> int:
        """How many passed."""
        return sum(each.passed for each in self._all)

    @property
    def errors(self) -> int:
        """How many could not run; a file that could not be read counts once."""
        broken = {finding.place.file for finding in self.findings}
        return len(broken) + sum(each.problem is not None for each in self._all)

    @property
    def failed(self) -> int:
        """How many ran and did not pass."""
        ran = [each for each in self._all if each.problem is None]
        return sum(not each.passed for each in ran)

    @property
    def is_fine(self) -> bool:
        """Everything ran and passed."""
        return not self.failed and not self.errors


@dataclass(frozen=True)
class Chosen:
    """Which tests a person asked for.

    Args:
        containing: a text that the rule's id, or the case test's id or title, contains.
        paths: files and folders; without any, all.
    """

    containing: str = ""
    paths: Sequence[Path] = ()

    def rule(self, name: str) -> bool:
        """Return whether a rule's examples are asked for."""
        return self.containing.casefold() in name

    def case(self, test: CaseTest) -> bool:
        """Return whether a case test is asked for."""
        title = f"{test.title.zh}\n{test.title.en}" if test.title else ""
        return self.containing.casefold() in f"{test.id}\n{title}".casefold()

    def stands_here(self, place: Place, home: Home) -> bool:
        """Return whether a place lies in one of the paths."""
        where = (home.root / place.file).resolve()
        return not self.paths or any(where.is_relative_to(path) for path in self.paths)


def run_tests(knowledge: KnowledgeBase, base: RuleBase, home: Home, chosen: Chosen) -> TestRun:
    """Run examples and case tests.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
        home: where they were read from.
        chosen: which ones.
    """
    read = read_case_tests(home, knowledge)
    tests = [test for test in read.tests if chosen.case(test) and chosen.stands_here(test.place, home)]
    return TestRun(
        examples=tuple(
            example
            for body in bodies(knowledge, base)
            for example in run_examples(body.knowledge, body.base)
            if chosen.rule(example.rule.id) and chosen.stands_here(example.rule.place, home)
        ),
        cases=tuple(run_case_tests(knowledge, base, tests)),
        findings=tuple(finding for finding in read.findings if chosen.stands_here(finding.place, home)),
    )
