"""What stands beside the question: evidence, outlook, help and topics, in the words of the line dialogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.screen.pages import Bars, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.mode.interview.screen.app import InterviewApp

BOX = 6
"""Cells of the bar that shows how far a topic is."""


def help_said(interview: InterviewApp) -> Sequence[Said | Bars]:
    """Return why the current question is asked, how to estimate it, and what each answer moves."""
    fact = interview.step.question
    if fact is None:
        interview.view.still_possible(interview.session)
    else:
        interview.view.help(fact)
        interview.view.why(interview.session, fact)
    return interview.page.taken()


def evidence_said(interview: InterviewApp, moved: Sequence[Said | Bars]) -> Sequence[Said | Bars]:
    """Return a bar for each mode, what the dialogue said that the last answer `moved`, and the outlook."""
    view, session = interview.view, interview.session
    bars: Sequence[Said | Bars] = ()
    if not any(isinstance(each, Bars) for each in moved):
        view.bars(session.standing())
        bars = interview.page.taken()
    view.conflicts(session.conflicts())
    view.outlook(session, interview.step)
    view.lifts(session)
    outlook = interview.page.taken()
    return [*bars, *(each for each in moved if each not in outlook), Said(""), *outlook]


def topics_said(interview: InterviewApp) -> Sequence[Said]:
    """Return each topic with how many of its questions are answered."""
    session, question, lang = interview.session, interview.step.question, interview.t.lang
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
