"""Slips of the keyboard that make a file no YAML: found in its text, because the parser says only where it gave up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind = Literal["conflict", "unclosed", "full_width", "odd_space", "invisible", "no_space", "comparison", "comment"]

ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|\u200d(?![\u2600-\u27bf\U0001f000-\U0001ffff])"
)
"""Characters without width, and those that turn the direction of writing; joined emoji are none."""
KEY = re.compile(r"(?:^[\s-]*|[{,]\s*)([A-Za-z_][\w-]*)\s*:(?=\s|$)")
OF_TEXT = {"zh", "en"}
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}|={7})(?:\s|$)")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w])\'(?:[^\']|\'\')*\'')
COMMENT = re.compile(r"(?:^|\s)#.*$")
OPENED = re.compile(r"(?:[:\[{,]\s*|^\s*-\s+)(\"|')(?=[^\"']*$)")
PLAIN = {"：": ": ", **dict.fromkeys("，、；", ", "), **dict(zip("｛｝［］【】", "{}[][]", strict=True))}
"""Full-width signs that stand where YAML needs its own, and these."""
FULL_WIDTH = re.compile(
    r"(?:^\s*(?:- +)?|[{,，]\s*)[A-Za-z_][A-Za-z0-9_-]*(：)"
    r"|(?<=[A-Za-z0-9_\]}\"])(，)\s*(?=[A-Za-z_]+[:：])"
    r"|(?<=[a-z0-9_\]}\"])([、；])\s*(?=[a-z_]+[:：]\s*[a-z0-9\[{])"
    r"|\[[A-Za-z0-9_, -]*[A-Za-z0-9_]([，、])(?=\s*[A-Za-z0-9_-]+[A-Za-z0-9_,，、 -]*\])"
    r"|(?<=[:：] )([｛［【])|(?<=：)([｛［【])|(?<=[A-Za-z0-9_\]}\"])([｝］】])\s*(?=[,\]}]|$)"
)
ODD_SPACE = re.compile(rf"^[ \-]*([{ODD}]+)|(?<=[A-Za-z0-9_]:)([{ODD}]+)|(?<=[,{{\[])([{ODD}]+)(?=[A-Za-z_]+:)")
NO_SPACE = re.compile(r"(?:^\s*(?:- +)?|[{,]\s*)[A-Za-z_][A-Za-z0-9_]*(:)(?=[\[{])|^\s*(-)(?=[\[{])")
EATEN = re.compile(r"(?:zh|en):\s+[^\s\"'#{}|>][^#]*\s(#.*)$")
"""A comment behind a text that is not quoted: mostly a number or a hash tag that was meant to be read."""
COMPARISON = re.compile(r"(?<=: )([<>]=?)\s*(?=[0-9$¥€])")

PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("full_width", FULL_WIDTH),
    ("odd_space", ODD_SPACE),
    ("no_space", NO_SPACE),
    ("comparison", COMPARISON),
)


MENDED = {"full_width", "odd_space", "invisible"}
"""What `rules check --fix` mends."""


class _Slip(NamedTuple):
    """One slip, by line and column from 1, and what belongs there; nothing where only a person can decide."""

    line: int
    column: int
    written: str
    kind: Kind
    instead: str | None = None


def slip_of(line: str, column: int) -> _Slip | None:
    """Return the full-width sign or odd space of a line that made other words of what stands at a column or behind."""
    found = (each for each in slips([line]) if each.kind in MENDED)
    return next((each for each in found if each.column >= column or each.kind != "full_width"), None)


def slips(lines: Sequence[str]) -> Iterator[_Slip]:
    """Return the slips of a text, outside of quotes, comments and texts under a mark of their own, in its order."""
    folded: int | None = None
    for number, line in enumerate(lines, start=1):
        indent = len(line) - len(line.lstrip(" "))
        if folded is not None and (not line.strip() or indent > folded):
            continue
        folded = indent if re.search(r":\s+[>|][+-]?\d?\s*$", line) else None
        if CONFLICT.match(line):
            yield _Slip(number, 1, line[:7], "conflict")
            continue
        bare = QUOTED.sub(lambda found: "q" * len(found[0]), line)
        opened = OPENED.search(bare)
        if opened:
            yield _Slip(number, opened.start(1) + 1, opened[1], "unclosed")
        eaten = EATEN.search(bare)
        if eaten and not bare[: eaten.start(1)].rstrip().endswith(("}", "]", ",")):
            yield _Slip(number, eaten.start(1) + 1, eaten[1], "comment")
        bare = COMMENT.sub("", bare)
        for found in INVISIBLE.finditer(bare):
            if not is_in_text(lines, number, found.start()):
                yield _Slip(number, found.start() + 1, found[0], "invisible", "")
        for kind, pattern in PATTERNS:
            for found in pattern.finditer(bare):
                place = next(group for group in range(1, pattern.groups + 1) if found[group])
                written = found[place]
                instead = " " * len(written) if kind == "odd_space" else PLAIN.get(written)
                yield _Slip(number, found.start(place) + 1, written, kind, instead)


def is_in_text(lines: Sequence[str], number: int, at: int) -> bool:
    """Return whether what stands at a place belongs to a text in either language, by the key before or above it."""
    line = lines[number - 1]
    indent = len(line) - len(line.lstrip(" "))
    keys = [each[1] for each in KEY.finditer(line) if each.end() <= at]
    for above in reversed(lines[: number - 1]):
        if keys or not indent:
            break
        if above.strip() and len(above) - len(above.lstrip(" ")) < indent:
            keys = [each[1] for each in KEY.finditer(above)]
            indent = len(above) - len(above.lstrip(" "))
    return bool(keys) and keys[-1] in OF_TEXT


def mended(text: str) -> str:
    """Return a text with the slips mended that leave no doubt: those of `MENDED`, outside of texts."""
    lines = text.splitlines(keepends=True)
    while True:
        # From the right, so that the places of the others hold; of a list of several only one is seen at a time.
        found = [each for each in slips([line.rstrip("\r\n") for line in lines]) if each.instead is not None]
        for slip in sorted(found, key=lambda each: -each.column):
            line, at = lines[slip.line - 1], slip.column - 1
            rest = line[at + len(slip.written) :]
            is_apart = slip.kind == "full_width" and rest[:1] in {" ", "\n", "\r", ""}
            instead = slip.instead or ""
            lines[slip.line - 1] = line[:at] + (instead.rstrip() if is_apart else instead) + rest
        if not found:
            return "".join(lines)
