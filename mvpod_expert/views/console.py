"""The terminal page: wrapped lines, indents, colours and bars at the current width. Only this file prints with rich.

Widths are cells, so Chinese characters count two. Without a terminal, or with NO_COLOR, the text is plain.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Literal, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from mvpod_expert.model.printable import tame
from mvpod_expert.views.line_breaking import padded, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

Tone = Literal[
    "plain", "title", "strong", "good", "bad", "faint", "warn", "article", "literature", "practice", "proposal"
]

STYLES: dict[Tone, str] = {
    "plain": "",
    "title": "bold underline",
    "strong": "bold",
    "good": "green",
    "bad": "red",
    "faint": "dim",
    "warn": "yellow",
    "article": "bold cyan",
    "literature": "bold blue",
    "practice": "bold green",
    "proposal": "bold magenta",
}
MAX_WIDTH = 100
USUAL_SIZE = (80, 25)
MIN_ROOM = 16
BAR = "█"
LOSS_BAR = "░"
MARK = "┃"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the error boundary; rich would exit with code 1."""
        raise  # noqa: PLE0704 - rich calls this while it handles the error


class Terminal:
    """A growing terminal page, on standard output where no file is named.

    A `plain` one has no colours, cursor movements and bars, for scripts and screen readers; `like` is the stream on
    which it is shown in the end, which says whether it may have colours.
    """

    def __init__(self, file: TextIO | None = None, *, plain: bool = False, like: TextIO | None = None) -> None:
        self._has_bars = not plain
        width, height = shutil.get_terminal_size(USUAL_SIZE)  # also where COLUMNS is 0 or no number
        self._console = _Console(
            file=file or sys.stdout,
            width=width,
            height=height,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
            force_terminal=False if plain else like.isatty() if like is not None else None,
        )
        self.width = min(width, MAX_WIDTH)

    def line(self, text: str = "", tone: Tone = "plain", *, indent: int = 0, hang: int = 0) -> None:
        """Print a paragraph, wrapped, some cells from the left; all lines but the first `hang` cells further."""
        room = max(MIN_ROOM, self.width - indent)
        for number, part in enumerate(wrapped(tame(text), room, hang)):
            self.raw(" " * (indent + (hang if number else 0)) + part, tone)

    def title(self, text: str) -> None:
        """Print a title after an empty line."""
        self.line()
        self.line(text, "title")

    def bars(self, rows: list[tuple[str, int, str]], *, full: int = 1) -> None:
        """Print bars with labels and notes, the longest filling what is left of the width; negative ones are hollow.

        `full` is the least number that may fill it.
        """
        rows = [(tame(label), number, tame(note)) for label, number, note in rows]
        label_width = max(cell_len(label) for label, _, _ in rows)
        note_width = max(cell_len(note) for _, _, note in rows)
        longest = max(full, *(abs(number) for _, number, _ in rows))
        room = max(4, self.width - label_width - note_width - 6) if self._has_bars else 0
        for label, number, note in rows:
            bar = (BAR if number >= 0 else LOSS_BAR) * round(abs(number) / longest * room)
            tone: Tone = "good" if number >= 0 else "bad"
            name = f"  {padded(label, label_width)}  "
            self.row([(name, "plain"), (padded(bar, room), tone), (f"  {note}", "plain")])

    def columns(self, rows: Sequence[Sequence[str]], *, indent: int = 2) -> None:
        """Print rows of short texts in columns; one that would not fit the width is printed cell under cell."""
        rows = [[tame(text) for text in row] for row in rows]
        widths = [max(cell_len(row[place]) for row in rows) for place in range(len(rows[0]))]
        fits = indent + sum(widths) + 2 * (len(widths) - 1) <= self.width
        for row in rows:
            if fits:
                cells_of_row = (padded(text, width) for text, width in zip(row, widths, strict=True))
                self.raw(" " * indent + "  ".join(cells_of_row).rstrip())
            else:
                self.line(" | ".join(filter(None, row)), indent=indent, hang=2)

    def raw(self, text: str, tone: Tone = "plain") -> None:
        """Print one line as it is, without wrapping."""
        self.row([(text, tone)])

    def row(self, parts: Sequence[tuple[str, Tone]]) -> None:
        """Print one line as it is, each part of it in its tone."""
        parts = [(tame(text), tone) for text, tone in parts]
        if not self._console.is_terminal or all(tone == "plain" for _, tone in parts):
            # What has no style needs nothing of rich, whose printing takes most of the time of a long page.
            self._console.file.write("".join(text for text, _ in parts).rstrip() + "\n")
            self._console.file.flush()
            return
        line = Text.assemble(*((text, STYLES[tone]) for text, tone in parts))
        line.rstrip()
        self._console.print(line, no_wrap=True, overflow="ignore", crop=False)
