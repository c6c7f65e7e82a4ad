"""The program, run through its own `main`, and what a person sees of it.

Each run has a process of its own. It is a fork of one that has imported the program already, unless coverage is
measured in it, its interpreter has to start with other settings, or `MVPOD_TEST_PROCESSES=new` asks for processes that
are started anew, as `make thorough` does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features import fork_server
from features.fork_server import CACHE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHECKOUT = Path(__file__).resolve().parent.parent
SECONDS = 180
"""How long a run may take before it counts as hanging."""
MEASURED = "COVERAGE_PROCESS_CONFIG"
"""The variable by which coverage follows into a process."""
READ_AT_START = ("COVERAGE", "LC_", "PYTHON", "TZ")
"""Beginnings of the variables that an interpreter, or what it loads first, reads once."""


def surroundings(*, measured: bool = True) -> dict[str, str]:
    """Return the environment: a plain terminal of 80 columns, no pager to wait in, nothing of the developer's own.

    Args:
        measured: coverage follows into the process. Long work takes several times as long under it, and what a test of
            its own covers need not be measured twice.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("MVPOD")}
    own.pop("LINES", None)  # libraries for screens set it, and it would win over the size of a test's own terminal
    if not measured:
        own.pop(MEASURED, None)
    return (
        own
        | {"NO_COLOR": "1", "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "PAGER": "cat"}
        | {"MVPOD_CACHE": str(CACHE)}
    )


@dataclass(frozen=True)
class Printed:
    """What one run printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything a person sees, on one long line: where lines are broken does not matter."""
        return " ".join(f"{self.out}\n{self.err}".split())

    @property
    def data(self) -> Any:
        """The JSON that was printed."""
        return json.loads(self.out)

    @property
    def cell(self) -> Any:
        """The first market cell of the JSON that was printed."""
        return self.data["cells"][0]

    def part(self, beginning: str, *ends: str) -> str:
        """Return the page from the first line with some words up to the next line with one of others, or its end."""
        lines = self.out.splitlines()
        first = next((number for number, line in enumerate(lines) if beginning in line), None)
        assert first is not None, f"nothing on the page says {beginning!r}:\n{self.out}"
        rest = lines[first + 1 :]
        last = next((number for number, line in enumerate(rest) if any(end in line for end in ends)), len(rest))
        return "\n".join([lines[first], *rest[:last]])


def _settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(READ_AT_START)}


def _start(
    arguments: Sequence[str | Path], folder: Path, environment: Mapping[str, str], streams: tuple[int, int, int]
) -> fork_server.Run | subprocess.Popen[bytes]:
    """Start a run: a fork where that makes no difference, else a process started anew."""
    words = [*map(str, arguments)]
    can_fork = hasattr(os, "fork") and os.environ.get("MVPOD_TEST_PROCESSES") != "new"
    # `python -m` imports from the folder it runs in.
    can_fork = can_fork and not any(folder.glob("*.py")) and not any(folder.glob("*/__init__.py"))
    if can_fork and _settings(environment) == _settings(fork_server.ENVIRONMENT):
        return fork_server.start(words, folder, environment, streams)
    stdin, stdout, stderr = streams
    command = [sys.executable, "-m", "mvpod_expert", *words]
    return subprocess.Popen(command, cwd=folder, env=dict(environment), stdin=stdin, stdout=stdout, stderr=stderr)


class Conversation:
    """The interview running in a process of its own, answered question by question through a pipe.

    Args:
        arguments: the command line.
        folder: where it runs.
    """

    PROMPT = "Answer> "

    def __init__(self, *arguments: str | Path, folder: Path) -> None:
        keys, typing = os.pipe()
        hearing, said = os.pipe()
        self._process = _start(arguments, folder, surroundings(), (keys, said, said))
        os.close(keys)
        os.close(said)
        self._typing = os.fdopen(typing, "w", encoding="utf-8")
        self._hearing = os.fdopen(hearing, encoding="utf-8")
        self.out = ""

    def listen(self) -> str | None:
        """Read up to the next prompt; give what was said since the last, or nothing when the interview has ended."""
        said = ""
        while not said.endswith(self.PROMPT):
            character = self._hearing.read(1)
            if not character:
                self.out += said
                return None
            said += character
        self.out += said
        return said

    def t(self, words: str) -> None:
        """Type a line."""
        self._typing.write(f"{words}\n")
        self._typing.flush()

    def kill(self) -> None:
        """Kill the process, as a power cut would."""
        self._process.kill()
        self._process.wait(SECONDS)
        self._typing.close()
        self._hearing.close()

    def end(self) -> Printed:
        """Hang up and give all that was printed."""
        self._typing.close()
        self.out += self._hearing.read()
        self._hearing.close()
        return Printed(self._process.wait(SECONDS), self.out, "")


def mvpod(
    *arguments: str | Path,
    folder: Path,
    typed: str | None = None,
    measured: bool = True,
    environment: Mapping[str, str] | None = None,
) -> Printed:
    """Run the program.

    Args:
        arguments: the command line.
        folder: where it runs.
        typed: what comes in from standard input.
        measured: coverage follows into its process.
        environment: its environment variables, instead of a plain terminal's.
    """
    around = surroundings(measured=measured) if environment is None else dict(environment)
    if not measured:
        around.pop(MEASURED, None)
    with tempfile.TemporaryFile() as keys, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        keys.write((typed or "").encode())
        keys.seek(0)
        process = _start(arguments, folder, around, (keys.fileno(), out.fileno(), err.fileno()))
        try:
            code = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        out.seek(0)
        err.seek(0)
        done = Printed(code, *(each.read().decode().replace("\r\n", "\n") for each in (out, err)))
    assert "Traceback" not in done.err, done.err
    return done


def unmeasured(
    *arguments: str | Path, folder: Path, typed: str | None = None, environment: Mapping[str, str] | None = None
) -> Printed:
    """Run the program as `mvpod` does, without coverage following into its process.

    For the many cases of commands that read whole homes; a story has coverage follow each of these commands.
    """
    return mvpod(*arguments, folder=folder, typed=typed, measured=False, environment=environment)
