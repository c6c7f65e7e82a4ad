"""What text from files may not bring to a terminal or into a document: control, bidirectional and invisible signs."""

from __future__ import annotations

import json
import re

from pydantic_core import PydanticSerializationError, to_json

SIGNS = (
    "\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: escape sequences begin with them
    "\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, bidi
    "\ud800-\udfff\ufffe\uffff"  # no characters; nothing can encode halves of a pair
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(f"(?![\t\n\r])[{SIGNS}]")


def as_text(text: str) -> str:
    """Return a text that can be written: U+FFFD for bytes that are no UTF-8, as names of files may have."""
    return SURROGATE.sub("\ufffd", text)


def tame(text: str) -> str:
    """Return a text of one line with a space for each sign that could steer a terminal."""
    return text if text.isprintable() else "".join(each if each.isprintable() else " " for each in text)


def tame_lines(text: str) -> str:
    """Return a text of several lines, tamed but for tabs and line ends."""
    return _CONTROL.sub(" ", text)


def escape_json(text: str) -> str:
    r"""Return JSON with `\u` escapes for what is legal in its strings but could steer a terminal that shows it.

    YAML in double quotes takes the same escapes.
    """
    return _CONTROL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def plain_json(data: object) -> str:
    """Return data as indented JSON; characters stay as they are but for those that could steer a terminal."""
    try:
        text = to_json(data, indent=2).decode()
    except PydanticSerializationError:  # a name of a file may have bytes that are no text, which only `json` lets pass
        text = as_text(json.dumps(data, ensure_ascii=False, indent=2))
    return escape_json(text)


def quoted(text: str) -> str:
    """Return a text in double quotes, as JSON and YAML take it."""
    return escape_json(json.dumps(text, ensure_ascii=False))


def plain_cell(text: str) -> str:
    """Return a text for a CSV cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
