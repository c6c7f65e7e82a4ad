"""What trends declares: a history under `metrics:`, how its series move, and rules about that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mvpod_expert.capability import Capability, ModelName, Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.history import History
    from mvpod_expert.trends.model import SalesStrength, Trends
    from mvpod_expert.trends.table import TrendTable

KEY, CASE_KEY = "trends", "metrics"
TABLE: Part[TrendTable | None] = Part(KEY, "mvpod_expert.trends.table:TrendTable")
HISTORY: Part[History | None] = Part("history", "mvpod_expert.trends.history:History")
TRENDS: Part[Trends | None] = Part(KEY, "mvpod_expert.trends.model:Trends")
STRENGTHS: Part[tuple[SalesStrength, ...]] = Part("sales_strength", "mvpod_expert.trends.model:SalesStrength", ())
"""The sales strength of each case that has enough histories."""


class _TrendsCapability(Capability):
    """Trends."""

    key = KEY
    parts: ClassVar[Mapping[ModelName, tuple[Part[Any], ...]]] = {
        "KnowledgeBase": (TABLE,),
        "Cell": (HISTORY,),
        "Advice": (TRENDS,),
        "Recommendation": (STRENGTHS,),
    }
    case_keys = cell_keys = (CASE_KEY,)
    documents: ClassVar[Mapping[str, str]] = {CASE_KEY: "mvpod_expert.trends.model:TrendsDocument"}

    def unread(self, case: CaseFile) -> Mapping[str, Sequence[str]]:
        """Return the hidden sheets of the workbooks that cells name."""
        histories = [history for cell in case.cells if (history := HISTORY.of(cell)) is not None]
        return {each.file: each.hidden_sheets for each in histories if each.hidden_sheets}

    def own_rules(self, knowledge: KnowledgeBase) -> KnowledgeBase | None:
        """Return the rules about trends with the facts that series are."""
        table = TABLE.of(knowledge)
        if table is None:
            return None
        own = {"facts": table.facts, "rules": table.rules, KEY: None}
        none: dict[str, Any] = {"shelves": (), "tables": {}, "cases": {}, "directions": (), "pictures": None}
        return knowledge.model_copy(update=own | none)


CAPABILITY = _TrendsCapability()
