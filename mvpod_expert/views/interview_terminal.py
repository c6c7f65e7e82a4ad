"""The interview in a terminal: questions with numbered options, help, and what was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.consultation.answers_file import Resumed
    from mvpod_expert.consultation.interview import NextStep
    from mvpod_expert.consultation.understanding import Misunderstanding
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.page import Page
    from mvpod_expert.views.wording import Wording


class InterviewView:
    """Prints the interview.

    Args:
        knowledge: the knowledge base.
        say: the wording.
        page: the page to print on.
    """

    def __init__(self, knowledge: KnowledgeBase, say: Wording, page: Page) -> None:
        self.knowledge = knowledge
        self.say = say
        self.page = page

    def welcome(self, file: Path, resumed: Resumed) -> None:
        """Say what is going to happen, and what was read back."""
        count = len(list(self.knowledge.asked()))
        self.page.line(self.say("interview.welcome", count=count, file=file))
        if resumed.cut_line is not None:
            self.page.line(self.say("interview.cut", file=file, line=resumed.cut_line.strip()), "warn")
        if resumed.answers:
            self.page.line(self.say("interview.resumed", file=file, count=len(resumed.answers)), "good")

    def question(self, fact: Fact, number: int) -> None:
        """Print a question with its options."""
        lang = self.say.lang
        self.page.line()
        self.page.line(self.say("interview.question", number=number, topic=fact.topic.in_(lang)), "faint")
        if fact.question is not None:
            self.page.line(fact.question.in_(lang), "strong")
        if fact.kind == "number":
            self.page.line(self._keys(fact), "faint", indent=2)
            return
        meanings = {option.id: option.meaning.in_(lang) for option in fact.options}
        for place, state in enumerate(fact.states, start=1):
            title = fact.state_title(state).in_(lang)
            meaning = f" — {meanings[state]}" if meanings.get(state) else ""
            self.page.line(f"{place}  {title}{meaning}", indent=2, hang=3)
        self.page.line(self._keys(fact), "faint", indent=2)

    def prompt(self) -> str:
        """Give the prompt."""
        return f"{self.say('interview.prompt')}> "

    def help(self, fact: Fact) -> None:
        """Print why the question is asked and how to estimate the answer."""
        for key, text in (("interview.why", fact.why), ("interview.how", fact.how)):
            if text is not None:
                self.page.line(self.say(key, text=text.in_(self.say.lang)), indent=2, hang=2)

    def understood(self, fact: Fact, answer: Answer) -> None:
        """Say what a number was taken for, and the band it falls into."""
        if fact.unit is not None and answer.is_known and isinstance(answer.given, int | float):
            lang = self.say.lang
            band = fact.state_title(answer.state).in_(lang)
            said = self.say("interview.understood", number=f"{answer.given:,}", unit=fact.unit.in_(lang), band=band)
            self.page.line(said, "faint", indent=2)

    def misunderstood(self, fact: Fact, misunderstanding: Misunderstanding) -> None:
        """Say what was not understood, and what would be."""
        lang = self.say.lang
        named = [f"{fact.state_title(state).in_(lang)} ({state})" for state in misunderstanding.allowed]
        blanks: dict[str, object] = {"written": misunderstanding.written}
        if misunderstanding.kind == "wrong_number" and fact.range is not None and fact.unit is not None:
            blanks |= {
                "low": f"{fact.range.min:,}",
                "high": f"{fact.range.max:,}",
                "unit": fact.unit.in_(lang),
            }
        else:
            blanks["allowed"] = self.say("list.comma").join(named)
        self.page.line(self.say(f"interview.{misunderstanding.kind}", **blanks), "warn", indent=2, hang=2)
        if misunderstanding.suggestion is not None:
            word = fact.state_title(misunderstanding.suggestion).in_(lang)
            self.page.line(self.say("interview.maybe", word=word), "good", indent=2)

    def ended(self, step: NextStep) -> None:
        """Say why no further question is asked."""
        self.page.line()
        if step.settled_on:
            mode = self.knowledge.decision.mode(step.settled_on[0]).title.in_(self.say.lang)
            self.page.line(self.say("interview.settled", count=step.remaining, mode=mode), "good")
        elif step.settled_on is not None:
            self.page.line(self.say("interview.settled_none", count=step.remaining), "warn")
        elif step.remaining:
            self.page.line(self.say("interview.skipped", count=step.remaining), "faint")
        self.page.line()

    def saved(self, file: Path, count: int) -> None:
        """Say that everything is saved and how to go on."""
        self.page.line()
        self.page.line(self.say("interview.saved", file=file, count=count), "good")

    def whole_plan(self, file: Path) -> None:
        """Say how to get the reasons and the whole plan."""
        self.page.line(self.say("interview.whole_plan", file=file), "good")

    def _keys(self, fact: Fact) -> str:
        if fact.kind == "number" and fact.unit is not None:
            return self.say("interview.keys_number", unit=fact.unit.in_(self.say.lang), na=fact.may_not_apply)
        return self.say("interview.keys", na=fact.may_not_apply)
