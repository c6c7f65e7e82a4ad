"""knowledge/cases/ to documented decisions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mvpod_expert.loading.answers import AnswerReader
from mvpod_expert.loading.fact_schemas import outlines
from mvpod_expert.loading.id_uniqueness import keep
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Node, path_to
from mvpod_expert.model.cases import Cell, ReferenceCase
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Mapping as ById

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.facts import Fact


def read_reference_cases(library: Library, facts: ById[str, Fact], decision: DecisionTable) -> dict[str, ReferenceCase]:
    """Read the documented decisions; the folder may be left out."""
    folder = library.home.knowledge / "cases"
    cases: dict[str, ReferenceCase] = {}
    if not folder.is_dir():
        return cases
    report = library.report
    reader = AnswerReader(facts, report, takes_former=False)
    modes = [mode.id for mode in decision.modes]
    against = library.memory.surroundings([outlines(facts), modes])
    for _, entries in library.entries(folder, "cases", ()):
        for number, node in enumerate(entries, start=1):
            about = path_to("cases", node, number)
            case = library.recall(("case", node, about, against), partial(_case, node, about, reader, modes))
            if case is not None:
                keep(case, cases, report, "cases")
    return cases


def _case(node: Node, about: str, reader: AnswerReader, modes: list[str]) -> ReferenceCase | None:
    report = reader.report
    answers_node = node.get("answers")
    answers = reader.read(answers_node, f"{about} › answers", "cell") if answers_node else {}
    cell = Cell(id=about, answers=answers)
    case = validate(ReferenceCase, node, report, about=about, leave=("answers",), cell=cell, place=node.place)
    if case is None or not isinstance(node, Mapping):
        return None
    if answers_node is None:
        report.add(Code.KEY_MISSING, node, about=about, details={"key": "answers"})
    _check_references(case, node, reader.facts, modes, report)
    return case


def _check_references(
    case: ReferenceCase, node: Mapping, facts: ById[str, Fact], modes: list[str], report: DiagnosticCollector
) -> None:
    about = path_to("cases", node)
    documented = node.get("documented")
    for position, name in enumerate(case.documented):
        if name not in facts:
            at = documented.items[position] if isinstance(documented, Listing) else node
            report.add(Code.FACT_UNKNOWN, at, about=about, allowed=facts, written=name)
    for name in (case.outcome.mode, *case.outcome.also_acceptable):
        if name not in modes:
            outcome = node.at("outcome")
            at = outcome.at("mode") if name == case.outcome.mode else outcome
            report.add(Code.VALUE_NOT_ALLOWED, at, about=about, allowed=modes, written=name)
