"""The terminal under a shell: pasted lines, Ctrl-Z and signals do the same at every prompt."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pexpect
import pytest

from features.program import surroundings
from tests.interview.test_journal_file import resumed
from tests.interview.test_terminal import PROMPT, SECONDS, SETTLED, heeding_hangups, plain, start

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs a Unix shell")
FRONT_ENDS = ("interview --plain", "audit --plain")


def shell(folder: Path, *arguments: str) -> pexpect.spawn:
    """Start a shell in a pseudo-terminal."""
    environment = {**surroundings(), "TERM": "xterm-256color", "PS1": "SHELL> "}
    return pexpect.spawn(
        "bash",
        list(arguments),
        cwd=str(folder),
        env=environment,
        encoding="utf-8",
        timeout=SECONDS,
        preexec_fn=heeding_hangups,
        dimensions=(40, 100),
    )


def at_prompt(child: pexpect.spawn) -> None:
    child.expect(PROMPT["en"])
    time.sleep(SETTLED)


@pytest.mark.parametrize("at", [0, 2])
@pytest.mark.parametrize("keys", ["u\nu\nu\n", "\x1b[200~u\nu\nu\n\x1b[201~", "\x1b[200~u\ru\ru\x1b[201~\r"])
def test_pasted_lines_are_lines_typed(keys: str, at: int, tmp_path: Path) -> None:
    """Prompts of this kind take several pasted lines for one answer, at some prompts and not at others."""
    child = start(tmp_path)
    for _ in range(at):
        at_prompt(child)
        child.sendline("u")
    at_prompt(child)
    child.send(keys)
    for _ in range(3):
        child.expect(PROMPT["en"])
    child.sendline("q")
    child.expect_exact(f"{at + 3} answers saved")
    child.close(force=True)
    assert len(resumed(tmp_path / "a.yaml").record.cell.answers) == at + 3


@pytest.mark.parametrize("command", FRONT_ENDS)
def test_ctrl_z_suspends_at_every_prompt(command: str, tmp_path: Path) -> None:
    """Prompts of this kind suspend while the terminal reads for them, and type ^Z once a library does."""
    child = shell(tmp_path, "--norc", "-i")
    child.expect_exact("SHELL>")
    child.sendline(f"{sys.executable} -m mvpod_expert {command} --answers a.yaml --lang en")
    for _ in range(2):
        at_prompt(child)
        child.send("\x1a")
        child.expect_exact("Stopped")
        child.expect_exact("SHELL>")
        child.sendline("fg")
        time.sleep(SETTLED)
        child.sendline("u")
    at_prompt(child)
    child.sendline("q")
    child.expect_exact("2 answers saved")
    child.close(force=True)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("SIGTERM", "interview --plain"),
        ("SIGTERM", "audit --plain"),
        ("SIGHUP", "interview --plain"),
        ("SIGQUIT", "audit --plain"),
    ],
)
def test_a_signal_gives_the_terminal_back(name: str, command: str, tmp_path: Path) -> None:
    """Prompts of this kind are ended and leave a shell in which nothing is seen that is typed."""
    number = getattr(signal, name)
    run = f"{sys.executable} -m mvpod_expert {command} --answers a.yaml --lang en; echo ended $?; stty -a"
    for answers in (0, 1):
        child = shell(tmp_path, "-c", run)
        for _ in range(answers):
            at_prompt(child)
            child.sendline("u")
        at_prompt(child)
        found = subprocess.run(["pgrep", "-P", str(child.pid)], capture_output=True, check=True)
        os.kill(int(found.stdout.split()[0]), number)
        child.expect(pexpect.EOF)
        shown = plain(child.before)
        child.close()
        assert f"ended {128 + number}" in shown
        assert re.search(r"[^-]\becho\b", shown)
        assert re.search(r"[^-]\bicanon\b", shown)
        assert (tmp_path / "a.yaml").exists() == bool(answers)


CLEARING = """
import gc, signal, sys, time, weakref
from mvpod_expert.commands.error_handler import _end_on_signals

class Kept:
    pass

class Finalized:
    def __del__(self):
        signal.raise_signal(signal.{name})

def called(*_):
    gc.callbacks.clear()
    signal.raise_signal(signal.{name})

_end_on_signals()
kept = Kept()
{way}
print("went on", flush=True)
time.sleep(20)
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize(
    "way",
    [
        "watch = weakref.ref(kept, called); del kept",
        "kept = Finalized(); del kept",
        "gc.callbacks.append(called); gc.collect()",
    ],
)
def test_a_signal_that_meets_a_finalizer_ends_the_program_all_the_same(way: str, name: str) -> None:
    """Programs of this kind raise an exit in the handler; Python drops what is raised while it clears objects away."""
    code = CLEARING.format(way=way, name=name)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=15)
    assert ran.returncode in {128 + getattr(signal, name), -getattr(signal, name)}, ran.stderr
