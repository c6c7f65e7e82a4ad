"""A walkthrough in a document, done step by step: files are saved as they stand, commands run, what they print held against it.

In the document, `<!-- save: FILE -->`, `<!-- append: FILE -->` and `<!-- replace in FILE -->` before a fenced block say what
to do with it; a replacement's block holds the old and the new text with a line of `=====` between. In ```console blocks, a line
that begins with `$ ` is a command; what follows, up to the next one, is what it must print, where a line with `…` alone
stands for any lines and `…` within one for any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = re.compile(
    r"(?:^<!-- (?P<act>save|append|replace in):? (?P<file>[^ ]+) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
EXIT = re.compile(r"^\(exit code (\d+)\)$")


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
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.act == "save":
            path.write_text(self.body, encoding="utf-8")
            return
        before = path.read_text(encoding="utf-8")
        if self.act == "append":
            path.write_text(before.rstrip("\n") + "\n" + self.body, encoding="utf-8")
            return
        old, new = self.body.split("=====\n")
        assert before.count(old) == 1, f"{self.file} has {before.count(old)} times:\n{old}"
        path.write_text(before.replace(old, new), encoding="utf-8")


def steps(document: str) -> Iterator[Command | Edit]:
    """Give what a reader does, in order."""
    for block in BLOCK.finditer(document):
        if block["act"]:
            yield Edit(block["act"], block["file"], block["body"])
        elif block["kind"] == "console":
            yield from _commands(block["body"])


def _commands(body: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, *printed = part.rstrip("\n").split("\n")
        code = 0
        if printed and (match := EXIT.match(printed[-1])):
            code = int(match[1])
            printed.pop()
        yield Command(line, tuple(printed), code)


def pattern(printed: tuple[str, ...]) -> re.Pattern[str]:
    """Give what the printed text must match, lines' ends apart."""
    parts = []
    for line in printed:
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(each) for each in line.rstrip().split("…")) + r"[ \t]*\n")
    return re.compile("".join(parts))
