"""What stands beside the question: evidence, outlook, help and topics, in the words of the line dialogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.screen.pages import Bars, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.mode.interview.screen.app import InterviewApp

BOX = 6
"""Cells of the bar that shows how far a topic is."""


class PaneTexts:
    """Tells where the interview is.

    Args:
        interview: the interview.
    """

    def __init__(self, interview: InterviewApp) -> None:
        self.interview = interview

    def help(self) -> Sequence[Said | Bars]:
        """Return why the current question is asked, how to estimate it, and what each answer moves."""
        interview, fact = self.interview, self.interview.step.question
        if fact is None:
            interview.evidence.open(interview.session)
        else:
            interview.view.help(fact)
            interview.evidence.why(interview.session, fact)
        return interview.page.taken()

    def evidence(self, moved: Sequence[Said | Bars]) -> Sequence[Said | Bars]:
        """Return a bar for each mode, what the last answer moved, and the outlook.

        Args:
            moved: what the dialogue said of the last answer.
        """
        bars: Sequence[Said | Bars] = ()
        if not any(isinstance(each, Bars) for each in moved):
            self.interview.evidence.bars(self.interview.session.standing())
            bars = self.interview.page.taken()
        outlook = self._outlook()
        return [*bars, *(each for each in moved if each not in outlook), Said(""), *outlook]

    def _outlook(self) -> Sequence[Said | Bars]:
        """Return what contradicts, who leads and how sure that is, and what would lift a veto."""
        interview = self.interview
        interview.dialogue.outlook.conflicts(interview.session.conflicts())
        interview.dialogue.outlook.outlook(interview.session, interview.step)
        interview.dialogue.outlook.lifts(interview.session)
        return interview.page.taken()

    def topics(self) -> Sequence[Said]:
        """Return each topic with how many of its questions are answered."""
        session, lang = self.interview.session, self.interview.t.lang
        question = self.interview.step.question
        at = question.topic.in_(lang) if question is not None else ""
        topics: dict[str, list[bool]] = {}
        for fact in session.knowledge.questions():
            topics.setdefault(fact.topic.in_(lang), []).append(fact.id in session.states)
        lines = []
        for topic, answered in topics.items():
            done, count = sum(answered), len(answered)
            full = round(done / count * BOX)
            told = f"{'█' * full}{'░' * (BOX - full)} {done}/{count} {topic}"
            lines.append(Said(f"{'→' if topic == at else '·'} {told}", "strong" if topic == at else "plain", hang=2))
        return lines
