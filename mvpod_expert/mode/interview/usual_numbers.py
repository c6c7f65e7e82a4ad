"""Which numbers are far outside what documented cases have: an answer in the wrong unit, or a slip of a digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.money import worth

if TYPE_CHECKING:
    from mvpod_expert.model.cases import Answer, Given
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase

FEWEST_CASES = 10
"""Documented numbers; with fewer the bands tell what is usual."""
TIMES = 3
BEYOND_BANDS = 10


def exceeded(knowledge: KnowledgeBase, fact: Fact, answer: Answer) -> tuple[float, float] | None:
    """Return the least and the greatest usual number where an answer is far outside them, in the fact's unit.

    Usual is what the documented cases have, and far is three times beyond; for percentages half as far again as the
    cases lie apart. Where hardly any case has a number, far is ten times beyond the bands.
    """
    number = _number(answer.given)
    if number is None or fact.unit is None:
        return None
    answers = (case.cell.answers.get(fact.id) for case in knowledge.cases.values())
    numbers = [each for one in answers if one is not None and (each := _number(one.given)) is not None]
    if len(numbers) >= FEWEST_CASES:
        low, high = min(numbers), max(numbers)
    else:
        limits = [band.limit for band in fact.bands if band.limit is not None]
        low, high = limits[0] * TIMES / BEYOND_BANDS, limits[-1] * BEYOND_BANDS / TIMES
    beside = (high - low) / 2
    least, most = (low - beside, high + beside) if fact.is_per_cent else (low / TIMES, high * TIMES)
    return None if least <= number <= most else (low, high)


def _number(given: Given) -> float | None:
    if isinstance(given, str):
        return worth(given)
    return None if isinstance(given, bool) else float(given)
