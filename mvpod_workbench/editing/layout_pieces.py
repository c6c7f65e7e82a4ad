"""The pieces of a YAML text as it was laid out, for those who lay it out anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import yaml

from mvpod_expert.loading import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

RESOLVER: Any = yaml.SafeLoader("")


@dataclass(frozen=True)
class Piece:
    """One piece of a text as it was laid out.

    Args:
        kind: what it is; `close` ends the list or mapping that was opened last.
        start: where it begins, counted in characters from the start of the text.
        end: where it ends; a list or mapping by lines and dashes has no width.
        style: a quotation mark, `|` or `>` for a value, `{` or `[` for what stands in brackets, or nothing.
        text: a value, or the name of an alias.
        anchor: the name by which it can be repeated.
        tag: the type that is written before it.
    """

    kind: Literal["value", "alias", "list", "mapping", "close"]
    start: int
    end: int
    style: str = ""
    text: str = ""
    anchor: str = ""
    tag: str = ""


def pieces_of(text: str) -> Iterator[Piece]:
    """Return the pieces of a text that has been read without findings, in order.

    Args:
        text: one document, with line ends of one character.
    """
    for event in yaml.parse(text, Loader=yaml_text.Loader):
        start_mark, end_mark = event.start_mark, event.end_mark
        assert start_mark is not None  # noqa: S101 - parsing text gives every event its marks
        assert end_mark is not None  # noqa: S101 - likewise
        start, end = start_mark.index, end_mark.index
        anchor, tag = getattr(event, "anchor", None) or "", getattr(event, "tag", None) or ""
        match event:
            case yaml.AliasEvent():
                yield Piece("alias", start, end, text=anchor)
            case yaml.ScalarEvent():
                yield Piece("value", start, end, event.style or "", event.value, anchor, tag)
            case yaml.SequenceStartEvent():
                yield Piece("list", start, end, "[" if event.flow_style else "", "", anchor, tag)
            case yaml.MappingStartEvent():
                yield Piece("mapping", start, end, "{" if event.flow_style else "", "", anchor, tag)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                yield Piece("close", start, end)


def is_text_unquoted(text: str) -> bool:
    """Return whether a word without quotes is text, and no number, truth value, date or nothing."""
    return bool(RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == f"{yaml_text.TAG_PREFIX}str")
