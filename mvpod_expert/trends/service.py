"""The trends of the histories that market cells have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import Service
from mvpod_expert.trends.findings import TrendReader
from mvpod_expert.trends.parts import KEY, STRENGTH, history_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.capability import ServiceContext
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.trace import Decision


class TrendService(Service):
    """Reads the histories of cells for one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.reader = TrendReader(context.knowledge, context.base, context.engine, **context.settings)

    def of_cell(self, cell: Cell, decision: Decision) -> Mapping[str, Any]:
        """Return the trends of the cell's history."""
        del decision
        return {KEY: self.reader.trends(history_of(cell))}

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the sales strength over the histories of all cells of the case."""
        del advised
        histories = [history for cell in case.cells if (history := history_of(cell)) is not None]
        strength = self.reader.sales_strength(histories, case.file)
        return {STRENGTH: (strength,) if strength is not None else ()}
