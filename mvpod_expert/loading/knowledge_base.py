"""The whole home to one knowledge base, or to every finding in it."""

from mvpod_expert.loading.pages import Library
from mvpod_expert.loading.reference_cases import read_reference_cases
from mvpod_expert.loading.reference_files import (
    SupportChecker,
    read_catalogue,
    read_decision,
    read_principles,
    read_sources,
)
from mvpod_expert.loading.report import Report
from mvpod_expert.loading.rule_files import Declared, RuleReader
from mvpod_expert.loading.vocabulary import read_vocabulary
from mvpod_expert.model.decision import DecisionTable
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place
from mvpod_expert.model.facts import Fact
from mvpod_expert.model.knowledge import KnowledgeBase
from mvpod_expert.resources import Home


def load_knowledge(home: Home) -> KnowledgeBase:
    """Read rules/ and knowledge/.

    Args:
        home: the folder that holds both.

    Returns:
        The knowledge base, linked.

    Raises:
        UnusableInputError: there were findings; all of them.
    """
    report = Report()
    if not home.root.is_dir():
        report.add(Code.FOLDER_MISSING, Place(file=str(home.root)))
        report.raise_if_any()
    library = Library(home, report)
    knowledge = home.knowledge
    facts = read_vocabulary(library, knowledge / "vocabulary")
    principles = read_principles(library, knowledge / "principles")
    sources = read_sources(library, knowledge / "sources")
    shelves = read_catalogue(library, knowledge / "catalogue")
    decision = read_decision(library, knowledge / "decision.yaml")
    items = [item for shelf in shelves for item in shelf.items]
    support = SupportChecker(principles, sources, report)
    for item in items:
        support.check(item, item.place, f"items › {item.id}")
    for fact in facts.values():
        for name in fact.principle:
            if name not in principles:
                report.add(
                    Code.REFERENCE_UNKNOWN,
                    fact.place,
                    about=f"facts › {fact.id} › principle",
                    allowed=principles,
                    written=name,
                    details={"kind": "principle"},
                )
    if decision is None or not facts:
        _raise_if_any(library)
    assert decision is not None  # noqa: S101 - a missing decision table has been reported and raised
    _check_decision(decision, facts, report)
    declared = Declared(facts, decision, frozenset(item.id for item in items), support)
    rules = RuleReader(declared, report).read_all(library)
    cases = read_reference_cases(library, facts, decision)
    _raise_if_any(library)
    return KnowledgeBase(
        sha256=library.sha256,
        decision=decision,
        facts=facts,
        rules=rules,
        principles=principles,
        sources=sources,
        shelves=shelves,
        cases=cases,
    )


def _check_decision(decision: DecisionTable, facts: dict[str, Fact], report: Report) -> None:
    modes = [mode.id for mode in decision.modes]
    for group in (modes, [strength.id for strength in decision.strengths]):
        for name in group:
            if group.count(name) > 1:
                report.add(Code.ID_TWICE, decision.place, about="decision", details={"id": name})
    decided = facts.get(decision.decided_fact)
    if decided is None or not decided.derived or list(decided.states) != modes:
        report.add(
            Code.REFERENCE_UNKNOWN,
            decision.place,
            about="decision › decided_fact",
            allowed=[fact.id for fact in facts.values() if fact.derived],
            written=decision.decided_fact,
            details={"kind": "decided_fact"},
        )
    if not 0 < decision.leaning_from <= decision.clear_from:
        report.add(
            Code.NUMBER_LIMIT, decision.place, about="decision", details={"low": "1", "high": str(decision.clear_from)}
        )
    for strength in decision.strengths:
        if strength.points < 1:
            report.add(
                Code.NUMBER_LIMIT, decision.place, about=f"decision › {strength.id}", details={"low": "1", "high": ""}
            )


FOLDER_OF_REFERENCE = {"principle": "principles", "sources": "sources", "recommend": "catalogue"}


def _raise_if_any(library: Library) -> None:
    report = library.report
    causes = [each for each in report.diagnostics if not _follows_from_another(each, library)]
    report.diagnostics[:] = causes or report.diagnostics
    report.raise_if_any()


def _follows_from_another(finding: Diagnostic, library: Library) -> bool:
    """Tell whether a finding is only the echo of a file or an entry that could not be read: one cause, one finding."""
    written = finding.details.get("written", "")
    match finding.code:
        case Code.FACT_UNKNOWN:
            folder = "vocabulary"
        case Code.REFERENCE_UNKNOWN:
            folder = FOLDER_OF_REFERENCE.get(finding.details.get("kind", ""), "vocabulary")
        case Code.OPTION_UNKNOWN:
            fact = f"facts › {finding.details.get('fact')}"
            return any(each.about.startswith(fact) for each in library.report.diagnostics if each is not finding)
        case _:
            return False
    return folder in library.lost or written in library.declared[folder]
