"""Small damages to a text: of bytes, of tokens, of lines, and of the structure that YAML, JSON and CSV share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

WORDS = Path(__file__).with_name("awkward.txt").read_text(encoding="utf-8").splitlines()
TEXTS = (
    *("{a: b}", "[a, b]", "&a [*a]", "!!set {a}", "!!python/object:os.system", "<<: {a: b}", "? a"),
    *('"\\e[31mred\\a"', '"\\x9b31m"', '"\\u202Eabc"', "\u202e", "\u200b", "\ufeff", "\x1b[31m", "\x00", "\x7f"),
    *("\u0085", "\u2028", "\ufffe", "+cmd|' /C calc'!A0", "<script>alert(1)</script>", "{{ 7 * 7 }}", "{% raw %}"),
    *("9" * 400, "9" * 5000, "x" * 300, "x" * 5000, "中" * 3000, "[" * 60, "{a: " * 60, "[" * 1001, "- " * 300, ""),
)
AWKWARD = (*WORDS, *TEXTS)
SIGNS = "{}[]:,-'\"#&*!|>%@`\n\t ;=?.\\\0\x1b\x85\u202e"


def mutated(data: bytes, random: Random, rounds: int) -> bytes:
    """Return data with some damage done to it.

    Args:
        data: a text, mostly UTF-8.
        random: where chance comes from.
        rounds: how many damages at most.
    """
    for _ in range(random.randint(1, rounds)):
        data = random.choice(DAMAGES)(data, random)
    return data[:200_000]


def _bytes(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    end = min(len(data), at + random.choice((0, 0, 1, 1, 4, 30)))
    put = random.choice(
        (b"", bytes([random.randrange(256)]), random.choice(SIGNS).encode(), data[at:end] * 2, b"\xbf\xcd")
    )
    return data[:at] + put + data[end:]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _tokens(data: bytes) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", data.decode("utf-8", errors="replace"))


def _token(data: bytes, random: Random) -> bytes:
    tokens = _tokens(data)
    if not tokens:
        return random.choice(AWKWARD).encode()
    at = random.randrange(len(tokens))
    match random.randrange(4):
        case 0:
            del tokens[at]
        case 1:
            tokens[at] = random.choice(AWKWARD)
        case 2:
            tokens[at] = random.choice(tokens)
        case _:
            tokens.insert(at, random.choice(AWKWARD))
    return "".join(tokens).encode("utf-8", errors="replace")


def _line(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = b"  " * random.randrange(4) + lines[at].lstrip()
        case 4:
            lines[at] = lines[at] * random.choice((2, 50))
        case _:
            lines[at:at] = [lines[at]] * random.choice((3, 40))
    return b"\n".join(lines)


def _value(data: bytes, random: Random) -> bytes:
    """Put something else where a value stands: after a colon, a dash, a comma or a bracket."""
    text = data.decode("utf-8", errors="replace")
    places = [each.span(1) for each in re.finditer(r"(?:[:,{\[]|- )[ \t]*([^,\n\]}]*)", text)]
    if not places:
        return data
    start, end = random.choice(places)
    return (text[:start] + " " + random.choice(AWKWARD) + text[end:]).encode("utf-8", errors="replace")


DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(_bytes, _cut),
    *(_token, _line) * 2,
    *(_value,) * 3,
)
