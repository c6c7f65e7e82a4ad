"""knowledge/principles, sources and cases to their nouns, and the check of what leans on principles and sources."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from mvpod_expert.loading.answers import AnswerReader
from mvpod_expert.loading.fact_schemas import outlines
from mvpod_expert.loading.id_uniqueness import check_formers, keep
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Mapping, Node, Scalar
from mvpod_expert.model.cases import Cell, ReferenceCase
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.principles import NEEDS_SOURCE, Basis, Principle, Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.facts import Fact

N = TypeVar("N", Principle, Source)


def read_principles(library: Library, folder: Path) -> dict[str, Principle]:
    """Read the principles of the architecture."""
    return _read(library, folder, "principles", Principle)


def read_sources(library: Library, folder: Path) -> dict[str, Source]:
    """Read the sources of the evidence."""
    sources = _read(library, folder, "sources", Source)
    check_formers("sources", [(each.id, each.formerly, each.place) for each in sources.values()], library.report)
    return sources


def _read(library: Library, folder: Path, key: str, model: type[N]) -> dict[str, N]:
    found: dict[str, N] = {}
    for about, node in library.each(folder, key):
        read = partial(validate, model, node, library.report, about=about, place=node.place)
        noun = library.recall((key, node), read)
        if noun is not None:
            keep(noun, found, library.report, key)
    return found


class _Sourced(Protocol):
    """What leans on sources."""

    @property
    def basis(self) -> Basis:
        """What kind of support it is."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources."""


class _Supported(_Sourced, Protocol):
    """What leans on principles and sources: a rule's `because`, or a catalogue item."""

    @property
    def principle(self) -> tuple[str, ...]:
        """Principles."""


class SupportChecker:
    """Checks that principles and sources exist, by their ids, and that sources are named where the basis needs them.

    What is checked stands at a node, or at a place; `about` is the path by ids to it.
    """

    def __init__(self, principles: Iterable[str], sources: Iterable[str], report: DiagnosticCollector) -> None:
        self.existing = {"principle": tuple(principles), "sources": tuple(sources)}
        self.report = report

    def check(self, supported: _Supported, where: Node | Place, about: str) -> None:
        """Check one rule or item."""
        self._references("principle", supported.principle, where, about)
        if not supported.principle:
            self.report.add(Code.LIST_EMPTY, where, about=f"{about} › principle")
        self.check_sources(supported, where, about)

    def check_names(self, node: Node | None, about: str) -> None:
        """Check what a reason names whose shape has findings of its own, so that both are reported at once."""
        for key in self.existing if node is not None else ():
            items = node.at(key).listed if node is not None else ()
            names = tuple(each.text for each in items if isinstance(each, Scalar))
            if node is not None and len(names) == len(items):
                self._references(key, names, node, about)

    def check_principles(self, named: tuple[str, ...], where: Place, about: str) -> None:
        """Check the principles of what leans on nothing else."""
        self._references("principle", named, where, about)

    def check_sources(self, supported: _Sourced, where: Node | Place, about: str) -> None:
        """Check the sources alone, of what leans on no principle."""
        self._references("sources", supported.sources, where, about)
        if supported.basis in NEEDS_SOURCE and not supported.sources:
            self.report.add(Code.SOURCE_NEEDED, where, about=about, details={"basis": supported.basis})

    def _references(self, key: str, used: tuple[str, ...], where: Node | Place, about: str) -> None:
        known, path = self.existing[key], f"{about} › {key}"
        for number, name in enumerate(used):
            at = where if isinstance(where, Place) else where.at(key, number)
            self.report.among(Code.REFERENCE_UNKNOWN, (name,), known, at, about=path, listed=True, kind=key)


def read_reference_cases(library: Library, facts: ById[str, Fact], decision: DecisionTable) -> dict[str, ReferenceCase]:
    """Read the documented decisions; the folder may be left out."""
    cases: dict[str, ReferenceCase] = {}
    reader = AnswerReader(facts, library.report, takes_former=False)
    modes = [mode.id for mode in decision.modes]
    against = library.memory.surroundings([outlines(facts), modes])
    for about, node in library.each(library.home.knowledge / "cases", "cases", optional=True):
        case = library.recall(("case", node, about, against), partial(_case, node, about, reader, modes))
        if case is not None:
            keep(case, cases, library.report, "cases")
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
    for number, name in enumerate(case.documented):
        at = node.at("documented", number)
        report.among(Code.FACT_UNKNOWN, (name,), reader.facts, at, about=about, listed=True)
    outcome = node.at("outcome")
    report.among(Code.VALUE_NOT_ALLOWED, (case.outcome.mode,), modes, outcome.at("mode"), about=about)
    report.among(Code.VALUE_NOT_ALLOWED, case.outcome.also_acceptable, modes, outcome, about=about)
    return case
