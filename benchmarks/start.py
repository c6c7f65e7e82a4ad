"""How long `mvpod interview` takes from its start to its first screen, and to the first prompt of the line dialogue.

In a pseudo-terminal; beside them, in the same rounds: a screen with Textual and nothing of ours, an interpreter that
imports the libraries the prompt cannot do without, and one that imports nothing. The kept knowledge is warm, as it is
from the second run on. Run with `make bench`.
"""

from __future__ import annotations

import compileall
import os
import pty
import signal
import statistics
import subprocess
import sys
import tempfile
import termios
import time

ROUNDS = 15
PROMPT = b"Answer> "
SCREEN_WORDS = b"First, the client"
PLAIN = [sys.executable, "-m", "mvpod_expert", "interview", "--plain", "--lang", "en"]
SCREEN = [sys.executable, "-m", "mvpod_expert", "interview", "--lang", "en"]
EMPTY_SCREEN = """
import click, pydantic.main, rich.console
from textual.app import App
from textual.widgets import Button, Input, Label, OptionList, RadioSet, Static

class Empty(App):
    def compose(self):
        for _ in range(4):
            yield Input()
        yield Button()
        yield RadioSet("a", "b", "c")
        yield OptionList("a", "b")
        yield Static("First, the client")

Empty().run()
"""
LIBRARIES = [sys.executable, "-c", f"import click, pydantic.main, rich.console; print({PROMPT.decode()!r})"]
NOTHING = [sys.executable, "-c", f"print({PROMPT.decode()!r})"]


def until(words: bytes, command: list[str], folder: str) -> float:
    """Return the milliseconds from starting a command in a pseudo-terminal until words are there."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (30, 100))
    start = time.perf_counter()
    environment = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen(  # noqa: S603 - our own
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment
    )
    os.close(theirs)
    shown = b""
    while words not in shown:
        shown += os.read(ours, 4096)
    taken = (time.perf_counter() - start) * 1000
    process.send_signal(signal.SIGKILL)
    process.wait()
    os.close(ours)
    return taken


def main() -> None:
    """Print the medians and their ratios."""
    commands = {
        "the first screen": (SCREEN_WORDS, SCREEN),
        "a screen with Textual and nothing of ours": (SCREEN_WORDS, [sys.executable, "-c", EMPTY_SCREEN]),
        "the first prompt": (PROMPT, PLAIN),
        "the libraries of the prompt alone": (PROMPT, LIBRARIES),
        "an empty interpreter": (PROMPT, NOTHING),
    }
    # Libraries come compiled; where the environment forbids to write bytecode each start would compile our modules.
    compileall.compile_dir("mvpod_expert", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        until(PROMPT, PLAIN, folder)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, (words, command) in commands.items():
                taken[name].append(until(words, command, folder))
    for name, each in taken.items():
        print(f"{name}: median {statistics.median(each):.0f} ms")


if __name__ == "__main__":
    main()
