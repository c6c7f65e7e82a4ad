"""The vendors of a case file, of the whole case and of each market cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import CaseSection
from mvpod_expert.vendors.parts import KEY, table_of
from mvpod_expert.vendors.reader import VendorReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.capability import CaseContext
    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.vendors.model import VendorGiven


class VendorSection(CaseSection):
    """Reads `vendors:` of a case file: those of the case are for the cells without their own."""

    def __init__(self, context: CaseContext) -> None:
        knowledge = context.knowledge
        self.reader = VendorReader(table_of(knowledge), knowledge.functions(), context.report)

    def read_cell(self, node: MappingNode, cell: str, shared: Cell) -> Mapping[str, Any]:
        """Return the vendors of the cell's own."""
        del shared
        return {KEY: self._read(node, f"cells › {cell} › {KEY}")}

    def read_case(self, node: MappingNode, cells: tuple[Cell, ...]) -> Mapping[str, Any]:
        """Return the vendors of the case."""
        del cells
        return {KEY: self._read(node, KEY)}

    def _read(self, node: MappingNode, about: str) -> tuple[VendorGiven, ...]:
        written = node.get(KEY)
        return self.reader.read(written, about) if written is not None else ()
