"""Answers that follow from other answers: a number from numbers, a state from a state; and what stays unknown."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from mvpod_expert.model.cases import Answer
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.money import worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.facts import Fact, WorkedOut

PER_CENT = 100
DECIMALS = 4


def with_derived(answers: Mapping[str, Answer], facts: Mapping[str, Fact]) -> dict[str, Answer]:
    """Return the answers and after them those that follow; what a person answered stays as it is.

    Args:
        answers: by fact.
        facts: the vocabulary.
    """
    kept, found = dict(answers), {}
    for fact in facts.values():
        answer = answers.get(fact.id)
        if answer is not None and fact.relative_to is not None:
            kept[fact.id] = _beside(answer, fact, answers, facts)
        if fact.worked_out is None or (answer is not None and answer.is_known and answer.layer != "figures"):
            continue
        derived = _part(fact, fact.worked_out, answers) or _quotient(fact, fact.worked_out, answers, facts)
        if derived is not None:
            found[fact.id] = derived
        elif answer is not None and answer.is_known:
            del kept[fact.id]  # it followed from an answer that is another one now
    return {**kept, **found}


def with_closed(states: Mapping[str, str], facts: Mapping[str, Fact]) -> dict[str, str]:
    """Return states with those that no question can open any more: what follows from them, and else `unknown`.

    A fact without a question is closed when all it follows from has a state. A number that is worked out is in the
    states already, or stays unknown.

    Args:
        states: of the facts, `unknown` included.
        facts: the vocabulary.
    """
    closed = dict(states)
    for fact in facts.values():
        if fact.id in states or fact.derived or fact.question is not None:
            continue
        if all(source in states for source in fact.sources):
            closed[fact.id] = _state(fact.worked_out, states) or UNKNOWN
    return closed


def following(states: Mapping[str, str], facts: Iterable[Fact]) -> dict[str, str]:
    """Return the states of facts that follow from the state of another one."""
    found = {fact.id: _state(fact.worked_out, states) for fact in facts}
    return {fact: state for fact, state in found.items() if state is not None}


def followers(facts: Mapping[str, Fact]) -> dict[str, tuple[str, ...]]:
    """Return the facts that follow from each fact."""
    found: dict[str, tuple[str, ...]] = {}
    for fact in facts.values():
        for source in fact.sources:
            found[source] = (*found.get(source, ()), fact.id)
    return found


def _beside(answer: Answer, fact: Fact, answers: Mapping[str, Answer], facts: Mapping[str, Fact]) -> Answer:
    """Return a number in the band that it has beside the number that its bands move with."""
    own = number(answers, fact)
    if own is None or fact.relative_to is None:
        return answer
    other = number(answers, facts[fact.relative_to.fact])
    times = round(own / other, DECIMALS) if other else None
    state = fact.band_of(own) if times is None else fact.band_beside(times)
    return answer.model_copy(update={"state": state, "times": times})


def _state(way: WorkedOut | None, states: Mapping[str, str]) -> str | None:
    return way.states.get(states.get(way.answer_to, "")) if way is not None and way.answer_to is not None else None


def _part(fact: Fact, way: WorkedOut, answers: Mapping[str, Answer]) -> Answer | None:
    """Return the answer that is part of another one."""
    source = answers.get(way.answer_to or "")
    state = way.states.get(source.state) if source is not None else None
    if source is None or state is None:
        return None
    given = state == "true" if fact.kind == "flag" and state != NOT_APPLICABLE else state
    return Answer(fact=fact.id, given=given, state=state, layer="figures", estimated=source.estimated)


def _quotient(fact: Fact, way: WorkedOut, answers: Mapping[str, Answer], facts: Mapping[str, Fact]) -> Answer | None:
    """Return the number that others make, where all are known and it is in range."""
    factors = [number(answers, facts[name]) for name in way.product_of]
    divisors = [number(answers, facts[name]) for name in way.over]
    if fact.range is None or not factors or None in factors or not all(divisors):
        return None
    value = prod(each for each in factors if each is not None) / prod(each for each in divisors if each)
    if not fact.range.min <= value <= fact.range.max:
        return None
    given = int(value) if value.is_integer() else round(value, DECIMALS)
    estimated = any(answers[name].estimated for name in (*way.product_of, *way.over))
    return Answer(fact=fact.id, given=given, state=fact.band_of(value), layer="figures", estimated=estimated)


def number(answers: Mapping[str, Answer], fact: Fact) -> float | None:
    """Return the number answered to a fact, percentages as shares; nothing where a band or nothing was answered."""
    answer = answers.get(fact.id)
    if answer is None or not answer.is_known or isinstance(answer.given, bool):
        return None
    given = worth(answer.given) if isinstance(answer.given, str) else answer.given
    if given is None:
        return None
    return given / PER_CENT if fact.unit is not None and fact.unit.en == "%" else float(given)
