"""A form in a real pseudo-terminal, on the whole screen and line by line: what befalls a person while filling it in."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.mode.interview.saved_interviews import read_saved_interview
from tests.interview.test_signals import shell
from tests.interview.test_terminal import SETTLED, plain
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    import pexpect

pytestmark = pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs a Unix shell")
CTRL_Z = "\x1a"
FRONT_ENDS = ["audit", "audit --plain"]


def run(folder: Path, command: str, at: int) -> pexpect.spawn:
    """Start a form under a shell; wait for a field of it."""
    child = shell(folder, "--norc", "-i")
    child.expect_exact("SHELL>")
    child.sendline(f"{sys.executable} -m mvpod_expert {command} --answers a.yaml --lang en")
    child.expect_exact(f" {at}/27")
    time.sleep(SETTLED)
    return child


def program(child: pexpect.spawn) -> int:
    found = subprocess.run(["pgrep", "-P", str(child.pid)], capture_output=True, check=True)
    return int(found.stdout.split()[0])


def filled(folder: Path) -> dict[str, object]:
    record = read_saved_interview((folder / "a.yaml").read_bytes(), "a.yaml", KNOWLEDGE).record
    return {path[-1]: entry.given for path, entry in record.filled.items()}


@pytest.mark.parametrize("command", FRONT_ENDS)
@pytest.mark.thorough
def test_what_befalls_a_form_loses_nothing_of_it(command: str, tmp_path: Path) -> None:
    """Forms of this kind are tried in a quiet terminal; pasting, suspending, another size and kill -9 break them."""
    child = run(tmp_path, command, 1)
    child.send("\x1b[200~1\r2\rn\x1b[201~" + ("\r" if "plain" in command else ""))
    child.expect_exact(" 4/27")
    time.sleep(SETTLED)
    child.send(CTRL_Z)
    child.expect_exact("SHELL>")
    child.sendline("stty size; fg")
    child.expect_exact("40 100")
    time.sleep(2 * SETTLED)
    child.setwinsize(20, 60)
    time.sleep(SETTLED)
    child.send("u" if "plain" in command else "u\r")
    if "plain" in command:
        child.send("\r")
    child.expect_exact(" 5/27")
    os.kill(program(child), signal.SIGKILL)
    child.expect_exact("Killed")
    child.close(force=True)
    kept = {"plan_mode": "direct", "plan_mode_per_market": "partly", "plan_boundary": "not_applicable"}
    assert filled(tmp_path) == {**kept, "plan_policies": "unknown"}
    child = run(tmp_path, command, 5)
    child.send("/go 17\r")
    child.expect_exact("17/27")
    child.send("80%\r")
    child.expect_exact("18/27")
    number = program(child)
    child.close(force=True)
    for _ in range(100):
        if not os.path.exists(f"/proc/{number}"):  # noqa: PTH110 - a process
            break
        time.sleep(0.1)
    else:
        os.kill(number, signal.SIGKILL)
        pytest.fail("it still runs")
    assert filled(tmp_path)["effort_on_order_line"] == 80


@pytest.mark.parametrize("command", FRONT_ENDS)
def test_done_shows_the_audit_and_a_signal_keeps_what_was_filled_in(command: str, tmp_path: Path) -> None:
    """Forms of this kind save at their end, so a signal takes all; and after it the terminal has no echo."""
    child = run(tmp_path, command, 1)
    child.send("1" if "plain" not in command else "1\r")
    child.expect_exact(" 2/27")
    os.kill(program(child), signal.SIGTERM)
    child.expect_exact("SHELL>")
    assert filled(tmp_path) == {"plan_mode": "direct"}
    child.sendline("stty -a")
    child.expect(r"[^-]\becho\b")
    child.close(force=True)
    child = run(tmp_path, command, 2)
    child.send("\x1b[20~" if "plain" not in command else "done\r")
    child.expect_exact("To see it again: mvpod audit a.yaml")
    assert "The four defects" in plain(child.before)
    child.close(force=True)
