"""A document as Markdown, as code hosts read it: pictures are described in words, and every text is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from mvpod_expert.document.tree import (
    Block,
    Document,
    Entry,
    Figure,
    Gallery,
    Inline,
    Item,
    Listing,
    Note,
    Paragraph,
    Section,
    Table,
    spans,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&])")
LINE_START = re.compile(r"^(\s*\d*)([-+=]|(?<=\d)[.)])")
"""What makes a list, a rule or a heading of a line that begins with it, whatever follows."""
DEEPEST = 6
WRAPPED = {"strong": "**{}**", "faint": "*{}*", "bad": "**{}**", "warn": "**{}**"}


def markdown(document: Document) -> str:
    """Return a document as Markdown."""
    lines = [f"# {escaped(document.title)}", "", escaped(document.subtitle), ""]
    lines += _all(document.front, 2)
    entries = document.entries()
    lines += [f"## {escaped(document.contents)}", ""] if entries else []
    for section, below in entries:
        lines.append("- " + " · ".join(_line(each.title) for each in (section, *below)))
    lines += ["", *_all(document.sections, 2), "---", "", *_all(document.footer, 2)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def escaped(text: str) -> str:
    """Return a text so that Markdown shows it as it is, on one line."""
    plain = " ".join(text_of(text).split())
    return LINE_START.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", plain))


def _line(inline: Inline) -> str:
    """Return a line; what holds a single span of text may begin a line, so its first sign is escaped too."""
    parts = []
    for number, span in enumerate(spans(inline)):
        text = " ".join(span.text.split())
        before = " " if number and span.text[:1].isspace() else ""
        after = " " if text and span.text[-1:].isspace() else ""
        if text and span.mark and span.target:
            parts.append(f"<sup>{escaped(text)}</sup>")
            continue
        if text and span.mark:
            parts.append(f"{before}`{text.replace('`', ' ')}`{after}")
            continue
        text = SPECIAL.sub(r"\\\1", text) if number else escaped(text)
        if text and span.tone in WRAPPED:
            text = WRAPPED[span.tone].format(text)
        parts.append(before + text + after)
    return "".join(parts).strip()


def _toned(inline: Inline, tone: str) -> str:
    """Return a line in one tone, where it has no tones of its own."""
    text = _line(inline)
    is_one = all(span.tone == "plain" and not span.mark for span in spans(inline))
    return WRAPPED[tone].format(text) if text and is_one and tone in WRAPPED else text


def _all(blocks: Iterable[Block], depth: int) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, depth)


def _block(block: Block, depth: int) -> Iterator[str]:  # noqa: C901 - one way for each kind
    match block:
        case Section(title=title, blocks=blocks):
            if title:
                yield from (f"{'#' * min(depth, DEEPEST)} {_line(title)}", "")
            yield from _all(blocks, depth + bool(title))
        case Paragraph(is_lead=True, text=text):
            yield from (f"**{_line(text)}**", "")
        case Paragraph(text=text, tone=tone):
            yield from (_toned(text, tone), "")
        case Note(text=text):
            yield from (f"> {_line(text)}", "")
        case Listing():
            yield from (*_listing(block, depth), "")
        case Entry(title=title, blocks=blocks):
            yield from (f"{'#' * min(depth, DEEPEST)} {_line(title)}", "")
            yield from _all(blocks, depth + 1)
        case Table():
            yield from _table(block)
        case Figure(caption=caption, blocks=blocks, alt=alt):
            yield from (f"**{escaped(text_of(caption))}**", "")
            if not blocks:
                yield from (escaped(alt), "")
            yield from _all(blocks, depth)
        case Gallery(figures=figures):
            yield from _all(figures, depth)
        case _:
            assert_never(block)


def _listing(listing: Listing, depth: int) -> Iterator[str]:
    for number, item in enumerate(listing.items, start=1):
        sign = f"{number}. " if listing.is_numbered else "- "
        text, blocks = (item.text, item.blocks) if isinstance(item, Item) else (item, ())
        yield sign + _line(text)
        if blocks:
            yield from ("", *(" " * len(sign) + below if below else "" for below in _all(blocks, depth)))


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield from (f"**{_line(table.caption)}**", "")
    columns, rows = table.in_words()
    rule = {"left": "---", "right": "--:", "center": ":-:"}
    yield _row(_line(column.title) for column in columns)
    yield _row(rule[column.align] for column in columns)
    for row in rows:
        yield _row("<br>".join(map(_line, lines)) for lines in row)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
