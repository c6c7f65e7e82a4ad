"""A walkthrough in a document, done step by step: files saved, commands run, what they print compared.

In the document, `<!-- save: FILE -->`, `<!-- append: FILE -->` and `<!-- replace in: FILE -->` before a fenced block
say what to do with it; a replacement's block holds the old and the new words with a line of `=====` between. In
```console blocks, a line that begins with `$ ` is a command (one that ends with a backslash goes on in the next line);
what follows, up to the next one, is what it must print, where a line with `…` alone stands for any lines and `…` within
one for any text. A line `^C` says that Ctrl-C is pressed there, and `(exit code 1)` at the end how the command ends,
where it is not with 0. The commands run in a terminal of 80 columns. `export NAME=VALUE` holds from there on.
"""

from __future__ import annotations

import re
import shlex
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pexpect

from features.program import CHECKOUT, SECONDS, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = re.compile(
    r"(?:^<!-- (?P<act>save|append|replace in): (?P<file>[^ ]+) -->\n)?^```(?P<kind>\w*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
EXIT = re.compile(r"^\(exit code (\d+)\)$")
EXPORT = re.compile(r"^export (\w+)=(.*)$")
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
INTERRUPT = "^C"
ANY = "…"
BETWEEN = "=====\n"


@dataclass(frozen=True)
class Command:
    """A command, the lines it must print, and the code it must end with."""

    line: str
    printed: tuple[str, ...]
    code: int


@dataclass(frozen=True)
class Edit:
    """A file that is saved, added to or changed."""

    act: str
    file: str
    body: str

    def do(self, folder: Path) -> None:
        """Do it below a folder."""
        path = folder / self.file
        if self.act == "save":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.body, encoding="utf-8")
            return
        before = path.read_text(encoding="utf-8")
        if self.act == "append":
            path.write_text(before.rstrip("\n") + "\n" + self.body, encoding="utf-8")
            return
        old, new = (words.rstrip("\n") for words in self.body.split(BETWEEN))
        assert before.count(old) == 1, f"{self.file} has {before.count(old)} times:\n{old}"
        path.write_text(before.replace(old, new), encoding="utf-8")


def steps(document: str) -> Iterator[Command | Edit]:
    """Return what a reader does, in order."""
    for block in BLOCK.finditer(document):
        if block["act"]:
            yield Edit(block["act"], block["file"], block["body"])
        elif block["kind"] == "console":
            yield from _commands(block["body"])


def _commands(body: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, *printed = part.rstrip("\n").split("\n")
        while line.endswith("\\"):
            line = line[:-1] + printed.pop(0).strip()
        code = 0
        if printed and (match := EXIT.match(printed[-1])):
            code = int(match[1])
            printed.pop()
        yield Command(line, tuple(printed), code)


class Walk:
    """A reader at a terminal, who does one step after the other.

    Args:
        folder: where the reader is.
        tools: a folder for the program, under the name by which the document calls it.
    """

    def __init__(self, folder: Path, tools: Path) -> None:
        self.folder = folder
        tools.mkdir()
        program = tools / "mvpod"
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mvpod_expert "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        own = surroundings(measured=False)  # each command has tests of its own
        self.environment = own | {
            "PATH": f"{tools}:{own['PATH']}",
            "PYTHONPATH": str(CHECKOUT),
            "TERM": "xterm",
        }

    def take(self, step: Command | Edit) -> None:
        """Take a step.

        Raises:
            AssertionError: the command prints or ends otherwise than the document says.
        """
        if isinstance(step, Edit):
            step.do(self.folder)
        elif exported := EXPORT.match(step.line):
            assert not step.printed
            self.environment[exported[1]] = exported[2]
        else:
            self._run(step)

    def _run(self, command: Command) -> None:
        child = pexpect.spawn(
            "/bin/bash",
            ["-c", command.line],
            cwd=str(self.folder),
            env=self.environment,
            encoding="utf-8",
            timeout=SECONDS,
            dimensions=(50, 80),
        )
        said = ""
        if INTERRUPT in command.printed:
            first = pattern(command.printed[: command.printed.index(INTERRUPT)])
            said = _heard(child, first)
            child.sendintr()
        child.expect(pexpect.EOF)
        said += child.before or ""
        child.close()
        came = plain(said)
        asked = tuple(line for line in command.printed if line != INTERRUPT)
        assert pattern(asked).fullmatch(came), (
            f"$ {command.line}\n--- the document says\n" + "\n".join(asked) + f"\n--- it prints\n{came}"
        )
        assert child.exitstatus == command.code, f"$ {command.line}\nends with {child.exitstatus}:\n{came}"


def _heard(child: pexpect.spawn[str], words: re.Pattern[str]) -> str:
    """Listen until what was said begins with a pattern; more may have been said with it."""
    said, end = "", time.monotonic() + SECONDS
    while not words.match(plain(said)):
        assert time.monotonic() < end, f"waited for\n{words.pattern}\nheard\n{said}"
        try:
            said += child.read_nonblocking(4096, timeout=1)
        except pexpect.TIMEOUT:
            continue
    return said


def plain(said: str) -> str:
    """Return what a terminal was sent as lines of text, without colours, blanks at the ends, or the echo of Ctrl-C."""
    text = CONTROLS.sub("", said).replace("\r\n", "\n").replace(INTERRUPT, "")
    return "".join(f"{line.rstrip()}\n" for line in text.strip("\n").split("\n")) if text.strip() else ""


def pattern(printed: tuple[str, ...]) -> re.Pattern[str]:
    """Return what the printed text must match."""
    parts = []
    for line in printed:
        if line.strip() == ANY:
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(each) for each in line.rstrip().split(ANY)) + r"\n")
    return re.compile("".join(parts))
