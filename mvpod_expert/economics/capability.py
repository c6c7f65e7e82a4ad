"""What economics declares: numbers under `economics:`, what they come to, and the facts they settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, CaseSection, Part, Service
from mvpod_expert.economics.document import EconomicsDocument
from mvpod_expert.economics.inputs import EconomicsGiven
from mvpod_expert.economics.model import Economics
from mvpod_expert.economics.parts import KEY, given_in, table_of
from mvpod_expert.economics.reader import EconomicsReader
from mvpod_expert.economics.service import EconomicsService
from mvpod_expert.economics.table import EconomicsTable
from mvpod_expert.economics.table_reader import read_economics_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.capability import CaseContext, KnowledgeSource, ModelName, Presenter, ServiceContext
    from mvpod_expert.economics.inputs import AmountLayer
    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
    from mvpod_expert.model.advice import Decision
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class EconomicsSection(CaseSection):
    """Reads `economics:` of a case file; a cell's own numbers win over shared ones."""

    case_keys = cell_keys = standalone_keys = (KEY,)

    def __init__(self, context: CaseContext) -> None:
        self.reader = EconomicsReader(table_of(context.knowledge), context.report)

    def read_shared(self, node: MappingNode, *, has_cells: bool) -> Mapping[str, Any]:
        """Return the shared numbers; checked here when no cell has the last word."""
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


class CellEconomicsService(Service):
    """Computes the numbers of cells for one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.economics = EconomicsService(context.knowledge, table_of(context.knowledge), **context.settings)

    def fill(self, cell: Cell) -> Cell:
        """Return the cell with the answers its numbers settle."""
        return self.economics.filled(cell, given_in(cell))

    def of_cell(self, cell: Cell, decision: Decision) -> Mapping[str, Any]:
        """Return what the cell's numbers come to."""
        return {KEY: self.economics.economics(cell, given_in(cell), decision)}

    def contradicts(self, parts: Mapping[str, Any]) -> bool:
        """Return whether the numbers contradict."""
        return parts[KEY] is not None and bool(parts[KEY].contradictions)


class EconomicsCapability(Capability):
    """Economics."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part, ...]]] = {
        "KnowledgeBase": (Part(KEY, EconomicsTable | None),),
        "Cell": (Part(KEY, EconomicsGiven | None),),
        "Advice": (Part(KEY, Economics | None),),
    }
    documents: ClassVar[Mapping[str, type[FrozenModel]]] = {KEY: EconomicsDocument}

    def read_knowledge(self, source: KnowledgeSource) -> Mapping[str, Any]:
        """Read `knowledge/figures/economics.yaml`."""
        path = source.library.home.knowledge / "figures" / "economics.yaml"
        return {KEY: read_economics_table(source.library, path, source.symbols.facts, source.symbols.support)}

    def case_section(self, context: CaseContext) -> CaseSection:
        """Return what reads `economics:`."""
        return EconomicsSection(context)

    def authoring(self) -> Authoring:
        """Return what the workbench knows of it."""
        from mvpod_expert.economics.authoring import EconomicsAuthoring  # noqa: PLC0415 - advice does without it

        return EconomicsAuthoring()

    def service(self, context: ServiceContext) -> Service:
        """Return what computes for one adviser."""
        return CellEconomicsService(context)

    def presenter(self, knowledge: KnowledgeBase, t: Messages) -> Presenter:
        """Return what presents the results in one language."""
        from mvpod_expert.economics.presenter import EconomicsPresenter  # noqa: PLC0415 - not before there is something to present

        return EconomicsPresenter(knowledge, t)


CAPABILITY = EconomicsCapability()
