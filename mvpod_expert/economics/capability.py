"""What economics declares: numbers under `economics:`, what they come to, and the facts they settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, CaseSection, Part, Service
from mvpod_expert.economics.document import EconomicsDocument
from mvpod_expert.economics.inputs import EconomicsGiven
from mvpod_expert.economics.model import Economics
from mvpod_expert.economics.parts import KEY
from mvpod_expert.economics.table import EconomicsTable
from mvpod_expert.economics.table_reader import read_economics_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.capability import CaseContext, KnowledgeSource, ModelName, Presenter, ServiceContext
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class EconomicsCapability(Capability):
    """Economics."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part, ...]]] = {
        "KnowledgeBase": (Part(KEY, EconomicsTable | None),),
        "Cell": (Part(KEY, EconomicsGiven | None),),
        "Advice": (Part(KEY, Economics | None),),
    }
    case_keys = cell_keys = standalone_keys = (KEY,)
    documents: ClassVar[Mapping[str, type[FrozenModel]]] = {KEY: EconomicsDocument}

    def read_knowledge(self, source: KnowledgeSource) -> Mapping[str, Any]:
        """Read `knowledge/figures/economics.yaml`."""
        path = source.library.home.knowledge / "figures" / "economics.yaml"
        return {KEY: read_economics_table(source.library, path, source.symbols.facts, source.symbols.support)}

    def case_section(self, context: CaseContext) -> CaseSection:
        """Return what reads `economics:`."""
        from mvpod_expert.economics.case_section import EconomicsSection  # noqa: PLC0415 - a case may have no numbers

        return EconomicsSection(context)

    def authoring(self) -> Authoring:
        """Return what the workbench knows of it."""
        from mvpod_expert.economics.authoring import EconomicsAuthoring  # noqa: PLC0415 - advice does without it

        return EconomicsAuthoring()

    def service(self, context: ServiceContext) -> Service:
        """Return what computes for one adviser."""
        from mvpod_expert.economics.service import CellEconomicsService  # noqa: PLC0415 - a case may have no numbers

        return CellEconomicsService(context)

    def presenter(self, knowledge: KnowledgeBase, t: Messages) -> Presenter:
        """Return what presents the results in one language."""
        from mvpod_expert.economics.presenter import EconomicsPresenter  # noqa: PLC0415 - not before there is something to present

        return EconomicsPresenter(knowledge, t)


CAPABILITY = EconomicsCapability()
