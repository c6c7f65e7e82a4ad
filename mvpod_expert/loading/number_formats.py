"""Numbers as the formats of a spreadsheet's cells show them: with signs and words, in thousands, or not at all."""

from __future__ import annotations

import re
from decimal import Decimal

FORMAT = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | [_*]. | \[\$(?P<currency>[^]-]*)[^]]*\] | \[[^]]*\] | (?P<sign>.)
    """,
    re.DOTALL | re.VERBOSE,
)
"""The pieces of a number format: text in quotes, one character behind a backslash, room, a currency, the rest."""

HUNDRED = 100
PLACEHOLDERS = frozenset("0#?G")
SCALED = re.compile(r"[0#?.],+(?:\.|$)")
"""Commas behind the digits of a format: each divides what is shown by a thousand; between digits they group them."""

BARE = frozenset("%$¥￥€£")
"""What stands for digits in a format (G begins General), and what needs no quotes to be shown."""


def _section(number: float, number_format: str) -> list[re.Match[str]]:
    """Return the pieces of the section of a format that shows a number: the second is for negative ones."""
    sections: list[list[re.Match[str]]] = [[]]
    for piece in FORMAT.finditer(number_format):
        if piece["sign"] == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
    return sections[1 if number < 0 and len(sections) > 1 else 0]


def shows_another(number: float, number_format: str) -> bool:
    """Return whether a format hides digits of a number: no placeholder, or a comma behind the last one."""
    signs = "".join(piece["sign"] or "" for piece in _section(number, number_format))
    digits = re.sub("[^0#?G.,@]", "", signs)
    return number != 0 and (not digits.strip(".,") or SCALED.search(digits) is not None)


def as_shown(number: float, number_format: str) -> str:
    """Write a number with the words and signs its format shows beside it (31%, ¥12, 12万元); digits are not rounded."""
    section = _section(number, number_format)
    before, behind = "", ""
    is_behind = is_per_cent = False
    for piece in section:
        sign = piece["sign"] or ""
        is_behind = is_behind or sign in PLACEHOLDERS
        is_per_cent = is_per_cent or sign == "%"
        word = piece["quoted"] or piece["escaped"] or piece["currency"] or (sign if sign in BARE else "")
        word = "".join(each for each in word if each.isalnum() or each in BARE)
        before, behind = (before, behind + word) if is_behind else (before + word, behind)
    exact = Decimal(repr(number))
    return f"{before}{_digits(exact * HUNDRED if is_per_cent else exact)}{behind}"


def _digits(number: Decimal) -> str:
    """Write a number without needless noughts, and very large and very small ones with an exponent."""
    plain = number.normalize()
    return f"{plain:f}" if -15 < plain.adjusted() < 16 else str(plain)  # noqa: PLR2004 - the digits a float has
