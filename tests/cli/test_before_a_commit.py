"""The hooks and the example for pull requests, run by git and a shell in a scratch repository as a person has them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from features.program import surroundings
from features.program import unmeasured as mvpod
from tests.loading.homes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = f"{shlex.quote(sys.executable)} -m mvpod_expert"
MODE = "rules/mode/m.yaml"
SLIP = ("strength: strong", "strength: strnog")
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str, code: int = 0) -> str:
    who = ("-c", "user.name=Wei", "-c", "user.email=wei@localhost")
    environment = surroundings(measured=False) | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["git", "-C", folder, *who, *arguments], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a new home, a repository with its first commit."""
    assert mvpod("rules", "new", "home", "mine", "--home", ROOT / "tests/cli/tiny", folder=tmp_path).code == 0
    assert mvpod("rules", "fmt", "--home", "mine", folder=tmp_path).code == 0
    return tmp_path / "mine"


def edit(home: Path, was: str, now: str) -> None:
    text = (home / MODE).read_text(encoding="utf-8")
    assert was in text
    (home / MODE).write_text(text.replace(was, now, 1), encoding="utf-8")


@pytest.mark.thorough
def test_the_hooks_let_no_fault_into_a_commit(home: Path) -> None:
    """Hooks that are published and never run fail at the first commit, or let everything through."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {each["id"] for each in hooks} == {"mvpod-check", "mvpod-test", "mvpod-fmt"}
    entries = [re.sub(r"^mvpod\b", lambda _: PROGRAM, each["entry"]) for each in hooks]
    hook = home / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nset -e\n" + "\n".join(entries) + "\n", encoding="utf-8")
    hook.chmod(0o755)
    edit(home, *SLIP)
    assert "MV204" in git(home, "commit", "-qam", "Slip", code=1)
    edit(home, *reversed(SLIP))
    edit(home, "fires: [{product: hard}]", "fires: [{product: plain}]")
    assert "effort-favours-direct" in git(home, "commit", "-qam", "Example", code=1)
    edit(home, "fires: [{product: plain}]", "fires: [{product: hard}]")
    edit(home, "{effort: great}", "{effort:   great}")
    assert MODE in git(home, "commit", "-qam", "Form", code=1)
    edit(home, "{effort:   great}", "{effort: great}")
    edit(home, "They cover the wages.", "They cover the travel.")
    git(home, "commit", "-qam", "Reason")


@pytest.mark.slow
def test_the_example_for_pull_requests_shows_what_comes_out_otherwise(home: Path, tmp_path: Path) -> None:
    """Examples in pages that nobody runs name options that are gone; what a reviewer needs is the effect."""
    page = (ROOT / "docs/authors/checking.md").read_text(encoding="utf-8")
    runs = re.findall(r"- run: (mvpod .*)", page)
    assert len(runs) == 3
    git(home, "branch", "main-as-it-was")
    edit(home, "{for: direct, strength: strong}", "{for: direct, strength: weak}")
    git(home, "commit", "-qam", "Turn a rule")
    script = "\n".join(each.replace("origin/${{ github.base_ref }}", "main-as-it-was") for each in runs)
    summary = tmp_path / "summary.md"
    environment = surroundings(measured=False) | {"PYTHONPATH": str(ROOT), "GITHUB_STEP_SUMMARY": str(summary)}
    done = subprocess.run(
        ["sh", "-ec", re.sub(r"(?m)^mvpod\b", lambda _: PROGRAM, script)],
        cwd=home, env=environment | {"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "effort-favours-direct" in summary.read_text(encoding="utf-8")
