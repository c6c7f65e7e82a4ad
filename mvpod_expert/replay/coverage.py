"""What a replay goes through, counted, and what it takes as it stands; vendors and audits checked beside the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.replay.checked_audits import check_audit
from mvpod_expert.replay.checked_vendors import check_vendors
from mvpod_expert.replay.model import Counted, ReplayedBeside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.recommendation import Recommendation
    from mvpod_expert.replay.model import GoneThrough, TakenAsIs


def counted_in_cell(advice: Advice, *, is_same: bool) -> tuple[Counted, ...]:
    """Count what is gone through in the advice on a market cell.

    Args:
        advice: the advice.
        is_same: the knowledge it was made with is at hand.
    """
    economics, trends = advice.economics, advice.trends
    return _counted(
        {
            "answers": len(advice.answers) if is_same else 0,
            "firings": len(advice.trace),
            "items": len(advice.plan) if is_same else 0,
            "contingencies": len(advice.contingencies) if is_same else 0,
            "figures": len(economics.figures) if economics is not None else 0,
            "series": len(trends.series) if trends is not None else 0,
            "findings": len(trends.findings) if trends is not None else 0,
        }
    )


def taken_in_cell(advice: Advice, *, is_same: bool) -> tuple[TakenAsIs, ...]:
    """Tell what in the advice on a market cell is not gone through again.

    Args:
        advice: the advice.
        is_same: the knowledge it was made with is at hand.
    """
    taken: dict[TakenAsIs, bool] = {
        "settled": is_same and advice.mode.settled,
        "reckoned": advice.economics is not None,
        "statistics": advice.trends is not None,
    }
    return tuple(name for name, is_there in taken.items() if is_there)


def replayed_beside(result: Recommendation, knowledge: KnowledgeBase | None) -> Iterator[ReplayedBeside]:
    """Go through the vendors and the audits of a saved result.

    Args:
        result: the result.
        knowledge: the knowledge it was made with, if it is at hand.
    """
    for selection in result.vendors:
        cells = _cells_of(selection.source, result)
        yield ReplayedBeside(
            kind="vendors",
            source=selection.source,
            cells=selection.cells,
            flaws=tuple(check_vendors(selection, cells, knowledge)),
            checked=_counted(
                {
                    "must_haves": len(selection.must_haves),
                    "vendors": len(selection.vendors),
                    "questions": len(selection.questions) if knowledge is not None else 0,
                }
            ),
            taken=("given",),
        )
    for audit in result.audits:
        cells = _cells_of(audit.source, result)
        yield ReplayedBeside(
            kind="audit",
            source=audit.source,
            cells=tuple(each.id for each in cells),
            flaws=tuple(check_audit(audit, cells, knowledge)),
            checked=_counted(
                {
                    "answers": len(audit.answers) if knowledge is not None else 0,
                    "firings": len(audit.trace),
                    "elements": sum(len(area.elements) for area in audit.areas),
                    "defects": len(audit.defects) + 1,
                    "measures": len(audit.measures),
                }
            ),
        )


def _cells_of(source: str, result: Recommendation) -> tuple[Advice, ...]:
    """Give the advice on the cells of a case file, each once however often the file was given."""
    return tuple({each.id: each for each in result.cells if each.source == source}.values())


def _counted(counts: dict[GoneThrough, int]) -> tuple[Counted, ...]:
    return tuple(Counted(what=what, count=count) for what, count in counts.items() if count)
