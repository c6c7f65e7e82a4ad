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
    from mvpod_expert.views.messages import Messages

MOST_LISTED = 8


@dataclass(frozen=True)
class Unfinished:
    """An interview that can go on.

    Args:
        path: its file.
        client: the client, if named.
        answered: how many answers it has, over all cells, with what was filled in; nothing where it cannot be read.
        day: the day of the last answer.
    """

    path: Path
    client: str | None
    answered: int | None
    day: str

    def told(self, t: Messages) -> tuple[str, str]:
        """Return what it is called, and where it stands."""
        about = {"file": self.path.name, "count": self.answered, "day": self.day}
        key = "screen.unfinished_about" if self.answered is not None else "screen.unfinished_damaged"
        return self.client or self.path.name, t(key, **about)


def unfinished(folder: Path, knowledge: KnowledgeBase) -> tuple[list[Unfinished], bool]:
    """Return the interviews in a folder that have answers and were not advised on, the one answered last first.

    Those that cannot be read are among them, since a person looks for them. And whether there are files older than
    those that were looked at.
    """
    from mvpod_expert.mode.interview.saved_interviews import read_saved_interview  # noqa: PLC0415 - brings YAML in

    found: list[Unfinished] = []
    for path, changed in sorted(_journals(folder), key=lambda pair: -pair[1]):
        if len(found) == MOST_LISTED:
            return found, True
        day = time.strftime("%Y-%m-%d", time.localtime(changed))
        try:
            record = read_saved_interview(path.read_bytes(), path.name, knowledge).record
        except OSError:
            continue
        except UnusableInputError:
            found.append(Unfinished(path, None, None, day))
            continue
        answered = len(record.filled) + sum(len(cell.answers) + len(cell.filled) for cell in record.cells.values())
        if answered and not record.is_done:
            found.append(Unfinished(path, record.client, answered, day))
    return found, False


def _journals(folder: Path) -> Iterator[tuple[Path, float]]:
    """Return the files with a journal of this program, and when they were written last."""
    for path in folder.glob("*.yaml"):
        try:
            about = path.stat()
            if path.is_file() and about.st_size <= MAX_BYTES and MARK.encode() in path.read_bytes():
                yield path, about.st_mtime
        except OSError:
            continue
