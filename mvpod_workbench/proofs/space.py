"""All profiles at once: every way of answering, "don't know" included, as terms of the solver.

A profile gives each asked fact one of its states or none. Which rules fire on it, the decision and the plan are terms
over that, by the same clauses the engines run; so what holds of the terms holds of every profile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_workbench.proofs.solver import GaveUpError, Solver, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_workbench.sampling.profiles import Profile


class Space:
    """The profiles over some facts.

    Args:
        solver: the solver.
        states: for each asked fact the states it can be known to be in.
        copy: what tells the answers of a second market cell from those of the first.
        shared: the facts that a second cell has in common with the first.
    """

    def __init__(
        self, solver: Solver, states: Mapping[str, tuple[str, ...]], copy: str = "", shared: Iterable[str] = ()
    ) -> None:
        self.solver = solver
        self.states = states
        common = frozenset(shared)
        self._symbols = {
            fact: {
                state: solver.symbol(f"{fact} = {state}" if fact in common else f"{copy}{fact} = {state}")
                for state in known
            }
            for fact, known in states.items()
        }
        self._known = {}
        for fact, symbols in self._symbols.items():
            solver.require(solver.at_most(list(symbols.values()), 1))
            self._known[fact] = solver.named(solver.any_of(symbols.values()))

    def holds(self, fact: str, states: Iterable[str]) -> Term:
        """Return the term that the fact is known to be in one of the states."""
        return self.solver.any_of(self._symbols[fact][state] for state in self.states[fact] if state in set(states))

    def profile(self) -> Profile:
        """Return the profile under which the last question's terms hold together."""
        return {
            fact: state
            for fact, symbols in self._symbols.items()
            for state, symbol in symbols.items()
            if self.solver.is_true(symbol)
        }

    def some(self, *terms: Term) -> Profile | None:
        """Find any profile under which terms hold together, or nothing when there is none.

        Raises:
            GaveUpError: whether there is one was not decided.
        """
        return self.profile() if self.solver.can_hold(*terms) else None

    def smallest(self, *terms: Term) -> Profile | None:
        """Find a profile with the fewest answers under which terms hold together.

        Returns:
            The profile, or nothing when there is none. Where the search for a smaller one is given up, the smallest
            that was found; that there is one is proved all the same.

        Raises:
            GaveUpError: whether there is one was not decided.
        """
        if not self.solver.can_hold(*terms):
            return None
        best = self.profile()
        known = list(self._known.values())
        low = 0
        try:
            while low < len(best):
                middle = (low + len(best)) // 2
                if self.solver.can_hold(*terms, self.solver.at_most(known, middle)):
                    best = self.profile()
                else:
                    low = middle + 1
        except GaveUpError:
            pass
        return best
