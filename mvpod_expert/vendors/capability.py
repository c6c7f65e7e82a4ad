"""What vendors declares: vendors under `vendors:`, and how they stand against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, CaseSection, Part, Service
from mvpod_expert.vendors.document import VendorsDocument
from mvpod_expert.vendors.evaluation import selections
from mvpod_expert.vendors.model import VendorGiven, VendorSelection
from mvpod_expert.vendors.parts import KEY, given_in, table_of
from mvpod_expert.vendors.reader import VendorReader
from mvpod_expert.vendors.table import VendorTable
from mvpod_expert.vendors.table_reader import read_vendor_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.capability import CaseContext, KnowledgeSource, ModelName, Presenter, ServiceContext
    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class VendorSection(CaseSection):
    """Reads `vendors:` of a case file: those of the case are for the cells without their own."""

    case_keys = cell_keys = (KEY,)

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


class VendorsCapability(Capability):
    """Vendors."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part, ...]]] = {
        "KnowledgeBase": (Part(KEY, VendorTable | None),),
        "Cell": (Part(KEY, tuple[VendorGiven, ...], ()),),
        "CaseFile": (Part(KEY, tuple[VendorGiven, ...], ()),),
        "Recommendation": (Part(KEY, tuple[VendorSelection, ...], ()),),
    }
    documents: ClassVar[Mapping[str, type[FrozenModel]]] = {KEY: VendorsDocument}

    def read_knowledge(self, source: KnowledgeSource) -> Mapping[str, Any]:
        """Read `knowledge/figures/vendors.yaml`."""
        path = source.library.home.knowledge / "figures" / "vendors.yaml"
        return {KEY: read_vendor_table(source.library, path, source.symbols.support)}

    def case_section(self, context: CaseContext) -> CaseSection:
        """Return what reads `vendors:`."""
        return VendorSection(context)

    def authoring(self) -> Authoring:
        """Return what the workbench knows of it."""
        from mvpod_expert.vendors.authoring import VendorsAuthoring  # noqa: PLC0415 - advice does without it

        return VendorsAuthoring()

    def service(self, context: ServiceContext) -> Service:
        """Return what evaluates vendors for one adviser."""
        return VendorService(context)

    def presenter(self, knowledge: KnowledgeBase, t: Messages) -> Presenter:
        """Return what presents the results in one language."""
        from mvpod_expert.vendors.presenter import VendorPresenter  # noqa: PLC0415 - not before there is something to present

        return VendorPresenter(knowledge, t)


CAPABILITY = VendorsCapability()
