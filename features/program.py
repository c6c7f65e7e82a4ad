"""The real program, run in a process of its own, and what a person sees of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
CACHE = CHECKOUT / ".pytest_cache" / "mvpod"
SECONDS = 60


def surroundings(*, measured: bool = True) -> dict[str, str]:
    """Give the environment: a plain terminal of 80 columns, and nothing of the developer's own.

    Args:
        measured: coverage follows into the process. Long work takes several times as long under it, and what a test of
            its own covers need not be measured twice.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("MVPOD")}
    if not measured:
        own.pop("COVERAGE_PROCESS_CONFIG", None)
    return (
        own
        | {"NO_COLOR": "1", "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
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
        """Give the page from the first line with some words up to the next line with one of others, or its end."""
        lines = self.out.splitlines()
        first = next((number for number, line in enumerate(lines) if beginning in line), None)
        assert first is not None, f"nothing on the page says {beginning!r}:\n{self.out}"
        rest = lines[first + 1 :]
        last = next((number for number, line in enumerate(rest) if any(end in line for end in ends)), len(rest))
        return "\n".join([lines[first], *rest[:last]])


class Conversation:
    """The interview running in a process of its own, answered question by question through a pipe.

    Args:
        arguments: the command line.
        folder: where it runs.
    """

    PROMPT = "Answer> "

    def __init__(self, *arguments: str | Path, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mvpod_expert", *map(str, arguments)],
            cwd=folder,
            env=surroundings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.out = ""

    def listen(self) -> str | None:
        """Read up to the next prompt; give what was said since the last, or nothing when the interview has ended."""
        assert self._process.stdout is not None
        said = ""
        while not said.endswith(self.PROMPT):
            character = self._process.stdout.read(1)
            if not character:
                self.out += said
                return None
            said += character
        self.out += said
        return said

    def t(self, words: str) -> None:
        """Type a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """Kill the process, as a power cut would."""
        self._process.kill()
        self._process.communicate()

    def end(self) -> Printed:
        """Hang up and give all that was printed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self.out += self._process.stdout.read()
        self._process.stdout.close()
        return Printed(self._process.wait(SECONDS), self.out, "")


def mvpod(*arguments: str | Path, folder: Path, typed: str | None = None, measured: bool = True) -> Printed:
    """Run the program.

    Args:
        arguments: the command line.
        folder: where it runs.
        typed: what comes in from standard input.
        measured: coverage follows into its process.
    """
    done = subprocess.run(
        [sys.executable, "-m", "mvpod_expert", *map(str, arguments)],
        cwd=folder,
        env=surroundings(measured=measured),
        input=typed if typed is not None else "",
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Printed(done.returncode, done.stdout, done.stderr)


def unmeasured(*arguments: str | Path, folder: Path, typed: str | None = None) -> Printed:
    """Run the program as `mvpod` does, without coverage following into its process.

    For the many cases of commands that read whole homes; a story has coverage follow each of these commands.
    """
    return mvpod(*arguments, folder=folder, typed=typed, measured=False)
