"""What every dialogue that asks has in common: reading a line, telling an answer from a request, saving a copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.answer_parser import Misunderstanding, understand
from mvpod_expert.mode.interview.journal_lines import plain_case
from mvpod_expert.mode.interview.prompt_commands import WORDS, UnknownRequest, requested

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.mode.interview.journal import Record
    from mvpod_expert.mode.interview.prompt_commands import Kind, Request
    from mvpod_expert.mode.interview.terminal import InterviewView
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.views.keyboard import Keyboard


class LeftError(Exception):
    """The person left."""


class DoneError(Exception):
    """The person wants what the questions are asked for now."""


class Asking:
    """Reads what is typed at a question.

    Args:
        view: prints the questions, and what was not understood.
        keyboard: where lines come from.
    """

    def __init__(self, view: InterviewView, keyboard: Keyboard) -> None:
        self.view = view
        self.keyboard = keyboard

    def typed(self, fact: Fact | None, completed: list[str]) -> str:
        """Read a line.

        Args:
            fact: what is asked; nothing where no question is left.
            completed: lines that can be completed.

        Raises:
            DoneError: the input ended where no question is left.
            EOFError: the input ended at a question.
        """
        try:
            typed = self.keyboard.line(self.view.prompt(), completed)
        except EOFError:
            if fact is None:
                raise DoneError from None
            raise
        if not self.keyboard.shows_typing:
            # A terminal shows what is typed; a pipe's record of the interview would lack every answer.
            self.view.typed(typed)
        return typed

    def understood(self, fact: Fact | None, typed: str) -> Answer | Request | None:
        """Give the answer or the request that a line is; of a line that is neither, say what would be.

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
        answer = understand(fact, typed)
        if isinstance(answer, Misunderstanding):
            self.view.misunderstood(fact, answer)
            return None
        self.view.understood(fact, answer)
        return answer


def completed(fact: Fact | None, requests: Iterable[Kind], asked: Iterable[Fact], lang: Lang) -> list[str]:
    """Give the lines that can be completed: the answers, the requests, and every question to go to."""
    at = -1 if lang == "zh" else 0
    answers = [fact.state_title(state).in_(lang) for state in fact.states] if fact is not None else []
    return [*answers, *(WORDS[kind][at] for kind in requests), *(f"{WORDS['go'][at]} {each.id}" for each in asked)]


def save_copy(name: str, record: Record, journal: Path, view: InterviewView) -> None:
    """Write what was answered to another file, without the journal, and say how that went.

    Args:
        name: the other file's name; without one it is said where the answers are.
        record: what was answered.
        journal: where every answer is saved anyway.
        view: prints.
    """
    if not name:
        view.remark("saved_already", "good", file=journal)
        return
    try:
        with Path(name).open("x", encoding="utf-8") as copy:
            copy.write(plain_case(record.case(name)))
    except OSError as error:
        view.remark("not_saved", "warn", file=name, reason=error.strerror or str(error))
    else:
        view.remark("saved_as", "good", file=name)
