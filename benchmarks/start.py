"""What `mvpod recommend`, and `mvpod interview` to its first screen and its first prompt, take from their start.

Processor time of whole processes, in a pseudo-terminal. Beside them, in the same rounds: an interpreter that imports
the libraries which the command was seen to load and nothing of ours, and a screen with Textual and nothing of ours. The
kept knowledge is warm, as it is from the second run on. Run with `make bench`.
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
from pathlib import Path

ROUNDS = 7
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
RECOMMEND = ["recommend", "--no-pager", "--lang", "en", str(Path("examples/industrial-sensors.yaml").absolute())]
END_OF_ADVICE = b"Knowledge edition"
LOADED = """
import sys
from mvpod_expert.commands import main
try:
    main()
except SystemExit:
    pass
files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
print(*(name for name, file in files.items() if "site-packages" in file), file=sys.stderr)
"""


def until(words: bytes, command: list[str], folder: str) -> float:
    """Return the processor milliseconds from starting a command in a pseudo-terminal until words are there."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (30, 100))
    environment = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen(  # noqa: S603 - our own
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment
    )
    os.close(theirs)
    shown = b""
    while words not in shown:
        shown += os.read(ours, 4096)
    process.send_signal(signal.SIGKILL)
    _, _, used = os.wait4(process.pid, 0)
    os.close(ours)
    return (used.ru_utime + used.ru_stime) * 1000


def libraries(arguments: list[str], words: bytes, folder: str) -> list[str]:
    """Return a command that imports the libraries that ours loads, and says the words."""
    ran = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", LOADED, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    names = ran.stderr.decode().splitlines()[-1].split()
    return [
        sys.executable,
        "-c",
        f"from importlib import import_module\nfor each in {names}: import_module(each)\nprint({words!r})",
    ]


def main() -> None:
    """Print the medians, and the ratio to what each is held against."""
    # Libraries come compiled; where the environment forbids to write bytecode each start would compile our modules.
    compileall.compile_dir("mvpod_expert", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        until(PROMPT, PLAIN, folder)
        ours = [sys.executable, "-m", "mvpod_expert", *RECOMMEND]
        commands = {
            "recommend, two cells": (END_OF_ADVICE, ours),
            "its libraries alone": (END_OF_ADVICE, libraries(RECOMMEND, END_OF_ADVICE, folder)),
            "the first prompt": (PROMPT, PLAIN),
            "the libraries of the prompt alone": (PROMPT, libraries(PLAIN[3:], PROMPT, folder)),
            "the first screen": (SCREEN_WORDS, SCREEN),
            "a screen with Textual and nothing of ours": (SCREEN_WORDS, [sys.executable, "-c", EMPTY_SCREEN]),
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, (words, command) in commands.items():
                taken[name].append(until(words, command, folder))
    for one, other in zip(*[iter(taken)] * 2, strict=True):
        ratio = statistics.median(a / b for a, b in zip(taken[one], taken[other], strict=True))
        print(f"{one}: {statistics.median(taken[one]):.0f} ms, {ratio:.2f} times {other}")


if __name__ == "__main__":
    main()
