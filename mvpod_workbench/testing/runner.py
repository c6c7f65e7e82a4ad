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
    """What ran, and the findings in files of case tests; the tests of such a file did not run."""

    examples: tuple[ExampleResult, ...]
    cases: tuple[CaseResult, ...]
    findings: tuple[Diagnostic, ...]

    __test__ = False

    @property
    def counts(self) -> dict[str, int]:
        """How many `passed`, how many `failed`, and how many could not run (`errors`): a file counts once."""
        results: tuple[ExampleResult | CaseResult, ...] = (*self.examples, *self.cases)
        passed, errors = sum(each.passed for each in results), sum(each.problem is not None for each in results)
        broken = {finding.place.file for finding in self.findings}
        return {"passed": passed, "failed": len(results) - passed - errors, "errors": errors + len(broken)}

    @property
    def is_fine(self) -> bool:
        """Everything ran and passed."""
        return not self.counts["failed"] and not self.counts["errors"]


def run_tests(
    knowledge: KnowledgeBase, base: RuleBase, home: Home, containing: str = "", paths: Sequence[Path] = ()
) -> TestRun:
    """Run examples and case tests.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
        home: where they were read from.
        containing: a text that the rule's id, or the case test's id or title, contains.
        paths: the files and folders whose tests are run; without any, all.
    """
    read = read_case_tests(home, knowledge)

    def lies_there(place: Place) -> bool:
        where = (home.root / place.file).resolve()
        return not paths or any(where.is_relative_to(path) for path in paths)

    def is_meant(test: CaseTest) -> bool:
        title = f"{test.title.zh}\n{test.title.en}" if test.title else ""
        return containing.casefold() in f"{test.id}\n{title}".casefold() and lies_there(test.place)

    return TestRun(
        examples=tuple(
            example
            for body in bodies(knowledge, base)
            for example in run_examples(body.knowledge, body.base)
            if containing.casefold() in example.rule.id and lies_there(example.rule.place)
        ),
        cases=tuple(run_case_tests(knowledge, base, filter(is_meant, read.tests))),
        findings=tuple(finding for finding in read.findings if lies_there(finding.place)),
    )
