"""A home checked again and again while it is edited: what each save changed, in the files, the findings, the examples.

Which files changed is told by their content, never by what the file system said had happened: editors save through
temporary files, and a file may be touched without another word in it.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mvpod_expert.loading.read_cache import ReadCache
from mvpod_workbench.checks.checking import check_home
from mvpod_workbench.lookup.rulesets import bodies
from mvpod_workbench.testing.example_tests import run_examples
from mvpod_workbench.watching.affected import affected
from mvpod_workbench.watching.finding_tracker import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home
    from mvpod_workbench.checks.checking import Checked
    from mvpod_workbench.lookup.rulesets import BodyName, Ruleset
    from mvpod_workbench.testing.example_tests import ExampleResult
    from mvpod_workbench.watching.finding_tracker import Difference

SUFFIXES = frozenset({".yaml", ".yml", ".csv"})

ChangeKind = Literal["changed", "added", "removed", "renamed"]


@dataclass(frozen=True)
class FileChange:
    """What happened to a file; `formerly` is the old name of a renamed one."""

    kind: ChangeKind
    file: str
    formerly: str = ""


@dataclass(frozen=True)
class Examples:
    """How the examples went.

    Args:
        rules: how many rules the change can have changed.
        run: how many examples these have.
        came: examples that failed now and not before.
        mended: how many failed before and do not now.
        failing: how many fail in all.
    """

    rules: int
    run: int
    came: tuple[ExampleResult, ...]
    mended: int
    failing: int


@dataclass(frozen=True)
class Round:
    """One check.

    Args:
        files: what has changed since the last; nothing at the start.
        checked: all that was found.
        difference: what of it is new, and what is mended.
        examples: how the examples went; nothing when the knowledge cannot be used as it is.
        seconds: how long it took.
    """

    files: tuple[FileChange, ...]
    checked: Checked
    difference: Difference
    examples: Examples | None
    seconds: float

    @property
    def is_fine(self) -> bool:
        """Nothing was found, and every example passes."""
        return not self.checked.findings and self.examples is not None and not self.examples.failing


class Watch:
    """Checks a home whenever it is asked to, and remembers what was there before.

    Args:
        home: the folder that holds rules/ and knowledge/.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self._memory = ReadCache()
        self._ledger = Ledger()
        self._files: dict[str, str] = {}
        self._knowledge: dict[BodyName, KnowledgeBase] = {}
        self._failing: set[object] = set()

    def start(self) -> Round:
        """Check for the first time."""
        self._files = contents(self.home)
        return self._check(())

    def again(self) -> Round | None:
        """Check again; nothing when no file says anything else than before."""
        now = contents(self.home)
        changes = changes_between(self._files, now)
        if not changes:
            return None
        self._files = now
        return self._check(changes)

    def _check(self, files: tuple[FileChange, ...]) -> Round:
        begun = time.perf_counter()
        checked = check_home(self.home, self._memory)
        difference = self._ledger.take(checked)
        examples = self._examples(checked)
        return Round(files, checked, difference, examples, time.perf_counter() - begun)

    def _examples(self, checked: Checked) -> Examples | None:
        if checked.prepared is None:
            return None
        found = bodies(checked.prepared.knowledge, checked.prepared.base)
        results = [each for body in found for each in run_examples(body.knowledge, body.base)]
        looked_at = frozenset(rule for body in found for rule in self._looked_at(body))
        failed = [each for each in results if not each.passed]
        now = set(map(_example, failed))
        before, self._failing = self._failing, now
        self._knowledge = {body.name: body.knowledge for body in found}
        return Examples(
            rules=len(looked_at),
            run=sum(each.rule.id in looked_at for each in results),
            came=tuple(each for each in failed if _example(each) not in before),
            mended=len(before - now),
            failing=len(failed),
        )

    def _looked_at(self, body: Ruleset) -> frozenset[str]:
        """Give the rules of a body that a save can have changed; all of one that was not there before."""
        before = self._knowledge.get(body.name)
        return affected(before, body.knowledge) if before else frozenset(body.knowledge.rules)


def contents(home: Home) -> dict[str, str]:
    """Give every file that can hold knowledge with the fingerprint of what it says; hidden ones are an editor's own."""
    found: dict[str, str] = {}
    for folder in (home.rules, home.knowledge):
        for path in folder.rglob("*"):
            if path.suffix not in SUFFIXES or path.name.startswith("."):
                continue
            try:
                found[home.shown(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError as error:
                # Gone again, a folder, or not to be read: that is told by reading it; here it only has to differ.
                found[home.shown(path)] = str(error.errno)
    return found


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FileChange, ...]:
    """Give what happened to the files; one that is gone and one that came with the same content is one renamed."""
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
    return (*changes, *_removed(removed))


def _removed(names: Iterable[str]) -> Iterable[FileChange]:
    return (FileChange("removed", name) for name in sorted(names))


def _example(result: ExampleResult) -> object:
    return result.rule.id, result.kind, frozenset(result.example.states.items())
