"""Every kind of input, damaged: each is taken or refused with words, within its time, and steers no terminal.

Parsers are found wanting by inputs nobody would write; what was found once is kept in `corpus/` and tried each time.
The damages are plain seeded ones that know lines, tokens and values: a failing input is its own small example, so
nothing needs shrinking, and the same seed fails again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fuzz.targets import TARGETS, Bench, Target, kept, wrong

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20261129
EACH = 12
MANY = 1500


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Work in a folder with a case and a small home."""
    monkeypatch.chdir(tmp_path)
    return Bench(tmp_path)


@pytest.mark.parametrize(("target", "path"), list(kept()), ids=lambda each: getattr(each, "name", str(each)))
def test_what_failed_once_does_not_fail_again(target: Target, path: Path, bench: Bench) -> None:
    """Inputs that once ended in a mistake of the program."""
    for command in target.commands:
        assert not bench.fault(target, target.file, path.read_bytes(), command), command


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_few_damaged_inputs_of_each_kind(target: Target, bench: Bench) -> None:
    """The same few each time, within seconds."""
    assert list(wrong(bench, target, SEED, EACH)) == []


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_many_damaged_inputs_of_each_kind(target: Target, bench: Bench) -> None:
    """As many as minutes allow; `python -m tests.fuzz.campaign` goes on with others."""
    assert list(wrong(bench, target, SEED + 1, MANY)) == []


def test_the_bench_notices_what_is_wrong(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fuzzer that cannot fail finds nothing."""
    case = TARGETS[0]
    monkeypatch.setattr("mvpod_expert.commands.recommend.read_case", lambda *_: 1 // 0)
    assert "ZeroDivisionError" in bench.fault(case, "case.yaml", b"answers: {}", "recommend case.yaml")
    monkeypatch.undo()
    monkeypatch.setattr("mvpod_expert.views.console.tame", lambda text: text)
    monkeypatch.chdir(bench.folder)
    hostile = b'client: "\\e[31m"\nanswers: {market_stage: mature}\n'
    assert "printed" in bench.fault(case, "case.yaml", hostile, "recommend case.yaml")
