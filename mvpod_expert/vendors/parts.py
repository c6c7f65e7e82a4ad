"""Where vendors keeps its data in the shared models."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.recommendation import Recommendation
    from mvpod_expert.vendors.model import VendorGiven, VendorSelection
    from mvpod_expert.vendors.table import VendorTable

KEY = "vendors"


def table_of(knowledge: KnowledgeBase) -> VendorTable | None:
    """Return what the experts declare of choosing vendors; none in a home without the file."""
    return getattr(knowledge, KEY, None)


def given_in(model: Cell | CaseFile) -> tuple[VendorGiven, ...]:
    """Return the vendors of a case, or those of a cell's own."""
    return getattr(model, KEY, ())


def results_in(recommendation: Recommendation) -> tuple[VendorSelection, ...]:
    """Return the selections of a recommendation: one for each group of cells that compares the same vendors."""
    return getattr(recommendation, KEY, ())
