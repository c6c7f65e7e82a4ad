"""What a text file says, with places: the small tree that the YAML adapter makes and the readers walk."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@dataclass(frozen=True, eq=False)
class Scalar(Node):
    """One value as it was written; `quoted` keeps `"5"` apart from `5`."""

    text: str
    quoted: bool
    tag: str

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


@dataclass(frozen=True, eq=False)
class Mapping(Node):
    """Keys and values in the order of the file; a key stands once."""

    entries: tuple[tuple[Scalar, Node], ...]

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or nothing."""
        return next((value for name, value in self.entries if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """Return the key as it stands in the file, or nothing."""
        return next((name for name, _ in self.entries if name.text == key), None)

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
    if isinstance(node, Mapping):
        own = node.get("id")
        if isinstance(own, Scalar):
            return own.text
    return None


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
