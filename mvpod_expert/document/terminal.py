"""A document, or a part of one, as lines on a terminal: wrapped, indented, in tones, with bars of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from mvpod_expert.document.tree import (
    Bar,
    Block,
    Cell,
    Curve,
    Entry,
    Figure,
    Gallery,
    Inline,
    Item,
    Listing,
    Note,
    Paragraph,
    Section,
    Shares,
    Table,
    spans,
    texts_of,
)
from mvpod_expert.views.console import BAR, LOSS_BAR, MARK, STYLES, Terminal, Tone
from mvpod_expert.views.line_breaking import cells, padded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mvpod_expert.views.messages import Messages

LEAST_BAR = 12
MOST_POINTS = 48
BLOCKS = "▁▂▃▄▅▆▇█"
GAP = "·"
SIGNS = "█▒░·"
BRACKETS = {"zh": "【{}】", "en": "[{}]"}


def show(blocks: Iterable[Block], t: Messages, page: Terminal | None = None) -> None:
    """Print blocks on a terminal page, by default a new one on standard output."""
    TerminalRenderer(page or Terminal(), t).show(blocks)


class TerminalRenderer:
    """Prints blocks on a page, with what separates names from values in one language."""

    def __init__(self, page: Terminal, t: Messages) -> None:
        self.page = page
        self.t = t

    def show(self, blocks: Iterable[Block], *, indent: int = 0, depth: int = 0) -> None:
        """Print blocks with some cells free at their left; `depth` is how many sections they stand in."""
        before: Block | None = None
        for block in blocks:
            is_apart = isinstance(block, Entry) and isinstance(before, Table | Section)
            if before is not None and (is_apart or (isinstance(block, Table) and block.caption)):
                self.page.line()
            self._block(block, indent, depth, is_first=before is None)
            before = block

    def _block(self, block: Block, indent: int, depth: int, *, is_first: bool) -> None:
        match block:
            case Section():
                self._section(block, indent, depth, is_first=is_first)
            case Paragraph(text=text, tone=tone):
                self._line(text, tone, indent)
            case Note(text=text):
                self._line(("! ", *spans(text)), "warn", indent, 2)
            case Listing(items=items, is_numbered=is_numbered, tone=tone):
                for number, item in enumerate(items, start=1):
                    self._item(item, f"{number}. " if is_numbered else "- ", tone, indent)
            case Entry(head=head, blocks=blocks, marker=marker, tone=tone):
                self._entry(head, blocks, marker, tone, indent)
            case Table():
                self._table(block, indent)
            case Figure():
                self._figure(block, indent, depth)
            case Gallery(figures=figures):
                self.show(figures, indent=indent, depth=depth)
            case _:
                assert_never(block)

    def _section(self, section: Section, indent: int, depth: int, *, is_first: bool) -> None:
        is_wrapper = not section.title and isinstance(next(iter(section.blocks), None), Section)
        if not is_wrapper and not (is_first and depth == 0):
            self.page.line()
        if section.title:
            is_underlined = depth < 2  # noqa: PLR2004 - the document's parts and theirs
            self._line(section.title, "title" if is_underlined else "strong", indent)
            indent += 2 * depth if is_underlined else 0
        self.show(section.blocks, indent=indent, depth=depth + 1 if section.title else max(1, depth))

    def _line(self, inline: Inline, tone: Tone, indent: int = 0, hang: int = 0) -> None:
        if tone == "plain":
            parts = spans(inline)
            kinds = [kind for part in parts for kind in STYLES if kind == part.mark]
            tone = kinds[0] if kinds else parts[0].tone if len(parts) == 1 else "plain"
        self.page.line(self._text(inline), tone, indent=indent, hang=hang)

    def _text(self, inline: Inline) -> str:
        return "".join(BRACKETS[self.t.lang].format(span.text) if span.mark else span.text for span in spans(inline))

    def _item(self, item: Inline | Item, sign: str, tone: Tone, indent: int) -> None:
        text, blocks = (item.text, item.blocks) if isinstance(item, Item) else (item, ())
        self._line((sign, *spans(text)), tone, indent, len(sign))
        self.show(blocks, indent=indent + len(sign), depth=2)

    def _entry(self, head: Inline, blocks: tuple[Block, ...], marker: str, tone: Tone, indent: int) -> None:
        gap = "  " if len(marker) > 1 else " " if marker else ""
        inside = indent + (2 if len(marker) < 2 else 4)  # noqa: PLR2004 - a sign, or points
        self._line((marker + gap, *spans(head)) if marker else head, tone, indent, inside - indent)
        self.show(blocks, indent=inside, depth=2)

    def _table(self, table: Table, indent: int) -> None:
        if table.caption:
            self._line(table.caption, "strong", indent, 2)
        count = len(table.columns)
        texts = [[list(filter(None, map(self._text, texts_of(cell)))) for cell in row] for row in table.rows]
        heads = [column.title for column in table.columns]
        rows = [heads, *([cell[0] if cell else "" for cell in row] for row in texts)]
        widths = [max(cells(row[place]) for row in rows) for place in range(count)]
        bars = [place for place in range(count) if any(isinstance(row[place], Bar) for row in table.rows)]
        room = self.page.width - indent - sum(widths) - 2 * (count - 1)
        is_flat = all(len(cell) <= 1 for row in texts for cell in row)
        if not is_flat or room < (LEAST_BAR if bars else 0):
            for row, lines in zip(table.rows, texts, strict=True):
                self._stacked(row, lines, table, indent)
            return
        if bars:
            widths = [room // len(bars) if place in bars else width for place, width in enumerate(widths)]
        if any(heads):
            self._flat(heads, heads, table, widths, indent)
        for row, flat in zip(table.rows, rows[1:], strict=True):
            self._flat(row, flat, table, widths, indent)

    def _flat(self, row: Sequence[Cell], lines: list[str], table: Table, widths: list[int], indent: int) -> None:
        """Print a row of a table on one line."""
        parts: list[tuple[str, Tone]] = [(" " * indent, "plain")]
        for place, (cell, text, width) in enumerate(zip(row, lines, widths, strict=True)):
            if isinstance(cell, Bar):
                parts.append((padded(_bar(cell, width, at_left=_starts_at_zero(table, place)), width), cell.tone))
            else:
                is_right = table.columns[place].align == "right"
                parts.append((padded(text, width, is_right=is_right), "plain"))
            parts.append(("  ", "plain"))
        self.page.row(parts)

    def _stacked(self, row: Sequence[Cell], lines: Sequence[Sequence[str]], table: Table, indent: int) -> None:
        """Print a row of a table that is too wide: its first cell, and below it the others."""
        labelled: list[str] = []
        below: list[str] = []
        head = self.t("list.space").join(lines[0])
        for column, texts in list(zip(table.columns, lines, strict=True))[1:]:
            if texts and column.stacked == "head":
                head = self.t("list.pair", name=head, value=texts[0])
                below += texts[1:]
            elif column.stacked == "lines":
                below += texts
            elif texts:
                value = self.t("list.semicolon").join(texts)
                labelled.append(self.t("list.pair", name=column.title, value=value) if column.title else value)
        has_more = bool(labelled or below or any(isinstance(cell, Bar) for cell in row))
        self.page.line(head, "strong" if has_more else "plain", indent=indent, hang=2)
        if labelled:
            self.page.line(self.t("list.semicolon").join(labelled), "faint", indent=indent + 2, hang=2)
        for text in below:
            self.page.line(text, indent=indent + 2, hang=2)
        for cell in row:
            if isinstance(cell, Bar):
                bar = _bar(cell, self.page.width - indent - 2, at_left=False)
                self.page.row([(" " * (indent + 2), "plain"), (bar, "good")])

    def _figure(self, figure: Figure, indent: int, depth: int) -> None:
        """Print a curve below its caption; shares below what their signs mean."""
        if isinstance(figure.drawing, Curve):
            self._line(figure.caption, "plain", indent, 2)
            indent += 2
            self.page.raw(" " * indent + self._sparkline(figure.drawing, self.page.width - indent))
        else:
            self._shares(figure.drawing, indent)
        self.show(figure.blocks, indent=indent, depth=depth)

    def _shares(self, shares: Shares, indent: int) -> None:
        legend = (f"{sign} {name}" for sign, name in zip(SIGNS, shares.names, strict=True))
        self.page.line("  ".join(legend), "faint", indent=indent)
        width = max(cells(row.title) for row in shares.rows)
        for row in shares.rows:
            signs = "".join(sign * 2 * count for sign, count in zip(SIGNS, row.counts, strict=True))
            self.page.raw(" " * indent + padded(row.title, width) + "  " + signs)

    @staticmethod
    def _sparkline(curve: Curve, room: int) -> str:
        """Draw values between their lowest and their highest; the last ones where there is no room for all."""
        shown = curve.values[-min(room, MOST_POINTS) :]
        known = [each for each in shown if each is not None]
        if not known:
            return ""
        low, high = min(known), max(known)
        top = len(BLOCKS) - 1
        return "".join(
            GAP if each is None else BLOCKS[round((each - low) / (high - low) * top) if high > low else top // 2]
            for each in shown
        )


def _starts_at_zero(table: Table, place: int) -> bool:
    """Return whether the bars of a column are lengths, which all begin at its left edge."""
    bars = [row[place] for row in table.rows]
    return all(isinstance(bar, Bar) and bar.start == 0 and bar.at is None for bar in bars)


def _bar(bar: Bar, room: int, *, at_left: bool) -> str:
    """Draw a bar: its length, hollow where it is negative; or its place on the scale."""
    if at_left:
        longest = max(abs(bar.low), abs(bar.high)) or 1
        return (BAR if bar.end >= 0 else LOSS_BAR) * round(abs(bar.end) / longest * room)

    def place(value: float) -> int:
        return round((value - bar.low) / ((bar.high - bar.low) or 1) * (room - 1))

    start, end = sorted((place(bar.start), place(bar.end)))
    signs = [BAR if start <= position <= end else " " for position in range(room)]
    signs[place(0 if bar.at is None else bar.at)] = MARK
    return "".join(signs)
