"""The bitset engine: one bit a clause, and one AND for each fact. The reference, and the engine for sweeps.

For every fact there is a mask for each of its states: the bits of all clauses that do not mention the fact, or that
accept the state. What survives the ANDs has not been contradicted; what also mentions no unknown fact is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.engine.clauses import Clause, RuleBase

BITSET = "bitset"


class ClauseMasks:
    """The masks of one set of clauses; a clause's number is its place among them, and its bit."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self.all = 0
        accepts: dict[str, dict[str, int]] = {}
        mentions: dict[str, int] = {}
        for number, clause in enumerate(clauses):
            bit = 1 << number
            self.all |= bit
            for fact, states in clause.literals:
                mentions[fact] = mentions.get(fact, 0) | bit
                for state in states:
                    by_state = accepts.setdefault(fact, {})
                    by_state[state] = by_state.get(state, 0) | bit
        self.silent = {fact: self.all & ~bits for fact, bits in mentions.items()}
        self.allowing = {
            fact: {state: self.silent[fact] | bits for state, bits in by_state.items()}
            for fact, by_state in accepts.items()
        }

    def accepting(self, fact: str, state: str) -> int:
        """Return the bits of the clauses that accept a state of a fact, or do not mention the fact."""
        return self.allowing[fact].get(state, self.silent[fact])

    def true(self, memory: Mapping[str, str]) -> int:
        """Return the bits of the clauses whose literals all hold."""
        alive = self.all
        for fact, silent in self.silent.items():
            state = memory.get(fact)
            alive &= silent if state is None else self.allowing[fact].get(state, silent)
        return alive

    def not_false(self, memory: Mapping[str, str]) -> int:
        """Return the bits of the clauses that no known fact contradicts."""
        alive = self.all
        for fact, state in memory.items():
            if fact in self.silent:
                alive &= self.accepting(fact, state)
        return alive


def numbers(bits: int) -> frozenset[int]:
    """Return the positions of the bits that are set."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return frozenset(found)


class BitsetEngine:
    """The bitset engine for a rule base."""

    name = BITSET

    def __init__(self, base: RuleBase) -> None:
        self._layers = [ClauseMasks(layer.clauses) for layer in base.layers]

    def fire(self, layer: int, memory: Mapping[str, str]) -> frozenset[int]:
        """Return the clauses of a layer that are true; see `Engine.fire`."""
        return numbers(self._layers[layer].true(memory))
