"""A run of the tests for programs: as JSON, and as annotations beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_expert.views.documents import plain_json
from mvpod_expert.views.findings import annotation, findings_document, github_line
from mvpod_workbench.views.tests import TestWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.testing.case_tests import CaseResult
    from mvpod_workbench.testing.example_tests import ExampleResult
    from mvpod_workbench.testing.runner import TestRun


def run_document(run: TestRun, t: Messages) -> str:
    """Return a run as JSON text."""
    document = {
        "schema_version": "1.0",
        "summary": {"passed": run.passed, "failed": run.failed, "errors": run.errors},
        "tests": [*map(_case, run.cases), *map(_example, run.examples)],
        "diagnostics": findings_document(run.findings, t)["diagnostics"],
    }
    return plain_json(document)


def run_annotations(run: TestRun, knowledge: KnowledgeBase, t: Messages) -> Iterator[str]:
    """Return what failed as GitHub workflow commands."""
    words = TestWords(knowledge, t)
    for finding in run.findings:
        yield annotation(finding, t)
    for case in run.cases:
        if case.problem is not None:
            yield annotation(case.problem, t)
        elif case.advice is not None and case.unmet:
            told = [words.unmet(each, case.advice.mode) for each in case.unmet]
            lines = [case.test.id, *filter(None, [words.reviewed(case.test)]), *told]
            yield github_line(case.test.place, "FAIL", "\n".join(lines))
    for example in run.examples:
        if example.problem is not None:
            details = {"reason": example.problem}
            yield annotation(Diagnostic(code=Code.TEST_CANNOT_RUN, place=example.example.place, details=details), t)
        elif not example.passed:
            message = t("list.pair", name=example.rule.id, value=t(f"test.{example.kind}"))
            yield github_line(example.example.place, "FAIL", message)


def _outcome(result: CaseResult | ExampleResult) -> str:
    if result.problem is not None:
        return "error"
    return "pass" if result.passed else "fail"


def _case(result: CaseResult) -> dict[str, object]:
    test = result.test
    return {
        "kind": "case_test",
        "id": test.id,
        "outcome": _outcome(result),
        "place": test.place.model_dump(mode="json"),
        "unmet": [
            {
                "matter": each.matter,
                "expected": each.expected,
                "came": list(each.came),
                "near": each.near.model_dump(mode="json", by_alias=True) if each.near else None,
            }
            for each in result.unmet
        ],
        "reviewed": test.reviewed.model_dump(mode="json") if test.reviewed else None,
        "problem": result.problem.details["reason"] if result.problem else None,
    }


def _example(result: ExampleResult) -> dict[str, object]:
    return {
        "kind": "example",
        "id": result.rule.id,
        "outcome": _outcome(result),
        "place": result.example.place.model_dump(mode="json"),
        "expected": result.kind,
        "fired": result.fired,
        "given": dict(result.example.states),
        "problem": result.problem,
    }
