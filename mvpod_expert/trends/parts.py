"""Where trends keeps its data in the shared models."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.recommendation import Recommendation
    from mvpod_expert.trends.history import History
    from mvpod_expert.trends.model import SalesStrength, Trends
    from mvpod_expert.trends.table import TrendTable

KEY, CASE_KEY, HISTORY, STRENGTH = "trends", "metrics", "history", "sales_strength"
WHERE = ("region", "segment")


def table_of(knowledge: KnowledgeBase) -> TrendTable | None:
    """Return what the experts declare of metrics over time; none in a home without the file."""
    return getattr(knowledge, KEY, None)


def ruleset_of(knowledge: KnowledgeBase) -> KnowledgeBase | None:
    """Return the rules about trends with their own facts; catalogue, principles and sources are the home's."""
    table = table_of(knowledge)
    if table is None:
        return None
    own = {"facts": table.facts, "rules": table.rules, "tables": {}, "cases": {}, "directions": (), "pictures": None}
    return knowledge.model_copy(update={**own, KEY: None})


def history_of(cell: Cell) -> History | None:
    """Return the history of a cell, if one was given."""
    return getattr(cell, HISTORY, None)


def result_in(advice: Advice) -> Trends | None:
    """Return the trends of a cell, if a history was given."""
    return getattr(advice, KEY, None)


def strengths_in(recommendation: Recommendation) -> tuple[SalesStrength, ...]:
    """Return the sales strength of each case that has enough histories."""
    found: tuple[SalesStrength, ...] = getattr(recommendation, STRENGTH, ())
    return found
