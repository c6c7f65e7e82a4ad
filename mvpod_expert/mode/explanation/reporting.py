"""Everything a report on a client says, gathered once: the advice on every cell, and its explanations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.alternatives import why_not
from mvpod_expert.mode.explanation.context import ExplanationContext
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.explanation.sensitivity import sensitivity
from mvpod_expert.mode.explanation.similar import similar

if TYPE_CHECKING:
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.mode.explanation.how import How
    from mvpod_expert.mode.explanation.model import Sensitivity, Similar, WhyNot
    from mvpod_expert.model.advice import Advice, Recommendation
    from mvpod_expert.model.cases import CaseFile


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
