"""What the explanations of one market cell start from, and everything a report on a client says, gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.errors import EngineFailureError
from mvpod_expert.mode.explanation.alternatives import by_likeness, similar, why_not
from mvpod_expert.mode.explanation.counterfactuals import Counterfactuals, cost
from mvpod_expert.mode.explanation.how import How, HowExplainer
from mvpod_expert.mode.explanation.model import REACHES, Counterfactual, NearCase, Sensitivity, Similar, WhyNot
from mvpod_expert.mode.explanation.sensitivity import sensitivity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.mode.completion import Change
    from mvpod_expert.model.advice import Advice, Recommendation
    from mvpod_expert.model.cases import CaseFile, Cell


class ExplanationContext:
    """One market cell with completed answers, the advice on it, and the adviser that decides again what is supposed."""

    def __init__(self, adviser: Adviser, cell: Cell, advice: Advice) -> None:
        self.adviser = adviser
        self.cell = cell
        self.advice = advice
        self.decision = advice.mode
        self.knowledge = adviser.knowledge
        self.decisiveness = adviser.open_facts.decisiveness
        self.trials = adviser.trials(cell)
        self.memory = self.trials.memory

    def __repr__(self) -> str:
        """Show the answers; the knowledge base behind them would fill pages."""
        return f"Asked({dict(self.memory)})"

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

        Raises:
            EngineFailureError: the decision made again is another one than the search found for the changes.
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


class ReportedCell(NamedTuple):
    """One market cell: its advice and what explains it; `why_not` has every mode but the recommended one."""

    advice: Advice
    how: How
    why_not: tuple[WhyNot, ...]
    sensitivity: Sensitivity
    similar: Similar


class Reported(NamedTuple):
    """One client's case."""

    client: str | None
    source: str
    recommendation: Recommendation
    cells: tuple[ReportedCell, ...]


def reported(case: CaseFile, adviser: Adviser) -> Reported:
    """Advise on a case and gather all explanations of it."""
    recommendation = adviser.recommend([case])
    cells = []
    for cell, advice in zip(adviser.filled(case).cells, recommendation.cells, strict=True):
        asked = ExplanationContext(adviser, cell, advice)
        others = (each.mode for each in advice.mode.ranking if each.mode != advice.mode.recommended)
        why = tuple(why_not(asked, mode) for mode in others)
        how = HowExplainer(asked.knowledge, advice).how()
        cells.append(ReportedCell(advice, how, why, sensitivity(asked), similar(asked)))
    return Reported(case.client, case.file, recommendation, tuple(cells))
