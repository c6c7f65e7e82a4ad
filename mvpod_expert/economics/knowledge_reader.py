"""knowledge/figures/economics.yaml to what the experts say of numbers, held against the names the calculators know."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from mvpod_expert.economics.contributions import PARTS
from mvpod_expert.economics.formulas import FORMULAS
from mvpod_expert.economics.names import ECONOMICS_INPUTS
from mvpod_expert.economics.table import DeclaredInput, DeclaredResult, EconomicsTable
from mvpod_expert.loading.id_uniqueness import keep
from mvpod_expert.loading.validation import validate, validate_all
from mvpod_expert.loading.yaml_nodes import named as id_of
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Mapping as ById

    from mvpod_expert.capability import KnowledgeSource
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.yaml_nodes import Node
    from mvpod_expert.model.facts import Fact

D = TypeVar("D", DeclaredInput, DeclaredResult)
READ_APART = ("inputs", "results")


def read_knowledge(source: KnowledgeSource) -> EconomicsTable | None:
    """Read what the experts say of economics; a home may say nothing."""
    library, facts, support = source.library, source.symbols.facts, source.symbols.support
    node = library.optional_page(library.home.knowledge / "figures" / "economics.yaml")
    if node is None:
        return None
    report = library.report
    inputs = _declared(node, "inputs", DeclaredInput, ECONOMICS_INPUTS, report)
    results = _declared(node, "results", DeclaredResult, tuple(FORMULAS), report)
    table = validate(EconomicsTable, node, report, leave=READ_APART, inputs=inputs, results=results)
    if table is None:
        return None
    _names(node.at("parts"), table.parts, report)
    items = [item.id for shelf in source.symbols.shelves for item in shelf.items]
    declarations: tuple[DeclaredInput | DeclaredResult, ...] = (*table.inputs, *table.results)
    named = [(each, each.metric) for each in declarations]
    named += [(each, cost.item) for each in table.inputs for cost in each.moves]
    for declared, name in named:
        report.items_among(filter(None, (name,)), items, declared.place, about=declared.id)
    groups = [group.id for group in table.groups]
    for result in table.results:
        about = f"results › {result.id}"
        if result.group not in groups:
            report.add(Code.VALUE_NOT_ALLOWED, result.place, about=about, allowed=groups, written=result.group)
        support.check(result, result.place, about)
        _check_fill(result, facts, report, about)
    return table


def _declared(
    node: Node, key: str, model: type[D], names: tuple[str, ...], report: DiagnosticCollector
) -> tuple[D, ...]:
    """Read a list of declarations: each name the calculators know stands once, and no other."""
    found: dict[str, D] = {}
    for declared in validate_all(model, node, key, report):
        if declared.id not in names:
            about = f"{key} › {declared.id}"
            report.add(Code.FIGURE_UNKNOWN, declared.place, about=about, allowed=names, written=declared.id)
        keep(declared, found, report, key)
    read = [id_of(item) for item in node.at(key).listed]
    for name in names if read and all(name in names for name in found) else ():
        if name not in read:
            report.add(Code.KEY_MISSING, node.at(key), about=key, details={"key": name})
    return tuple(found.values())


def _names(node: Node, parts: ById[str, object], report: DiagnosticCollector) -> None:
    """Hold the names of the parts against those the calculators know."""
    foreign = [name for name in parts if name not in PARTS]
    for name in foreign:
        report.add(Code.FIGURE_UNKNOWN, node.key(name) or node, about="parts", allowed=PARTS, written=name)
    for name in PARTS if not foreign else ():
        if name not in parts:
            report.add(Code.KEY_MISSING, node, about="parts", details={"key": name})


def _check_fill(result: DeclaredResult, facts: ById[str, Fact], report: DiagnosticCollector, about: str) -> None:
    """Check that a result can settle its fact: a number fact takes the number, a choice an option for every stretch."""
    fill = result.fills
    if fill is None:
        return
    where = f"{about} › fills"
    fact = facts.get(fill.fact)
    if fact is None or fact.derived:
        asked = [each.id for each in facts.values() if not each.derived]
        report.add(Code.FACT_UNKNOWN, result.place, about=where, near=asked, written=fill.fact)
        return
    for option in fill.options:
        if option.state not in fact.states:
            place, known, of = result.place, fact.states, {"fact": fact.id}
            report.add(Code.OPTION_UNKNOWN, place, about=where, allowed=known, written=option.state, details=of)
            return
    if (fact.kind == "number") == bool(fill.options):
        report.add(Code.FILL_MISFIT, result.place, about=where, details={"fact": fact.id})
    limits = [each.below if each.below is not None else each.up_to for each in fill.options]
    ends = [math.inf if limit is None else limit for limit in limits]
    if limits and (ends != sorted(set(ends)) or limits[-1] is not None):
        report.add(Code.BANDS_DISORDERED, result.place, about=where)
    order = [fact.states.index(each.state) for each in fill.options]
    if order not in (sorted(order), sorted(order, reverse=True)):
        details = {"kind": "states", "allowed_order": ", ".join(fact.states)}
        report.add(Code.BANDS_DISORDERED, result.place, about=where, details=details)
    for each in fill.options:
        if each.below is not None and each.up_to is not None:
            report.add(Code.BANDS_DISORDERED, result.place, about=where, details={"kind": "both", "id": each.state})
