"""Random plausible profiles: every question answered at random, and no answers that contradict each other."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import ClauseMasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase

Profile = dict[str, str]


def thinned(answers: Profile, keeps: Callable[[Profile], bool]) -> Profile:
    """Take out, one by one, every answer without which something stays as it is."""
    for fact in list(answers):
        fewer = {name: state for name, state in answers.items() if name != fact}
        if keeps(fewer):
            answers = fewer
    return answers


def plausible_profiles(
    knowledge: KnowledgeBase, base: RuleBase, count: int, seed: int, most_draws: int | None = None
) -> Iterator[Profile]:
    """Draw profiles; one that a doubt rule fires on is drawn again.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
        count: how many.
        seed: the same seed gives the same profiles.
        most_draws: after so many draws there are no more, however few were plausible; without it all are found.

    Yields:
        For each asked fact the state it is in, all states being equally likely.
    """
    drawn = Random(seed).getrandbits  # noqa: S311 - a sample, not a secret
    domains = [(fact.id, fact.known_states, len(fact.known_states)) for fact in knowledge.asked()]
    bits = {size: size.bit_length() for _, _, size in domains}
    doubts = ClauseMasks([clause for layer in base.layers if layer.stratum == "doubt" for clause in layer.clauses])
    while count and most_draws != 0:
        if most_draws is not None:
            most_draws -= 1
        profile = {}
        # As `Random.choice` draws, in a third of its time: nine profiles of ten are drawn in vain.
        for fact, states, size in domains:
            place = drawn(bits[size])
            while place >= size:
                place = drawn(bits[size])
            profile[fact] = states[place]
        if not doubts.true(profile):
            count -= 1
            yield profile
