"""Runs every story, and makes sure that none is left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gherkin.parser import Parser
from pytest_bdd import scenarios

if TYPE_CHECKING:
    import pytest

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.rglob("*.feature"))

scenarios(*(path.relative_to(FOLDER).as_posix() for path in FILES))


def test_every_story_on_disk_is_run(request: pytest.FixtureRequest) -> None:
    """Each scenario of each .feature file, wherever it lies, is bound to a test of this module."""
    found = [path for path in FOLDER.parent.rglob("*.feature") if ".venv" not in path.parts]
    written = [
        f"{path}: {child['scenario']['name']}"
        for path in found
        for child in Parser().parse(path.read_text(encoding="utf-8"))["feature"]["children"]
        if "scenario" in child
    ]
    bound = [value.__doc__ for name, value in vars(request.module).items() if name.startswith("test_")]
    bound.remove(test_every_story_on_disk_is_run.__doc__)
    assert written
    assert sorted(bound) == sorted(written)
