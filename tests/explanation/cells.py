"""The shipped knowledge with an adviser, and market cells with random answers."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck
from hypothesis import strategies as st

from mvpod_expert.mode.explanation.context import ExplanationContext
from mvpod_expert.model.cases import Answer, Cell
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from tests.hypothesis_profiles import random_examples
from tests.shipped import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.facts import Fact

FACTS = list(KNOWLEDGE.asked())

few = random_examples(
    25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def answer_in(fact: Fact, state: str) -> Answer:
    """Answer a fact so that it is in a state; a number lies at the end of its band."""
    given: str | float = state
    if fact.kind == "number" and state not in {UNKNOWN, NOT_APPLICABLE}:
        place = fact.states.index(state)
        limit = fact.bands[place].limit
        above = fact.bands[place - 1].limit if place else fact.range.min if fact.range else 0
        given = (above or 0) + (((limit - (above or 0)) / 2) if limit is not None else 1)
    return Answer(fact=fact.id, given=given, state=state, layer="cell")


def cell(states: Mapping[str, str]) -> Cell:
    """Make a cell whose answers have these states, with what follows from them."""
    by_id = KNOWLEDGE.facts
    answers = {fact: answer_in(by_id[fact], state) for fact, state in states.items()}
    return Cell(id="main", answers=ADVISER.completion.answers(answers))


def moved(cell: Cell, changes: Mapping[str, str]) -> Cell:
    """Return a cell as a person would answer it otherwise: a number by the one nearest to it that is in the band."""
    stated = {fact: answer for fact, answer in cell.answers.items() if answer.layer != "figures"}
    for name, state in changes.items():
        fact, answer = KNOWLEDGE.facts[name], cell.answers.get(name)
        given: str | float = state
        if answer is not None and fact.relative_to is None and isinstance(answer.given, float | int):
            ends = (band.limit for band in fact.bands if band.limit is not None)
            near = (end * (1 + step) for end in ends for step in (-1e-12, 0, 1e-12))
            here = answer.given
            inside = (value for value in (here, *near) if fact.band_of(value) == state)
            given = min(inside, key=lambda value: abs(value - here))
        stated[name] = Answer(fact=name, given=given, state=state, layer="cell")
    return cell.model_copy(update={"answers": stated})


def asked(states: Mapping[str, str]) -> ExplanationContext:
    """Ask about a cell."""
    return asked_of(cell(states))


def asked_of(made: Cell) -> ExplanationContext:
    """Ask about a cell that is there."""
    return ExplanationContext(ADVISER, made, ADVISER.advise(made))


DOCUMENTED = {name: cell.memory() for name, cell in ADVISER.documented.items()}


def random_states(rng: Random) -> dict[str, str]:
    """Answer most, some or few of the questions; some with "don't know"."""
    answered = rng.choice((0.2, 0.5, 0.8, 1.0))
    return {
        fact.id: rng.choice((*fact.known_states, UNKNOWN))
        for fact in FACTS
        if rng.random() < (answered if fact.question is not None else answered / 3)
    }


class Seeded(Random):
    """Random choices that are reported by their seed where a test fails."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.told = seed

    def __repr__(self) -> str:
        return f"Random({self.told})"


randoms = st.integers(0, 2**32).map(Seeded)
"""Seeded choices; a cell takes so many that hypothesis could not keep account of each."""


def asked_about() -> st.SearchStrategy[ExplanationContext]:
    """Draw a cell and the advice on it."""
    return randoms.map(lambda rng: asked(random_states(rng)))
