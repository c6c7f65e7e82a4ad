"""A case and what is asked about it: everything the explanations of one market cell start from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.errors import EngineFailureError
from mvpod_expert.mode.explanation.counterfactuals import Counterfactuals, cost
from mvpod_expert.mode.explanation.model import REACHES, Counterfactual
from mvpod_expert.mode.explanation.similar import by_likeness
from mvpod_expert.mode.interview.question_value import Decisiveness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.mode.completion import Change, Trials
    from mvpod_expert.mode.explanation.model import NearCase
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trace import Decision


@dataclass(frozen=True, repr=False)
class ExplanationContext:
    """One market cell with completed answers, the advice on it, and the adviser that decides again what is supposed."""

    adviser: Adviser
    cell: Cell
    advice: Advice

    def __repr__(self) -> str:
        """Show the answers; the knowledge base behind them would fill pages."""
        return f"Asked({dict(self.memory)})"

    @property
    def knowledge(self) -> KnowledgeBase:
        """The knowledge base."""
        return self.adviser.knowledge

    @property
    def decision(self) -> Decision:
        """The decision as it is."""
        return self.advice.mode

    @cached_property
    def trials(self) -> Trials:
        """Tries other answers."""
        return self.adviser.trials(self.cell)

    @property
    def memory(self) -> Mapping[str, str]:
        """The known answers."""
        return self.trials.memory

    @cached_property
    def decisiveness(self) -> Decisiveness:
        """Weighs changed answers fast, for searches, and orders open questions."""
        return Decisiveness(self.adviser.open_facts.possibilities)

    @cached_property
    def turnings(self) -> Counterfactuals:
        """Searches changes of answers."""
        return Counterfactuals(self.knowledge, self.decisiveness, self.trials)

    @cached_property
    def by_likeness(self) -> tuple[NearCase, ...]:
        """The documented cases that are like the cell in some answer, the nearest first."""
        return by_likeness(self)

    def verified(self, sets: Iterable[tuple[Iterable[Change], str | None]]) -> tuple[Counterfactual, ...]:
        """Decide again with each set of changes, by the adviser's own engine, and put the cheapest first.

        Args:
            sets: the changes, and the mode the search found for them.

        Raises:
            EngineFailureError: the decision made again is another one than the search found.
        """
        found: list[Counterfactual] = []
        for changes, mode in sets:
            supposed = self.turnings.supposed(changes)
            memory = self.trials.memory_with((each.fact, each.to) for each in supposed)
            decision = self.adviser.decide_again(self.cell, memory)
            if decision.recommended != mode:
                message = f"decided again with {supposed}: {decision.recommended}, not {mode}"
                raise EngineFailureError(message)
            reach = max((each.reach for each in supposed), key=REACHES.index)
            found.append(Counterfactual(changes=supposed, reach=reach, recommended=mode, margin=decision.margin))
        return tuple(sorted(found, key=lambda each: cost(each.changes, self.knowledge.facts)))
