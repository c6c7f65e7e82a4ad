"""Knowledge that is due for review: rules, families, items and sources whose date is past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.capability import rulesets
from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_expert.model.reviewing import Review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mvpod_expert.model.knowledge import KnowledgeBase


MOST_YEARS = 25
"""A date further away is a mistyped year."""


def due_reviews(knowledge: KnowledgeBase, today: date) -> Iterator[Diagnostic]:
    """Return a warning for each review date that is past; a family's date stands once, for all its rules."""
    for review in dict.fromkeys(each for body in (knowledge, *rulesets(knowledge).values()) for each in _reviews(body)):
        is_far = review.by.year > today.year + MOST_YEARS
        if review.by < today or is_far:
            yield Diagnostic(
                code=Code.REVIEW_DUE,
                place=review.place,
                about=review.about,
                details={"date": review.by.isoformat(), "far": "yes" if is_far else ""},
                severity="warning",
            )


def _reviews(knowledge: KnowledgeBase) -> Iterator[Review]:
    for source in knowledge.sources.values():
        if source.review_by:
            yield Review(by=source.review_by, about=f"sources › {source.id}", place=source.place)
    for item in knowledge.items():
        if item.review_by:
            yield Review(by=item.review_by, about=f"items › {item.id}", place=item.place)
    for rule in knowledge.rules.values():
        if rule.review:
            yield rule.review
