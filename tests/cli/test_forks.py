"""The runs of the tests are forks of one process; a person's are new ones. They say the same."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from features import fork_server
from features.program import CHECKOUT, Conversation, surroundings
from features.program import unmeasured as mvpod

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXAMPLE = CHECKOUT / "examples" / "industrial-sensors.yaml"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command of each fork that is started."""
    commands: list[str] = []
    start: Callable[..., fork_server.Run] = fork_server.start

    def noted(arguments: list[str], *rest: object) -> fork_server.Run:
        commands.append(arguments[0])
        return start(arguments, *rest)

    monkeypatch.setattr(fork_server, "start", noted)
    monkeypatch.delenv("MVPOD_TEST_PROCESSES", raising=False)
    return commands


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (("recommend", EXAMPLE, "--lang", "zh"), None, 0),
        (("recommend", "-", "--format", "json"), "answers: {}\n", 4),
        (("recommend", "misspelt.yaml"), None, 2),
        (("rules", "shw"), None, 2),
        (("rules", "--help"), None, 0),
        (("interview", "--answers", "a.yaml"), "1\nq\n", 130),
    ],
)
def test_a_fork_says_what_a_new_process_says(  # noqa: PLR0917 - fixtures
    arguments: tuple[str | Path, ...],
    typed: str | None,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    started: list[str],
) -> None:
    """Streams and exit code are the same.

    Tools of this kind test a program that has been imported, and ship one that starts; what an import keeps (language,
    streams) then differs, and no test shows it.
    """
    folders = [tmp_path / "fork", tmp_path / "new"]
    for folder in folders:
        folder.mkdir()
        (folder / "misspelt.yaml").write_text("answers: {market_stage: matur}\n", encoding="utf-8")
    forked = mvpod(*arguments, folder=folders[0], typed=typed)
    assert len(started) == 1
    monkeypatch.setenv("MVPOD_TEST_PROCESSES", "new")
    new = mvpod(*arguments, folder=folders[1], typed=typed)
    assert len(started) == 1
    assert forked.code == code
    assert forked == new


def test_nothing_of_one_run_is_left_for_the_next(tmp_path: Path, started: list[str]) -> None:
    """Language, width and folder are those of each run."""
    (tmp_path / "deep").mkdir()
    chinese = surroundings() | {"MVPOD_LANG": "zh", "COLUMNS": "60"}
    before = mvpod("recommend", "misspelt.yaml", folder=tmp_path)
    other = mvpod("recommend", "misspelt.yaml", folder=tmp_path / "deep", environment=chinese)
    assert mvpod("recommend", "misspelt.yaml", folder=tmp_path) == before
    assert "there is no such file" in before.err
    assert "there is no such file" not in other.err
    assert len(started) == 3


def test_what_an_interpreter_reads_at_its_start_makes_a_new_process(tmp_path: Path, started: list[str]) -> None:
    """Another import path, encoding or locale cannot be given to a fork."""
    for name, value in (("PYTHONPATH", str(CHECKOUT)), ("PYTHONUTF8", "1"), ("LC_ALL", "zh_CN.UTF-8")):
        assert mvpod("--version", folder=tmp_path, environment=surroundings() | {name: value}).code == 0
    assert started == []


def test_a_fork_can_be_killed(tmp_path: Path, started: list[str]) -> None:
    """It ends as a killed process does, and says nothing more."""
    talk = Conversation("interview", "--answers", "a.yaml", folder=tmp_path)
    assert talk.listen() is not None
    talk.kill()
    assert started == ["interview"]
    assert talk._process.wait() == -9
