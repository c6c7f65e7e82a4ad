"""What a text file says, with places: the small tree the YAML adapter makes, and the shape its parts have to have."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

PLAIN_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
EXCERPT_WIDTH = 160

Plain = str | int | float | bool | None | tuple["Plain", ...] | dict[str, "Plain"]


@dataclass(frozen=True, eq=False)
class Document:
    """One file's name and its lines."""

    file: str
    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Node:
    """A piece of a document; line and column count from 1, the width is in characters on its first line."""

    document: Document
    line: int
    column: int
    width: int

    @property
    def span(self) -> tuple[Document, int, int, int]:
        """Return what a node of another kind that stands here begins with."""
        return self.document, self.line, self.column, self.width

    @property
    def place(self) -> Place:
        """Return the place, with the text around it."""
        lines = self.document.lines
        line = lines[self.line - 1] if 0 < self.line <= len(lines) else ""
        start = max(0, self.column - 1 - EXCERPT_WIDTH // 2)
        return Place(
            file=self.document.file,
            line=self.line,
            column=self.column,
            excerpt=line[start : start + EXCERPT_WIDTH],
            excerpt_from=start + 1,
            width=max(1, min(self.width, EXCERPT_WIDTH)),
        )

    @property
    def is_empty(self) -> bool:
        """Whether a key was left without a value."""
        return False

    @property
    def listed(self) -> tuple[Node, ...]:
        """The items of a list; what is no list has none."""
        return ()

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        """Yield keys and values; what is no mapping has none."""
        return iter(())

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or nothing."""
        for name, value in self:
            if name.text == key:
                return value
        return None

    def key(self, key: str) -> Scalar | None:
        """Return the key as it stands in the file, or nothing."""
        return next((name for name, _ in self if name.text == key), None)

    def at(self, key: str, number: int | None = None) -> Node:
        """Return where to point for a key: at its value, or an item of it, or at all of this where it has none."""
        value = self.get(key)
        if value is None or (number is not None and number >= len(value.listed)):
            return self
        return value if number is None else value.listed[number]


@dataclass(frozen=True, eq=False)
class Scalar(Node):
    """One value as it was written; `quoted` keeps `"5"` apart from `5`."""

    text: str
    quoted: bool
    tag: str

    @property
    def is_empty(self) -> bool:
        """Whether a key was left without a value."""
        return self.plain is None

    @property
    def plain(self) -> str | int | float | bool | None:
        """Return the value: quoted is always text; plain text may be a number, true or false, or nothing."""
        if self.quoted:
            return self.text
        if self.tag == "null":
            return None
        if self.tag == "bool":
            return self.text.lower() == "true"
        number = self.number
        return self.text if number is None else number

    @property
    def number(self) -> int | float | None:
        """Return the number that was written without quotes, or nothing."""
        if self.quoted or not PLAIN_NUMBER.fullmatch(self.text):
            return None
        value = float(self.text)
        if not math.isfinite(value):  # hundreds of digits
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value


@dataclass(frozen=True, eq=False)
class Listing(Node):
    """A list."""

    items: tuple[Node, ...]

    @property
    def listed(self) -> tuple[Node, ...]:
        """The items."""
        return self.items


@dataclass(frozen=True, eq=False)
class Mapping(Node):
    """Keys and values in the order of the file; a key stands once."""

    entries: tuple[tuple[Scalar, Node], ...]

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        return iter(self.entries)


def plain(node: Node) -> Plain:
    """Return a node as plain data: dictionaries, tuples and scalars."""
    match node:
        case Scalar():
            return node.plain
        case Listing(items=items):
            return tuple(plain(item) for item in items)
        case Mapping(entries=entries):
            return {key.text: plain(value) for key, value in entries}
    return None


def named(node: Node) -> str | None:
    """Return the id a mapping carries, for naming the path to a finding."""
    own = node.get("id")
    return own.text if isinstance(own, Scalar) else None


def path_to(kind: str, node: Node, number: int | None = None) -> str:
    """Return the path by ids to an entry of a page, by its number where it has no id."""
    own = named(node) or (f"[{number}]" if number else None)
    return f"{kind} › {own}" if own else kind


def kind_of(node: Node) -> str:
    """Return what was written, for a message: the text of a scalar, or the kind of the node."""
    if isinstance(node, Scalar):
        return f'"{node.text}"' if node.quoted or not node.text else node.text
    return "list" if isinstance(node, Listing) else "mapping"


def words(node: Node, path: str = "") -> Iterator[tuple[str, Scalar]]:
    """Yield the words of a node, each with the path of keys and numbers that leads there."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Mapping):
        for key, value in node:
            yield from words(value, f"{path} › {key.text}" if path else key.text)
    elif isinstance(node, Listing):
        for number, item in enumerate(node.items, start=1):
            yield from words(item, f"{path} › {number}" if path else str(number))


def wrong_type(node: Node, expected: str, report: DiagnosticCollector, about: str = "") -> None:
    """Report that something else was expected than what stands there."""
    report.add(Code.TYPE_WRONG, node, about=about, written=kind_of(node), details={"expected": expected})


def mapping_of(
    node: Node, report: DiagnosticCollector, about: str = "", allowed: Collection[str] | None = None
) -> Mapping | None:
    """Return a node that is a mapping; keys that are not allowed are reported and let stand."""
    if not isinstance(node, Mapping):
        wrong_type(node, "mapping", report, about)
        return None
    if allowed is not None:
        unknown_keys(node, allowed, report, about)
    return node


def unknown_keys(node: Mapping, allowed: Collection[str], report: DiagnosticCollector, about: str = "") -> list[Scalar]:
    """Report the keys that are not allowed, and return them."""
    unknown = [key for key, _ in node if key.text not in allowed]
    for key in unknown:
        report.add(Code.KEY_UNKNOWN, key, about=about, allowed=allowed, written=key.text)
    return unknown


def items_of(node: Node, report: DiagnosticCollector, about: str = "") -> tuple[Node, ...]:
    """Return the items of a list; that it is none, or has none, is reported."""
    if not isinstance(node, Listing):
        wrong_type(node, "list", report, about)
    elif not node.items:
        report.add(Code.LIST_EMPTY, node, about=about)
    return node.listed


def listed_or_one(node: Node) -> tuple[Node, ...]:
    """Return the items of a list, or the one thing that stands for a list of it."""
    return node.items if isinstance(node, Listing) else (node,)


def check_keys(
    node: Mapping, needed: Collection[str], report: DiagnosticCollector, about: str = "", optional: Collection[str] = ()
) -> None:
    """Report the keys that are unknown and those that are missing, but not as missing one that is misspelt."""
    unknown = unknown_keys(node, (*needed, *optional), report, about)
    misspelt = {closest_match(key.text, needed) for key in unknown}
    for name in needed:
        if node.get(name) is None and name not in misspelt:
            report.add(Code.KEY_MISSING, node, about=about, details={"key": name})
