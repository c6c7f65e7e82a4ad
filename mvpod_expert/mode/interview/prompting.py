"""What every dialogue that asks has in common: reading a line, telling an answer from a request, saving a copy."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import create_file
from mvpod_expert.mode.interview.answer_parser import Misunderstanding, understand
from mvpod_expert.mode.interview.case_text import plain_case
from mvpod_expert.mode.interview.journal_file import UnsavedError
from mvpod_expert.mode.interview.locked_file import InterviewedElsewhereError
from mvpod_expert.mode.interview.prompt_commands import UnknownRequest, requested
from mvpod_expert.model.cases import CaseFile, Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.mode.interview.journal_file import JournalFile
    from mvpod_expert.mode.interview.prompt_commands import Request
    from mvpod_expert.mode.interview.terminal import InterviewView
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.interview_record import Record
    from mvpod_expert.model.journal import Entry
    from mvpod_expert.views.keyboard import Keyboard


MOST_TYPED = 2_000
"""Characters; no answer, name or reason needs more."""


PLAIN = CaseFile.model_fields.keys() | Cell.model_fields.keys()
"""What a plain case file says; capabilities add more."""


class LeftError(Exception):
    """The person left."""


class DoneError(Exception):
    """The person wants what the questions are asked for now."""


class Asking:
    """Reads what is typed at a question, and saves what was entered.

    Args:
        view: prints the questions, and what was not understood.
        file: where every entry is saved before the next question.
    """

    def __init__(self, view: InterviewView, file: JournalFile) -> None:
        self.view = view
        self.file = file

    def save(self, entry: Entry) -> None:
        """Save an entry; where that was not simply done, say how it was.

        Raises:
            OSError: it could not be saved.
        """
        rescued = self.file.append(entry)
        if rescued is not None:
            self.view.rescued(rescued)

    def typed(self, keyboard: Keyboard, *, is_asked: bool) -> str:
        """Read a line.

        Args:
            keyboard: where it comes from.
            is_asked: an answer is waited for; else no question is left.

        Raises:
            DoneError: the input ended where no question is left.
            EOFError: the input ended at a question.
        """
        while True:
            try:
                typed = keyboard.line(self.view.prompt())
            except EOFError:
                if is_asked:
                    raise
                raise DoneError from None
            if not keyboard.shows_typing:
                # A terminal shows what is typed; a pipe's record of the interview would lack every answer.
                self.view.typed(typed)
            if self.fits(typed):
                return typed

    def fits(self, typed: str) -> bool:
        """Return whether a line is short enough for an answer or a name; of one that is not, say so."""
        if len(typed) > MOST_TYPED:
            self.view.remark("too_long", "warn", count=len(typed), most=MOST_TYPED)
        return len(typed) <= MOST_TYPED

    def understood(self, fact: Fact | None, typed: str) -> Answer | Request | None:
        """Return the answer or the request that a line is; of a line that is neither, say what would be.

        Args:
            fact: what is asked; nothing where no question is left.
            typed: the line, which is not empty.
        """
        request = requested(typed, fact)
        if isinstance(request, UnknownRequest):
            self.view.not_a_request(request)
            return None
        if request is not None:
            return request
        if fact is None:
            self.view.remark("answer_nothing", "warn", written=typed.strip())
            return None
        answer = understand(fact, typed, self.view.currency)
        if isinstance(answer, Misunderstanding):
            self.view.misunderstood(fact, answer)
            return None
        self.view.understood(fact, answer)
        return answer


@contextmanager
def saving(file: JournalFile, view: InterviewView, answered: Callable[[], int | None]) -> Iterator[None]:
    """Hold a dialogue: say how to go on when the person leaves, what went wrong with the file, and let go of it.

    Args:
        file: where the answers are saved.
        view: prints.
        answered: counts the answers; nothing before the first question.

    Raises:
        LeftError: the person left, or the input ended.
        click.ClickException: the file cannot be used.
    """
    try:
        try:
            yield
        finally:
            _settle(file, view)
    except (LeftError, EOFError, KeyboardInterrupt) as error:
        count = answered()
        if count is None:
            raise
        if file.holds_nothing:
            view.nothing_saved(file.path)
        else:
            view.saved(file.path, count)
        raise LeftError from error
    except InterviewedElsewhereError as error:
        raise click.ClickException(view.t("interview.elsewhere", file=file.path)) from error
    except UnsavedError as error:
        message = view.t("interview.cannot_write", file=file.path, reason=error.strerror)
        raise click.ClickException(message) from error
    finally:
        file.close()


def _settle(file: JournalFile, view: InterviewView) -> None:
    """Write what was entered again if somebody touched the file since; on every way out."""
    if file.is_open and not file.holds_nothing:
        rescued = file.append()
        if rescued is not None:
            view.rescued(rescued)


def save_copy(name: str, record: Record, journal: JournalFile, view: InterviewView) -> None:
    """Write what was answered to another file, and say how that went.

    The journal is left out where answers are all there is; with numbers, vendors and the like all of it is copied.

    Args:
        name: the other file's name; without one it is said where the answers are.
        record: what was answered.
        journal: where every answer is saved anyway.
        view: prints.
    """
    if not name:
        view.remark("saved_already", "good", file=journal.path)
        return
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
