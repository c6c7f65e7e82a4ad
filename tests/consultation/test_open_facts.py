"""What is said of a fact that is not known: that it matters, or that no answer changes anything."""

from __future__ import annotations

import random

import pytest

from mvpod_expert.model.cases import Answer, Cell
from tests.shipped import ADVISER, KNOWLEDGE

ASKED = list(KNOWLEDGE.asked())


def cell(states: dict[str, str]) -> Cell:
    answers = {fact: Answer(fact=fact, given=state, state=state, layer="interview") for fact, state in states.items()}
    return Cell(id="main", answers=answers)


@pytest.mark.parametrize("seed", range(24))
def test_a_fact_that_can_change_nothing_changes_neither_the_mode_nor_the_plan(seed: int) -> None:
    """Whatever it is answered, the lead and the plan's items stay."""
    chance = random.Random(seed)
    facts = chance.sample(ASKED, chance.randrange(len(ASKED) // 4, len(ASKED)))
    states = {fact.id: chance.choice(fact.known_states) for fact in facts}
    advice = ADVISER.advise(cell(states))
    idle = [each.fact for each in advice.unknowns.facts if not each.can_change]
    if advice.mode.recommended is None:
        return
    for fact in idle:
        for state in KNOWLEDGE.facts[fact].known_states:
            other = ADVISER.advise(cell({**states, fact: state}))
            assert other.mode.recommended == advice.mode.recommended, (fact, state)
            assert other.selected == advice.selected, (fact, state)
