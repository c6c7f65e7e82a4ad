"""knowledge/figures/trends.yaml to what the experts say of metrics over time; rules/trends to the rules about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mvpod_expert.loading.id_uniqueness import check_formers
from mvpod_expert.loading.rule_files import RuleReader, SymbolTable
from mvpod_expert.loading.validation import validate, validate_all
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import Fact, Option
from mvpod_expert.trends.table import LEVEL_OF, LEVELS, MOVEMENTS, TrackedSeries, TrendTable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ById

    from mvpod_expert.capability import KnowledgeSource
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.yaml_nodes import Node
    from mvpod_expert.model.rules import Rule

READ_APART = ("series",)
FOLDER = "trends"


def read_knowledge(source: KnowledgeSource) -> TrendTable | None:
    """Read what the experts say of metrics over time, and the rules about them; a home may say nothing."""
    library, declared = source.library, source.symbols
    node = library.optional_page(library.home.knowledge / "figures" / "trends.yaml")
    if node is None:
        return None
    report = library.report
    found = report.found
    series = _series(node, report)
    table = validate(TrendTable, node, report, leave=READ_APART, series=series, facts={}, rules={})
    if table is None or report.found > found:
        return None
    _check(table, node, [item.id for shelf in declared.shelves for item in shelf.items], report)
    if report.found > found:
        return None
    facts = {fact.id: fact for declared in table.series for fact in _facts(declared, table)}
    rules = _rules(library, replace(declared, facts=facts), source.rules)
    return table.model_copy(update={"facts": facts, "rules": rules})


def _rules(library: Library, declared: SymbolTable, others: ById[str, Rule]) -> dict[str, Rule]:
    """Read the rules; a home may have none."""
    if not (library.home.rules / FOLDER).is_dir():
        return {}
    rules = RuleReader(declared, library.report).read_families(library, library.home.rules, {FOLDER: "plan"})
    for rule in rules.values():
        if rule.id in others:
            library.report.twice(rule.id, rule.place, others[rule.id].place, about="rules")
        if any(each.kind != "recommend" for each in rule.then):
            library.report.add(Code.OUTCOME_FOREIGN, rule.place, about=f"rules › {rule.id}", allowed=("recommend",))
    check_formers("rules", [(rule.id, rule.formerly, rule.place) for rule in rules.values()], library.report)
    return rules


def _series(node: Node, report: DiagnosticCollector) -> tuple[TrackedSeries, ...]:
    """Read the series; an id and a code stand once."""
    read: dict[str, TrackedSeries] = {}
    for series in validate_all(TrackedSeries, node, "series", report):
        names = (series.id, series.code.casefold())
        for name in names:
            if name in read:
                report.twice(name, series.place, read[name].place, about=f"series › {series.id}")
        read |= dict.fromkeys(names, series)
    return tuple(dict.fromkeys(read.values()))


def _check(table: TrendTable, node: Node, items: list[str], report: DiagnosticCollector) -> None:
    """Hold names against what the program and the other files know."""
    lines = [line.id for line in table.lines]
    for declared in table.series:
        about = f"series › {declared.id}"
        report.among(Code.VALUE_NOT_ALLOWED, (declared.line,), lines, declared.place, about=about)
        report.items_among((declared.metric,), items, declared.place, about=about)
        if declared.direction == "band" and declared.band is None:
            report.add(Code.KEY_MISSING, declared.place, about=about, details={"key": "band"})
    for key, named, known in (("movements", table.movements, MOVEMENTS), ("levels", table.levels, LEVELS)):
        for name in known:
            if name not in [each.id for each in named]:
                report.add(Code.KEY_MISSING, node, about=key, details={"key": name})


def _facts(series: TrackedSeries, table: TrendTable) -> Iterable[Fact]:
    """Return what rules can test of a series."""
    topic = next(line.title for line in table.lines if line.id == series.line)
    levels = ((f"{series.id}{LEVEL_OF}", table.levels),) if series.band is not None else ()
    for name, states in ((series.id, table.movements), *levels):
        yield Fact(
            id=name,
            kind="choice",
            title=series.title,
            principle=(),
            options=tuple(Option(id=each.id, title=each.title, meaning=each.title) for each in states),
            topic=topic,
            place=series.place,
        )
