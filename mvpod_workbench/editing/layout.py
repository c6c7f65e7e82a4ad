"""A file as it was laid out: values, lists and mappings with the comments and blank lines that belong to each.

A comment on a line of its own belongs to what follows it, unless it is indented like what stands before; one at the
end of a line belongs to what stands on that line. Nothing is looked up and nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_workbench.editing.layout_pieces import Piece

BLANK = ""


@dataclass(eq=False)
class Value:
    """One value.

    Args:
        piece: what was written.
        lines: the lines of a text under `|` or `>` without their indentation.
        after: comments at the end of its line.
    """

    piece: Piece
    lines: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Entry:
    """One entry of a list or mapping.

    Args:
        column: where it stood.
        before: the comments on lines of their own before it; an empty one is a blank line.
        key: its key; a list's entries have none.
        value: its value.
        after: comments at the end of the line of its key.
        starts_line: it stood first on its line.
    """

    column: int
    before: list[str] = field(default_factory=list)
    key: Value | None = None
    value: Value | Branch | None = None
    after: list[str] = field(default_factory=list)
    starts_line: bool = False


@dataclass(eq=False)
class Branch:
    """A list or mapping.

    Args:
        piece: how it was opened.
        foot: comments on lines of their own after its last entry.
        head: comments at the end of the line that opens it.
        after: comments at the end of the line that closes it.
    """

    piece: Piece
    entries: list[Entry] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    @property
    def is_mapping(self) -> bool:
        """It has keys."""
        return self.piece.kind == "mapping"

    @property
    def in_brackets(self) -> bool:
        """It was written in brackets."""
        return bool(self.piece.style)

    @property
    def has_comments(self) -> bool:
        """A comment stands somewhere inside it."""
        return bool(self.head or self.foot) or any(_has_comments(entry) for entry in self.entries)


@dataclass(frozen=True)
class Layout:
    """A whole file: its one value, and the comments that follow all of it."""

    root: Value | Branch
    before: list[str]
    foot: list[str]


def _has_comments(entry: Entry) -> bool:
    nodes = [node for node in (entry.key, entry.value) if node is not None]
    inner = any(node.after or (isinstance(node, Branch) and node.has_comments) for node in nodes)
    return inner or any(entry.before) or bool(entry.after)


def every_entry(branch: Branch) -> Iterator[Entry]:
    """Return every entry, from the outside in."""
    for entry in branch.entries:
        yield entry
        if isinstance(entry.value, Branch):
            yield from every_entry(entry.value)
