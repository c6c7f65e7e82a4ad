"""Examples made from a condition: answers with which it holds, and the nearest ones with which it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.engine.clauses import any_holds, clauses_of
from mvpod_expert.model.conditions import every_test
from mvpod_workbench.sampling.counterexamples import number_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.engine.clauses import Clause
    from mvpod_expert.model.conditions import Condition
    from mvpod_expert.model.facts import Fact

States = dict[str, str]


def firing_and_silent(condition: Condition, facts: Mapping[str, Fact]) -> tuple[States, States] | None:
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


def _silent(firing: States, clauses: tuple[Clause, ...], facts: Mapping[str, Fact]) -> Iterator[States]:
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
