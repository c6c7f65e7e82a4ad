"""Edited files tried out before they are written: the knowledge is read and its examples run in a copy of the home."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.errors import MvpodError
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Diagnostic, UnusableInputError
from mvpod_expert.resources import Home
from mvpod_workbench.lookup.rulesets import bodies
from mvpod_workbench.testing.example_tests import run_examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class LessCleanError(MvpodError):
    """The knowledge would have these findings, or failed examples, that it has not; nothing was written."""

    def __init__(self, findings: tuple[Diagnostic, ...]) -> None:
        super().__init__(f"{len(findings)} finding(s)")
        self.findings = findings


def check_as_clean(home: Home, texts: Mapping[Path, str], unsaved: Mapping[Path, str] | None = None) -> None:
    """Check that a home with edited files has no finding and no failed example that it does not have as it is.

    `unsaved` is what files say today, where that is not on disk yet.

    Raises:
        LessCleanError: it has.
    """
    with tempfile.TemporaryDirectory() as folder:
        edited = {path: text.encode() for path, text in {**(unsaved or {}), **texts}.items()}
        after, failed_after = _state_of(copied(home, edited, Path(folder)))
    if not after and not failed_after:
        return
    before, failed_before = _state_of(home, unsaved)
    known, found = _counted(before), _counted(after)
    worse = tuple(each for each in after if found[each.code] > known[each.code])
    if worse or failed_after > failed_before:
        raise LessCleanError(worse)


def _counted(findings: Iterable[Diagnostic]) -> Counter[str]:
    return Counter(each.code for each in findings for _ in range(int(each.details.get("places", 1))))


def copied(home: Home, edited: Mapping[Path, bytes | None], folder: Path) -> Home:
    """Return a copy of a home in a folder, with other contents for some files, or without them."""
    read = {path: path.read_bytes() for path in files_read(home) if path not in edited}
    for path, content in {**read, **edited}.items():
        if content is not None:
            place = folder / home.shown(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    return Home(folder)


def _state_of(home: Home, unsaved: Mapping[Path, str] | None = None) -> tuple[tuple[Diagnostic, ...], int]:
    try:
        knowledge = load_knowledge(home, unsaved=unsaved, drafts=True)
        base = compile_rules(knowledge)
        if knowledge.drafts:
            compile_rules(load_knowledge(home, unsaved=unsaved))
    except UnusableInputError as error:
        return error.diagnostics, 0
    results = (example for body in bodies(knowledge, base) for example in run_examples(body.knowledge, body.base))
    return (), sum(not result.passed for result in results)
