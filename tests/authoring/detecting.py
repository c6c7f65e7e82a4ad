"""Who finds a seeded fault: the check, the examples and case tests, or the analyses of all profiles.

Found means: a finding or failure that the unbroken home does not have and that names what was broken, or a case test
that names it. All of it is what `mvpod rules check`, `test` and `verify` tell, called without their printing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mvpod_expert.loading.read_cache import ReadCache
from mvpod_workbench.checks.checking import check_home
from mvpod_workbench.proofs.verifying import verify
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.case_tests import run_case_tests
from mvpod_workbench.testing.example_tests import run_examples
from tests.authoring.affected import affected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.resources import Home
    from mvpod_workbench.proofs.proving import Finding
    from mvpod_workbench.testing.case_test_model import CaseTest
    from mvpod_workbench.testing.case_tests import CaseResult
    from tests.authoring.seeding import Fault

Finder = Literal["check", "examples", "case tests", "verify"]


@dataclass(frozen=True)
class Found:
    """What came of looking for a fault.

    Args:
        by: who found it; nothing when nobody did.
        told: what was told.
    """

    fault: Fault
    by: Finder | None
    told: str = ""


class Detector:
    """Looks for faults in a copy of the shipped home, which is whole again after each.

    Args:
        home: the copy.
        verifies: whether what check and tests miss is verified too; that costs seconds for each.
    """

    def __init__(self, home: Home, *, verifies: bool = False) -> None:
        self.home = home
        self.verifies = verifies
        self.memory = ReadCache()
        checked = check_home(home, self.memory)
        assert checked.prepared is not None
        self.before = checked.prepared
        self.known = {_told(finding) for finding in checked.findings}
        self.tests = read_case_tests(home, self.before.knowledge).tests
        self.trials = FastEvaluator(self.before.knowledge, self.before.base)
        self.outcomes = {test.id: self.trials.outcome(test.cell.memory()) for test in self.tests}
        self.verified = {_told(analysis.diagnostic) for analysis in self._analyses(self.before)} if verifies else set()

    def found(self, fault: Fault) -> Found:
        """Make a fault, look for it, and mend it."""
        path = self.home.root / fault.file
        whole = path.read_bytes()
        path.write_bytes(fault.written(whole.decode("utf-8")).encode("utf-8"))
        try:
            return next(self._findings(fault), Found(fault, None))
        finally:
            path.write_bytes(whole)

    def _findings(self, fault: Fault) -> Iterator[Found]:
        checked = check_home(self.home, self.memory)
        for finding in checked.findings:
            if _told(finding) not in self.known and _names(_told(finding), fault):
                yield Found(fault, "check", _told(finding))
        if checked.prepared is None:
            return
        knowledge = checked.prepared.knowledge
        touched = affected(self.before.knowledge, knowledge)
        rules = {name: rule for name, rule in knowledge.rules.items() if name in touched}
        some = knowledge.model_copy(update={"rules": rules})
        for example in run_examples(some, checked.prepared.base):
            if not example.passed and example.rule.id in fault.names:
                yield Found(fault, "examples", f"{example.rule.id} {example.kind}: {dict(example.example.states)}")
        yield from self._failed(fault, checked.prepared, touched)
        if self.verifies:
            for analysis in self._analyses(checked.prepared):
                told = _told(analysis.diagnostic)
                if told not in self.verified and _names(told, fault):
                    yield Found(fault, "verify", told)

    def _failed(self, fault: Fault, broken: Prepared, touched: frozenset[str]) -> Iterator[Found]:
        """Run the case tests whose firings, points, rows or items are not what they were, or that pin the rule's."""
        trials = FastEvaluator(broken.knowledge, broken.base)
        tests = [
            test
            for test in self.tests
            if touched & {rule for rules in test.expect.brought_by.values() for rule in rules}
            or trials.outcome(test.cell.memory()) != self.outcomes[test.id]
        ]
        for result in run_case_tests(broken.knowledge, broken.base, tests):
            if result.unmet and _names(_said(result), fault):
                yield Found(fault, "case tests", _said(result))

    def _analyses(self, prepared: Prepared) -> tuple[Finding, ...]:
        return verify(prepared.knowledge, prepared.base).findings


def _told(finding: Diagnostic) -> str:
    details = ", ".join(f"{name}: {value}" for name, value in finding.details.items())
    return f"{finding.place.file} {finding.code.value} {finding.about}: {details}"


def _said(result: CaseResult) -> str:
    """Say what a case test says where it failed: what it was about, what came, and which rule came near."""
    lines = [f"{each.expected} {' '.join(each.came)} {each.near.rule if each.near else ''}" for each in result.unmet]
    return f"{result.test.id}: {_named(result.test)}; " + "; ".join(lines)


def _named(test: CaseTest) -> str:
    return " ".join((*test.expect.fires, *test.expect.silent, *test.expect.plan))


def _names(told: str, fault: Fault) -> bool:
    return any(name in told for name in fault.names)
