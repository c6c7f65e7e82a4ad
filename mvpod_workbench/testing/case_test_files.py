"""rules/**/*.cases.yaml to case tests. A file with findings is reported and left out; the others are read."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from mvpod_expert import composition
from mvpod_expert.capability import CaseContext, registered
from mvpod_expert.loading.answers import AnswerReader
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.entry_files import Library
from mvpod_expert.loading.fact_schemas import known_fact, tested_state
from mvpod_expert.loading.spellings import with_meant_ids
from mvpod_expert.loading.validation import validate
from mvpod_expert.loading.yaml_nodes import Mapping, Node, Scalar, check_keys, items_of, mapping_of, path_to
from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_workbench.testing.case_test_model import NO_MODE, CaseTest, Expected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Mapping as ByPath
    from pathlib import Path

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home

KEY = "tests"
READ_HERE = ("given", "expect")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OPPOSITES = (("fires", "silent"), ("plan", "not_in_plan"))
WITHOUT_MODE = ("too_close_to_call", "no_feasible_mode")


class CaseTests(NamedTuple):
    """The case tests of a home, and what is wrong in the files that could not be used."""

    tests: tuple[CaseTest, ...]
    findings: tuple[Diagnostic, ...]


def read_case_tests(home: Home, knowledge: KnowledgeBase, unsaved: ByPath[Path, str] | None = None) -> CaseTests:
    """Read every file of case tests.

    Args:
        home: the home, whose rules/ holds the files.
        knowledge: what the tests refer to.
        unsaved: texts to be read instead of what files say.

    Returns:
        The tests of the files without findings, by file name, and all findings.
    """
    seen: dict[str, CaseTest] = {}
    findings: list[Diagnostic] = []
    for path in sorted(home.rules.rglob("*.cases.y*ml")):
        report = DiagnosticCollector()
        node = Library(home, report, unsaved=unsaved or {}).page(path)
        tests = _Reader(knowledge, report, seen, path.parent).tests(node) if node is not None else []
        findings += with_meant_ids(report.diagnostics, knowledge)
        if not report:
            seen |= {test.id: test for test in tests}
    return CaseTests(tuple(seen.values()), tuple(findings))


class _Reader:
    def __init__(
        self, knowledge: KnowledgeBase, report: DiagnosticCollector, seen: dict[str, CaseTest], folder: Path
    ) -> None:
        self.knowledge = knowledge
        self.context = CaseContext(knowledge, report, folder)
        self.report = report
        self.seen = dict(seen)
        self.answers = AnswerReader(knowledge.facts, report)
        self.modes = [mode.id for mode in knowledge.decision.modes]
        self.items = [item.id for item in knowledge.items()]
        by_kind = {shelf.kind: [item.id for item in shelf.items] for shelf in knowledge.shelves}
        self.options = {
            item.id: by_kind.get(shelf.chooses.among, [])
            for shelf in knowledge.shelves
            if shelf.chooses
            for item in shelf.items
        }

    def tests(self, page: Node) -> list[CaseTest]:
        """Read a page; what is wrong is in the report."""
        mapping = mapping_of(page, self.report)
        if mapping is not None:
            check_keys(mapping, (KEY,), self.report)
        listing = page.get(KEY)
        items = items_of(listing, self.report, KEY) if listing is not None else ()
        read = (self._test(node, path_to(KEY, node, number)) for number, node in enumerate(items, start=1))
        return [test for test in read if test is not None]

    def _test(self, node: Node, about: str) -> CaseTest | None:
        given, expect = node.get("given"), node.get("expect")
        answers = self.answers.read(given, f"{about} › given", "cell") if given is not None else {}
        cell, beside = self._beside(node, composition.Cell(id=about, answers=answers))
        expected = self._expected(expect, f"{about} › expect") if expect is not None else None
        test = validate(
            CaseTest,
            node,
            self.report,
            about=about,
            leave=(*READ_HERE, *(key for each in registered() for key in each.case_keys)),
            cell=cell,
            beside=beside,
            expect=expected or Expected(),
            place=node.place,
        )
        if test is None:
            return None
        for key in READ_HERE:
            if node.get(key) is None:
                self.report.add(Code.KEY_MISSING, node, about=about, details={"key": key})
        first = self.seen.get(test.id)
        if first is not None:
            self.report.add(Code.ID_TWICE, node.at("id"), about=KEY, related=[first.place], details={"id": test.id})
        self.seen[test.id] = test
        if test.reviewed is not None:
            self._check_day(test.reviewed.date, node, about)
        return test

    def _beside(self, node: Node, cell: Cell) -> tuple[Cell, dict[str, Any]]:
        """Return the cell with what capabilities keep in it, and what they keep of a case beside its cells."""
        beside: dict[str, Any] = {}
        if isinstance(node, Mapping):
            for capability in registered():
                if any(node.get(key) is not None for key in capability.case_keys):
                    section = capability.case_section(self.context)
                    cell = cell.model_copy(update=dict(section.read_shared(node, has_cells=False)))
                    beside |= section.read_case(node, (cell,))
        return cell, beside

    def _check_day(self, written: str, node: Node, about: str) -> None:
        try:
            is_day = bool(DAY.fullmatch(written) and date.fromisoformat(written))
        except ValueError:
            is_day = False
        if not is_day:
            at = node.at("reviewed").at("date")
            self.report.add(Code.DAY_MALFORMED, at, about=f"{about} › reviewed", details={"written": written})

    def _expected(self, node: Node, about: str) -> Expected | None:
        expected = validate(Expected, node, self.report, about=about)
        if expected is None:
            return None
        if expected == Expected():
            self.report.add(Code.NOTHING_EXPECTED, node, about=about, allowed=Expected.model_fields)
            return None
        for key in ("mode", "not_mode"):
            self._check_among([node.get(key)], (*self.modes, NO_MODE), f"{about} › {key}")
        self._check_rules(node, about)
        for entry, key in _items(node):
            if entry.text not in self.items:
                self._unknown(entry, "recommend", self.items, f"{about} › {key}")
        self._check_rows(node, about)
        self._check_among((mode for mode, _ in _pairs(node, "points")), self.modes, f"{about} › points")
        for name, state in _pairs(node, "states"):
            fact = known_fact(self.knowledge.facts, name, self.report, f"{about} › states")
            if fact is not None:
                tested_state(fact, state, self.report, f"{about} › states › {name.text}")
        parts = (*composition.Advice.model_fields, *composition.Recommendation.model_fields)
        for part, _ in _pairs(node, "found"):
            if part.text not in parts:
                self.report.add(Code.KEY_UNKNOWN, part, about=f"{about} › found", allowed=parts, written=part.text)
        self._check_agreement(expected, node, about)
        return expected

    def _check_among(self, written: Iterable[Node | None], allowed: Sequence[str], about: str) -> None:
        for each in written:
            if isinstance(each, Scalar) and each.text not in allowed:
                self.report.add(Code.VALUE_NOT_ALLOWED, each, about=about, allowed=allowed, written=each.text)

    def _check_rows(self, node: Node, about: str) -> None:
        """Rows of the plan fall to what their shelf chooses among."""
        for key in ("assigned", "row_points"):
            for row, said in _pairs(node, key):
                if row.text not in self.options:
                    self._unknown(row, "assign", self.options, f"{about} › {key}")
                elif key == "row_points":
                    path = f"{about} › row_points › {row.text}"
                    self._check_among((option for option, _ in said), self.options[row.text], path)

    def _check_rules(self, node: Node, about: str) -> None:
        named = [(entry, key) for key in ("fires", "silent", "doubts") for entry in _scalars(node.at(key))]
        named += [(entry, "brought_by") for _, rules in _pairs(node, "brought_by") for entry in _scalars(rules)]
        for entry, key in named:
            rule = self.knowledge.rules.get(entry.text)
            fitting = [each.id for each in self.knowledge.rules.values() if key != "doubts" or each.stratum == "doubt"]
            if rule is not None and rule.stratum == "compare":
                self.report.add(Code.TEST_OF_TWO_CELLS, entry, about=f"{about} › {key}", details={"rule": rule.id})
            elif entry.text not in fitting:
                self._unknown(entry, "rule", fitting, f"{about} › {key}")

    def _unknown(self, entry: Scalar, kind: str, near: Iterable[str], about: str) -> None:
        self.report.add(
            Code.REFERENCE_UNKNOWN, entry, about=about, near=near, written=entry.text, details={"kind": kind}
        )

    def _check_agreement(self, expected: Expected, node: Node, about: str) -> None:
        """Report expectations that no advice can meet together."""

        def contradict(at: Node, related: Node, one: str, other: str) -> None:
            details = {"one": one, "other": other}
            self.report.add(Code.EXPECTATIONS_CONTRADICT, at, about=about, related=[related], details=details)

        for one, other in OPPOSITES:
            mine = {entry.text: entry for entry in _scalars(node.at(one))}
            for entry in _scalars(node.at(other)):
                if entry.text in mine:
                    contradict(entry, mine[entry.text], f"{one}: {entry.text}", other)
        if expected.mode is not None and expected.mode == expected.not_mode:
            contradict(node.at("not_mode"), node.at("mode"), f"mode: {expected.mode}", f"not_mode: {expected.mode}")
        mode, verdict = node.get("mode"), node.get("verdict")
        if mode is None or verdict is None or expected.verdict is None:
            return
        if (expected.mode == NO_MODE) != (expected.verdict in WITHOUT_MODE):
            contradict(verdict, mode, f"mode: {expected.mode}", f"verdict: {expected.verdict}")


def _items(node: Node) -> Iterator[tuple[Scalar, str]]:
    """Yield what stands where an item does, with its key."""
    yield from ((entry, key) for key in ("plan", "not_in_plan") for entry in _scalars(node.at(key)))
    yield from ((item, "brought_by") for item, _ in _pairs(node, "brought_by"))
    yield from ((option, "assigned") for _, option in _pairs(node, "assigned") if isinstance(option, Scalar))


def _pairs(node: Node, key: str) -> Iterator[tuple[Scalar, Node]]:
    return iter(node.get(key) or ())


def _scalars(listing: Node) -> Iterator[Scalar]:
    return (entry for entry in listing.listed if isinstance(entry, Scalar))
