"""The trends of histories that market cells have: statistics for each series, and the rules about what follows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import Service, ServiceContext
from mvpod_expert.engine.inference import Tracer
from mvpod_expert.engine.port import select_engine
from mvpod_expert.model.cases import CaseFile, Cell
from mvpod_expert.model.rules import Recommend
from mvpod_expert.trends.analysis import HORIZON, count_tested, line_health, read_history
from mvpod_expert.trends.capability import CAPABILITY, HISTORY, KEY, STRENGTHS, TABLE, TRENDS
from mvpod_expert.trends.model import SalesStrength, SeriesTrend, TrendFinding, Trends
from mvpod_expert.trends.strength import sales_strength
from mvpod_expert.trends.table import LEVEL_OF, TrendTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.trace import Decision
    from mvpod_expert.trends.history import History, RecordedSeries


class TrendReader(Service):
    """Reads the histories of cells for one adviser; the setting `horizon` is how many periods to look ahead."""

    def __init__(self, context: ServiceContext) -> None:
        self.table = TABLE.of(context.knowledge)
        self.context = context
        self.horizon: int = context.settings.get("horizon", HORIZON)
        self.read: dict[History, Trends] = {}

    def of_cell(self, cell: Cell, decision: Decision) -> Mapping[str, Any]:
        """Return the trends of the cell's history."""
        return {TRENDS.name: self.trends(HISTORY.of(cell))}

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the sales strength over the histories of all cells of the case."""
        histories = [history for cell in case.cells if (history := HISTORY.of(cell)) is not None]
        strength = self.sales_strength(histories, case.file)
        return {STRENGTHS.name: (strength,) if strength is not None else ()}

    def trends(self, history: History | None) -> Trends | None:
        """Say what the history of one market cell says, once however often it is asked; nothing where there is none."""
        table = self.table
        if history is None or table is None:
            return None
        if history in self.read:
            return self.read[history]
        read = read_history(_ordered(history, table), table, self.horizon)
        findings = self._findings(memory_of(read))
        self.read[history] = Trends(
            file=history.file,
            cell=next(iter(history.cells), None),
            tested=count_tested(read),
            lines=line_health(table, read),
            series=read,
            findings=tuple(findings),
            reopen=tuple(dict.fromkeys(item for finding in findings for item in finding.recommends)),
        )
        return self.read[history]

    def sales_strength(self, histories: Iterable[History], source: str) -> SalesStrength | None:
        """Return the sales strength of a company over its histories; a series that several share counts once."""
        table = self.table
        read: dict[RecordedSeries, SeriesTrend] = {}
        for history in histories:
            trends = self.trends(history)
            if table is not None and trends is not None:
                read |= zip(_ordered(history, table), trends.series, strict=True)
        return sales_strength(read.items(), table, source, self.horizon) if table is not None else None

    def _findings(self, memory: dict[str, str]) -> list[TrendFinding]:
        """Fire the rules about trends over what is known of each series; what is not clear fires nothing."""
        if self.tracer is None or not memory:
            return []
        return [
            TrendFinding(
                rule=each.rule,
                matched={one.fact: one.state for one in each.matched},
                recommends=tuple(effect.item for effect in each.effects if isinstance(effect, Recommend)),
                because=each.because,
            )
            for each in self.tracer.fire("plan", Cell(id="trends", answers={}), memory)
        ]

    @cached_property
    def tracer(self) -> Tracer | None:
        """What fires the rules; built when the first history comes."""
        own, base = CAPABILITY.own_rules(self.context.knowledge), self.context.base.beside.get(KEY)
        if own is None or base is None:
            return None
        return Tracer(own, base, select_engine(base, self.context.engine).engine)


SERVICE = TrendReader


def _ordered(history: History, table: TrendTable) -> list[RecordedSeries]:
    """Return the series of a history in the order of the experts' file."""
    return [recorded for declared in table.series for recorded in history.series if recorded.series == declared.id]


def memory_of(read: Iterable[SeriesTrend]) -> dict[str, str]:
    """Return the working memory that trends make: the movement of each series, and its level where it has a band.

    A doubtful trend is neither a movement nor steady: the series stays undecided, and rules about it do not fire.
    """
    memory: dict[str, str] = {}
    for each in read:
        if each.trend is not None and each.trend.doubtful is None:
            memory[each.series] = each.trend.movement
        if each.level is not None:
            memory[f"{each.series}{LEVEL_OF}"] = each.level
    return memory
