"""`mvpod rules review` in a real terminal: a key an entry, nothing signed by accident; elsewhere a list."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from features.program import surroundings
from features.program import unmeasured as mvpod
from tests.loading.homes import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pexpect

SECONDS = 60


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a small home in which two drafts use each other."""
    shutil.copytree(ROOT / "tests/fixtures/small", tmp_path / "home")
    for arguments in (
        ("fact", "trust"),
        ("rule", "trust-sells", "--when", "trust=high", "--then", "for=direct", "--strength", "strong"),
    ):
        assert mvpod("rules", "new", *arguments, "--home", "home", folder=tmp_path).code == 0
    for file in ("rules/mode/drafts.yaml", "knowledge/vocabulary/drafts.yaml"):
        path = tmp_path / "home" / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("（待写）", "字").replace("(to be written)", "word"), encoding="utf-8")
    return tmp_path / "home"


def signatures(home: Path) -> list[str]:
    path = home / "knowledge/signatures.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()[2:] if path.exists() else []
    return [line.split("entry: ")[1].split(", means")[0].strip('"') for line in lines]


def walk(home: Path, names: Sequence[str], keys: Sequence[tuple[str, str]]) -> pexpect.spawn:
    """Review in a pseudo-terminal: wait for words, type keys."""
    pexpect = pytest.importorskip("pexpect")
    child: pexpect.spawn = pexpect.spawn(
        sys.executable,
        ["-m", "mvpod_expert", "rules", "review", *names, "--home", str(home), "--lang", "en"],
        env=surroundings(measured=False) | {"COLUMNS": "100"},
        encoding="utf-8",
        timeout=SECONDS,
        dimensions=(40, 100),
    )
    for words, typed in keys:
        child.expect_exact(words)
        child.expect("> $")
        child.send(typed)
    child.expect(pexpect.EOF)
    child.close()
    return child


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix pseudo-terminal")
@pytest.mark.thorough
def test_a_walk_signs_what_is_looked_at_and_nothing_else(home: Path) -> None:
    """Approvals by Enter, by keys typed ahead or by pasting are how rules nobody has read get approved."""
    keys = [
        ("1 of 16", "\r"),
        ("2 of 16", "yyyyyy"),  # pasted: no key
        ("Please type one of", "y"),
        ("Your name", "q\r"),  # a key pressed at the wrong prompt
        ("write at least two letters", "Lin\r"),
        ("3 of 16", "\x1b[B"),
        ("Please type one of", "b"),
        ("2 of 16", "s"),
        ("3 of 16", "y"),
        ("4 of 16", "b"),
        ("Lin has just signed it", "n"),
        ("4 of 16", "\x03"),
    ]
    child = walk(home, ["rule"], keys)
    assert child.exitstatus == 0
    assert "1 signed, 15 left unsigned." in child.before
    (signed,) = signatures(home)
    assert signed in mvpod("rules", "check", "--signed", "--home", home, folder=home).out or signed


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix pseudo-terminal")
@pytest.mark.thorough
def test_drafts_that_use_each_other_are_signed_in_one_walk(home: Path) -> None:
    """Where each approval is carried out alone, two entries that need each other can never be approved."""
    child = walk(home, ["trust", "trust-sells", "--by", "Lin"], [("1 of 2", "y"), ("2 of 2", "y")])
    assert "2 signed, 0 left unsigned." in child.before
    assert signatures(home) == ["advice › fact › trust", "advice › rule › trust-sells"]
    assert "draft" not in (home / "rules/mode/drafts.yaml").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix pseudo-terminal")
@pytest.mark.thorough
def test_a_draft_alone_that_needs_another_stays_one(home: Path) -> None:
    """It is told at the end, and its signature is not kept either."""
    child = walk(home, ["trust-sells", "--by", "Lin"], [("1 of 1", "y")])
    assert "MV354" in child.before
    assert "0 signed, 1 left unsigned." in child.before
    assert signatures(home) == []


def test_without_a_terminal_the_unsigned_are_listed(home: Path) -> None:
    """A program that waits for keys nobody can press hangs a pipeline, or takes what comes for a yes."""
    listed = mvpod("rules", "review", "rule", "--home", home, "--lang", "en", folder=home, typed="y\ny\n")
    assert listed.code == 0
    assert "advice › rule › trust-sells (rules/mode/drafts.yaml:3:5; a draft" in listed.said
    assert "0 signed, 16 left unsigned." in listed.said
    assert signatures(home) == []


def test_more_than_a_screen_is_counted_by_file_and_narrowed(tmp_path: Path) -> None:
    """A list of thousands of lines in a pipe shows nobody where to begin; a name of one letter is a slip of a key."""
    counted = mvpod("rules", "review", "--home", ROOT, "--lang", "en", folder=tmp_path)
    assert len(counted.out.splitlines()) <= 24
    assert "rules/plan/moves.yaml" in counted.out
    assert "more files with" in counted.said
    part = mvpod("rules", "review", "--file", "rules/mode/buying.yaml", "--home", ROOT, "--lang", "en", folder=tmp_path)
    assert "0 signed, 9 left unsigned." in part.said
    assert part.out.count("rules/mode/buying.yaml:") == 9
    unknown = mvpod("rules", "review", "--file", "rules/mode/buyng.yaml", "--home", ROOT, folder=tmp_path)
    assert "rules/mode/buying.yaml" in unknown.said
    assert mvpod("rules", "review", "--all", "--by", "q", "--home", ROOT, folder=tmp_path).code == 2
