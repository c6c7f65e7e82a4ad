"""What vendors declares: vendors under `vendors:`, and how they stand against the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, CaseSection, Part, Service
from mvpod_expert.vendors.model import VendorGiven, VendorsDocument, VendorSelection
from mvpod_expert.vendors.parts import KEY
from mvpod_expert.vendors.table import VendorTable
from mvpod_expert.vendors.table_reader import read_vendor_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.capability import CaseContext, KnowledgeSource, ModelName, Presenter, ServiceContext
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class VendorsCapability(Capability):
    """Vendors."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part, ...]]] = {
        "KnowledgeBase": (Part(KEY, VendorTable | None),),
        "Cell": (Part(KEY, tuple[VendorGiven, ...], ()),),
        "CaseFile": (Part(KEY, tuple[VendorGiven, ...], ()),),
        "Recommendation": (Part(KEY, tuple[VendorSelection, ...], ()),),
    }
    case_keys = cell_keys = (KEY,)
    documents: ClassVar[Mapping[str, type[FrozenModel]]] = {KEY: VendorsDocument}

    def read_knowledge(self, source: KnowledgeSource) -> Mapping[str, Any]:
        """Read `knowledge/figures/vendors.yaml`."""
        path = source.library.home.knowledge / "figures" / "vendors.yaml"
        return {KEY: read_vendor_table(source.library, path, source.symbols.support)}

    def case_section(self, context: CaseContext) -> CaseSection:
        """Return what reads `vendors:`."""
        from mvpod_expert.vendors.case_section import VendorSection  # noqa: PLC0415 - a case may name no vendors

        return VendorSection(context)

    def authoring(self) -> Authoring:
        """Return what the workbench knows of it."""
        from mvpod_expert.vendors.authoring import VendorsAuthoring  # noqa: PLC0415 - advice does without it

        return VendorsAuthoring()

    def service(self, context: ServiceContext) -> Service:
        """Return what evaluates vendors for one adviser."""
        from mvpod_expert.vendors.service import VendorService  # noqa: PLC0415 - a case may name no vendors

        return VendorService(context)

    def presenter(self, knowledge: KnowledgeBase, t: Messages) -> Presenter:
        """Return what presents the results in one language."""
        from mvpod_expert.vendors.presenter import VendorPresenter  # noqa: PLC0415 - not before there is something to present

        return VendorPresenter(knowledge, t)


CAPABILITY = VendorsCapability()
