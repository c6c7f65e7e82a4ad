"""What stands on slides, and how much room it takes: measured by the widths of signs, whatever font is there.

A wide sign takes its size, any other six tenths of it, as in the wide fonts that stand in for Arial. All in points.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvpod_expert.document.tree import Column, Curve, Inline, Shares, Span, Tone, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


Bullet = Literal["", "bullet", "number"]

LARGEST, SMALLEST = 18, 10
"""The sizes of a slide's text."""
NARROW, LINE = 0.6, 1.2
BETWEEN_LINES, BETWEEN_PIECES = 0.3, 8.0
INDENT = 1.3
"""How far each level of a list stands in, in sizes of its text."""
BESIDE_GAP, CELL_SIDES, CELL_ENDS = 18.0, 10.0, 5.0
IN_A_TABLE = 0.85
PICTURE_HEIGHT = 110.0
GROUPS = {"W", "F", "A"}


class Room(NamedTuple):
    """A rectangle on a slide."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its size beside that of the slide, how deep it stands in lists, what is before it, how it looks."""

    spans: tuple[Span, ...]
    scale: float = 1.0
    level: int = 0
    bullet: Bullet = ""
    tone: Tone = "plain"

    @property
    def text(self) -> str:
        """What it says."""
        return text_of(self.spans)

    def height(self, size: float, width: float) -> float:
        """Return how high it is at a size of the slide's text and a width."""
        size *= self.scale
        inner = width - size * INDENT * (self.level + bool(self.bullet))
        return (_rows(self.text, size, inner) * LINE + BETWEEN_LINES) * size


@dataclass(frozen=True, slots=True)
class Texts:
    """Paragraphs one below the other."""

    lines: tuple[Line, ...]

    def height(self, size: float, width: float) -> float:
        """Return how high they are."""
        return sum(line.height(size, width) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Beside:
    """Paragraphs in two columns."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]

    def height(self, size: float, width: float) -> float:
        """Return how high the longer one is."""
        half = (width - BESIDE_GAP) / 2
        return max(Texts(self.left).height(size, half), Texts(self.right).height(size, half))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table without bars."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Sequence[Inline]]]
    has_total: bool = False

    @property
    def has_head(self) -> bool:
        """Whether a column has a title."""
        return any(column.title for column in self.columns)

    @property
    def whole(self) -> list[Sequence[Sequence[Inline]]]:
        """All rows, with the head if there is one."""
        return [*([[(column.title,) for column in self.columns]] if self.has_head else []), *self.rows]

    def widths(self, size: float, width: float) -> list[float]:
        """Return the width of each column: by its weight, and no less than its longest word takes."""
        least = [
            max((_word(text_of(line)) for line in chain.from_iterable(column)), default=0) * size * IN_A_TABLE
            + CELL_SIDES
            for column in zip(*self.whole, strict=True)
        ]
        weights = [column.weight for column in self.columns]
        shares = [width * weight / sum(weights) for weight in weights]
        wider = [max(share, needed) for share, needed in zip(shares, least, strict=True)]
        spare = [max(0.0, share - needed) for share, needed in zip(shares, least, strict=True)]
        taken = min(1.0, (sum(wider) - width) / sum(spare)) if any(spare) else 0.0
        return [wide - taken * free for wide, free in zip(wider, spare, strict=True)]

    def row_height(self, row: Sequence[Sequence[Inline]], size: float, width: float) -> float:
        """Return how high a row is."""
        size *= IN_A_TABLE
        cells = (
            sum(_rows(text_of(line), size, wide - CELL_SIDES) for line in lines)
            for lines, wide in zip(row, self.widths(size / IN_A_TABLE, width), strict=True)
        )
        return max(cells, default=1) * LINE * size + CELL_ENDS

    def height(self, size: float, width: float) -> float:
        """Return how high it is."""
        return sum(self.row_height(row, size, width) for row in self.whole)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with what it shows in words."""

    drawing: Shares | Curve
    alt: str

    def height(self, size: float, width: float) -> float:
        """Return how high it is; a house is twice as high as a curve."""
        del size, width
        return PICTURE_HEIGHT * (2 if isinstance(self.drawing, Shares) else 1)


Piece = Texts | Beside | Grid | Picture


def fitting(text: str, largest: int, smallest: int, room: Room, wider: float = 1.0) -> tuple[str, int]:
    """Return the largest size at which a text fits into a room; one that fits at none is cut at the smallest.

    `wider` is how much wider its letters are than usual ones.
    """

    def fits(told: str, size: int) -> bool:
        return _rows(told, size * wider, room.width) * LINE * size <= room.height

    for size in range(largest, smallest - 1, -1):
        if fits(text, size):
            return text, size
    kept = bisect_left(range(len(text)), x=True, lo=1, key=lambda end: not fits(f"{text[: end + 1]}…", smallest))
    return f"{text[:kept].rstrip()}…", smallest


def fitted(pieces: Sequence[Piece], area: Room) -> Iterator[tuple[float, list[Piece]]]:
    """Yield what stands on each slide, with the size of its text: on one, if it can be read there."""
    for size in range(LARGEST, SMALLEST - 1, -1):
        if sum(each.height(size, area.width) + BETWEEN_PIECES for each in pieces) <= area.height:
            yield size, list(pieces)
            return
    here: list[Piece] = []
    left = area.height
    for piece in (part for each in pieces for part in _parts(each)):
        high = piece.height(SMALLEST, area.width)
        if here and high > left:
            yield SMALLEST, here
            here, left = [], area.height
        joined = _joined(here[-1], piece) if here else None
        here[-1:] = [joined] if joined else [*here[-1:], piece]
        left -= high + (0 if joined else BETWEEN_PIECES)
    if here:
        yield SMALLEST, here


def _parts(piece: Piece) -> Iterator[Piece]:
    """Return a piece in parts that each fit on a slide."""
    match piece:
        case Texts(lines=lines):
            yield from (Texts((line,)) for line in lines)
        case Beside(left=left, right=right):
            yield from (Texts((line,)) for line in (*left, *right))
        case Grid(columns=columns, rows=rows):
            yield from (
                Grid(columns, [row], piece.has_total and number == len(rows)) for number, row in enumerate(rows, 1)
            )
        case Picture():
            yield piece


def _joined(before: Piece, piece: Piece) -> Piece | None:
    """Return two parts as one, where they are of one kind."""
    if isinstance(before, Texts) and isinstance(piece, Texts):
        return Texts((*before.lines, *piece.lines))
    if isinstance(before, Grid) and isinstance(piece, Grid) and before.columns is piece.columns:
        return Grid(before.columns, [*before.rows, *piece.rows], piece.has_total)
    return None


def _word(text: str) -> float:
    """Return how wide the longest word is, in sizes of its text; between wide signs a line may end anywhere."""
    return max(map(len, re.findall(r"[^\s\u2e80-\uffef]+", text)), default=0) * NARROW


def _rows(text: str, size: float, width: float) -> int:
    """Return how many lines a text takes; a line of words ends early, by half a word in the mean."""
    units = sum(1.0 if unicodedata.east_asian_width(sign) in GROUPS else NARROW for sign in text)
    room = max(width / size, 1.0)
    return max(1, math.ceil(units * (1.06 if units > room else 1) / room))
