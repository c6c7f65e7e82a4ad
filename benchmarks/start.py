"""How long `mvpod interview` takes from its start to the first prompt, in a pseudo-terminal.

Beside it, in the same rounds: an interpreter that imports the libraries the prompt cannot do without, and one that
imports nothing. The kept knowledge is warm, as it is from the second run on. Run with `make bench`.
"""

from __future__ import annotations

import os
import pty
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 15
PROMPT = b"Answer> "
INTERVIEW = [sys.executable, "-m", "mvpod_expert", "interview", "--lang", "en"]
LIBRARIES = [sys.executable, "-c", f"import click, pydantic.main, rich.console; print({PROMPT.decode()!r})"]
NOTHING = [sys.executable, "-c", f"print({PROMPT.decode()!r})"]


def until_prompt(command: list[str], folder: str) -> float:
    """Return the milliseconds from starting a command in a pseudo-terminal until the prompt is there."""
    ours, theirs = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder)  # noqa: S603 - our own
    os.close(theirs)
    shown = b""
    while PROMPT not in shown:
        shown += os.read(ours, 4096)
    taken = (time.perf_counter() - start) * 1000
    process.send_signal(signal.SIGKILL)
    process.wait()
    os.close(ours)
    return taken


def main() -> None:
    """Print the medians and their ratios."""
    commands = {"interview": INTERVIEW, "its libraries alone": LIBRARIES, "an empty interpreter": NOTHING}
    with tempfile.TemporaryDirectory() as folder:
        until_prompt(INTERVIEW, folder)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                taken[name].append(until_prompt(command, folder))
    medians = {name: statistics.median(each) for name, each in taken.items()}
    for name, median in medians.items():
        ratio = medians["interview"] / median
        print(f"to the first prompt, {name}: median {median:.0f} ms; the interview takes {ratio:.1f} times that")


if __name__ == "__main__":
    main()
