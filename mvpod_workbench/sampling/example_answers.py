"""Answers that show something, as a person gives them: examples of a condition, and witnesses as case files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.engine.clauses import Clause, any_holds, clauses_of
from mvpod_expert.mode.interview.saved_interviews import plain_case
from mvpod_expert.model.cases import ONLY_CELL, Answer, CaseFile, Cell, Given, Override
from mvpod_expert.model.conditions import Condition, every_test
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_workbench.sampling.profiles import Profile

BECAUSE = "to see the plan for this mode / 为查看这种模式的方案"


def given(fact: Fact, state: str) -> Given:
    """Return an answer that puts a fact in a state: for a number a round one inside the band."""
    if fact.kind == "choice" or state in {UNKNOWN, NOT_APPLICABLE}:
        return state
    return state == "true" if fact.kind == "flag" else number_in(fact, state)


def number_in(fact: Fact, band: str) -> float:
    """Return a round number in a band."""
    return next(number for number in _numbers(fact, band) if fact.band_of(number) == band)


def _numbers(fact: Fact, state: str) -> Iterator[float]:
    """Return numbers in a band, the roundest first, within the range where the band is."""
    assert fact.range is not None  # noqa: S101 - a number has a range
    place = fact.states.index(state)
    low = fact.bands[place - 1].limit if place else None
    limit = fact.bands[place].limit
    low = fact.range.min if low is None else max(low, fact.range.min)
    # The last band has no limit, and the middle of what is left of the range would look like no client at all.
    high = min(limit if limit is not None else max(2 * low, low + 1), fact.range.max)
    middle = ((max(low, 0) if high > 0 else low) + high) / 2
    for digits in range(1, 7):
        rounded = float(f"{middle:.{digits}g}")
        if low < rounded < high:
            yield int(rounded) if rounded.is_integer() else rounded
    yield from (middle, low, high)
    # A band the range leaves out has no number a person could give; the rules know it all the same.
    yield from (low + 1, (limit or low) - 1, (limit or low) / 2, 0)


def case_of(profile: Profile, facts: Mapping[str, Fact], mode: str | None = None) -> CaseFile:
    """Make a case of answers.

    Args:
        profile: fact to state.
        facts: the vocabulary; the answers come in its order.
        mode: the mode that is chosen otherwise than advised.
    """
    answers = {
        fact.id: Answer(fact=fact.id, given=given(fact, profile[fact.id]), state=profile[fact.id], layer="cell")
        for fact in facts.values()
        if fact.id in profile
    }
    if not answers:
        # A case file has answers; this one says nothing.
        first = next(fact.id for fact in facts.values() if not fact.derived)
        answers[first] = Answer(fact=first, given=UNKNOWN, state=UNKNOWN, layer="cell")
    override = Override(mode=mode, because=BECAUSE) if mode is not None else None
    return CaseFile(file="witness", client=None, cells=(Cell(id=ONLY_CELL, answers=answers, override=override),))


def case_text(profile: Profile, facts: Mapping[str, Fact], mode: str | None = None) -> str:
    """Write answers as a case file."""
    return plain_case(case_of(profile, facts, mode), facts)


def firing_and_silent(condition: Condition, facts: Mapping[str, Fact]) -> tuple[Profile, Profile] | None:
    """Return states with which a condition is true, and states that differ in one answer and with which it is not.

    Returns:
        Both; or nothing when the condition can never hold. Where no other answer silences it, one is left out.
    """
    clauses = clauses_of(condition, facts)
    if not clauses:
        return None
    literals = dict(clauses[0].literals)
    # In the order of the condition, as its author thinks of it.
    named = dict.fromkeys(test.fact for test in every_test(condition) if test.fact in literals)
    firing = {name: next(state for state in facts[name].known_states if state in literals[name]) for name in named}
    return firing, next(_silent(firing, clauses, facts))


def _silent(firing: Profile, clauses: tuple[Clause, ...], facts: Mapping[str, Fact]) -> Iterator[Profile]:
    for name, state in firing.items():
        for other in _nearest_first(state, facts[name].states):
            if not any_holds(clauses, firing | {name: other}):
                yield firing | {name: other}
    # Leaving an answer out leaves the condition undecided, and an undecided rule stays silent.
    yield {}


def _nearest_first(state: str, states: tuple[str, ...]) -> list[str]:
    at = states.index(state) if state in states else 0
    return sorted((each for each in states if each != state), key=lambda each: abs(states.index(each) - at))


def written(fact: Fact, state: str) -> str:
    """Write a state as an example gives it: a number for a band, the word for all else."""
    is_band = fact.kind == "number" and state in fact.states
    return f"{number_in(fact, state):.12g}" if is_band else state
