"""knowledge/audit/ and rules/audit/ to a knowledge base of their own: what an existing plan is held against.

Its nouns are those of the advice, and so are the readers. Its facts are asked by `mvpod audit` alone.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from mvpod_expert.audit.standard import AuditKnowledge, AuditStandard, Measure
from mvpod_expert.loading.id_uniqueness import check_circle, keep
from mvpod_expert.loading.rule_files import RuleReader, SymbolTable
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.vocabulary import read_vocabulary
from mvpod_expert.loading.yaml_nodes import path_to, words
from mvpod_expert.model.catalogue import Shelf
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.rules import Recommend, Rule, Stratum

if TYPE_CHECKING:
    from collections.abc import Mapping as ById
    from collections.abc import Sequence

    from mvpod_expert.capability import KnowledgeSource
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.reference_files import SupportChecker
    from mvpod_expert.model.facts import Fact

    Places = ById[str, Place]
    """Where each word of the standard stands."""

FOLDER = "audit"
RULE_FOLDERS: dict[str, Stratum] = {"derive": "derive", "plan": "plan"}
HEADER = ("kind", "title")


def read_knowledge(source: KnowledgeSource) -> AuditKnowledge | None:
    """Read what an existing plan is held against; a home may have nothing of the kind."""
    library, symbols = source.library, source.symbols
    decision, shelves, support = symbols.decision, symbols.shelves, symbols.support
    folder, report = library.home.knowledge / FOLDER, library.report
    if not folder.is_dir():
        return None
    facts = read_vocabulary(library, folder / "vocabulary")
    for fact in facts.values():
        support.check_principles(fact.principle, fact.place, f"facts › {fact.id}")
    measures = _read_measures(library, shelves, support)
    node = library.page(folder / "standard.yaml")
    standard = validate(AuditStandard, node, report, place=node.place) if node is not None else None
    reader = RuleReader(SymbolTable(facts, decision, measures, support), report)
    rules = reader.read_families(library, library.home.rules / FOLDER, RULE_FOLDERS)
    if node is None or standard is None or report:
        return None
    items = [item for shelf in measures for item in shelf.items if isinstance(item, Measure)]
    # A word is where it stands first, which is where a misspelt one does.
    first = {word.text: word.place for _, word in [*words(node)][::-1]}
    places = defaultdict(lambda: standard.place, first)
    kinds, modes = [shelf.kind for shelf in shelves], [mode.id for mode in decision.modes]
    _check_facts(standard, places, facts, set(modes), report)
    _check_elements(standard, places, facts, (kinds, modes), report)
    _check_measures(items, standard, report)
    if not report:
        _check_reach(items, standard, rules, report)
    none: dict[str, Any] = {"principles": {}, "sources": {}, "cases": {}}
    edition: dict[str, Any] = {"sha256": library.sha256, "decision": decision}
    return AuditKnowledge(facts=facts, rules=rules, shelves=measures, standard=standard, **none, **edition)


def _read_measures(library: Library, shelves: Sequence[Shelf], support: SupportChecker) -> tuple[Shelf, ...]:
    """Read the measures, one kind a file; each names metrics and functions that the catalogue has."""
    catalogue = [item.id for shelf in shelves for item in shelf.items]
    report = library.report
    read: list[Shelf] = []
    seen: dict[str, Measure] = {}
    for page, entries in library.entries(library.home.knowledge / FOLDER / "measures", "items", HEADER):
        bare = validate(Shelf, page, report, leave=("items",))
        if bare is None:
            continue
        here: list[Measure] = []
        for number, node in enumerate(entries, start=1):
            about = path_to("items", node, number)
            validated = partial(validate, Measure, node, report, about=about, kind=bare.kind, place=node.place)
            measure = library.recall(("measure", node, bare.kind), validated)
            if measure is None:
                continue
            keep(measure, seen, report, "items")
            here.append(measure)
            support.check(measure, node, about)
            for key, named in (("metric", (measure.metric,)), ("carried_by", measure.carried_by)):
                report.items_among(named, catalogue, node.at(key), about=f"{about} › {key}")
        read.append(bare.model_copy(update={"items": tuple(here)}))
    for measure in seen.values():
        report.items_among(measure.after, seen, measure.place, about=f"items › {measure.id} › after")
    return tuple(read)


def _check_facts(
    standard: AuditStandard, places: Places, facts: ById[str, Fact], modes: set[str], report: DiagnosticCollector
) -> None:
    """Check that the facts the standard names can serve for what it names them for."""
    parts = {
        "mode": ("choice", (standard.mode,)),
        "capacity": ("number", (standard.capacity,)),
        "defects": ("concluded", (*standard.defects, standard.balance)),
        "areas": ("choice", tuple(element.fact for element in standard.elements())),
    }
    for part, needs, name in ((part, needs, name) for part, (needs, names) in parts.items() for name in names):
        fact = facts.get(name)
        if fact is None:
            report.add(Code.FACT_UNKNOWN, places[name], about=part, near=facts, written=name)
            continue
        kind = "concluded" if fact.derived and fact.kind == "choice" else fact.kind
        is_fit = (kind, fact.derived) == (needs, needs == "concluded")
        if not is_fit or (part == "mode" and not modes <= set(fact.states)):
            details = {"fact": name, "needs": "modes" if is_fit else needs}
            report.add(Code.STANDARD_MISFIT, places[name], about=f"{part} › {name}", details=details)


def _check_elements(
    standard: AuditStandard,
    places: Places,
    facts: ById[str, Fact],
    allowed: tuple[list[str], list[str]],
    report: DiagnosticCollector,
) -> None:
    """Check the states of the elements' facts, and the kinds of items and the modes they name, by those there are."""
    seen: set[str] = set()
    for element in standard.elements():
        fact = facts.get(element.fact)
        if fact is None or fact.kind != "choice" or fact.derived:
            continue
        about = f"areas › {fact.id}"
        if fact.id in seen:
            report.twice(fact.id, places[fact.id], about=about)
        seen.add(fact.id)
        states = (*element.there, *element.partly)
        if not {*states} < set(fact.states) or len({*states}) < len(states):
            details = {"fact": fact.id, "needs": "states"}
            report.add(Code.STANDARD_MISFIT, places[fact.id], about=about, details=details)
        named = zip(allowed, ((*element.wanted_for, *element.to_be), element.wanted_in), strict=True)
        for known, name in ((known, name) for known, names in named for name in names):
            report.among(Code.VALUE_NOT_ALLOWED, (name,), known, places[name], about=about)


def _check_measures(measures: Sequence[Measure], standard: AuditStandard, report: DiagnosticCollector) -> None:
    """Check areas and efforts, and that no measure has to come before itself."""
    allowed = {"area": [area.id for area in standard.areas], "effort": [effort.id for effort in standard.efforts]}
    for measure in measures:
        for key, names in allowed.items():
            written, about = str(getattr(measure, key)), f"items › {measure.id} › {key}"
            report.among(Code.VALUE_NOT_ALLOWED, (written,), names, measure.place, about=about)
    check_circle({measure.id: (measure.place, measure.after) for measure in measures}, "after", report)


def _check_reach(
    measures: Sequence[Measure], standard: AuditStandard, rules: ById[str, Rule], report: DiagnosticCollector
) -> None:
    """Check that every gap has a rule that closes it, and every measure one that calls for it."""
    planning = (rule for rule in rules.values() if rule.stratum == "plan")
    tested = {test.fact for rule in planning for test in every_test(rule.when)}
    for element in standard.elements():
        if element.fact not in tested:
            details = {"fact": element.fact}
            report.add(Code.GAP_UNCLOSED, standard.place, about=f"areas › {element.fact}", details=details)
    called = {each.item for rule in rules.values() for each in rule.then if isinstance(each, Recommend)}
    for measure in measures:
        if measure.id not in called:
            report.add(Code.MEASURE_UNCALLED, measure.place, about=f"items › {measure.id}", details={"id": measure.id})
