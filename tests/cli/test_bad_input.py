"""Bad input: a clear finding with its place, exit 2, nothing advised; the messages are pinned in golden files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.commands.error_handler import run
from tests.cli.bad_inputs import BAD

GOLDEN = Path(__file__).with_name("golden")
UPDATE = bool(os.environ.get("MVPOD_UPDATE_GOLDEN"))
GOOD = "answers: {market_stage: mature, product_complexity: high}\n"
WIDTH = 80


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_bad_case_file_is_told_and_nothing_is_advised(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The message is the pinned one, on standard error, with exit 2; standard output stays empty."""
    BAD[name](tmp_path / "case.yaml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.argv", ["mvpod", "recommend", "case.yaml", "--lang", lang])
    code = run()
    printed = capfd.readouterr()
    assert (code, printed.out) == (2, "")
    pinned = GOLDEN / f"{name}.{lang}.txt"
    if UPDATE:
        pinned.write_text(printed.err, encoding="utf-8")
    assert printed.err == pinned.read_text(encoding="utf-8")
    assert printed.err.startswith("case.yaml")


def test_every_golden_file_belongs_to_an_input() -> None:
    """No message is pinned that nothing prints."""
    assert {each.name for each in GOLDEN.iterdir()} == {f"{name}.{lang}.txt" for name in BAD for lang in ("en", "zh")}


@pytest.mark.parametrize("name", ["unknown-option", "binary-junk", "missing"])
def test_a_good_file_beside_a_bad_one_is_not_advised_on(name: str, tmp_path: Path) -> None:
    """One unusable file stops the whole call, in text and in JSON."""
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    BAD[name](tmp_path / "case.yaml")
    for form in ("terminal", "json"):
        printed = mvpod("recommend", "good.yaml", "case.yaml", "--format", form, folder=tmp_path)
        assert (printed.code, printed.out) == (2, "")


def test_standard_input_is_told_like_a_file(tmp_path: Path) -> None:
    """A finding about standard input has its line and column too."""
    printed = mvpod("recommend", "-", folder=tmp_path, typed="answers:\n  market_stage: matur\n")
    assert printed.code == 2
    assert "<stdin>:2:17: error MV302" in printed.err


def test_all_findings_of_all_files_are_told_in_the_order_of_their_places(tmp_path: Path) -> None:
    """Nobody has to run the program once a mistake."""
    BAD["several"](tmp_path / "a.yaml")
    BAD["two-cells-one-id"](tmp_path / "b.yaml")
    printed = mvpod("recommend", "a.yaml", "b.yaml", folder=tmp_path)
    places = [line.split(": error")[0] for line in printed.err.splitlines() if ": error" in line]
    assert places == ["a.yaml:2:23", "a.yaml:3:18", "a.yaml:4:17", "a.yaml:5:3", "b.yaml:3:10"]
    assert "5 findings; nothing was advised." in printed.err


def test_what_a_file_says_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Control characters of a client's name and of a wrong value do not reach the terminal."""
    (tmp_path / "case.yaml").write_text('client: "\\e]0;title\\a\\e[31mEve"\nanswers: {}\n', encoding="utf-8")
    printed = mvpod("recommend", "case.yaml", folder=tmp_path)
    assert printed.code == 4
    assert "Eve" in printed.out
    assert not any(ord(each) < 32 and each != "\n" for each in printed.out + printed.err)


def test_a_json_case_file_may_be_indented_with_tabs(tmp_path: Path) -> None:
    """JSON is read like YAML, tabs included."""
    (tmp_path / "case.json").write_text('{\n\t"answers": {\n\t\t"market_stage": "mature"\n\t}\n}\n', encoding="utf-8")
    assert mvpod("recommend", "case.json", folder=tmp_path).code == 4
