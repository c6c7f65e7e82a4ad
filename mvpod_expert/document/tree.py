"""The document tree: sections of paragraphs, lists, tables and figures, in one language and in no particular form.

The tree holds plain text. What a form needs so that text stays text (escapes, quoting) is added by its renderer,
once, and every renderer reads text through `spans`. A new kind of section needs no change in any renderer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal, NamedTuple

from mvpod_expert.model.printable import tame


class Detail(IntEnum):
    """How much is shown: in a short report, as usual on a terminal, in a full report, or everything."""

    BRIEF = 0
    USUAL = 1
    REPORT = 2
    FULL = 3


Tone = Literal["plain", "strong", "good", "bad", "warn", "faint"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in a line.

    A provenance mark has a kind, which renderers style by its name. The target is the anchor of a section. With
    `is_support` it says what supports the statement before it, and may stand in a note instead.
    """

    text: str
    tone: Tone = "plain"
    mark: str = ""
    target: str = ""
    is_support: bool = False


Inline = str | Span | tuple[str | Span, ...]


def spans(inline: Inline) -> tuple[Span, ...]:
    """Return a line as spans, without the control characters that no form may hold."""
    parts = inline if isinstance(inline, tuple) else (inline,)
    return tuple(Span(tame(part)) if isinstance(part, str) else replace(part, text=tame(part.text)) for part in parts)


def text_of(inline: Inline) -> str:
    """Return the text of a line."""
    return "".join(span.text for span in spans(inline))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `is_lead` marks the line to be seen first."""

    text: Inline
    tone: Tone = "plain"
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph that warns."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with the blocks below it; references point to its anchor."""

    text: Inline
    blocks: tuple[Block, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, with bullets or numbers."""

    items: tuple[Inline | Item, ...]
    is_numbered: bool = False
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Entry:
    """A titled paragraph group below the level of sections, such as one argument; a sign or number may mark it."""

    head: Inline
    blocks: tuple[Block, ...] = ()
    marker: str = ""
    tone: Tone = "strong"

    @property
    def title(self) -> Inline:
        """The head behind its marker."""
        return (f"{self.marker} ", *spans(self.head)) if self.marker else self.head


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell drawn as a bar from `start` to `end` on a scale from `low` to `high`; `at` is a line across it."""

    start: float
    end: float
    low: float
    high: float
    at: float | None = None
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Lines:
    """A cell of several lines, some of which may be bars."""

    lines: tuple[Inline | Bar, ...]


Cell = Inline | Bar | Lines


def texts_of(cell: Cell) -> tuple[Inline, ...]:
    """Return the lines of text of a cell, for forms that draw no bars."""
    lines = cell.lines if isinstance(cell, Lines) else (cell,)
    return tuple(line for line in lines if not isinstance(line, Bar))


class Column(NamedTuple):
    """A column of a table; `is_here` marks the one to look at.

    `stacked` is how a cell is shown where the table is too wide for its place: as `title: text`, joined to the first
    cell, or as lines of its own.
    """

    title: str = ""
    align: Literal["left", "right", "center"] = "left"
    weight: float = 1.0
    is_here: bool = False
    stacked: Literal["label", "head", "lines"] = "label"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows begin with their heads; one that is `is_wide` needs more width than a phone has."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Inline = ""
    has_total: bool = False
    is_wide: bool = False

    def in_words(self) -> tuple[tuple[Column, ...], list[list[tuple[Inline, ...]]]]:
        """Return the columns and the lines of each cell for forms that draw no bars: columns of bars are left out."""
        places = [at for at in range(len(self.columns)) if not any(isinstance(row[at], Bar) for row in self.rows)]
        rows = [[texts_of(row[at]) for at in places] for row in self.rows]
        return tuple(self.columns[at] for at in places), rows


class Share(NamedTuple):
    """A row of `Shares`: how many of `of` are there, partly there, missing and not known."""

    title: str
    counts: tuple[int, int, int, int]
    of: int


class Shares(NamedTuple):
    """Counts against a whole, row by row: as bars, or as a house whose roof is the first row.

    `names` says what it means to be there, partly there, missing and not known.
    """

    rows: tuple[Share, ...]
    names: tuple[str, ...]
    shape: Literal["bars", "house"] = "bars"


class Curve(NamedTuple):
    """A series over time; none where a period has no value.

    `ahead` has the low end, middle and high end of each period forecast, `edges` the values of lines drawn across.
    """

    values: tuple[float | None, ...]
    ahead: tuple[tuple[float, float, float], ...] = ()
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption, what it shows in words (`alt`), and the blocks that explain it."""

    caption: Inline
    drawing: Shares | Curve
    alt: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Gallery:
    """Small figures side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part; its level is how deep it stands. A section without a title adds no level.

    One with an anchor, to which references point, stands in the contents. A `page` begins a new one, the `brief` is the
    page read first, a `box` stands out. What is folded is opened when it is wanted; on paper it is open.
    """

    title: Inline
    blocks: tuple[Block, ...]
    anchor: str = ""
    style: Literal["", "page", "brief", "box", "columns"] = ""
    is_folded: bool = False


Block = Paragraph | Note | Listing | Entry | Table | Figure | Gallery | Section


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in a language.

    `subtitle` says whom it is for; `front` stands before the contents, which have a title, and `footer` at the end.
    """

    lang: str
    title: str
    subtitle: str
    front: tuple[Section, ...]
    contents: str
    sections: tuple[Section, ...]
    footer: tuple[Block, ...]
    author: str = ""

    def entries(self) -> tuple[tuple[Section, tuple[Section, ...]], ...]:
        """Return the sections of the contents, each with those below it."""
        return tuple(
            (section, tuple(block for block in section.blocks if isinstance(block, Section) and block.anchor))
            for section in self.sections
            if section.anchor
        )


class Rendered(NamedTuple):
    """A file of a document, and what its writer should know.

    Args:
        content: the content.
        free: of slides, how many per cent of the width a template for narrower ones leaves free at the right.
        missing: of PDF, the signs that no font of this machine has, which show as boxes.
    """

    content: bytes
    free: int = 0
    missing: str = ""
