"""The smallest answers with which one condition holds and another does not: exact, over all that can be answered.

A fact that is not known makes no clause true, so "not known" is one more state here. The search follows the clauses
that must not hold one by one, those that leave no choice first; where it ends without a witness there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.errors import MvpodError
from mvpod_expert.model.facts import NOT_APPLICABLE, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.engine.clauses import Clause
    from mvpod_workbench.sampling.profiles import Profile

NOT_KNOWN = ""
MOST_STEPS = 20_000
Box = dict[str, frozenset[str]]


class SearchTooLongError(MvpodError):
    """The conditions are too tangled to be distinguished within the step limit."""


def separating_example(yes: Iterable[Clause], no: Iterable[Clause], facts: Mapping[str, Fact]) -> Profile | None:
    """Find the smallest answers under which a clause of `yes` holds and none of `no`.

    Args:
        yes: the clauses of which one must hold.
        no: the clauses of which none may.
        facts: the vocabulary.

    Returns:
        Fact to state, or nothing when there are no such answers.

    Raises:
        SearchTooLongError: the step limit was reached.
    """
    search = _Search(tuple(no), facts)
    boxes = (search.outside(dict(clause.literals)) for clause in yes)
    return min((_profile(box, facts) for box in boxes if box is not None), key=len, default=None)


class _Search:
    def __init__(self, no: tuple[Clause, ...], facts: Mapping[str, Fact]) -> None:
        self.no = no
        self.whole = {fact.id: frozenset((*fact.known_states, NOT_KNOWN)) for fact in facts.values()}
        self.steps = 0

    def outside(self, box: Box) -> Box | None:
        """Narrow a box until no clause of `no` can hold in it; nothing when that cannot be."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise SearchTooLongError
        tightest: list[tuple[str, frozenset[str]]] | None = None
        for clause in self.no:
            ways = self._ways_out(clause, box)
            if ways is not None and (tightest is None or len(ways) < len(tightest)):
                tightest = ways
                if len(ways) < 2:  # noqa: PLR2004 - no way out, or only one: there is nothing to choose
                    break
        if tightest is None:
            return box
        # Answers that are there already come first, so that few are added.
        for fact, states in sorted(tightest, key=lambda way: way[0] not in box):
            found = self.outside({**box, fact: states})
            if found is not None:
                return found
        return None

    def _ways_out(self, clause: Clause, box: Box) -> list[tuple[str, frozenset[str]]] | None:
        """Return the ways to keep a clause from holding; nothing when it cannot hold anyway."""
        ways = []
        for fact, states in clause.literals:
            here = box.get(fact, self.whole[fact])
            left = here - states
            if left == here:
                return None
            if left:
                ways.append((fact, left))
        return ways


def _profile(box: Box, facts: Mapping[str, Fact]) -> Profile:
    states = ((fact, _at_the_edge(facts[fact], box.get(fact, frozenset()))) for fact in facts)
    return {fact: state for fact, state in states if state is not None}


def _at_the_edge(fact: Fact, allowed: frozenset[str]) -> str | None:
    """Choose the state nearest to one that is not allowed: the edge is where mistakes are made."""
    order = fact.states
    refused = [place for place, state in enumerate(order) if state not in allowed]
    plain = [state for state in order if state in allowed]
    if plain:
        return min(plain, key=lambda state: min((abs(order.index(state) - each) for each in refused), default=0))
    return NOT_APPLICABLE if NOT_APPLICABLE in allowed else None
