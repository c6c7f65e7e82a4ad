"""Broken knowledge: one mistake a folder, one finding, and the exact message that a rule author reads."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from features.program import CHECKOUT
from features.program import unmeasured as mvpod
from mvpod_expert.commands.error_handler import run
from mvpod_expert.model.diagnostics import Code
from tests.fixtures.homes import BROKEN, NAMES, SMALL, laid_over

if TYPE_CHECKING:
    from pathlib import Path

UPDATE = bool(os.environ.get("MVPOD_UPDATE_GOLDEN"))
TODAY = ["--today", "2026-11-25"]
MESSAGE = re.compile(r"^\S+: (?:error|warning|错误|警告) (MV\d+)", re.MULTILINE)
NOTE = re.compile(r" · (MV\d+)$", re.MULTILINE)

# What no file of a home can bring about, or what a fixture cannot hold: of results, the machine and git revisions.
ELSEWHERE = {
    Code.FILE_UNREADABLE,
    Code.FILE_TOO_LARGE,
    Code.RESULT_NOT_JSON,
    Code.RESULT_FOREIGN,
    Code.RESULT_VERSION,
    Code.RESULT_MALFORMED,
    Code.NOT_A_FILE_IN_REVISION,
}


def checked(
    name: str, lang: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """Check a broken home in this process; give the exit code and what was printed."""
    arguments = laid_over(name, folder)
    monkeypatch.chdir(folder)
    for variable, value in (("COLUMNS", "80"), ("NO_COLOR", "1"), ("MVPOD_CACHE", ""), ("MVPOD_HOME", "")):
        monkeypatch.setenv(variable, value)
    today = [] if "--today" in arguments else TODAY
    monkeypatch.setattr("sys.argv", ["mvpod", "rules", "check", "--home", ".", "--lang", lang, *today, *arguments])
    code = run()
    printed = capfd.readouterr()
    assert "Traceback" not in printed.err
    return code, printed.out + printed.err


# Every mistake is pinned in English, a sample in Chinese as well.
PINNED = [
    (name, lang)
    for name in NAMES
    for lang in ("en", "zh")
    if lang == "en" or (BROKEN / name / f"expected.{lang}.txt").exists()
]


@pytest.mark.parametrize(("name", "lang"), PINNED)
def test_a_mistake_is_told_as_expected(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The message is the pinned one, and there is one finding; a note changes no exit code."""
    pinned = BROKEN / name / f"expected.{lang}.txt"
    code, said = checked(name, lang, tmp_path / "home", monkeypatch, capfd)
    if UPDATE:
        pinned.write_text(said, encoding="utf-8")
    assert said == pinned.read_text(encoding="utf-8")
    found = MESSAGE.findall(said)
    assert code == (1 if found else 0)
    assert len(found or NOTE.findall(said)) == 1


def test_the_small_home_checks_clean_and_its_examples_are_true(tmp_path: Path) -> None:
    """What the broken homes are made of has no finding and no note."""
    for lang, words in (("en", "No findings"), ("zh", "没有发现问题")):
        printed = mvpod("rules", "check", "--notes", "--home", str(SMALL), *TODAY, "--lang", lang, folder=tmp_path)
        assert (printed.code, printed.err) == (0, "")
        assert printed.said.startswith(words)
        assert "MV" not in printed.out
    assert mvpod("rules", "test", "--home", str(SMALL), folder=tmp_path).code == 0


def test_there_are_many_and_a_sample_in_chinese() -> None:
    """At least 80 mistakes, and 20 of them in both languages; every one differs from the small home."""
    assert len(NAMES) >= 80
    assert sum((BROKEN / name / "expected.zh.txt").exists() for name in NAMES) >= 20


def test_every_code_a_home_can_bring_about_is_shown() -> None:
    """A code without a broken home is listed with its reason, and the list has no code that has one."""
    shown = set()
    for name in NAMES:
        said = (BROKEN / name / "expected.en.txt").read_text(encoding="utf-8")
        shown |= {*MESSAGE.findall(said), *NOTE.findall(said)}
    ours = {code for code in Code if code.value < "MV340"}
    assert {code.value for code in ours} - shown == {code.value for code in ELSEWHERE}


@pytest.mark.parametrize("name", ["conclusions-conflict", "fact-misspelt", "question-nobody-needs"])
def test_the_program_itself_says_the_same(name: str, tmp_path: Path) -> None:
    """In a process of its own, from another folder, it prints what is pinned and exits with 1."""
    laid_over(name, tmp_path / "home")
    printed = mvpod("rules", "check", "--home", "home", *TODAY, "--lang", "en", folder=tmp_path)
    assert (printed.code, printed.out) == (1, (BROKEN / name / "expected.en.txt").read_text(encoding="utf-8"))


def test_findings_as_data_and_as_annotations_say_the_same(tmp_path: Path) -> None:
    """JSON keeps notes apart; GitHub's workflow commands call them notices and show them when asked."""
    laid_over("options-nothing-tells-apart", tmp_path / "home")
    data = mvpod("rules", "check", "--home", "home", *TODAY, "--format", "json", folder=tmp_path)
    assert (data.code, data.data["diagnostics"]) == (0, [])
    assert [note["code"] for note in data.data["notes"]] == ["MV331"]
    assert mvpod("rules", "check", "--home", "home", *TODAY, "--format", "github", folder=tmp_path).out == ""
    shown = mvpod("rules", "check", "--home", "home", *TODAY, "--notes", "--format", "github", folder=tmp_path)
    assert shown.code == 0
    assert shown.out.startswith("::notice file=knowledge/vocabulary/10-asked.yaml,line=")
    json.dumps(data.data)


def test_what_the_page_about_checking_shows_is_what_is_printed() -> None:
    """Every finding quoted in the document is one of the pinned messages, word for word."""
    page = (CHECKOUT / "docs" / "authors" / "checking.md").read_text(encoding="utf-8")
    quoted = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    pinned = {(BROKEN / name / "expected.en.txt").read_text(encoding="utf-8") for name in NAMES}
    assert len(quoted) >= 3
    assert set(quoted) <= pinned
