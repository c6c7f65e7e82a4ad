"""Answers held against the vocabulary: part of the checker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.money import worth
from mvpod_expert.replay.model import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.advice import AnswerGiven
    from mvpod_expert.model.knowledge import KnowledgeBase


def check_answers(answers: Iterable[AnswerGiven], knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Return the answers that are not in the state which their number or their word makes, or stand twice."""
    before: set[str] = set()
    for answer in answers:
        if answer.fact in before:
            yield Violation(kind="answered_twice", about=answer.fact)
        before.add(answer.fact)
        fact = knowledge.facts.get(answer.fact)
        number = answer.given
        if fact is None or fact.derived or (answer.state not in fact.known_states and answer.state != UNKNOWN):
            made = ""
        elif fact.kind == "number" and answer.state not in {UNKNOWN, NOT_APPLICABLE}:
            given = worth(number) if isinstance(number, str) else number
            if answer.times is not None and fact.relative_to is not None:
                given = answer.times * fact.relative_to.usual
            made = str(number) if given is None else next((band.id for band in fact.bands if band.holds(given)), "")
        else:
            made = str(answer.given).lower()
        if made != answer.state:
            yield Violation(kind="band", about=answer.fact, detail=answer.state)
