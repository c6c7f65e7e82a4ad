"""The interview about an existing plan: question by question in the order of the files, each answer saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.answer_history import EarlierAnswers
from mvpod_expert.mode.interview.prompt_commands import Request, Unnamed, named_fact
from mvpod_expert.mode.interview.prompting import Asking, DoneError, LeftError, save_copy
from mvpod_expert.mode.interview.session import MOST_TIMES_PUT_OFF, Step
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.facts import shared_facts
from mvpod_expert.model.journal import Answered, Noted, PutOff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mvpod_expert.audit.interview_view import AuditInterviewView
    from mvpod_expert.audit.model import Audit
    from mvpod_expert.mode.interview.journal_file import JournalFile
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.interview_record import Record
    from mvpod_expert.model.journal import Entry
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.keyboard import Keyboard


class AuditDialogue:
    """Holds one interview about a plan.

    Args:
        audited: the knowledge base of the audit.
        record: what was answered before.
        file: where every entry is saved before the next question.
        view: prints the questions.
        keyboard: where lines come from.
        so_far: audits what was answered so far.
    """

    def __init__(  # noqa: PLR0913 - what it holds together
        self,
        audited: KnowledgeBase,
        record: Record,
        file: JournalFile,
        view: AuditInterviewView,
        *,
        keyboard: Keyboard,
        so_far: Callable[[Mapping[str, Answer]], Audit],
    ) -> None:
        self.audited = audited
        self.record = record
        self.file = file
        self.view = view
        self.keyboard = keyboard
        self.asking = Asking(view, file)
        self.so_far = so_far
        self._shared = shared_facts(audited.facts)
        self._earlier = EarlierAnswers()

    def hold(self) -> None:
        """Ask until the person is done.

        Raises:
            LeftError: the person left.
            EOFError: the input ended at a question.
            OSError: an entry could not be saved.
        """
        try:
            while True:
                fact = self._question()
                if fact is None:
                    self.view.finished()
                else:
                    answers = self.record.cell.answers
                    number = list(answers).index(fact.id) if fact.id in answers else len(answers)
                    self.view.question(Step(fact, 0, earlier=answers.get(fact.id)), ONLY_CELL, number + 1)
                while not self._heard(fact, self.asking.typed(self.keyboard, fact)):
                    pass
        except DoneError:
            return

    def _question(self) -> Fact | None:
        """Return the current question: one gone back to, the next not answered, or one that was put off once."""
        if self._earlier.at is not None:
            return self.audited.facts[self._earlier.at]
        cell = self.record.cell
        left = [fact for fact in self.audited.asked() if fact.id not in cell.answers]
        for times in range(MOST_TIMES_PUT_OFF):
            for fact in left:
                if cell.put_off.get(fact.id, 0) == times:
                    return fact
        return None

    def _heard(self, fact: Fact | None, typed: str) -> bool:
        """Do what was typed; return whether to look anew what is asked."""
        if not typed.strip():
            return self._nothing_typed(fact)
        understood = self.asking.understood(fact, typed)
        if isinstance(understood, Request):
            return self._met(understood, fact)
        if understood is None:
            return False
        self._save(Answered(answer=understood))
        return True

    def _nothing_typed(self, fact: Fact | None) -> bool:
        if fact is None:
            raise DoneError
        if fact.id in self.record.cell.answers:
            self._earlier.keep(self.record.cell.answers)
            return True
        self.view.remark("type_something", "warn")
        return False

    def _met(self, request: Request, fact: Fact | None) -> bool:
        match request.kind:
            case "quit":
                raise LeftError
            case "done":
                raise DoneError
            case "help" | "why" | "status" | "review":
                self._shown(request, fact)
            case "save":
                save_copy(request.more, self.record, self.file, self.view)
            case "client":
                self._client(request.more)
            case "back" | "go" | "skip":
                return self._moved(request, fact)
            case _:
                self.view.not_here()
        return False

    def _shown(self, request: Request, fact: Fact | None) -> None:
        if request.kind in {"help", "why"} and fact is not None:
            self.view.help(fact)
        if request.kind == "help":
            self.view.requests()
        elif request.kind == "review":
            self.view.review(self.record, frozenset())
        elif request.kind == "why" and fact is not None:
            self.view.why(fact)
        else:
            self.view.status(self.so_far(self.record.cell.answers))

    def _client(self, name: str) -> None:
        if not name:
            self.view.remark("client_missing", "warn")
            return
        self._save(Noted(kind="client", value=name))
        self.view.remark("client_noted", "good", client=name)

    def _moved(self, request: Request, fact: Fact | None) -> bool:
        cell = self.record.cell
        if request.kind == "back":
            if not self._earlier.back(cell.answers):
                self.view.remark("at_the_start", "warn")
                return False
        elif request.kind == "go" and request.more:
            named = named_fact(self.audited.facts, request.more)
            if isinstance(named, Unnamed):
                self.view.unnamed(named)
                return False
            self._earlier.at = named.id
        elif request.kind == "go":
            self._earlier.at = None
        elif fact is not None and fact.id in cell.answers:
            self._earlier.keep(cell.answers)
        elif fact is not None:
            self._save(PutOff(fact=fact.id))
            is_first = self.record.cell.put_off[fact.id] == 1
            self.view.remark("skipped_once" if is_first else "skipped_twice")
        return True

    def _save(self, entry: Entry) -> None:
        self.asking.save(entry)
        self.record = self.record.after(entry, self._shared)
        if not isinstance(entry, Noted):
            self._earlier.at = None
