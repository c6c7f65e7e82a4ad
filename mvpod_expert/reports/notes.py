"""What supports a statement (rules, principles, sources), taken out of the lines and put into numbered notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mvpod_expert.document.tree import (
    Bar,
    Column,
    Entry,
    Figure,
    Gallery,
    Item,
    Lines,
    Listing,
    Note,
    Paragraph,
    Section,
    Span,
    Table,
    spans,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.document.tree import Block, Cell, Inline

NOTE = "note"


class Notes:
    """Collects notes; the same support has one number wherever it is referred to."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def listing(self) -> Listing:
        """Return the notes in the order of their numbers."""
        items = (Item(text, anchor=f"{NOTE}-{number}") for text, number in self._numbers.items())
        return Listing(tuple(items), is_numbered=True, tone="faint")

    def section(self, section: Section) -> Section:
        """Return a section in which numbers stand for what supports its statements."""
        return replace(section, title=self._line(section.title), blocks=self._blocks(section.blocks))

    def _blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return blocks; a paragraph of support alone becomes a number at the end of the paragraph before it."""
        told: list[Block] = []
        for block in blocks:
            made = self._block(block)
            if isinstance(made, Paragraph) and _is_number(made.text):
                if told and isinstance(told[-1], Paragraph):
                    told[-1] = replace(told[-1], text=(*spans(told[-1].text), *spans(made.text)))
                continue
            told.append(made)
        return tuple(told)

    def _block(self, block: Block) -> Block:  # noqa: PLR0911 - one way for each kind
        match block:
            case Section():
                return self.section(block)
            case Paragraph(text=text) | Note(text=text):
                return replace(block, text=self._line(text))
            case Listing(items=items):
                return replace(block, items=tuple(map(self._item, items)))
            case Entry(head=head, blocks=blocks):
                return replace(block, head=self._line(head), blocks=self._blocks(blocks))
            case Table(columns=columns, rows=rows, caption=caption):
                return replace(
                    block,
                    columns=tuple(map(self._column, columns)),
                    rows=tuple(tuple(map(self._cell, row)) for row in rows),
                    caption=self._line(caption),
                )
            case Figure(caption=caption, blocks=blocks):
                return replace(block, caption=self._line(caption), blocks=self._blocks(blocks))
            case Gallery(figures=figures):
                drawn = self._blocks(figures)
                return replace(block, figures=tuple(each for each in drawn if isinstance(each, Figure)))

    def _item(self, item: Inline | Item) -> Inline | Item:
        if isinstance(item, Item):
            return replace(item, text=self._line(item.text), blocks=self._blocks(item.blocks))
        return self._line(item)

    def _column(self, column: Column) -> Column:
        return column

    def _cell(self, cell: Cell) -> Cell:
        if isinstance(cell, Bar):
            return cell
        if not isinstance(cell, Lines):
            return self._line(cell)
        lines: list[Inline | Bar] = []
        for each in cell.lines:
            line = each if isinstance(each, Bar) else self._line(each)
            if lines and not isinstance(line, Bar) and _is_number(line) and not isinstance(lines[-1], Bar):
                lines[-1] = (*spans(lines[-1]), *spans(line))
            else:
                lines.append(line)
        return Lines(tuple(lines))

    def _line(self, inline: Inline) -> Inline:
        parts = spans(inline)
        support = "".join(f"[{each.text}]" if each.mark else each.text for each in parts if each.is_support).strip()
        if not support:
            return inline
        number = self._numbers.setdefault(support, len(self._numbers) + 1)
        told = [each for each in parts if not each.is_support]
        if told:
            told[-1] = replace(told[-1], text=told[-1].text.rstrip())
        return (*told, Span(str(number), mark=NOTE, target=f"{NOTE}-{number}"))


def _is_number(inline: Inline) -> bool:
    return [each.mark for each in spans(inline)] == [NOTE]
