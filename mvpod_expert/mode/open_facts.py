"""What is not known, and what it could still change: the mode, or only the plan; and answers that cannot matter."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import ClauseMasks, numbers
from mvpod_expert.mode.completion import Completion
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.trace import OpenFact, Unknowns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase

PLANNING = ("derive", "plan")


class Relevance:
    """Finds which answers cannot matter beside the others, and which questions can still change the plan.

    An answer is *parked* when the others contradict every clause, of any stratum, that asks for it or for a number
    worked out from it: no answer to that question makes any rule fire then. It counts again as soon as the
    others change.

    Args:
        facts: the vocabulary, by id; it says which numbers are worked out from others.
    """

    def __init__(self, base: RuleBase, facts: Mapping[str, Fact]) -> None:
        clauses = [(layer.stratum, clause) for layer in base.layers for clause in layer.clauses]
        self._masks = ClauseMasks([clause for _, clause in clauses])
        self._facts = [frozenset(fact for fact, _ in clause.literals) for _, clause in clauses]
        self._completion = Completion(facts)
        self._planning = sum(1 << number for number, (stratum, _) in enumerate(clauses) if stratum in PLANNING)

    def parked(self, states: Mapping[str, str]) -> frozenset[str]:
        """Return the answered facts that cannot matter, looking at the oldest answers first.

        Two answers that each make the other irrelevant are not both parked: without both, the question would be open.

        Args:
            states: the answers' states in the order in which they were given last.
        """
        counting = {fact: state for fact, state in states.items() if state != UNKNOWN}
        parked: set[str] = set()
        for fact in states:
            others = {name: state for name, state in counting.items() if name != fact}
            # A number that a person answered is not worked out.
            reached = (fact, *(each for each in self._completion.followers.get(fact, ()) if each not in counting))
            silent = reduce(and_, (self._masks.silent.get(each, self._masks.all) for each in reached))
            if not self._masks.not_false(others) & ~silent:
                parked.add(fact)
                counting.pop(fact, None)
        return frozenset(parked)

    def open_for_plan(self, memory: Mapping[str, str]) -> frozenset[str]:
        """Return the facts that undecided rules of the plan wait for, and those that settle them.

        Args:
            memory: the answers, `unknown` included, with what is concluded and the mode.
        """
        memory = self._completion.closed(memory)
        undecided = self._masks.not_false(memory) & ~self._masks.true(memory) & self._planning
        waited = frozenset().union(*(self._facts[number] for number in numbers(undecided))) - memory.keys()
        facts = self._completion.facts
        sources = (facts[fact].sources for fact in waited if fact in facts)
        return waited.union(*sources) - memory.keys()


class OpenFacts:
    """Looks into what is not known."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.knowledge = knowledge
        self.possibilities = Possibilities(knowledge, base)
        self.bear_on_mode = self.possibilities.asked_for(frozenset().union(*self.possibilities.facts_of))
        self.relevance = Relevance(base, knowledge.facts)

    def unknowns(self, cell: Cell) -> Unknowns:
        """Return what is not known of a cell, and which modes could still lead; nothing is said of the plan yet."""
        memory = cell.memory()
        possibility = self.possibilities.possible(memory)
        may_exclude_all = self.possibilities.may_exclude_all(memory)
        is_open = len(possibility.modes) > 1 or (possibility.modes and may_exclude_all)
        live = self.possibilities.live_facts(memory) if is_open else {}
        facts = [
            OpenFact(
                fact=fact.id,
                status="unknown" if fact.id in cell.answers else "unanswered",
                bears_on="mode" if fact.id in self.bear_on_mode else "plan",
                can_change=("mode",) if fact.id in live else (),
            )
            for fact in self.knowledge.questions()
            if fact.id not in memory
        ]
        return Unknowns(
            facts=tuple(facts),
            possible_modes=possibility.modes,
            may_exclude_all=may_exclude_all,
            proven=possibility.proven,
        )

    def with_plan(self, unknowns: Unknowns, memory: Mapping[str, str]) -> Unknowns:
        """Mark the facts that could still change the plan, now that the mode is decided.

        Args:
            unknowns: what is not known.
            memory: the known facts, the decided mode among them.
        """
        live = self.relevance.open_for_plan(memory)
        facts = (
            fact.model_copy(update={"can_change": (*fact.can_change, "plan")}) if fact.fact in live else fact
            for fact in unknowns.facts
        )
        return unknowns.model_copy(update={"facts": tuple(facts)})
