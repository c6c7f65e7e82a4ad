"""One command as the reference tells it; `commands` reads it from the program itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CommandPage:
    """A command.

    Args:
        name: with the program's name and its groups.
        usage: the line that says what it takes.
        help: what it does.
        options: each as it is written, with what it does.
    """

    name: str
    usage: str
    help: str
    options: tuple[tuple[str, str], ...]
