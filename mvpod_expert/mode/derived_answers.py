"""Answers that follow from other answers: a number that is a product of numbers, divided by others."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from mvpod_expert.model.cases import Answer
from mvpod_expert.model.money import worth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.facts import Fact

PER_CENT = 100
DECIMALS = 4


def with_derived(answers: Mapping[str, Answer], facts: Mapping[str, Fact]) -> dict[str, Answer]:
    """Return the answers and after them the numbers that follow; what a person answered stays as it is.

    Args:
        answers: by fact.
        facts: the vocabulary.
    """
    found: dict[str, Answer] = {}
    for fact in facts.values():
        if fact.worked_out is None or fact.range is None:
            continue
        answer = answers.get(fact.id)
        if answer is not None and answer.is_known and answer.layer != "figures":
            continue
        factors = [number(answers, facts[name]) for name in fact.worked_out.product_of]
        divisors = [number(answers, facts[name]) for name in fact.worked_out.over]
        if None in factors or not all(divisors):
            continue
        value = prod(each for each in factors if each is not None) / prod(each for each in divisors if each)
        if fact.range.min <= value <= fact.range.max:
            given = int(value) if value.is_integer() else round(value, DECIMALS)
            estimated = any(answers[name].estimated for name in (*fact.worked_out.product_of, *fact.worked_out.over))
            found[fact.id] = Answer(
                fact=fact.id, given=given, state=fact.band_of(value), layer="figures", estimated=estimated
            )
    return {**answers, **found}


def number(answers: Mapping[str, Answer], fact: Fact) -> float | None:
    """Return the number answered to a fact, percentages as shares; nothing where a band or nothing was answered."""
    answer = answers.get(fact.id)
    if answer is None or not answer.is_known or isinstance(answer.given, bool):
        return None
    given = worth(answer.given) if isinstance(answer.given, str) else answer.given
    if given is None:
        return None
    return given / PER_CENT if fact.unit is not None and fact.unit.en == "%" else float(given)
