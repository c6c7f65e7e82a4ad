"""Notes about the client, pasted at the prompt: answers found in them are listed, and taken when they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.mode.interview.from_words import Proposal
    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.mode.interview.terminal import InterviewView
    from mvpod_expert.model.cases import Answer

ALL = ("all", "全部")
NONE = ("none", "无", "不要")
MOST_LETTERS = 20_000
"""Some ten pages. What is longer is no note of a talk, and searching it would hold the interview up."""
BESIDE = 40
"""Characters shown on either side of the words that a proposal rests on."""


class NotesRequests:
    """Collects pasted lines, and keeps what was found in them until it is taken, answered otherwise or dropped."""

    def __init__(self, session: Session, view: InterviewView) -> None:
        self.session = session
        self.view = view
        self._kept: dict[str, list[Proposal]] = {}
        self.pasted: list[str] | None = None  # else the lines that come are part of a text

    @property
    def found(self) -> list[Proposal]:
        """The proposals for the cell at hand that nothing answers yet; their numbers count from 1."""
        answers = self.session.record.cell.answers
        return [each for each in self._kept.get(self.session.record.at, ()) if each.answer.fact not in answers]

    def begin(self, more: str) -> None:
        """Search what stands behind the request, or the lines that follow, up to an empty one."""
        if more:
            self.search(more)
        else:
            self.pasted = []
            self.view.remark("words_how")

    def add(self, line: str) -> None:
        """Take a line of the text; an empty one ends it."""
        if line.strip():
            self.pasted = [*(self.pasted or ()), line]
            return
        text, self.pasted = "\n".join(self.pasted or ()), None
        self.search(text)

    def search(self, text: str) -> None:
        """List the answers that a text gives to questions nobody answered yet, with those found before."""
        from mvpod_expert.mode.interview.from_words import proposals  # noqa: PLC0415 - patterns are dear, notes are rare

        if len(text) > MOST_LETTERS:
            self.view.remark("words_too_long", "warn", count=len(text), most=MOST_LETTERS)
            return
        answers = self.session.record.cell.answers
        asked = [fact for fact in self.session.knowledge.asked() if fact.id not in answers]
        new = proposals(text, asked, self.session.currency)
        if not new:
            self.view.remark("words_nothing", "warn")
        newer = {each.answer.fact for each in new}
        self._kept[self.session.record.at] = [*(each for each in self.found if each.answer.fact not in newer), *new]
        self.show()

    def show(self) -> None:
        """List what can be taken."""
        found = self.found
        if not found:
            return
        self.view.remark("words_found", "strong", count=len(found))
        for number, each in enumerate(found, start=1):
            self.view.page.line(f"{number}  {self.told(each)}", indent=2, hang=3)
        if any(each.rivals for each in found):
            self.view.remark("words_rivals")
        self.view.remark("words_take")

    def told(self, proposal: Proposal) -> str:
        """Return an answer that is proposed, with the words it rests on in their place."""
        fact, before, after = self.session.knowledge.facts[proposal.answer.fact], proposal.before, proposal.after
        return self.view.t(
            "request.words_rival" if proposal.rivals else "request.words_place",
            answer=self.view.pair_of(self.view.say(fact.title), self.view.given(fact, proposal.answer)),
            words=proposal.words,
            before=before if len(before) <= BESIDE else f"…{before[-BESIDE:]}",
            after=after if len(after) <= BESIDE else f"{after[:BESIDE]}…",
        )

    def chosen(self, more: str) -> list[Answer]:
        """Return the answers of the proposals that are named, by number or all; nothing where that is unclear.

        Two answers to one question are never taken together, and neither is by "all".
        """
        found, named = self.found, more.strip().casefold()
        if not found:
            self.view.remark("words_first", "warn")
            return []
        if not named:
            self.show()
            return []
        if named in NONE:
            del self._kept[self.session.record.at]
            self.view.remark("words_dropped")
            return []
        if named in ALL:
            return [each.answer for each in found if not each.rivals]
        numbers = list(dict.fromkeys(more.replace(",", " ").replace("，", " ").replace("、", " ").split()))
        known = {str(number): each.answer for number, each in enumerate(found, start=1)}
        taken = [known[number] for number in numbers if number in known]
        if len(taken) < len(numbers) or len({each.fact for each in taken}) < len(taken):
            self.view.remark("take_how", "warn", count=len(found))
            return []
        return taken
