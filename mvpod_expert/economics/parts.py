"""Where economics keeps its data in the shared models."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.economics.inputs import EconomicsGiven
    from mvpod_expert.economics.model import Economics
    from mvpod_expert.economics.table import EconomicsTable
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase

KEY = "economics"


def table_of(knowledge: KnowledgeBase) -> EconomicsTable | None:
    """Return what the experts declare of numbers; none in a home without the file."""
    return getattr(knowledge, KEY, None)


def given_in(cell: Cell) -> EconomicsGiven | None:
    """Return the numbers given for a cell, if any."""
    return getattr(cell, KEY, None)


def result_in(advice: Advice) -> Economics | None:
    """Return what the numbers of a cell come to, if any were given."""
    return getattr(advice, KEY, None)
