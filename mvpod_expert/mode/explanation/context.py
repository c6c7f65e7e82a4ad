"""What the explanations of one market cell start from, and everything a report on a client says, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.errors import EngineFailureError
from mvpod_expert.mode.explanation.alternatives import by_likeness, similar, why_not
from mvpod_expert.mode.explanation.counterfactuals import Counterfactuals, cost
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.explanation.model import REACHES, Counterfactual
from mvpod_expert.mode.explanation.sensitivity import sensitivity
from mvpod_expert.mode.interview.question_value import Decisiveness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.mode.completion import Change, Trials
    from mvpod_expert.mode.explanation.how import How
    from mvpod_expert.mode.explanation.model import NearCase, Sensitivity, Similar, WhyNot
    from mvpod_expert.model.advice import Advice, Recommendation
    from mvpod_expert.model.cases import CaseFile, Cell
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


@dataclass(frozen=True)
class ReportedCell:
    """One market cell: its advice and what explains it; `why_not` has every mode but the recommended one."""

    advice: Advice
    how: How
    why_not: tuple[WhyNot, ...]
    sensitivity: Sensitivity
    similar: Similar


@dataclass(frozen=True)
class Reported:
    """One client's case."""

    client: str | None
    source: str
    recommendation: Recommendation
    cells: tuple[ReportedCell, ...]


def reported(case: CaseFile, adviser: Adviser) -> Reported:
    """Advise on a case and gather all explanations of it."""
    recommendation = adviser.recommend([case])
    cells = tuple(
        _cell(ExplanationContext(adviser, cell, advice))
        for cell, advice in zip(adviser.filled(case).cells, recommendation.cells, strict=True)
    )
    return Reported(client=case.client, source=case.file, recommendation=recommendation, cells=cells)


def _cell(asked: ExplanationContext) -> ReportedCell:
    modes = [each.mode for each in asked.decision.ranking if each.mode != asked.decision.recommended]
    return ReportedCell(
        advice=asked.advice,
        how=HowExplainer(asked.knowledge, asked.advice).how(),
        why_not=tuple(why_not(asked, mode) for mode in modes),
        sensitivity=sensitivity(asked),
        similar=similar(asked),
    )
