"""The description of one thing, in one language: plain blocks in which every thing that is named can be followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Thing
    from mvpod_expert.views.messages import Messages
    from mvpod_expert.views.names import Names


@dataclass(frozen=True)
class Ref:
    """The name of a thing, to be followed; `with_id` says its id as well, where nothing can be clicked."""

    thing: Thing
    text: str
    with_id: bool = True


Words = tuple["str | Ref", ...]


@dataclass(frozen=True)
class Line:
    """One line, and how deep it stands; without a mark it is a paragraph of its own."""

    words: Words
    depth: int = 0
    is_marked: bool = True


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Description:
    """The full description of one thing: no section is empty, and the file is where no single one has the thing."""

    thing: Thing
    title: str
    kind: str
    file: str
    line: int
    lead: tuple[Line, ...]
    sections: tuple[Section, ...]


def paragraph(*words: str | Ref) -> Line:
    """Return a line that is a paragraph."""
    return Line(words, is_marked=False)


def point(*words: str | Ref, depth: int = 0) -> Line:
    """Return a line of a list."""
    return Line(words, depth)


def sections(*made: tuple[str, tuple[Line, ...]]) -> tuple[Section, ...]:
    """Return the sections in which something stands."""
    return tuple(Section(heading, lines) for heading, lines in made if lines)


def plain_text(words: Words) -> str:
    """Return words without what they refer to."""
    return "".join(word if isinstance(word, str) else word.text for word in words)


def joined(parts: tuple[Ref, ...] | list[Ref], comma: str) -> Words:
    """Put names in a row."""
    words: list[str | Ref] = []
    for number, part in enumerate(parts):
        words += [comma, part] if number else [part]
    return tuple(words)


class NamesThings(Protocol):
    """Names the things of a knowledge base in one language, so that they can be followed."""

    knowledge: KnowledgeBase
    names: Names
    t: Messages

    def title(self, thing: Thing) -> str:
        """Return what a thing is called."""

    def ref(self, thing: Thing, *, with_id: bool = True) -> Ref:
        """Return the name of a thing."""

    def referring(self, thing: Thing, *relations: str) -> Iterable[Thing]:
        """Return what refers to a thing in any of these ways."""
