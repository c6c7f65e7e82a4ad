"""What `mvpod rules test` gives: failures first with the near miss, JSON for programs, annotations of pull requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.near_miss import judged
from mvpod_expert.mode.views.sentences import RuleWords, Sentences
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place
from mvpod_expert.model.printable import plain_json
from mvpod_expert.views.findings import annotation, findings_document, github_line, show_findings
from mvpod_expert.views.names import TerminalView
from mvpod_workbench.testing.case_test_model import NO_MODE, CaseTest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.mode.explanation.model import Judged, NearMiss
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Example
    from mvpod_expert.model.trace import Decision
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.testing.case_tests import CaseResult, Unmet
    from mvpod_workbench.testing.example_tests import ExampleResult
    from mvpod_workbench.testing.runner import TestRun

MARKS: dict[bool | None, tuple[str, Tone]] = {
    True: ("rule.mark_holds", "good"),
    False: ("rule.mark_fails", "bad"),
    None: ("rule.mark_open", "warn"),
}


class TestWords(Sentences):
    """Says what a test expected and what came."""

    __test__ = False

    def unmet(self, unmet: Unmet, decision: Decision) -> str:
        """Say one expectation that the advice does not meet."""
        expected, came, of = unmet.expected, self.comma(unmet.came), ""
        by = came
        match unmet.matter:
            case "mode" | "not_mode":
                expected, came = self._mode(expected), self.standings(decision)
            case "verdict":
                expected, came = self.t(f"verdict.{expected}"), self.standings(decision)
            case "doubts":
                none = self.t("testing.no_doubt")
                expected, came = expected or none, came or none
            case "points" | "row_points":
                of, _, expected = expected.rpartition(" ")
                of = self._mode(of) if unmet.matter == "points" else of
                came, by = unmet.came[0], self.comma(unmet.came[1:])
            case "assigned" | "brought_by" | "states" | "found":
                came = came or self.t(f"testing.not_{unmet.matter}")
        key = "points" if unmet.matter == "row_points" else unmet.matter
        item = self.item(expected)
        blanks = {"mode": expected, "rule": expected, "id": expected, "item": item, "of": of, "by": by}
        return self.t(f"testing.{key}", expected=expected, came=came, **blanks)

    def _mode(self, mode: str) -> str:
        return self.mode(None if mode == NO_MODE else mode)

    def standings(self, decision: Decision) -> str:
        """Say the decision with every mode's points."""
        points = self.comma(
            f"{self.mode(each.mode)} {self.t('advice.veto') if each.excluded_by else f'{each.net:+d}'}"
            for each in decision.ranking
        )
        return self.decided(decision) + self.t("list.semicolon") + points

    def reviewed(self, test: CaseTest) -> str | None:
        """Say who judged the advice, and when."""
        by = test.reviewed
        if by is None:
            return None
        note = self.t("testing.note", note=by.note) if by.note else ""
        return self.t(f"testing.{by.verdict}ed", by=by.by, on=by.date, note=note)


class TestView(TerminalView):
    """Prints a run of the tests."""

    __test__ = False

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
        super().__init__(knowledge, t, page)
        self.words = TestWords(knowledge, t)
        self.rule_words = RuleWords(knowledge, t)

    def show(self, run: TestRun, *, verbose: bool) -> None:
        """Print errors and failures, the passes if wanted, and one summary line."""
        if run.findings:
            show_findings(run.findings, self.t, self.page, count_key="testing.error_files")
            self.page.line()
        for case in run.cases:
            if not case.passed:
                self.case(case)
        for example in run.examples:
            if not example.passed:
                self.example(example)
        if verbose:
            self._passes(run)
        rules = len({each.rule.id for each in run.examples})
        summary = self.t("testing.summary", rules=rules, cases=len(run.cases), **run.counts)
        self.page.line(summary, "good" if run.is_fine else "bad")
        self.print("covered.test", "faint")

    def _passes(self, run: TestRun) -> None:
        for test in (case.test for case in run.cases if case.passed):
            self.print("testing.pass_case", "good", id=test.id, title=self._title(test))
        for each in run.examples:
            if each.passed:
                did, answers = self.t(f"testing.did_{each.kind}"), _answers(each.example)
                self.print("testing.pass_example", "good", hang=5, rule=each.rule.id, did=did, answers=answers)

    def _title(self, test: CaseTest) -> str:
        return self.t("list.extra", text=self.say(test.title)) if test.title else ""

    def _head(self, what: str, place: Place, *, has_problem: bool) -> None:
        self.print("testing.error" if has_problem else "testing.failed", "bad", what=what)
        self.page.line(str(place), "faint", indent=2)

    def case(self, result: CaseResult) -> None:
        """Print a case test that failed."""
        page, test, problem = self.page, result.test, result.problem
        self._head(test.id + self._title(test), test.place, has_problem=problem is not None)
        reviewed = self.words.reviewed(test)
        if reviewed:
            page.line(reviewed, "warn", indent=2, hang=2)
        if problem is not None:
            self.print("finding.test_cannot_run", indent=2, hang=2, reason=problem.details["reason"])
        if result.advice is not None:
            for unmet in result.unmet:
                page.line(f"- {self.words.unmet(unmet, result.advice.mode)}", indent=2, hang=2)
                if unmet.near is not None:
                    self._near(unmet.near, is_named=unmet.matter in {"fires", "silent"})
        page.line()

    def _near(self, near: NearMiss, *, is_named: bool) -> None:
        if not is_named:
            self.print("testing.nearest", indent=4, hang=2, rule=near.rule)
        self._condition(near.condition, indent=4)
        if near.changes:
            changes = self.semicolon(map(self.words.change, near.changes))
            self.print("rule.would_fire", indent=4, hang=2, changes=changes)

    def example(self, result: ExampleResult) -> None:
        """Print an example that failed."""
        what = self.t(f"test.{result.kind}")
        if result.problem is not None:
            what = self.t("finding.test_cannot_run", reason=result.problem)
        named = self.pair_of(result.rule.id, what)
        self._head(named, result.example.place, has_problem=result.problem is not None)
        self.print("test.answers", indent=2, hang=2, answers=_answers(result.example))
        self._condition(judged(result.rule.when, self.knowledge.facts, result.memory, {}), indent=2)
        self.page.line()

    def _condition(self, condition: Judged, indent: int) -> None:
        for line in self.rule_words.lines(condition, told=True):
            mark, tone = MARKS[line.truth]
            self.page.line(f"{self.t(mark)} {line.text}", tone, indent=indent + 2 * line.depth, hang=2)


def _answers(example: Example) -> str:
    """Return the answers of an example as they are written, with the band of a number behind it."""
    written = {fact: f"{number:.15g} ({example.states[fact]})" for fact, number in example.numbers.items()}
    return ", ".join(f"{fact}: {written.get(fact, state)}" for fact, state in example.states.items())


def run_document(run: TestRun, t: Messages) -> str:
    """Return a run as JSON text."""
    document = {
        "schema_version": "1.0",
        "summary": run.counts,
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
            said = [words.unmet(each, case.advice.mode) for each in case.unmet]
            lines = filter(None, [case.test.id, words.reviewed(case.test), *said])
            yield github_line(case.test.place, "FAIL", "\n".join(lines))
    for example in run.examples:
        place = example.example.place
        if example.problem is not None:
            yield annotation(Diagnostic(code=Code.TEST_CANNOT_RUN, place=place, details={"reason": example.problem}), t)
        elif not example.passed:
            yield github_line(place, "FAIL", words.pair_of(example.rule.id, t(f"test.{example.kind}")))


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
