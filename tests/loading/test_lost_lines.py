"""A line lost from a knowledge file is a finding that can be told, or changes nothing; never a mistake of the program.

Linters of this kind crash on a half-written entry, and so hide every finding that they had.
"""

from __future__ import annotations

import shutil
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Code, UnusableInputError
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.resources import Home
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_expert.views.messages import Messages
from tests.fixtures.homes import SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.diagnostics import Diagnostic

FILES = sorted(
    path.relative_to(SMALL) for folder in ("rules", "knowledge") for path in (SMALL / folder).rglob("*.yaml")
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(SMALL, tmp_path / "home")
    return Home(tmp_path / "home")


def findings(home: Home) -> tuple[Diagnostic, ...]:
    """Return what loading finds, having told it in both languages."""
    try:
        compile_rules(load_knowledge(home))
    except UnusableInputError as error:
        for lang in LANGS:
            show_findings(error.diagnostics, Messages(lang), Terminal(StringIO()))
        return error.diagnostics
    return ()


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_line_that_was_lost_is_told(file: Path, home: Home) -> None:
    """Each line of each file of a small home in turn."""
    path = home.root / file
    whole = path.read_text(encoding="utf-8")
    lines = whole.splitlines(keepends=True)
    for number in range(len(lines)):
        path.write_text("".join(lines[:number] + lines[number + 1 :]), encoding="utf-8")
        findings(home)
    path.write_text(whole, encoding="utf-8")
    assert findings(home) == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    range: {min: 0, max: 1000000}\n", "", Code.KEY_MISSING),
        ("    bands:\n", "    bundles:\n", Code.KEY_UNKNOWN),
        ("{id: large, title", "{id: large, up_to: 60000, title", Code.BANDS_DISORDERED),
        ("{id: large, title", "{id: large, below: 60000, title", Code.BANDS_DISORDERED),
    ],
)
def test_a_number_without_its_limits_is_one_cause(old: str, new: str, code: Code, home: Home) -> None:
    """Rules with examples for a number whose limits are gone, or whose last band ends before the range does."""
    path = home.knowledge / "vocabulary/10-asked.yaml"
    whole = path.read_text(encoding="utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new), encoding="utf-8")
    told = findings(home)
    assert code in {each.code for each in told}
    assert {each.place.file for each in told} == {"knowledge/vocabulary/10-asked.yaml"}
