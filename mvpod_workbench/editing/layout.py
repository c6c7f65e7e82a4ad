"""A file as it was laid out: values, lists and mappings with the comments and blank lines that belong to each.

A comment on a line of its own belongs to what follows it, unless it is indented like what stands before; one at the
end of a line belongs to what stands on that line. Nothing is looked up and nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import yaml

from mvpod_expert.loading import yaml_text
from mvpod_expert.loading.yaml_text import TAG_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANK = ""
RESOLVER: Any = yaml.SafeLoader("")


@dataclass(eq=False)
class Node:
    """One value, list or mapping.

    Args:
        kind: what it is; `close` ends the list or mapping that was opened last.
        start: where it begins, counted in characters from the start of the text.
        end: where it ends; a list or mapping by lines and dashes has no width.
        style: a quotation mark, `|` or `>` for a value, `{` or `[` for what stands in brackets, or nothing.
        text: a value, or the name of an alias.
        anchor: the name by which it can be repeated.
        tag: the type that is written before it.
        lines: the lines of a text under `|` or `>` without their indentation.
        entries: the entries of a list or mapping.
        head: comments at the end of the line that opens a list or mapping.
        foot: comments on lines of their own after its last entry.
        after: comments at the end of the line that ends it.
    """

    kind: Literal["value", "alias", "list", "mapping", "close"]
    start: int
    end: int
    style: str = ""
    text: str = ""
    anchor: str = ""
    tag: str = ""
    lines: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    @property
    def is_branch(self) -> bool:
        """It is a list or mapping."""
        return self.kind in {"list", "mapping"}

    @property
    def is_mapping(self) -> bool:
        """It has keys."""
        return self.kind == "mapping"

    @property
    def in_brackets(self) -> bool:
        """It is a list or mapping in brackets."""
        return self.is_branch and bool(self.style)

    @property
    def has_comments(self) -> bool:
        """A comment stands somewhere inside it."""
        return bool(self.head or self.foot) or any(entry.has_comments for entry in self.entries)

    @property
    def is_opened(self) -> bool:
        """It is written line by line: brackets hold no comments."""
        return bool(self.entries) and (not self.in_brackets or self.has_comments)


@dataclass(eq=False)
class Entry:
    """One entry of a list or mapping.

    Args:
        column: where it stood.
        before: the comments on lines of their own before it; an empty one is a blank line.
        key: its key; a list's entries have none.
        value: its value; nothing as long as only its key was read.
        after: comments at the end of the line of its key.
        starts_line: it stood first on its line.
    """

    column: int
    before: list[str] = field(default_factory=list)
    key: Node | None = None
    value: Node | None = None
    after: list[str] = field(default_factory=list)
    starts_line: bool = False

    @property
    def name(self) -> str:
        """The text of its key."""
        return self.key.text if self.key else ""

    @property
    def has_comments(self) -> bool:
        """A comment stands before, beside or inside it."""
        inner = any(node.after or node.has_comments for node in (self.key, self.value) if node)
        return inner or any(self.before) or bool(self.after)


class Layout(NamedTuple):
    """A whole file: its one value, and the comments around it."""

    root: Node
    before: list[str]
    foot: list[str]


def every_entry(node: Node) -> Iterator[Entry]:
    """Return every entry, from the outside in."""
    for entry in node.entries:
        yield entry
        if entry.value is not None:
            yield from every_entry(entry.value)


def nodes_of(text: str) -> Iterator[Node]:
    """Return the nodes of a document without findings (line ends of one character), in order, without contents."""
    for event in yaml.parse(text, Loader=yaml_text.Loader):
        start_mark, end_mark = event.start_mark, event.end_mark
        assert start_mark is not None  # noqa: S101 - parsing text gives every event its marks
        assert end_mark is not None  # noqa: S101 - likewise
        start, end = start_mark.index, end_mark.index
        anchor, tag = getattr(event, "anchor", None) or "", getattr(event, "tag", None) or ""
        match event:
            case yaml.AliasEvent():
                yield Node("alias", start, end, text=anchor)
            case yaml.ScalarEvent():
                yield Node("value", start, end, event.style or "", event.value, anchor, tag)
            case yaml.SequenceStartEvent():
                yield Node("list", start, end, "[" if event.flow_style else "", "", anchor, tag)
            case yaml.MappingStartEvent():
                yield Node("mapping", start, end, "{" if event.flow_style else "", "", anchor, tag)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                yield Node("close", start, end)


def is_text_unquoted(text: str) -> bool:
    """Return whether a word without quotes is text, and no number, truth value, date or nothing."""
    return bool(RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == f"{TAG_PREFIX}str")
