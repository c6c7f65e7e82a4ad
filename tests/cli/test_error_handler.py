"""The error boundary holds when telling of an error goes wrong as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from mvpod_expert.commands import error_handler
from mvpod_expert.commands.error_handler import run
from mvpod_expert.views import findings, messages

TINY = Path(__file__).parent / "tiny"


@pytest.fixture(autouse=True)
def wrong_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run `recommend` on a case with a finding."""
    (tmp_path / "case.yaml").write_text("answers: {no_such_fact: 1}\n", encoding="utf-8")
    monkeypatch.setattr(
        "sys.argv", ["mvpod", "recommend", str(tmp_path / "case.yaml"), "--home", str(TINY), "--lang", "en"]
    )
    monkeypatch.delenv("MVPOD_DEBUG", raising=False)


class Unspeakable(Exception):  # noqa: N818 - a name for what it does
    """An error that cannot say what it is."""

    def __str__(self) -> str:
        message = "nothing to say"
        raise ValueError(message)


@pytest.mark.parametrize("error", [KeyError("low"), RecursionError(), MemoryError(), Unspeakable()])
def test_a_mistake_while_findings_are_told_is_told(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Command lines of this kind catch errors of the work, and die of a traceback when the message has a blank."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(findings, "show_findings", fail)
    assert run() == error_handler.ExitCode.BUG
    printed = capfd.readouterr()
    assert type(error).__name__ in printed.err
    assert "Traceback" not in printed.out + printed.err


def test_a_mistake_in_the_words_is_told(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """The sentence about mistakes comes from the same place as the one that went wrong."""

    def fail(key: str, lang: str) -> str:
        raise KeyError(key)

    monkeypatch.setattr(messages, "_sentence", fail)
    assert run() == error_handler.ExitCode.BUG
    printed = capfd.readouterr()
    assert "KeyError" in printed.err
    assert "Traceback" not in printed.out + printed.err
