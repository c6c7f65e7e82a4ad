"""What a capability can be given at an interview: fields, asked for in words, kept in its section of a case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Path = tuple[str, ...]
LETTERS = {UNKNOWN: "u", NOT_APPLICABLE: "n"}
"""What is typed for the answers that every list has at its end."""


@dataclass(frozen=True)
class FieldOption:
    """One of the answers a field takes: what is kept in the case, its title, and what it means."""

    value: Any
    title: str
    meaning: str = ""


@dataclass(frozen=True)
class Field:
    """One thing that can be filled in, in the words of one language.

    Args:
        path: the keys that lead to it within the section; in a list, the number of the entry from 1.
        topic: the heading it stands under.
        title: what it is called.
        question: what is asked; the title where it is empty.
        how: how to estimate it.
        unit: what a number is in.
        options: what it may be; anything the reader of the section takes, where there are none.
        shaped: makes plain data of what was typed.
        why: makes sentences on what the answer is needed for.
    """

    path: Path
    topic: str
    title: str
    question: str = ""
    how: str = ""
    unit: str = ""
    options: tuple[FieldOption, ...] = ()
    shaped: Callable[[str], Any] = str.strip
    why: Callable[[], tuple[str, ...]] = tuple

    def keyed(self) -> Iterator[tuple[str, FieldOption]]:
        """Return the options with what is typed for each: a score itself, else its place in the list, from 1."""
        for place, option in enumerate(self.options, start=1):
            is_score = isinstance(option.value, int) and not isinstance(option.value, bool)
            yield LETTERS.get(str(option.value), str(option.value if is_score else place)), option


def entry_number(key: str) -> int | None:
    """Return which entry of a list a key of a path means, from 1; nothing where it is the key of a mapping."""
    return int(key) if re.fullmatch(r"[1-9][0-9]{0,8}", key) else None


def found_at(section: Any, path: Path) -> Any:
    """Return what plain data says at a path; nothing where it says nothing."""
    for key in path:
        number = entry_number(key)
        if isinstance(section, dict):
            section = section.get(key)
        elif isinstance(section, tuple | list) and number is not None and number <= len(section):
            section = section[number - 1]
        else:
            return None
    return section
