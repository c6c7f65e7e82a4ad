"""What trends declares: a history under `metrics:`, how its series move, and rules about that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, CaseSection, Part, Service
from mvpod_expert.loading.yaml_nodes import Scalar
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.trends.case_reader import CaseHistories
from mvpod_expert.trends.document import TrendsDocument
from mvpod_expert.trends.findings import TrendReader
from mvpod_expert.trends.history import History
from mvpod_expert.trends.model import Trends
from mvpod_expert.trends.parts import CASE_KEY, HISTORY, KEY, WHERE, history_of, ruleset_of
from mvpod_expert.trends.table import TrendTable
from mvpod_expert.trends.table_reader import read_trends

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.capability import CaseContext, KnowledgeSource, ModelName, Presenter, ServiceContext
    from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
    from mvpod_expert.model.advice import Decision
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class HistorySection(CaseSection):
    """Reads `metrics:` of a case file; a shared table is taken apart by market cell."""

    case_keys = cell_keys = (CASE_KEY,)

    def __init__(self, context: CaseContext) -> None:
        self.report = context.report
        self.histories = CaseHistories(context.folder, context.knowledge, context.report)
        self.shared: History | None = None

    def read_shared(self, node: MappingNode, *, has_cells: bool) -> Mapping[str, Any]:
        """Return the shared history; a case of one cell takes the only one that the table names."""
        history = self.shared = self._read(node, CASE_KEY)
        if history is not None and not has_cells and len(history.cells) == 1:
            history = history.of_cell(*history.cells)
        return {HISTORY: history}

    def read_cell(self, node: MappingNode, cell: str, shared: Cell) -> Mapping[str, Any]:
        """Return what the cell's own history, or else the shared one, holds for the cell."""
        del shared
        where = [value.text.strip() for key in WHERE if isinstance(value := node.get(key), Scalar)]
        named = [name for name in (cell, " / ".join(where)) if name]
        history = self._read(node, f"cells › {cell} › {CASE_KEY}") or self.shared
        found = history.of_cell(*named) if history is not None else None
        return {HISTORY: found if found is not None and found.series else None}

    def read_case(self, node: MappingNode, cells: tuple[Cell, ...]) -> Mapping[str, Any]:
        """Report market cells of a shared history that the case does not have."""
        if self.shared is None or not cells or (node.get("cells") is None and len(self.shared.cells) == 1):
            return {}
        known = {name for cell in cells for name in (cell.id, " / ".join(filter(None, (cell.region, cell.segment))))}
        foreign = [name for name in self.shared.cells if name not in known]
        if foreign:
            details = {"trouble": "cells", "names": ", ".join(foreign)}
            self.report.add(Code.HISTORY_UNUSABLE, node.get(CASE_KEY) or node, about=CASE_KEY, details=details)
        return {}

    def _read(self, node: MappingNode, about: str) -> History | None:
        written = node.get(CASE_KEY)
        return self.histories.read(written, about) if written is not None else None


class TrendService(Service):
    """Reads the histories of cells for one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.reader = TrendReader(context.knowledge, context.base, context.engine, **context.settings)

    def of_cell(self, cell: Cell, decision: Decision) -> Mapping[str, Any]:
        """Return the trends of the cell's history."""
        del decision
        return {KEY: self.reader.trends(history_of(cell))}


class TrendsCapability(Capability):
    """Trends."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part, ...]]] = {
        "KnowledgeBase": (Part(KEY, TrendTable | None),),
        "Cell": (Part(HISTORY, History | None),),
        "Advice": (Part(KEY, Trends | None),),
    }
    documents: ClassVar[Mapping[str, type[FrozenModel]]] = {CASE_KEY: TrendsDocument}

    def read_knowledge(self, source: KnowledgeSource) -> Mapping[str, Any]:
        """Read `knowledge/figures/trends.yaml` and `rules/trends/`."""
        return {KEY: read_trends(source.library, source.symbols, source.rules)}

    def case_section(self, context: CaseContext) -> CaseSection:
        """Return what reads `metrics:`."""
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
        return TrendService(context)

    def presenter(self, knowledge: KnowledgeBase, t: Messages) -> Presenter:
        """Return what presents the results in one language."""
        from mvpod_expert.trends.presenter import TrendPresenter  # noqa: PLC0415 - not before there is something to present

        return TrendPresenter(knowledge, t)


CAPABILITY = TrendsCapability()
