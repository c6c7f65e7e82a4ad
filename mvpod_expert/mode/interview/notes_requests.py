"""Notes about the client, pasted at the prompt: answers found in them are listed, and taken when they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.from_words import proposals

if TYPE_CHECKING:
    from mvpod_expert.mode.interview.from_words import Proposal
    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.mode.interview.terminal import InterviewView
    from mvpod_expert.model.cases import Answer

ALL = ("all", "全部")


class NotesRequests:
    """Collects pasted lines, and keeps what was found in them until it is taken.

    Args:
        session: the interview's state.
        view: lists what was found.

    Attributes:
        found: the proposals listed last, by their number from 1.
    """

    def __init__(self, session: Session, view: InterviewView) -> None:
        self.session = session
        self.view = view
        self.found: list[Proposal] = []
        self._pasted: list[str] | None = None

    @property
    def is_open(self) -> bool:
        """Return whether the lines that come are part of a text."""
        return self._pasted is not None

    def begin(self, more: str) -> None:
        """Search what stands behind the request, or the lines that follow, up to an empty one."""
        if more:
            self.search(more)
        else:
            self._pasted = []
            self.view.remark("words_how")

    def add(self, line: str) -> None:
        """Take a line of the text; an empty one ends it."""
        if line.strip():
            self._pasted = [*(self._pasted or ()), line]
            return
        text, self._pasted = "\n".join(self._pasted or ()), None
        self.search(text)

    def search(self, text: str) -> None:
        """List the answers that a text gives to questions nobody answered yet."""
        answers = self.session.record.cell.answers
        asked = [fact for fact in self.session.knowledge.asked() if fact.id not in answers]
        self.found = proposals(text, asked, self.session.currency)
        if not self.found:
            self.view.remark("words_nothing", "warn")
            return
        self.view.remark("words_found", "strong", count=len(self.found))
        for number, each in enumerate(self.found, start=1):
            self.view.remark("words_proposal", "plain", number=number, words=each.words, answer=self.told(each))
        self.view.remark("words_take")

    def told(self, proposal: Proposal) -> str:
        """Return an answer that is proposed, in words."""
        fact = self.session.knowledge.facts[proposal.answer.fact]
        given = self.view.given(fact, proposal.answer)
        return self.view.t("list.pair", name=fact.title.in_(self.view.t.lang), value=given)

    def chosen(self, more: str) -> list[Answer]:
        """Return the answers of the proposals that are named: by number, or all; nothing where that is unclear."""
        numbers = more.replace(",", " ").replace("，", " ").replace("、", " ").split()
        if self.found and more.strip().casefold() in ALL:
            numbers = [str(number) for number in range(1, len(self.found) + 1)]
        known = {str(number): each.answer for number, each in enumerate(self.found, start=1)}
        if not numbers or not known.keys() >= set(numbers):
            self.view.remark("take_how" if self.found else "words_first", "warn", count=len(self.found))
            return []
        self.found = []
        return [known[number] for number in dict.fromkeys(numbers)]
