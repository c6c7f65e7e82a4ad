"""The whole home to one knowledge base, or to every finding in it."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from mvpod_expert import composition
from mvpod_expert.capability import KnowledgeSource, registered, rulesets
from mvpod_expert.loading.catalogue_files import read_catalogue
from mvpod_expert.loading.decision_files import check_decision, check_plans_are_whole, read_decision
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.entry_files import Library
from mvpod_expert.loading.home_files import unread_files
from mvpod_expert.loading.id_uniqueness import by_id, check_unique_ids
from mvpod_expert.loading.law_files import check_directions, read_directions, read_laws
from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.loading.reference_files import SupportChecker, read_principles, read_reference_cases, read_sources
from mvpod_expert.loading.rule_files import SymbolTable, read_rules
from mvpod_expert.loading.shared_causes import one_for_each_cause
from mvpod_expert.loading.spellings import with_meant_ids
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.vocabulary import read_vocabulary
from mvpod_expert.loading.yaml_nodes import Node
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, UnusableInputError
from mvpod_expert.model.facts import Fact
from mvpod_expert.model.frozen import gc_paused
from mvpod_expert.model.knowledge import KnowledgeBase
from mvpod_expert.model.pictures import Pictures, Steps
from mvpod_expert.resources import Home


def load_knowledge(
    home: Home, memory: ReadCache | None = None, unsaved: Mapping[Path, str] | None = None, *, drafts: bool = False
) -> KnowledgeBase:
    """Return what rules/ and knowledge/ of a home say, linked.

    Args:
        home: the folder that holds both.
        memory: what was read of it before; only what has changed is then read again.
        unsaved: texts to be read instead of what files say; a table also as if such a file were there.
        drafts: whether entries marked as drafts are taken in, as if they were signed; the advice is given without.

    Raises:
        UnusableInputError: there were findings; all of them, after the files that are not read, which may be why.
    """
    with gc_paused():
        try:
            return _load(home, memory or ReadCache(), unsaved or {}, drafts=drafts)
        except UnusableInputError as error:
            unread = tuple(unread_files(home))
            raise UnusableInputError((*unread, *error.diagnostics), error.only_counted) from None


def _load(home: Home, memory: ReadCache, unsaved: Mapping[Path, str], *, drafts: bool) -> KnowledgeBase:
    report = DiagnosticCollector()
    if not (home.rules.is_dir() or home.knowledge.is_dir()):
        missing = home.rules if home.root.is_dir() else home.root
        report.add(Code.FOLDER_MISSING, Place(file=str(missing)))
        report.raise_if_any()
    library = Library(home, report, memory, unsaved=unsaved, takes_drafts=drafts)
    memory.begin()
    folder = home.knowledge
    facts = read_vocabulary(library, folder / "vocabulary")
    principles = read_principles(library, folder / "principles")
    sources = read_sources(library, folder / "sources")
    shelves = read_catalogue(library, folder / "catalogue", facts)
    decision = read_decision(library, folder / "decision.yaml")
    directions = read_directions(library, folder / "directions")
    items = [item for shelf in shelves for item in shelf.items]
    pictures = _read_pictures(library, folder / "pictures.yaml", facts, [item.id for item in items])
    support = SupportChecker(principles, sources, report)
    for item in items:
        support.check(item, item.place, f"items › {item.id}")
    for fact in facts.values():
        support.check_principles(fact.principle, fact.place, f"facts › {fact.id}")
    if decision is None or not facts:
        _raise_if_any(library)
    assert decision is not None  # noqa: S101 - a missing decision table has been reported and raised
    check_decision(decision, facts, report)
    check_directions(directions, facts, decision, support, report)
    laws = read_laws(library, folder / "laws", facts, shelves, support)
    declared = SymbolTable(facts, decision, shelves, support)
    rules, tables = read_rules(library, declared)
    cases = read_reference_cases(library, facts, decision)
    source = KnowledgeSource(library, declared, rules)
    parts: dict[str, Any] = {}
    for capability in registered():
        parts |= capability.read_knowledge(source)
    knowledge = composition.KnowledgeBase(
        sha256=library.sha256,
        decision=decision,
        facts=facts,
        rules=rules,
        principles=principles,
        sources=sources,
        shelves=shelves,
        cases=cases,
        directions=directions,
        laws=laws,
        pictures=pictures,
        tables=tables,
        drafts=tuple(library.drafts),
        **parts,
    )
    beside = rulesets(knowledge).values()
    own_shelves = [shelf for own in beside for shelf in own.shelves if shelf not in shelves]
    check_unique_ids("facts", report, facts, *(own.facts for own in beside))
    check_unique_ids("rules", report, rules, *(own.rules for own in beside))
    check_unique_ids("items", report, by_id(items), *(by_id(shelf.items) for shelf in own_shelves))
    report.diagnostics[:] = with_meant_ids(report.diagnostics, declared)
    _raise_if_any(library)
    check_plans_are_whole(decision, shelves, rules, report)
    report.raise_if_any()
    return knowledge


def _read_pictures(library: Library, path: Path, facts: Mapping[str, Fact], items: Collection[str]) -> Pictures | None:
    """Read the pictures; a home may have none."""
    node, report = library.optional_page(path), library.report
    pictures = validate(Pictures, node, report, place=node.place) if node is not None else None
    if node is None or pictures is None:
        return None
    asked = {fact.id: fact.states for fact in facts.values() if not fact.derived}
    seen: set[str] = set()
    for name, states, steps in pictures.states():
        at, about = _at(node, steps)
        if name in asked:
            report.among(Code.OPTION_UNKNOWN, states, asked[name], at, about=about, fact=name)
        elif name not in seen:
            report.among(Code.FACT_UNKNOWN, (name,), asked, at, about=about)
        seen.add(name)
    for number, row in enumerate(pictures.lines.rows if pictures.lines else ()):
        for stage, item in row.cells.items():
            at, about = _at(node, ("lines", "rows", number, "cells", stage))
            report.items_among((item,), items, at, about=about)
    return pictures


def _at(node: Node, steps: Steps) -> tuple[Node, str]:
    """Follow a way through the file; return the last node on it, and the way in words."""
    for step in steps:
        node = node.at(step) if isinstance(step, str) else node.listed[step]
    return node, " › ".join(f"[{step + 1}]" if isinstance(step, int) else step for step in steps)


FOLDER_OF_REFERENCE = {"principle": "principles", "sources": "sources", "recommend": "catalogue", "kind": "catalogue"}
DECIDED_FACTS = "decided"


NAMED_IN = {Code.FACT_UNKNOWN, Code.REFERENCE_UNKNOWN, Code.COLUMN_UNKNOWN, Code.VALUE_NOT_ALLOWED}
"""Findings that something named is not there, which a draft may be."""


def _raise_if_any(library: Library) -> None:
    report = library.report
    if not library.takes_drafts:
        left_out = {each.id: each.place for each in library.drafts}
        report.diagnostics[:] = [_draft_needed(each, left_out) for each in report.diagnostics]
    causes = [diagnostic for diagnostic in report.diagnostics if not _follows_from_another(diagnostic, library)]
    report.diagnostics[:] = one_for_each_cause(causes or report.diagnostics)
    report.raise_if_any()


def _draft_needed(finding: Diagnostic, left_out: Mapping[str, Place]) -> Diagnostic:
    """Say of something that seems not to be there that it is a draft, where it is one."""
    draft = left_out.get(finding.details.get("written", "")) if finding.code in NAMED_IN else None
    if draft is None:
        return finding
    return finding.model_copy(
        update={"code": Code.DRAFT_NEEDED, "allowed": (), "suggestion": None, "related": (draft,)}
    )


def _follows_from_another(finding: Diagnostic, library: Library) -> bool:
    """Return whether a finding only echoes a file or an entry that could not be read: one cause, one finding."""
    written = finding.details.get("written", "")
    match finding.code:
        case Code.FACT_UNKNOWN | Code.COLUMN_UNKNOWN:
            folder = "vocabulary"
        case Code.REFERENCE_UNKNOWN if finding.details.get("kind") == DECIDED_FACTS:
            return False
        case Code.REFERENCE_UNKNOWN:
            folder = FOLDER_OF_REFERENCE.get(finding.details.get("kind", ""), "vocabulary")
        case Code.FACT_TOO_LATE:
            return any(each.details.get("kind") == DECIDED_FACTS for each in library.report.diagnostics)
        case Code.VALUE_NOT_ALLOWED:
            return any(each.about.startswith(f"items › {written} › ") for each in library.report.diagnostics)
        case Code.OPTION_UNKNOWN | Code.TEST_ALWAYS_TRUE | Code.NUMBER_OUT_OF_RANGE:
            name = finding.details.get("fact")
            others = [each for each in library.report.diagnostics if each is not finding]
            # All options that are left are listed where one that is listed too is gone.
            gone = [each for each in others if each.code is Code.OPTION_UNKNOWN and each.details.get("fact") == name]
            is_of_fact = any(each.about.startswith(f"facts › {name}") for each in others)
            return is_of_fact or (finding.code is Code.TEST_ALWAYS_TRUE and bool(gone))
        case _:
            return False
    findings = library.report.diagnostics
    malformed = {each.details["written"].casefold() for each in findings if each.code is Code.ID_MALFORMED}
    return folder in library.lost or written in library.declared[folder] or written.casefold() in malformed
