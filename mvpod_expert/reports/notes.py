"""What supports a statement (rules, principles, sources), taken out of the lines and put into numbered notes."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from mvpod_expert.document.tree import Bar, Inline, Item, Listing, Paragraph, Section, Span, spans

if TYPE_CHECKING:
    from collections.abc import Iterable


NOTE = "note"
LINES = {"text", "title", "head", "caption"}
PARTS = {"blocks", "figures", "items", "lines"}
"""The fields of the tree that hold a line, and those that hold lines or blocks."""


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
        made: Section = self._made(section)
        return made

    def _made(self, node: Any) -> Any:
        if not is_dataclass(node) or isinstance(node, Span):
            return self._line(node)
        if isinstance(node, Bar):
            return node
        parts = {field.name: getattr(node, field.name) for field in fields(node)}
        made: dict[str, Any] = {name: self._line(parts[name]) for name in LINES & parts.keys()}
        made |= {name: _joined(map(self._made, parts[name])) for name in PARTS & parts.keys()}
        if "rows" in parts:
            made["rows"] = tuple(tuple(map(self._made, row)) for row in parts["rows"])
        return replace(node, **made)  # type: ignore[type-var]

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


def _joined(parts: Iterable[Any]) -> tuple[Any, ...]:
    """Return lines or blocks; one of support alone becomes a number at the end of the line or paragraph before it."""
    told: list[Any] = []
    for part in parts:
        before = told[-1] if told else None
        if isinstance(part, Paragraph) and _is_number(part.text):
            if isinstance(before, Paragraph):
                told[-1] = replace(before, text=(*spans(before.text), *spans(part.text)))
        elif isinstance(part, tuple) and _is_number(part) and isinstance(before, str | Span | tuple):
            told[-1] = (*spans(before), *spans(part))
        else:
            told.append(part)
    return tuple(told)


def _is_number(inline: Inline) -> bool:
    return [each.mark for each in spans(inline)] == [NOTE]
