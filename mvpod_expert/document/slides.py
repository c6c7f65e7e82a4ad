"""A document as slides, one a section, in our own layouts or in those of a firm's file.

What a slide says is measured before it is placed: letters get smaller down to a size that can still be read, and what
then does not fit continues on the next slide. Text goes into runs as text, and a firm's file gives its looks alone.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from mvpod_expert.document.office_files import describe, in_template
from mvpod_expert.document.slide_pieces import layouts, put_pieces, put_title
from mvpod_expert.document.slide_text import Beside, Bullet, Grid, Line, Picture, Piece, Texts, fitted
from mvpod_expert.document.tree import (
    Block,
    Document,
    Entry,
    Figure,
    Gallery,
    Item,
    Listing,
    Note,
    Paragraph,
    Rendered,
    Section,
    Table,
    spans,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


NORMAL, SUPPORT, HEADING, LEAD = 1.0, 0.85, 1.1, 1.45
"""The sizes of lines beside the size of the slide's text."""


def slides(document: Document, template: Path | None = None) -> Rendered:
    """Return a document as slides: its title and front, then a slide for each section, the last one with the footer.

    A template is a presentation whose layouts, fonts and colours are used; its slides are left out.

    Raises:
        TemplateUnusableError: the template is no presentation, is too large, has no layout with a title, or has tags.
        OSError: the template cannot be read.
    """
    with in_template(template, "no_slides"):
        made = layouts(template)
        front = [text_of(line.text) for line in _lines(document.front, 0)]
        put_title(made, document.title, "\n".join(filter(None, (document.subtitle, *front))))
        sections = list(document.sections)
        if document.footer and sections:
            sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, *document.footer))
        for section in sections:
            for size, pieces in fitted(list(_pieces(section.blocks)), made.area):
                put_pieces(made, text_of(section.title), size, pieces)
        describe(made.presentation.core_properties, document)
        written = BytesIO()
        made.presentation.save(written)
        return Rendered(written.getvalue(), made.free)


def _pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    """Return what a slide is made of, neighbouring texts together."""
    for kind, parts in groupby(_apart(blocks, 0), key=type):
        if kind is Line:
            yield Texts(tuple(each for each in parts if isinstance(each, Line)))
        else:
            yield from (each for each in parts if not isinstance(each, Line))


def _apart(blocks: Iterable[Block], level: int) -> Iterator[Line | Piece]:  # noqa: C901, PLR0912 - one way for each kind
    for block in blocks:
        match block:
            case Section(blocks=parts, style="columns") if not level and _is_text(parts):
                half = (len(parts) + 1) // 2
                yield Beside(tuple(_lines(parts[:half], 0)), tuple(_lines(parts[half:], 0)))
            case Section(title=title, blocks=below):
                if title:
                    yield Line(spans(title), HEADING, level, tone="strong")
                yield from _apart(below, level)
            case Paragraph(text=text, tone=tone, is_lead=is_lead):
                yield Line(spans(text), LEAD if is_lead else SUPPORT if tone == "faint" else NORMAL, level, tone=tone)
            case Note(text=text):
                yield Line(spans(text), NORMAL, level, tone="warn")
            case Listing():
                for item in block.items:
                    text, below = (item.text, item.blocks) if isinstance(item, Item) else (item, ())
                    bullet: Bullet = "number" if block.is_numbered else "bullet"
                    yield Line(spans(text), NORMAL, level, bullet, block.tone)
                    yield from _apart(below, level + 1)
            case Entry(title=title, blocks=below):
                yield Line(spans(title), NORMAL, level, tone="strong")
                yield from _apart(below, level)
            case Table():
                if block.caption:
                    yield Line(spans(block.caption), HEADING, level, tone="strong")
                yield Grid(*block.in_words(), has_total=block.has_total)
            case Figure(caption=caption, drawing=drawing, alt=alt, blocks=below):
                yield Line(spans(caption), HEADING, level, tone="strong")
                yield Picture(drawing, alt)
                yield from _apart(below, level)
            case Gallery(figures=figures):
                yield from _apart(figures, level)
            case _:
                assert_never(block)


def _lines(blocks: Iterable[Block], level: int) -> Iterator[Line]:
    return (each for each in _apart(blocks, level) if isinstance(each, Line))


def _is_text(blocks: Iterable[Block]) -> bool:
    return all(isinstance(each, Line) for each in _apart(blocks, 1))
