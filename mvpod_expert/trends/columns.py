"""The header of a history: which column has the period, and whether metrics stand in rows or in columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mvpod_expert.loading.spellings import folded, spellings
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.trends.periods import read_period

if TYPE_CHECKING:
    from mvpod_expert.loading.csv_text import Cell
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.table import TrackedSeries, TrendTable

WORDS = {
    "period": "period|month|quarter|date|year|time|期间|时期|月份|月|季度|日期|年月|年份",
    "metric": "metric|kpi|指标|指标名称|指标编号",
    "value": "value|数值|值|实际值|实际",
    "unit": "unit|units|单位",
    "cell": "cell|market cell|市场单元|单元",
    "region": "region|区域|地区|大区",
    "segment": "segment|客户群|细分市场|行业",
    "note": "note|notes|remark|备注|说明",
}
FEWEST_ACROSS = 2
MEANT = {word: column for column, words in WORDS.items() for word in words.split("|")}


@dataclass(frozen=True)
class Columns:
    """What stands in which column, counted from zero: by its meaning, or a metric where rows do not name theirs."""

    header: tuple[Cell, ...]
    named: dict[str, int] = field(default_factory=dict)
    metrics: dict[int, TrackedSeries] = field(default_factory=dict)


class MetricNames:
    """What a metric may be called in a history: its code, its id, its title, or those of its catalogue item."""

    def __init__(self, table: TrendTable, knowledge: KnowledgeBase) -> None:
        self.table = table
        titles = {item.id: item.title for item in knowledge.items()}
        self.by_name = spellings((declared.id, declared.title) for declared in table.series)
        self.by_name |= {folded(declared.id.replace("_", "-")): declared.id for declared in table.series}
        self.by_name |= {folded(declared.code): declared.id for declared in table.series}
        self.several: dict[str, list[TrackedSeries]] = {}
        for each in table.series:
            names = {folded(each.metric), folded(each.code.rstrip("ab"))}
            if each.metric in titles:
                names |= {folded(titles[each.metric].zh), folded(titles[each.metric].en)}
            for name in names:
                self.several.setdefault(name, []).append(each)

    def read(self, cell: Cell, report: DiagnosticCollector) -> TrackedSeries | None:
        """Return the series a cell names; a finding says what it is not."""
        name = folded(cell.text)
        own = self.several.get(name, [])
        if name in self.by_name and not (len(own) > 1 and name != folded(self.by_name[name])):
            return self.table.tracked(self.by_name[name])
        if len(own) == 1:
            return own[0]
        details = {"cell": cell.name, "several": "yes" if own else ""}
        allowed, others = [each.code for each in own], () if own else self.table.series
        near = [name for each in others for name in (each.id, each.title.zh, each.title.en)]
        near += [each.code for each in others if each.code.replace("0", "").casefold() == name.replace("0", "")]
        report.add(Code.METRIC_UNKNOWN, cell, allowed=allowed, near=near, written=cell.text, details=details)
        return None


def read_columns(
    header: tuple[Cell, ...], names: MetricNames, report: DiagnosticCollector, most: int
) -> Columns | None:
    """Read the header; nothing where it is none of a history. After `most` wrong columns the others are counted."""
    named: dict[str, int] = {}
    for index, cell in enumerate(header):
        meaning = MEANT.get(folded(cell.text))
        if meaning is None:
            continue
        if meaning in named:
            _twice(cell, header[named[meaning]], report)
            return None
        named[meaning] = index
    if "period" not in named and header and not header[0].text:
        named["period"] = 0  # the corner of a pivot table is empty
    needed = ("period", "metric", "value") if "metric" in named or "value" in named else ("period",)
    missing = [each for each in needed if each not in named]
    if missing:
        across = sum(read_period(cell.text) is not None for cell in header) >= FEWEST_ACROSS
        details = {"trouble": "across" if across else "missing", "missing": ", ".join(missing)}
        report.add(Code.HISTORY_WITHOUT_HEADER, header[0], details=details)
        return None
    if "metric" in named:
        for index, cell in enumerate(header):
            if cell.text and index not in named.values():
                report.add(Code.COLUMN_UNKNOWN, cell, near=MEANT, written=cell.text)
        return Columns(header, named)
    return _wide(header, named, names, report, most)


def _wide(
    header: tuple[Cell, ...], named: dict[str, int], names: MetricNames, report: DiagnosticCollector, most: int
) -> Columns | None:
    metrics: dict[int, TrackedSeries] = {}
    found = report.found
    for index, cell in enumerate(header):
        if index in named.values() or not cell.text:
            continue
        if report.found - found >= most:
            details = {"trouble": "more_columns", "names": f"{sum(bool(each.text) for each in header[index:]):,}"}
            report.add(Code.HISTORY_UNUSABLE, cell, details=details)
            return None
        series = names.read(cell, report)
        if series is None:
            continue
        twice = next((other for other, each in metrics.items() if each.id == series.id), None)
        if twice is not None:
            _twice(cell, header[twice], report)
            continue
        metrics[index] = series
    if not metrics and report.found == found:
        details = {"trouble": "missing", "missing": "metric"}
        report.add(Code.HISTORY_WITHOUT_HEADER, header[0], details=details)
    return Columns(header, named, metrics) if metrics else None


def _twice(cell: Cell, first: Cell, report: DiagnosticCollector) -> None:
    details = {"trouble": "twice", "cell": cell.name, "first": first.name}
    report.add(Code.HISTORY_WITHOUT_HEADER, cell, related=[first], written=cell.text, details=details)
