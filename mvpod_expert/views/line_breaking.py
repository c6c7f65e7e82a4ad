"""How texts are broken, cut and measured in terminal cells: Chinese characters count two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator

NARROW = "\0-\u2e7f\ufb00-\ufeff\ufff0-\U0010ffff"
"""All that is not wide: compiling a pattern takes as long as the ranges it names, and these are the shorter ones."""
OPENING = "（《「『“‘【"
CLOSING = "，。；：、！？）》」』”’】％"
WORD = f"(?:[!-~]+|(?![\\s‘’“”])[{NARROW}])+"
TOKEN = re.compile(f"\\s+|[{OPENING}]*(?:[^{NARROW}]|{WORD})[{CLOSING}]*|[{OPENING}{CLOSING}]+")
CUT = "…"


def wrapped(text: str, room: int, hang: int = 0) -> list[str]:
    """Break a text into lines; Chinese breaks between characters, and no line starts with a closing mark.

    A line has `room` cells; all lines but the first are `hang` cells shorter.
    """
    lines: list[str] = []
    line, used = "", 0
    for token in TOKEN.findall(text):
        width = cell_len(token)
        if token.isspace():
            line, used = (line + token, used + width) if line else ("", 0)
            continue
        if line and used + width > room - (hang if lines else 0):
            lines.append(line.rstrip())
            line, used = "", 0
        limit = room - (hang if lines else 0)
        if not line and width > limit:
            *full, line = _pieces(token, limit, room - hang)
            lines += full
            used = cell_len(line)
            continue
        line, used = line + token, used + width
    return [*lines, line.rstrip()]


def _pieces(word: str, first: int, others: int) -> Iterator[str]:
    """Cut a word that is longer than a line, walking along it once."""
    start, used, limit = 0, 0, first
    for at, letter in enumerate(word):
        width = cell_len(letter)
        if at > start and used + width > limit:
            yield word[start:at]
            start, used, limit = at, 0, others
        used += width
    yield word[start:]


def fitting(text: str, room: int) -> str:
    """Return as much of a text from its beginning as fits into a number of cells."""
    return next(_pieces(text, room, room))


def shortened(text: str, room: int) -> str:
    """Return a text that fits into a number of cells, with a sign where it had to be cut."""
    return text if cell_len(text) <= room else fitting(text, room - 1).rstrip() + CUT


def padded(text: str, width: int, *, is_right: bool = False) -> str:
    """Return a text with blanks behind it, or before it, up to a width in cells."""
    gap = " " * (width - cell_len(text))
    return gap + text if is_right else text + gap


def cells(text: str) -> int:
    """Return the width of a text in terminal cells."""
    return cell_len(text)
