"""What is not known, and what it could still change: the mode, or only the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.relevance import Relevance
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.trace import OpenFact, Unknowns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase


class OpenFacts:
    """Looks into what is not known.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.knowledge = knowledge
        self.possibilities = Possibilities(knowledge, base)
        self.bear_on_mode = frozenset().union(*self.possibilities.facts_of)
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
            for fact in self.knowledge.asked()
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
