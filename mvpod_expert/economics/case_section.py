"""The numbers of a case file, shared and of each market cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import CaseSection
from mvpod_expert.economics.parts import KEY, given_in, table_of
from mvpod_expert.economics.reader import CURRENCY, EconomicsReader
from mvpod_expert.loading.yaml_nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.capability import CaseContext
    from mvpod_expert.economics.inputs import AmountLayer, EconomicsGiven
    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
    from mvpod_expert.model.cases import Cell


class EconomicsSection(CaseSection):
    """Reads `economics:` of a case file; a cell's own numbers win over shared ones."""

    def __init__(self, context: CaseContext) -> None:
        self.reader = EconomicsReader(table_of(context.knowledge), context.report)

    def read_shared(self, node: MappingNode, *, has_cells: bool) -> Mapping[str, Any]:
        """Return the shared numbers; checked here when no cell has the last word."""
        written = node.get(CURRENCY)
        if isinstance(written, Scalar):
            self.reader.currency_of_case(written.text)
        given = self._read(node, KEY, "shared")
        if given is not None and not has_cells:
            self.reader.check(given, KEY)
        return {KEY: given}

    def read_cell(self, node: MappingNode, cell: str, shared: Cell) -> Mapping[str, Any]:
        """Return a cell's own numbers over the shared ones."""
        about = f"cells › {cell} › {KEY}"
        given, common = self._read(node, about, "cell"), given_in(shared)
        merged = common.over(given) if common is not None and given is not None else given or common
        if merged is not None:
            self.reader.check(merged, about)
        return {KEY: merged}

    def _read(self, node: MappingNode, about: str, layer: AmountLayer) -> EconomicsGiven | None:
        written = node.get(KEY)
        return self.reader.read(written, about, layer) if written is not None else None
