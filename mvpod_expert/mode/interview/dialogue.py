"""The interview as a dialogue: a line typed, an answer saved or a request met, until it ends or the person leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.answer_parser import Misunderstanding, understand
from mvpod_expert.mode.interview.form_requests import FormRequests
from mvpod_expert.mode.interview.notes_requests import NotesRequests
from mvpod_expert.mode.interview.prompt_commands import (
    CaseRequests,
    Request,
    UnknownRequest,
    Unnamed,
    named_fact,
    requested,
    supposed,
)
from mvpod_expert.mode.interview.prompting import DoneError, LeftError, save_copy
from mvpod_expert.mode.interview.session import PLAN, Session
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.journal import PROVEN, Answered, Entry, Noted, PutOff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.mode.interview.interviewer import Step
    from mvpod_expert.mode.interview.journal_file import JournalFile
    from mvpod_expert.mode.interview.terminal import InterviewView
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.views.keyboard import Keyboard


class Dialogue:
    """Holds one interview, line by line, and saves every entry; a full-screen front end hands it lines as well."""

    def __init__(self, session: Session, file: JournalFile, view: InterviewView) -> None:
        self.session = session
        view.currency = session.currency
        self.file = file
        self.view = view
        self.words = NotesRequests(session, view)
        self.case_requests = CaseRequests(session, view, self._save)
        self.forms = FormRequests(session, view, self._save, self.case_requests)

    def hold(self, keyboard: Keyboard) -> None:
        """Ask until nothing is left to ask or the person is done.

        Raises:
            LeftError: the person left.
            EOFError: the input ended at a question.
            OSError: an entry could not be saved.
        """
        try:
            while True:
                self._at(self.session.step(), keyboard)
        except DoneError:
            self.finish()

    def fill_in(self, form: str, keyboard: Keyboard) -> None:
        """Ask for the fields of the form with this key alone; raises what `hold` raises."""
        self.forms.begin(form)
        while self.forms.form is not None:
            self.forms.ask()
            while not self.forms.heard(self._typed(keyboard, is_asked=True)):
                pass

    def finish(self) -> None:
        """Note that the advice was asked for."""
        if not self.session.record.is_done:
            self._save(Noted(kind="done", value="advice"))

    def _at(self, step: Step, keyboard: Keyboard) -> None:
        if self.forms.form is not None:
            self.forms.ask()
        elif step.question is None:
            self.view.offer(step)
            if step.reached is not None:
                self.view.outlook(self.session, step)
            elif step.settled_on is None:
                self.view.still_possible(self.session)
        else:
            if step.answered and step.outlook is not None:
                self.view.brief(self.session, step)
            self.view.question(step, self.session.record.at, self.session.number(step))
        while not self.heard(step, self._typed(keyboard, is_asked=step.question is not None)):
            pass

    def _typed(self, keyboard: Keyboard, *, is_asked: bool) -> str:
        """Read a line; the end of the input means that the person is done where no question is left."""
        while True:
            try:
                typed = keyboard.line(f"{self.view.t('interview.prompt')}> ")
            except EOFError:
                if is_asked:
                    raise
                raise DoneError from None
            if not keyboard.shows_typing:
                # A terminal shows what is typed; a pipe's record of the interview would lack every answer.
                self.view.page.raw(typed)
            if self.view.fits(typed):
                return typed

    def heard(self, step: Step, typed: str) -> bool:
        """Do what was typed, and return whether to look anew where the interview is.

        Raises:
            LeftError: the person left.
            DoneError: the person wants the advice.
            OSError: an entry could not be saved.
        """
        fact = step.question
        if self.words.pasted is not None:
            self.words.add(typed)
            return False
        if self.forms.form is not None:
            return self.forms.heard(typed)
        if not typed.strip():
            return self._nothing_typed(step)
        understood = self._understood(fact, typed)
        if isinstance(understood, Request):
            return self._met(understood, step)
        if fact is None or understood is None:
            return False
        self._answered([understood])
        return True

    def _understood(self, fact: Fact | None, typed: str) -> Answer | Request | None:
        """Return the answer to a fact, if any is asked, or the request that a line is; else say what would be one."""
        request = requested(typed, fact)
        if isinstance(request, UnknownRequest):
            self.view.not_a_request(request)
            return None
        if request is None and fact is None:
            self.view.remark("answer_nothing", "warn", written=typed.strip())
        return request if request is not None or fact is None else self.view.answer(fact, typed)

    def _answered(self, answers: Sequence[Answer]) -> None:
        """Save answers, and tell what they move."""
        before, parked = self.session.standing(), self.session.parked()
        told = {each.rule for each in self.session.conflicts()}
        if self.session.record.depth is None and self.session.depth != PROVEN:
            self._save(Noted(kind="depth", value=self.session.depth))
        for answer in answers:
            self._save(Answered(answer=answer.model_copy(update={"source": self.session.source})))
        if len(self.session.record.cells) > 1 and any(answer.fact in self.session.shared for answer in answers):
            self.view.remark("holds_everywhere")
        self.view.moved(before, self.session.standing())
        self._tell_parked(parked)
        self.view.conflicts(each for each in self.session.conflicts() if each.rule not in told)

    def _nothing_typed(self, step: Step) -> bool:
        if step.question is None:
            raise DoneError
        if step.earlier is not None:
            self.session.keep()
            return True
        self.view.remark("type_something", "warn")
        return False

    def _met(self, request: Request, step: Step) -> bool:
        fact = step.question
        match request.kind:
            case "quit":
                raise LeftError
            case "done":
                raise DoneError
            case "help":
                if fact is not None:
                    self.view.help(fact)
                self.view.requests()
            case "why" if fact is not None:
                self.view.help(fact)
                self.view.why(self.session, fact)
            case "why" | "status":
                self.view.status(self.session, step)
            case "review":
                self.view.review(self.session)
            case "whatif":
                self._what_if(request.more)
            case "save":
                save_copy(request.more, self.session.record, self.file, self.view)
            case _:
                return self._moved_on(request, step)
        return False

    def _moved_on(self, request: Request, step: Step) -> bool:
        match request.kind:
            case "back":
                if not self.session.back():
                    self.view.remark("at_the_start", "warn")
                    return False
            case "go":
                return self._go(request.more)
            case "skip":
                self._skip(step)
            case "plan":
                self._save(Noted(kind="phase", value=PLAN))
                if step.question is None and not step.plan_questions:
                    self.view.remark("no_plan_questions")
            case "words" | "take" | "numbers":
                return self.forms.begin(request.more) if request.kind == "numbers" else self._from_words(request)
            case "mend" | "estimated":
                return self._mend() if request.kind == "mend" else self._estimated(step, request.more)
            case _:
                return self.case_requests.met(request)
        return True

    def _from_words(self, request: Request) -> bool:
        if request.kind == "words":
            self.words.begin(request.more)
            return False
        chosen = self.words.chosen(request.more)
        if chosen:
            self._answered(chosen)
            if self.words.found:
                self.view.remark("words_left", count=len(self.words.found))
        return bool(chosen)

    def _go(self, more: str) -> bool:
        if not more:
            self.session.go(None)
            return True
        fact = named_fact(self.session.knowledge.facts, more)
        if isinstance(fact, Unnamed):
            self.view.unnamed(fact)
            return False
        self.session.go(fact.id)
        return True

    def _skip(self, step: Step) -> None:
        if step.earlier is not None:
            self.session.keep()
        elif step.question is not None:
            self._save(PutOff(fact=step.question.id))
            times = self.session.record.cell.put_off[step.question.id]
            self.view.remark("skipped_once" if times == 1 else "skipped_twice")

    def _what_if(self, more: str) -> None:
        fact, value = supposed(self.session.knowledge.facts, more)
        if isinstance(fact, Unnamed):
            if fact.written and value:
                self.view.unnamed(fact)
            self.view.remark("whatif_how", "warn")
            return
        understood = understand(fact, value, self.session.currency)
        if isinstance(understood, Misunderstanding):
            self.view.misunderstood(fact, understood)
        else:
            self.view.what_if(self.session, fact, understood.state)

    def _mend(self) -> bool:
        """Go to an answer that contradicts others: the one given last."""
        given = list(self.session.record.cell.answers)
        told = {fact for each in self.session.conflicts()[:1] for fact, _ in each.clause.literals}
        known = self.session.knowledge.facts
        facts = told.union(*(known[fact].sources for fact in told if fact not in given)) & set(given)
        if not facts:
            self.view.remark("nothing_to_mend")
            return False
        self.session.go(max(facts, key=given.index))
        return True

    def _estimated(self, step: Step, more: str) -> bool:
        """Take an answer as an estimate; alone, mark the answer at hand or the last one as one, or take that back."""
        if more:
            understood = self._understood(step.question, more)
            if isinstance(understood, Answer):
                self._answered([understood.model_copy(update={"estimated": True})])
            return isinstance(understood, Answer)
        answer = step.earlier or next(reversed(list(self.session.record.cell.answers.values())), None)
        if answer is None or not answer.is_known:
            self.view.remark("estimated_how", "warn")
            return False
        fact = self.session.knowledge.facts[answer.fact]
        marked = answer.model_copy(update={"estimated": not answer.estimated})
        self._save(Answered(answer=marked))
        self.view.remark("estimated_noted", "good", answer=self.view.answered(fact, marked))
        return True

    def _save(self, entry: Entry) -> None:
        rescued = self.file.append(entry)
        if rescued is not None:
            self.view.rescued(rescued)
        self.session.take(entry)

    def _tell_parked(self, before: frozenset[str]) -> None:
        after = self.session.parked()
        for key, changed in (("now_parked", after - before), ("counts_again", before - after)):
            for fact in sorted(changed & self.session.states.keys()):
                self.view.remark(key, fact=self.view.fact(fact))
