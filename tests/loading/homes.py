"""Copies of the shipped rules and knowledge, edited by replacing text."""

from __future__ import annotations

import shutil
from pathlib import Path

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Diagnostic, UnusableInputError
from mvpod_expert.resources import Home

ROOT = Path(__file__).parents[2]


def copied(folder: Path) -> Home:
    """Copy the shipped home."""
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, folder / name)
    return Home(folder)


def replaced(home: Home, file: str, old: str, new: str) -> tuple[int, int]:
    """Replace a text's first occurrence; give the line and column where it stood."""
    path = home.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not say {old!r}"
    before = text[: text.index(old)]
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def findings(home: Home) -> list[Diagnostic]:
    """Load and compile; give what was found."""
    try:
        compile_rules(load_knowledge(home))
    except UnusableInputError as error:
        return list(error.diagnostics)
    return []
