"""Examples for a row of a decision table, made from its own cells: it fires as it says, and not one state away."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mvpod_expert.model.rules import Example

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.diagnostics import Place
    from mvpod_expert.model.facts import Fact

MOST_FIRING = 4


def row_examples(
    cells: Mapping[str, frozenset[str]], facts: Mapping[str, Fact], place: Place
) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Make a row's examples.

    Args:
        cells: for each fact the row tests, the states with which the cell holds.
        facts: the vocabulary.
        place: the row's place.

    Returns:
        Those with which it fires, so that each state of a cell occurs, up to a few; and for each cell one with which it
        stays silent, because that cell alone has the nearest other state.
    """
    listed = {fact: [state for state in facts[fact].known_states if state in states] for fact, states in cells.items()}
    longest = max(map(len, listed.values()))
    fires = [
        {fact: states[number % len(states)] for fact, states in listed.items()}
        for number in islice(range(longest), MOST_FIRING)
    ]
    silent = [
        {**fires[0], fact: other} for fact in listed if (other := _nearest_other(facts[fact], cells[fact])) is not None
    ]
    return tuple(Example(states=fire, place=place) for fire in fires), tuple(
        Example(states=each, place=place) for each in silent
    )


def _nearest_other(fact: Fact, states: frozenset[str]) -> str | None:
    """Return the state outside that is nearest, in the order of the vocabulary, to one inside."""
    order = fact.known_states
    inside = [number for number, state in enumerate(order) if state in states]
    outside = [number for number, state in enumerate(order) if state not in states]
    if not outside:
        return None
    return order[min(outside, key=lambda number: min(abs(number - each) for each in inside))]
