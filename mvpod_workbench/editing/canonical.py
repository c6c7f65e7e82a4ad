"""The one form of a knowledge file: a layout to text.

What the author chose stays where both forms are good: brackets or lines, the breaks of a folded text, a blank line
between groups. Everything else has one form: indentation, blanks, quotation marks, the order of keys, line ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_workbench.editing.key_order import LISTS, ordered
from mvpod_workbench.editing.layout import BLANK, Entry, Layout, Node, every_entry
from mvpod_workbench.editing.written_values import is_short, prefix_of, scalar, unfolded

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 120
STEP = 2
TOLERATED = 130
"""What stands in brackets is broken only beyond this: a line a little too long reads better than a broken one."""
MANY = 8


def canonical(layout: Layout) -> str:
    """Write a file in its one form."""
    root = layout.root
    lines = _file(root) if root.is_branch else [*filter(None, layout.before), scalar(root, 0), *root.after]
    lines += layout.foot
    return "\n".join(_one_blank(lines)).strip("\n") + "\n"


def _file(root: Node) -> list[str]:
    for entry in root.entries:
        value = entry.value
        if entry.name in LISTS and value is not None and value.is_branch and not value.in_brackets:
            _even_blanks(value)
    for entry in every_entry(root):
        # A text that ends in empty lines takes them along, so nothing may be put behind it: it is written in quotes.
        if entry.value is not None:
            entry.value.lines = unfolded(entry.value)
    _order(root, "")
    if root.in_brackets and not root.has_comments and len(text := _in_brackets(root)) <= TOLERATED:
        return [text, *root.after]
    if not root.is_opened:
        return [*root.head, *filter(None, root.foot), _in_brackets(root), *root.after]
    mark = prefix_of(root).strip()
    return [*root.head, *([mark] if mark else []), *_block(root, 0), *root.after]


def _block(branch: Node, indent: int) -> list[str]:
    lines: list[str] = []
    margin = " " * indent
    for number, entry in enumerate(branch.entries):
        before = [*_hoisted(entry)]
        if not number:
            while before and before[0] == BLANK:
                before.pop(0)
        lines += [margin + each if each else "" for each in before]
        assert entry.value is not None  # noqa: S101 - the file was read without findings
        if entry.key is not None:
            lines += _pair(entry, entry.key, entry.value, indent)
        else:
            lines += _item(entry.value, indent)
    return [*lines, *(margin + each if each else "" for each in branch.foot)]


def _hoisted(entry: Entry) -> list[str]:
    """Return the comments before an entry; those that would stand after its dash or its colon come up to them."""
    before, value = list(entry.before), entry.value
    assert value is not None  # noqa: S101 - the file was read without findings
    if entry.key is not None:
        before += entry.key.after
        if not value.is_opened:
            before += entry.after
        if value.is_branch and not value.entries:
            before += [*value.head, *filter(None, value.foot)]
    elif value.is_branch:
        before += value.head
        if value.is_opened:
            before += filter(None, value.entries[0].before)
            value.entries[0].before = []
        else:
            before += filter(None, value.foot)
    return before


def _pair(entry: Entry, key: Node, value: Node, indent: int) -> list[str]:
    start = " " * indent + scalar(key, 0, is_key=True) + ":"
    if value.is_branch:
        return _after(start, value, indent + STEP, entry.after)
    return _with_value(start, value, indent + STEP)


def _item(value: Node, indent: int) -> list[str]:
    start = " " * indent + "-"
    if not value.is_branch:
        return _with_value(start, value, indent + STEP)
    if value.is_opened and not prefix_of(value):
        lines = _block(value, indent + STEP)
        first = next(number for number, line in enumerate(lines) if line)
        return [f"{start} {lines[first].lstrip()}", *lines[first + 1 :], *_remarks(value.after, indent + STEP)]
    return _after(start, value, indent + STEP, [], is_item=True)


def _after(start: str, branch: Node, indent: int, remarks: Sequence[str], *, is_item: bool = False) -> list[str]:
    """Write a branch after its key or dash."""
    if not branch.is_opened:
        text = _in_brackets(branch)
        if len(start) + 1 + len(text) <= TOLERATED or not branch.entries:
            return _ended(f"{start} {text}", branch.after)
        wrapped = _wrapped(branch, start, is_item=is_item)
        if wrapped is not None:
            return [*wrapped[:-1], *_ended(wrapped[-1], branch.after)]
        if is_item and not prefix_of(branch):
            lines = _block(branch, indent)
            return [f"{start} {lines[0].lstrip()}", *lines[1:], *_remarks(branch.after, indent)]
    mark = prefix_of(branch)
    head = [*remarks, *branch.head] if not is_item else []
    first = _ended(start + (f" {mark.strip()}" if mark else ""), head)
    return [*first, *_block(branch, indent), *_remarks(branch.after, indent)]


def _with_value(start: str, value: Node, indent: int) -> list[str]:
    text = scalar(value, indent, room=WIDTH - len(start) - 1)
    first, *rest = text.split("\n")
    if rest:
        return [*_ended(f"{start} {first}", value.after), *rest]
    return _ended(f"{start} {first}".rstrip() if first else start, value.after)


def _ended(line: str, remarks: Sequence[str]) -> list[str]:
    """Put the first comment at the end of a line, and the others below it."""
    if not remarks:
        return [line]
    margin = " " * (len(line) - len(line.lstrip(" ")))
    return [f"{line}  {remarks[0]}", *(margin + remark for remark in remarks[1:])]


def _remarks(remarks: Sequence[str], indent: int) -> list[str]:
    return [" " * indent + remark for remark in remarks]


def _in_brackets(node: Node) -> str:
    """Write a value or branch on one line."""
    if not node.is_branch:
        return scalar(node, 0, in_brackets=True)
    inside = ", ".join(_entry_in_brackets(entry) for entry in node.entries)
    return prefix_of(node) + (f"{{{inside}}}" if node.is_mapping else f"[{inside}]")


def _entry_in_brackets(entry: Entry) -> str:
    assert entry.value is not None  # noqa: S101 - the file was read without findings
    value = _in_brackets(entry.value)
    if entry.key is None:
        return value
    return f"{scalar(entry.key, 0, is_key=True, in_brackets=True)}: {value}"


def _wrapped(branch: Node, start: str, *, is_item: bool) -> list[str] | None:
    """Write many short words in brackets over several lines, broken as they were where that fits; or give nothing."""
    if not all(is_short(node) for entry in every_entry(branch) for node in (entry.key, entry.value) if node):
        return None
    only = branch.entries[0]
    if branch.is_mapping and len(branch.entries) == 1 and only.key and only.value and only.value.is_branch:
        name = scalar(only.key, 0, is_key=True, in_brackets=True)
        inner = _wrapped(only.value, f"{start} {prefix_of(branch)}{{{name}:", is_item=is_item)
        return [*inner[:-1], inner[-1] + "}"] if inner else None
    if branch.is_mapping and not is_item and len(branch.entries) <= MANY:
        return None
    opened, closed = ("{", "}") if branch.is_mapping else ("[", "]")
    lines = [start]
    if branch.is_mapping and not is_item:
        indent = len(start) - len(start.lstrip(" ")) + STEP
        lines.append(" " * indent + prefix_of(branch) + opened)
    else:
        lines[0] += f" {prefix_of(branch)}{opened}"
    texts = [_entry_in_brackets(entry) + "," for entry in branch.entries]
    texts[-1] = texts[-1].removesuffix(",") + closed
    kept = _laid(lines, texts, [entry.starts_line for entry in branch.entries])
    if any(entry.starts_line for entry in branch.entries[1:]) and all(len(line) <= WIDTH for line in kept):
        return kept
    return _laid(lines, texts, None)


def _laid(opened: list[str], texts: list[str], breaks: list[bool] | None) -> list[str]:
    """Lay words out below the first one, broken where they were, or where a line is full."""
    lines = [*opened[:-1], opened[-1] + texts[0]]
    margin = " " * len(opened[-1])
    for number, text in enumerate(texts[1:], start=1):
        fits = len(lines[-1]) + 1 + len(text) <= WIDTH
        if breaks[number] if breaks is not None else not fits:
            lines.append(margin + text)
        else:
            lines[-1] += f" {text}"
    return lines


def _even_blanks(branch: Node) -> None:
    """Put a blank line between all entries of a file where most have one."""
    later = branch.entries[1:]
    blank = [any(each == BLANK for each in entry.before) for entry in later]
    if sum(blank) * 2 > len(blank):
        for entry, has in zip(later, blank, strict=True):
            if not has:
                entry.before.insert(0, BLANK)


def _order(branch: Node, under: str) -> None:
    """Put keys in order; what stands above the first one stays there."""
    if branch.is_mapping and branch.entries:
        first = branch.entries[0]
        branch.entries = ordered(branch, under)
        if branch.entries[0] is not first:
            branch.entries[0].before, first.before = [*first.before, *branch.entries[0].before], []
    for entry in branch.entries:
        if entry.value is not None:
            _order(entry.value, entry.name if entry.key else under)


def _one_blank(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept
