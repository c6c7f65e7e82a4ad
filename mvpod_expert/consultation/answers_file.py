"""The answers file of an interview: a case file that grows by one line an answer, on disk before the next question.

Each line is appended and synced, so a killed process loses nothing; a last line that was cut off is found by its
missing line end, told and left out. The file is a case file, so `mvpod recommend` reads it as it is.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.reading import read_text
from mvpod_expert.loading.report import Report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact

MARK = "# mvpod answers:"
HEADER = f"{MARK} one line an answer, saved as it was given. `mvpod recommend` reads this file.\nanswers:\n"
BACKUP_SUFFIX = ".before-interview"


@dataclass(frozen=True)
class Resumed:
    """What an existing answers file held.

    Args:
        answers: the answers read back.
        client: the client's name, when the file has one.
        cut_line: a last line that was cut off and does not count.
        several_cells: the file has more than one market cell and cannot be used.
    """

    answers: Mapping[str, Answer]
    client: str | None = None
    cut_line: str | None = None
    several_cells: bool = False


class AnswersFile:
    """An answers file, new or existing.

    Args:
        path: the file.
        facts: the vocabulary.
    """

    def __init__(self, path: Path, facts: Mapping[str, Fact]) -> None:
        self.path = path
        self._facts = facts

    def resume(self) -> Resumed:
        """Read what the file holds and make it ready to be appended to; create it when there is none.

        A case file that somebody wrote by hand is kept beside it under another name before it is written anew.

        Raises:
            UnusableInputError: the file is there and is not a case file.
            OSError: it cannot be written.
        """
        if not self.path.exists():
            self._replace(HEADER)
            return Resumed({})
        report = Report()
        text = read_text(self.path, str(self.path), report)
        report.raise_if_any()
        assert text is not None  # noqa: S101 - nothing was found, so there is a text
        is_ours = text.startswith(MARK)
        cut_line = None
        if is_ours and not text.endswith("\n"):
            text, _, cut_line = text.rpartition("\n")
            text += "\n"
        case = parse_case(text, str(self.path), self._facts, report)
        report.raise_if_any()
        assert case is not None  # noqa: S101 - nothing was found, so there is a case
        if len(case.cells) > 1:
            return Resumed({}, several_cells=True)
        answers = case.cells[0].answers
        if not is_ours:
            self.path.with_name(self.path.name + BACKUP_SUFFIX).write_text(text, encoding="utf-8")
            client = f"client: {_quoted(case.client)}\n" if case.client else ""
            lines = "".join(_line(answer) for answer in answers.values())
            first, _, rest = HEADER.partition("\n")
            self._replace(f"{first}\n{client}{rest}{lines}")
        elif cut_line is not None:
            self._replace(text)
        return Resumed(answers, case.client, cut_line)

    def append(self, answer: Answer) -> None:
        """Add an answer and wait until it is on disk.

        Raises:
            OSError: it could not be written.
        """
        with self.path.open("a", encoding="utf-8") as file:
            file.write(_line(answer))
            file.flush()
            os.fsync(file.fileno())

    def _replace(self, text: str) -> None:
        """Write the whole file at once: either the old or the new one is there, never a part."""
        draft = self.path.with_name(f".{self.path.name}.draft")
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)


def _line(answer: Answer) -> str:
    given = str(answer.given).lower() if isinstance(answer.given, bool) else answer.given
    return f"  {answer.fact}: {given}\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
