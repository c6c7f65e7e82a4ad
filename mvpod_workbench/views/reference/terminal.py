"""Descriptions in a terminal: names with the ids to go on with, long lists cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.console import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.description import Description, Line, Words
    from mvpod_expert.views.messages import Messages

MOST_LINES = 12
"""The lines of a section that are shown; what hangs together is not cut off its heading."""


def show_description(description: Description, t: Messages, page: Terminal, *, everything: bool) -> None:
    """Print the full description of a thing.

    Args:
        description: the thing.
        t: the messages of one language.
        page: the page to print on.
        everything: long lists too.
    """
    page.line(description.title, "title")
    page.line(_standing(description), "faint")
    for line in description.lead:
        _line(line, page, indent=0)
    for section in description.sections:
        page.line(section.heading, "strong")
        shown = section.lines if everything else _cut(section.lines)
        for line in shown:
            _line(line, page, indent=2)
        if len(shown) < len(section.lines):
            page.line(t("reference.more", count=len(section.lines) - len(shown)), "faint", indent=2)


def text_of(words: Words) -> str:
    """Return words as plain text; where nothing can be clicked, a name is followed by its id."""
    return "".join(
        word if isinstance(word, str) else f"{word.text} [{word.thing.id}]" if word.with_id else word.text
        for word in words
    )


def _standing(description: Description) -> str:
    place = f"{description.file}:{description.line}" if description.line else description.file
    return " · ".join(filter(None, [description.kind, place, description.thing.id]))


def _cut(lines: Sequence[Line]) -> Sequence[Line]:
    """Cut a long list where something new begins, so that a few lines are never left out for nothing."""
    if len(lines) <= MOST_LINES + 2:
        return lines
    end = MOST_LINES
    while end > 1 and lines[end - 1].depth < lines[end].depth:
        end -= 1
    return lines[:end]


def _line(line: Line, page: Terminal, *, indent: int) -> None:
    text = text_of(line.words)
    if line.is_marked:
        page.line(f"- {text}", indent=indent + 4 * line.depth if indent else 2 + 4 * line.depth, hang=2)
    elif cells(text):
        page.line(text, indent=indent)
