"""HISTORY.csv or .xlsx to what was recorded of each metric: rows or columns, with every finding's row and column."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from mvpod_expert.loading.spellings import folded
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.trends.capability import TABLE
from mvpod_expert.trends.columns import Columns, MetricNames, read_columns
from mvpod_expert.trends.history import History, Recorded, RecordedSeries
from mvpod_expert.trends.periods import ambiguity, as_kind, kind_of_days, read_day, read_period
from mvpod_expert.trends.table_file import WrittenTable, add_unusable, read_table
from mvpod_expert.trends.values import Written, in_unit, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mvpod_expert.loading.csv_text import Cell
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.table import TrackedSeries, TrendTable, WrittenUnit

MOST_TOLD = 49
"""Findings after which a file is not read on: one more says so, and fifty are shown."""
Key = tuple[str, str | None]


def read_history(path: Path, knowledge: KnowledgeBase, report: DiagnosticCollector) -> History | None:
    """Read a history from CSV or a workbook; nothing when it cannot be used."""
    table, name = TABLE.of(knowledge), str(path)
    if table is None:
        add_unusable(name, report, "undeclared")
        return None
    found = report.found
    written = read_table(path, name, report)
    if written is None or report.found > found:
        return None
    return _HistoryReader(table, knowledge, report, written).read(name)


class _HistoryReader:
    """Reads the rows of a history, as they are written, against what the experts say of series."""

    def __init__(
        self, table: TrendTable, knowledge: KnowledgeBase, report: DiagnosticCollector, written: WrittenTable
    ) -> None:
        self.table = table
        self.written = written
        self.report = report
        self.names = MetricNames(table, knowledge)
        self.units: dict[str, list[WrittenUnit]] = defaultdict(list)
        for unit in table.units:
            for word in unit.written:
                self.units[folded(word)].append(unit)
        self.metrics: dict[str, TrackedSeries | None] = {}
        self._mixed: set[Key] = set()

    def read(self, file: str) -> History | None:
        """Read rows below a header; nothing when there were findings."""
        found = self.report.found
        filled = [row for row in self.written.grid if any(cell.text for cell in row)]
        if not filled:
            self.report.add(Code.FILE_EMPTY, Place(file=file))
            return None
        columns = read_columns(filled[0], self.names, self.report, MOST_TOLD)
        if columns is None:
            return None
        values: dict[Key, dict[int, Written]] = defaultdict(dict)
        for row in filled[1:]:
            if self.report.found - found >= MOST_TOLD:
                details = {"trouble": "many", "names": str(row[0].row)}
                self.report.add(Code.HISTORY_UNUSABLE, row[0], details=details)
                return None
            for series, cell_name, written in self._row(row, columns):
                self._keep(values[series.id, cell_name], written, series, cell_name)
        read = tuple(self._series(key, list(kept.values())) for key, kept in values.items())
        if not read and self.report.found == found:
            self.report.add(Code.HISTORY_UNUSABLE, filled[0][0], details={"trouble": "no_values", "names": ""})
        if self.report.found > found:
            return None
        return History(file=file, series=read, hidden_sheets=self.written.hidden_sheets)

    def _row(self, row: tuple[Cell, ...], columns: Columns) -> Iterator[tuple[TrackedSeries, str | None, Written]]:
        def at(name: str) -> Cell | None:
            index = columns.named.get(name)
            cell = row[index] if index is not None and index < len(row) else None
            return cell if cell is not None and cell.text else None

        for cell in row[len(columns.header) :]:
            if cell.text:
                self.report.add(Code.CELL_WITHOUT_COLUMN, cell, written=cell.text)
                return
        dated = at("period")
        period = read_period(dated.text, self.written.first_day) if dated is not None else None
        if period is None:
            where, text = dated or row[0], dated.text if dated is not None else ""
            details = {"cell": where.name, "ambiguous": ambiguity(text)}
            self.report.add(Code.PERIOD_UNREADABLE, where, written=text, details=details)
        if dated is None:
            return
        place = at("cell")
        parts = [each.text for each in (at("region"), at("segment")) if each is not None]
        cell_name = place.text if place is not None else " / ".join(parts) or None
        day = read_day(dated.text, self.written.first_day)
        for series, value in self._values(row, columns, at("metric"), at("value")):
            number = read_number(value, self.written.unsure, self.report)
            if number is None:
                continue
            beside = at("unit")
            unit = self._unit(series, beside, beside.text) if beside is not None else None
            own = self._unit(series, value, number.currency) if number.currency is not None else None
            if period is None or (beside is not None and unit is None) or (number.currency is not None and own is None):
                continue
            meant = None if number.is_per_cent else unit or own
            yield series, cell_name, Written(value, period, float(number.value), number.is_per_cent, meant, day)

    def _values(
        self, row: tuple[Cell, ...], columns: Columns, metric: Cell | None, value: Cell | None
    ) -> Iterator[tuple[TrackedSeries, Cell]]:
        """Return the values of a row with their series; an empty one is a gap, which is reported with the trend."""
        if "metric" not in columns.named:
            for index, series in columns.metrics.items():
                if index < len(row) and row[index].text:
                    yield series, row[index]
            return
        if metric is None:
            self.report.add(Code.METRIC_UNKNOWN, row[0], written="", details={"cell": row[0].name, "several": ""})
            return
        name = folded(metric.text)
        if name not in self.metrics:  # one name that is wrong in a hundred rows is one finding
            self.metrics[name] = self.names.read(metric, self.report)
        named = self.metrics[name]
        if named is not None and value is not None:
            yield named, value

    def _unit(self, series: TrackedSeries, cell: Cell, word: str) -> WrittenUnit | None:
        meant = [each for each in self.units.get(folded(word), []) if each.unit == series.unit]
        if meant:
            return meant[0]
        allowed = [word for unit in self.table.units if unit.unit == series.unit for word in unit.written]
        details = {"cell": cell.name, "unit": series.unit, "more": ""}
        self.report.add(Code.UNIT_WRONG, cell, about=series.id, allowed=allowed, written=word, details=details)
        return None

    def _keep(self, kept: dict[int, Written], written: Written, series: TrackedSeries, cell_name: str | None) -> None:
        about = " › ".join(filter(None, [cell_name, series.id]))
        first = next(iter(kept.values()), None)
        if first is not None and first.period.kind != written.period.kind:
            if (series.id, cell_name) in self._mixed:
                return
            self._mixed.add((series.id, cell_name))
            details = {"cell": written.cell.name, "one": first.period.label, "other": written.period.label}
            self.report.add(Code.PERIODS_MIXED, written.cell, about=about, related=[first.cell], details=details)
            return
        twice = kept.get(written.period.number)
        if twice is not None:
            details = {"cell": written.cell.name, "period": written.period.label, "first": twice.cell.name}
            details["equal"] = "yes" if (twice.number, twice.unit) == (written.number, written.unit) else ""
            self.report.add(Code.PERIOD_TWICE, written.cell, about=about, related=[twice.cell], details=details)
            return
        kept[written.period.number] = written

    def _series(self, key: Key, written: list[Written]) -> RecordedSeries:
        series = self.table.tracked(key[0])
        days = {each.day for each in written if each.day is not None}
        kind = kind_of_days(days) if len(days) == len(written) else "month"
        if kind != "month":
            written = [replace(each, period=as_kind(each.period, kind)) for each in written]
        values, taken = in_unit(series, written, self.report)
        points = [Recorded(period=each.period, value=value, place=each.cell.place) for each, value in values]
        points.sort(key=lambda each: each.period.number)
        return RecordedSeries(series=series.id, cell=key[1], points=tuple(points), taken=taken)
