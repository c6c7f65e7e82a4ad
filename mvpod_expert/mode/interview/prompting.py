"""How an interview ends: left or done, with what was entered on disk; and a copy of it in another file."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import create_file
from mvpod_expert.mode.interview.journal_file import JournalFile, UnsavedError
from mvpod_expert.mode.interview.locked_file import InterviewedElsewhereError
from mvpod_expert.model.cases import CaseFile, Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.mode.interview.terminal import InterviewView
    from mvpod_expert.model.interview_record import Record


PLAIN = CaseFile.model_fields.keys() | Cell.model_fields.keys()
"""What a plain case file says; capabilities add more."""


class LeftError(Exception):
    """The person left."""


class DoneError(Exception):
    """The person wants what the questions are asked for now."""


@contextmanager
def saving(file: JournalFile, view: InterviewView, answered: Callable[[], int | None]) -> Iterator[None]:
    """Hold a dialogue: say how to go on when the person leaves, what went wrong with the file, and let go of it.

    `answered` counts the answers; nothing before the first question.

    Raises:
        LeftError: the person left, or the input ended.
        click.ClickException: the file cannot be used.
    """
    try:
        try:
            yield
        finally:
            # Write what was entered again if somebody touched the file since; on every way out.
            if file.is_open and not file.holds_nothing and (rescued := file.append()) is not None:
                view.rescued(rescued)
    except (LeftError, EOFError, KeyboardInterrupt) as error:
        count = answered()
        if count is None:
            raise
        view.saved(file, count)
        raise LeftError from error
    except InterviewedElsewhereError as error:
        raise click.ClickException(view.t("interview.elsewhere", file=file.path)) from error
    except UnsavedError as error:
        message = view.t("interview.cannot_write", file=file.path, reason=error.strerror)
        raise click.ClickException(message) from error
    finally:
        file.close()


def save_copy(name: str, record: Record, journal: JournalFile, view: InterviewView) -> None:
    """Write what was answered to another file, and say how that went; without a name, say where the answers are.

    The journal is left out where answers are all there is; with numbers, vendors and the like all of it is copied.
    """
    if not name:
        view.remark("saved_already", "good", file=journal.path)
        return
    from mvpod_expert.mode.interview.saved_interviews import plain_case  # noqa: PLC0415 - brings YAML in

    case = record.case(name)
    more = [
        getattr(each, name) for each in (case, *case.cells) for name in type(each).model_fields if name not in PLAIN
    ]
    try:
        create_file(Path(name), journal.content if any(more) else plain_case(case, view.knowledge.facts))
    except OSError as error:
        view.remark("not_saved", "warn", file=name, reason=error.strerror or str(error))
    else:
        view.remark("saved_as", "good", file=name)
