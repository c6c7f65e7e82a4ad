"""Interviews in a folder that were left before their end."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.text_files import MAX_BYTES
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.journal import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase

MOST_LISTED = 8


@dataclass(frozen=True)
class Unfinished:
    """An interview that can go on.

    Args:
        path: its file.
        client: the client, if named.
        answered: how many answers it has, over all cells, with what was filled in.
        day: the day of the last answer.
    """

    path: Path
    client: str | None
    answered: int
    day: str


def unfinished(folder: Path, knowledge: KnowledgeBase) -> list[Unfinished]:
    """Return the interviews in a folder that have answers and were not advised on yet, the one answered last first."""
    from mvpod_expert.mode.interview.saved_interviews import read_saved_interview  # noqa: PLC0415 - brings YAML in

    found: list[Unfinished] = []
    for path, changed in sorted(_journals(folder), key=lambda pair: -pair[1]):
        try:
            record = read_saved_interview(path.read_bytes(), path.name, knowledge).record
        except (OSError, UnusableInputError):
            continue
        answered = len(record.filled) + sum(len(cell.answers) + len(cell.filled) for cell in record.cells.values())
        if answered and not record.is_done:
            day = time.strftime("%Y-%m-%d", time.localtime(changed))
            found.append(Unfinished(path, record.client, answered, day))
        if len(found) == MOST_LISTED:
            break
    return found


def _journals(folder: Path) -> Iterator[tuple[Path, float]]:
    """Return the files with a journal of this program, and when they were written last."""
    for path in folder.glob("*.yaml"):
        try:
            about = path.stat()
            if path.is_file() and about.st_size <= MAX_BYTES and MARK.encode() in path.read_bytes():
                yield path, about.st_mtime
        except OSError:
            continue
