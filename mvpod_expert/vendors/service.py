"""Vendors held against the plans of one adviser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import Service
from mvpod_expert.vendors.evaluation import selections
from mvpod_expert.vendors.parts import KEY, given_in, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.capability import ServiceContext
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile


class VendorService(Service):
    """Holds vendors against the plans of one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.knowledge = context.knowledge
        self.table = table_of(context.knowledge)

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the vendors of the case side by side."""
        if self.table is None:
            return {}
        own = {cell.id: given_in(cell) for cell in case.cells if given_in(cell)}
        return {KEY: tuple(selections(case.file, given_in(case), own, advised, self.table, self.knowledge))}
