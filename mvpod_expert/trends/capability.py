"""What trends declares: a history under `metrics:`, how its series move, and rules about that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, CaseSection, Part, Service
from mvpod_expert.trends.history import History
from mvpod_expert.trends.model import SalesStrength, Trends, TrendsDocument
from mvpod_expert.trends.parts import CASE_KEY, HISTORY, KEY, STRENGTH, history_of, ruleset_of
from mvpod_expert.trends.table import TrendTable
from mvpod_expert.trends.table_reader import read_trends

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.capability import CaseContext, KnowledgeSource, ModelName, Presenter, ServiceContext
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class TrendsCapability(Capability):
    """Trends."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part, ...]]] = {
        "KnowledgeBase": (Part(KEY, TrendTable | None),),
        "Cell": (Part(HISTORY, History | None),),
        "Advice": (Part(KEY, Trends | None),),
        "Recommendation": (Part(STRENGTH, tuple[SalesStrength, ...], ()),),
    }
    case_keys = cell_keys = (CASE_KEY,)
    documents: ClassVar[Mapping[str, type[FrozenModel]]] = {CASE_KEY: TrendsDocument}

    def read_knowledge(self, source: KnowledgeSource) -> Mapping[str, Any]:
        """Read `knowledge/figures/trends.yaml` and `rules/trends/`."""
        return {KEY: read_trends(source.library, source.symbols, source.rules)}

    def case_section(self, context: CaseContext) -> CaseSection:
        """Return what reads `metrics:`."""
        from mvpod_expert.trends.case_section import HistorySection  # noqa: PLC0415 - a case may have no history

        return HistorySection(context)

    def unread(self, case: CaseFile) -> Mapping[str, Sequence[str]]:
        """Return the hidden sheets of the workbooks that cells name."""
        histories = [history for cell in case.cells if (history := history_of(cell)) is not None]
        return {each.file: each.hidden_sheets for each in histories if each.hidden_sheets}

    def own_rules(self, knowledge: KnowledgeBase) -> KnowledgeBase | None:
        """Return the rules about trends with the facts that series are."""
        own = ruleset_of(knowledge)
        return own.model_copy(update={"shelves": ()}) if own is not None else None

    def authoring(self) -> Authoring:
        """Return what the workbench knows of it."""
        from mvpod_expert.trends.authoring import TrendsAuthoring  # noqa: PLC0415 - advice does without it

        return TrendsAuthoring()

    def service(self, context: ServiceContext) -> Service:
        """Return what reads histories for one adviser."""
        from mvpod_expert.trends.service import TrendService  # noqa: PLC0415 - a case may have no history

        return TrendService(context)

    def presenter(self, knowledge: KnowledgeBase, t: Messages) -> Presenter:
        """Return what presents the results in one language."""
        from mvpod_expert.trends.presenter import TrendPresenter  # noqa: PLC0415 - not before there is something to present

        return TrendPresenter(knowledge, t)


CAPABILITY = TrendsCapability()
