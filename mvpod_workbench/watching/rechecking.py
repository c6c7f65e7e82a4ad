"""A home checked again and again while it is edited: what each save changed, in the files, the findings, the tests.

Which files changed is seen from their content, never by what the file system said had happened: editors save through
temporary files, and a file may be touched without another word in it.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_expert.loading.read_cache import ReadCache
from mvpod_workbench.checks.checking import UNREADABLE, Checked, Reach, check_home
from mvpod_workbench.lookup.entries import entries
from mvpod_workbench.lookup.rulesets import bodies
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.case_tests import CaseResult, run_case_tests
from mvpod_workbench.testing.example_tests import ExampleResult, run_examples

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.resources import Home
    from mvpod_workbench.testing.case_test_model import CaseTest

SUFFIXES = frozenset({".yaml", ".yml", ".csv"})

OF_TRIALS = frozenset({"rule", "fact", "case", "source", "principle", "direction", "law"})
"""The kinds of entries that a quick trial knows all of, or that no case test looks at."""

ChangeKind = Literal["changed", "added", "removed", "renamed"]


class FileChange(NamedTuple):
    """What happened to a file; `formerly` is the old name of a renamed one."""

    kind: ChangeKind
    file: str
    formerly: str = ""


class Difference(NamedTuple):
    """What a check changed: findings that are new, that are gone, and of which nobody can tell before others are.

    A finding is the same one when it is the same kind at the same path by ids in the same file; lines may move.
    """

    came: tuple[Diagnostic, ...]
    mended: tuple[Diagnostic, ...]
    hidden: tuple[Diagnostic, ...]


class Ledger:
    """The findings that are open."""

    def __init__(self) -> None:
        self._open: list[tuple[Diagnostic, Reach]] = []

    def take(self, checked: Checked) -> Difference:
        """Enter the findings of another check; give the difference to what was open."""
        came, gone = list(checked.findings), [finding for finding, _ in self._open]
        for key in (_exactly, _roughly):
            came, gone = _without(came, gone, key), _without(gone, came, key)
        unreadable = {each.place.file for each in checked.findings if each.code in UNREADABLE}
        left = {id(finding) for finding in gone}
        hidden = [
            (finding, reach)
            for finding, reach in self._open
            if id(finding) in left and (reach > checked.reach or finding.place.file in unreadable)
        ]
        still_hidden = {id(finding) for finding, _ in hidden}
        mended = tuple(finding for finding in gone if id(finding) not in still_hidden)
        self._open = [*((finding, checked.reach) for finding in checked.findings), *hidden]
        return Difference(tuple(came), mended, tuple(finding for finding, _ in hidden))


def _without(
    these: Iterable[Diagnostic], those: Iterable[Diagnostic], key: Callable[[Diagnostic], Hashable]
) -> list[Diagnostic]:
    """Return findings that have no partner; each one has one partner at most."""
    partners = Counter(map(key, those))
    left: list[Diagnostic] = []
    for each in these:
        if partners[key(each)]:
            partners[key(each)] -= 1
        else:
            left.append(each)
    return left


def _exactly(finding: Diagnostic) -> Hashable:
    return (_roughly(finding), finding.place.excerpt)


def _roughly(finding: Diagnostic) -> Hashable:
    return finding.code, finding.place.file, finding.about, tuple(sorted(finding.details.items()))


class Tests(NamedTuple):
    """How all examples and the case tests that a change can have touched went.

    `came` fails now and did not before; of `mended` it is the other way round.
    """

    examples: int
    cases: int
    came: tuple[ExampleResult | CaseResult, ...]
    mended: int
    failing: int


class Round(NamedTuple):
    """One check: the files that changed since the last, what was found, how the tests went, and how long it took.

    Without `tests` the knowledge cannot be used as it is.
    """

    files: tuple[FileChange, ...]
    checked: Checked
    difference: Difference
    tests: Tests | None
    seconds: float

    @property
    def is_fine(self) -> bool:
        """Nothing was found, and every test passes."""
        return not self.checked.findings and self.tests is not None and not self.tests.failing


class Watch:
    """Checks a home whenever it is asked to, and remembers what was there before."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._memory = ReadCache()
        self._ledger = Ledger()
        self._files: Mapping[str, str] = {}
        self._seen: dict[str, tuple[object, ...]] = {}
        self._failing: set[object] = set()

    def start(self) -> Round:
        """Check for the first time."""
        self._files = contents(self.home)
        return self._check(())

    def again(self) -> Round | None:
        """Check again; nothing when no file says anything else than before."""
        now = contents(self.home)
        changes = _changes_between(self._files, now)
        if not changes:
            return None
        self._files = now
        return self._check(changes)

    def _check(self, files: tuple[FileChange, ...]) -> Round:
        begun = time.perf_counter()
        checked = check_home(self.home, self._memory)
        difference = self._ledger.take(checked)
        tests = self._tests(checked.prepared) if checked.prepared is not None else None
        return Round(files, checked, difference, tests, time.perf_counter() - begun)

    def _tests(self, prepared: Prepared) -> Tests:
        found = bodies(prepared.knowledge, prepared.base)
        examples = [example for body in found for example in run_examples(body.knowledge, body.base)]
        tests, touched = self._touched(prepared)
        cases = list(run_case_tests(prepared.knowledge, prepared.base, touched))
        results: list[ExampleResult | CaseResult] = [*cases, *examples]
        failed = [result for result in results if not result.passed]
        untouched = {test.id for test in tests} - {test.id for test in touched}
        now = set(map(_key, failed)) | (self._failing & untouched)
        before, self._failing = self._failing, now
        return Tests(
            examples=len(examples),
            cases=len(cases),
            came=tuple(each for each in failed if _key(each) not in before),
            mended=len(before - now),
            failing=len(now),
        )

    def _touched(self, prepared: Prepared) -> tuple[tuple[CaseTest, ...], list[CaseTest]]:
        """Return all case tests, and those that say something else, or whose outcome or rules' effects have changed.

        What a quick trial does not have, such as limits of vendors, stands outside rules and vocabulary: after any
        change there the tests that look at it are run.
        """
        evaluator, rules = FastEvaluator(prepared.knowledge, prepared.base), prepared.knowledge.rules
        tests = read_case_tests(self.home, prepared.knowledge).tests
        before, self._seen = self._seen, {}
        beside = tuple(each.said for each in entries(prepared.knowledge) if each.kind not in OF_TRIALS)
        for test in tests:
            outcome = evaluator.outcome(evaluator.memory_of(test.cell))
            effects = {name: rules[name].then for name in outcome.fired}
            said = test.model_copy(update={"place": None})
            self._seen[test.id] = (said, outcome, effects, beside if test.looks_beside else None)
        return tests, [test for test in tests if before.get(test.id) != self._seen[test.id]]


def contents(home: Home) -> dict[str, str]:
    """Give every file that can hold knowledge with the fingerprint of what it says; hidden ones are an editor's own."""
    found: dict[str, str] = {}
    for folder in (home.rules, home.knowledge):
        for path in (each for each in folder.rglob("*") if each.suffix in SUFFIXES and each.name[0] != "."):
            try:
                found[home.shown(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError as error:
                # Gone again, a folder, or not to be read: reading it shows that; here it only has to differ.
                found[home.shown(path)] = str(error.errno)
    return found


def _changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FileChange, ...]:
    """Return what happened to the files; one that is gone and one that came with the same content is one renamed."""
    removed = [name for name in before if name not in after]
    changes: list[FileChange] = []
    for name in sorted(after):
        if name in before:
            if before[name] != after[name]:
                changes.append(FileChange("changed", name))
            continue
        formerly = next((each for each in removed if before[each] == after[name]), None)
        if formerly is None:
            changes.append(FileChange("added", name))
        else:
            removed.remove(formerly)
            changes.append(FileChange("renamed", name, formerly))
    return (*changes, *(FileChange("removed", name) for name in sorted(removed)))


def _key(result: ExampleResult | CaseResult) -> object:
    if isinstance(result, CaseResult):
        return result.test.id
    return result.rule.id, result.kind, frozenset(result.example.states.items())
