"""The interview about an existing plan: question by question in the order of the files, each answer saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.commands.dialogue import LeftError
from mvpod_expert.consultation.requests import UnknownRequest, Unnamed, named_fact, requested
from mvpod_expert.consultation.session import MOST_TIMES_PUT_OFF, Step
from mvpod_expert.consultation.understanding import Misunderstanding, understand
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.facts import shared_facts
from mvpod_expert.model.journal import Answered, Noted, PutOff

if TYPE_CHECKING:
    from mvpod_expert.consultation.journal_file import JournalFile
    from mvpod_expert.consultation.requests import Request
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.journal import Entry, Record
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.audit_interview import AuditInterviewView
    from mvpod_expert.views.keyboard import Keyboard


class _DoneError(Exception):
    """The person wants the audit now."""


class AuditDialogue:
    """Holds one interview about a plan.

    Args:
        audited: the knowledge base of the audit.
        record: what was answered before.
        file: where every entry is saved before the next question.
        view: prints the questions.
        keyboard: where lines come from.
    """

    def __init__(
        self, audited: KnowledgeBase, record: Record, file: JournalFile, view: AuditInterviewView, *, keyboard: Keyboard
    ) -> None:
        self.audited = audited
        self.record = record
        self.file = file
        self.view = view
        self.keyboard = keyboard
        self._shared = shared_facts(audited.facts)
        self._gone_to: str | None = None

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
                while not self._heard(fact, self._typed(fact)):
                    pass
        except _DoneError:
            return

    def _question(self) -> Fact | None:
        """Give the question at hand: one gone back to, the next not answered, or one that was put off once."""
        if self._gone_to is not None:
            return self.audited.facts[self._gone_to]
        cell = self.record.cell
        left = [fact for fact in self.audited.asked() if fact.id not in cell.answers]
        for times in range(MOST_TIMES_PUT_OFF):
            for fact in left:
                if cell.put_off.get(fact.id, 0) == times:
                    return fact
        return None

    def _typed(self, fact: Fact | None) -> str:
        words = [fact.state_title(state).in_(self.view.say.lang) for state in fact.states] if fact else []
        try:
            typed = self.keyboard.line(self.view.prompt(), words)
        except EOFError:
            if fact is None:
                raise _DoneError from None
            raise
        if not self.keyboard.shows_typing:
            self.view.typed(typed)
        return typed

    def _heard(self, fact: Fact | None, typed: str) -> bool:
        """Do what was typed; tell whether to look anew what is asked."""
        if not typed.strip():
            return self._nothing_typed(fact)
        request = requested(typed, fact)
        if isinstance(request, UnknownRequest):
            self.view.not_a_request(request)
            return False
        if request is not None:
            return self._met(request, fact)
        if fact is None:
            self.view.remark("answer_nothing", "warn", written=typed.strip())
            return False
        understood = understand(fact, typed)
        if isinstance(understood, Misunderstanding):
            self.view.misunderstood(fact, understood)
            return False
        self.view.understood(fact, understood)
        self._save(Answered(answer=understood))
        return True

    def _nothing_typed(self, fact: Fact | None) -> bool:
        if fact is None:
            raise _DoneError
        if self._gone_to is not None and fact.id in self.record.cell.answers:
            self._gone_to = None
            return True
        self.view.remark("type_something", "warn")
        return False

    def _met(self, request: Request, fact: Fact | None) -> bool:
        match request.kind:
            case "quit":
                raise LeftError
            case "done":
                raise _DoneError
            case "help" | "why":
                if fact is not None:
                    self.view.help(fact)
                self.view.requests()
            case "review":
                self.view.review(self.record, frozenset())
            case "client":
                if request.more:
                    self._save(Noted(kind="client", value=request.more))
                    self.view.remark("client_noted", "good", client=request.more)
                else:
                    self.view.remark("client_missing", "warn")
            case "back" | "go" | "skip":
                return self._moved(request, fact)
            case _:
                self.view.not_here()
        return False

    def _moved(self, request: Request, fact: Fact | None) -> bool:
        if request.kind == "back":
            given = list(self.record.cell.answers)
            place = given.index(self._gone_to) if self._gone_to in given else len(given)
            if place == 0:
                self.view.remark("at_the_start", "warn")
                return False
            self._gone_to = given[place - 1]
        elif request.kind == "go" and request.more:
            named = named_fact(self.audited.facts, request.more)
            if isinstance(named, Unnamed):
                self.view.unnamed(named)
                return False
            self._gone_to = named.id
        elif request.kind == "skip" and fact is not None and fact.id not in self.record.cell.answers:
            self._save(PutOff(fact=fact.id))
            is_first = self.record.cell.put_off[fact.id] == 1
            self.view.remark("skipped_once" if is_first else "skipped_twice")
        else:
            self._gone_to = None
        return True

    def _save(self, entry: Entry) -> None:
        self.file.append(entry)
        self.record = self.record.after(entry, self._shared)
        if not isinstance(entry, Noted):
            self._gone_to = None
