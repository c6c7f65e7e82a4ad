"""How one value is written: quotation marks only where they are needed, long texts folded."""

from __future__ import annotations

import re

from mvpod_expert.loading.yaml_text import BOOLEAN_WORDS, TAG_PREFIX
from mvpod_workbench.editing.layout import Node, is_text_unquoted

SHORT_WORD = re.compile(r"[\w.+-]*")
BEGINS_LIKE_TEXT = re.compile("[^\\W\\d_]|[(《「『“‘（【]")
BREAKS_PLAIN = re.compile(r":(?=\s|$)|(?<!\S)#|\s#")
BREAKS_IN_BRACKETS = re.compile(r"[\[\]{},]|:(?=[\"'])|\?")
"""What ends a text in brackets; a question mark there is taken for a key by some parsers of YAML."""
UNPRINTABLE = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)
SPACE_BETWEEN_WORDS = re.compile(r"(?<=\S) (?=\S)")
CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
WIDEST = 120
LAST_OF_FOUR_DIGITS = 0xFFFF
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def is_short(node: Node) -> bool:
    """Return whether a node is an id, a number, or brackets around such."""
    if node.is_branch:
        return node.in_brackets
    return SHORT_WORD.fullmatch(node.text) is not None or node.kind == "alias"


def prefix_of(node: Node) -> str:
    """Return the name and the type that stand before a value, with a space after them."""
    anchor = f"&{node.anchor} " if node.anchor else ""
    tag = node.tag.replace(TAG_PREFIX, "!!", 1) if node.tag else ""
    return anchor + (f"{tag} " if tag else "")


def unfolded(value: Node) -> list[str]:
    """Return the lines of a text under `|` or `>`; none where it cannot be written so again, and needs quotes."""
    text = value.text
    if value.style not in {"|", ">"} or not value.lines:
        return []
    ends_oddly = text.endswith("\n\n") or not text.strip() or text.strip(" ")[:1] != text[:1] or "\t" in text
    # What is indented more than its first line needs a number behind the mark; quotes say the same more plainly.
    first = value.lines[0]
    return [] if ends_oddly or UNPRINTABLE.search(text) or first.startswith(" ") or not first else value.lines


def scalar(value: Node, indent: int, *, room: int = WIDEST, is_key: bool = False, in_brackets: bool = False) -> str:
    """Write a value.

    Args:
        value: the value; `lines` are what `unfolded` gave.
        indent: where the lines of a folded text begin.
        room: how many characters are left on the line.
        is_key: it is a key, which stays on one line.
        in_brackets: it stands in brackets.
    """
    if value.kind == "alias":
        return f"*{value.text}" + (" " if is_key else "")
    before = prefix_of(value)
    if value.lines and not in_brackets and not is_key:
        return before + _folded_again(value, indent)
    text = _on_one_line(value, in_brackets=in_brackets)
    is_long = len(before) + len(text) > room and not is_key and not in_brackets
    if is_long and _may_fold(value):
        return before + _folded(value.text, ">-", indent)
    return before + text if text else before.rstrip()


def _on_one_line(value: Node, *, in_brackets: bool) -> str:
    text = value.text
    was_plain = not value.style
    if not text and was_plain:
        return ""
    if "\n" not in text and "\t" not in text and not UNPRINTABLE.search(text):
        may_be_plain = was_plain or (not value.tag and _reads_as_text(text))
        is_broken = BREAKS_PLAIN.search(text) or (in_brackets and BREAKS_IN_BRACKETS.search(text))
        if may_be_plain and not is_broken and text == text.strip():
            return text
        if ('"' in text or "\\" in text) and "'" not in text:
            return f"'{text}'"
    return '"' + UNPRINTABLE.sub(_escaped, re.sub(r'[\\"\n\t\r\0]', lambda each: ESCAPES[each[0]], text)) + '"'


def _escaped(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\U{number:08x}" if number > LAST_OF_FOUR_DIGITS else f"\\u{number:04x}"


def _reads_as_text(text: str) -> bool:
    """Return whether text is safe without quotes: it begins with a letter and is no word that means something else."""
    return bool(BEGINS_LIKE_TEXT.match(text)) and text.lower() not in BOOLEAN_WORDS and is_text_unquoted(text)


def _may_fold(value: Node) -> bool:
    text = value.text
    is_text = value.style or is_text_unquoted(text)
    if not is_text or "\n" in text or "\t" in text or text != text.strip() or UNPRINTABLE.search(text):
        return False
    return len(SPACE_BETWEEN_WORDS.findall(text)) > len(CHINESE.findall(text)) / 4


def _folded_again(value: Node, indent: int) -> str:
    """Write a text under its mark; a folded one is broken anew where a line is too long."""
    mark = value.style + ("" if value.text.endswith("\n") else "-")
    whole = value.text.rstrip("\n")
    too_long = any(indent + len(line) > WIDEST for line in value.lines)
    if value.style == ">" and "\n" not in whole and too_long:
        return _folded(whole, mark, indent)
    margin = " " * indent
    return "\n".join([mark, *(margin + line if line else "" for line in value.lines)])


def _folded(text: str, mark: str, indent: int) -> str:
    """Break a text between words."""
    margin = " " * indent
    lines = [mark, ""]
    for word in SPACE_BETWEEN_WORDS.split(text):
        line = lines[-1]
        if line and len(line) + 1 + len(word) <= WIDEST:
            lines[-1] = f"{line} {word}"
        elif line:
            lines.append(margin + word)
        else:
            lines[-1] = margin + word
    return "\n".join(lines)
