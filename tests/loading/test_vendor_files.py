"""Vendors in case files and in files of their own, and mistakes in knowledge/figures/vendors.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.vendors import capability as vendors_parts
from mvpod_expert.vendors.case_section import read_vendors
from tests.loading.homes import copied, findings, replaced
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

FILE = "knowledge/figures/vendors.yaml"
VENDORS = """\
vendors:
  - id: a
    functions: {account-plan: standard, dashboards: unknown, decision-map: }
    criteria: {F1: {evidence: seen}, F2: 1, F3: {score: 2, evidence: seen}, F4: unknown, F5: {evidence: ""}}
"""
MISTAKES = [
    ("    weight: 30\n", "    weight: 31\n", Code.VENDOR_TABLE_MISFIT, None),
    ("        criterion: C3\n        at_most: 0\n", "        criterion: C3\n", Code.VENDOR_TABLE_MISFIT, None),
    ("        criterion: C3\n", "        criterion: C33\n", Code.VENDOR_ENTRY_UNKNOWN, "C3"),
    ("      - id: F3\n", "      - id: F2\n", Code.ID_TWICE, None),
    ("    principle: [D3]\n", "    principle: [D33]\n", Code.REFERENCE_UNKNOWN, "D3"),
    ("steady_within: 10\n", "steady_witin: 10\n", Code.KEY_UNKNOWN, "steady_within"),
    ("        at_most: 0\n", "        at_most: 3\n", Code.VALUE_NOT_ALLOWED, None),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "suggestion"), MISTAKES, ids=[each[1].strip()[:30] for each in MISTAKES]
)
def test_a_mistake_is_one_finding_with_what_was_meant(
    old: str, new: str, code: Code, suggestion: str | None, tmp_path: Path
) -> None:
    """One cause, one finding."""
    home = copied(tmp_path)
    replaced(home, FILE, old, new)
    (found,) = findings(home)
    assert (found.code, found.suggestion) == (code, suggestion)
    assert found.place.file == FILE


def test_a_home_without_vendors_refuses_them_and_is_fine_otherwise(tmp_path: Path) -> None:
    """The file may be left out; what a case says of vendors is then a finding, not passed over."""
    home = copied(tmp_path)
    (home.root / FILE).unlink()
    knowledge = load_knowledge(home)
    assert vendors_parts.TABLE.of(knowledge) is None
    report = DiagnosticCollector()
    assert parse_case("answers: {}\n" + VENDORS, "case.yaml", knowledge, report) is None
    assert [diagnostic.code for diagnostic in report.diagnostics] == [Code.VENDORS_UNDECLARED]


def test_every_gate_is_as_the_article_weighs_it() -> None:
    """Four gates, the people of the implementation weighing most, each criterion judged in three steps."""
    table = vendors_parts.TABLE.of(KNOWLEDGE)
    assert table is not None
    assert {gate.id: gate.weight for gate in table.gates} == {
        "function": 30,
        "case": 20,
        "vision": 15,
        "implementation": 35,
    }
    assert len(table.criteria()) == 26
    assert {gate.passes_at for gate in table.gates} == {0.7}


def test_what_is_unknown_or_blank_is_unknown_and_a_score_alone_is_a_claim() -> None:
    """`unknown`, nothing and empty evidence are all the same as not writing it."""
    report = DiagnosticCollector()
    case = parse_case("answers: {}\n" + VENDORS, "case.yaml", KNOWLEDGE, report)
    assert case is not None
    (vendor,) = case.vendors
    assert (vendor.name, vendor.functions) == ("a", {"account-plan": "standard"})
    assert {name: (each.score, each.evidence) for name, each in vendor.criteria.items()} == {
        "F1": (None, "seen"),
        "F2": (1, None),
        "F3": (2, "seen"),
        "F4": (None, None),
        "F5": (None, None),
    }


def test_a_cell_has_vendors_of_its_own() -> None:
    """Those of the case are for the cells without."""
    report = DiagnosticCollector()
    text = VENDORS + "cells:\n  - {id: one, answers: {}}\n  - {id: two, answers: {}, vendors: [{id: b}]}\n"
    case = parse_case(text, "case.yaml", KNOWLEDGE, report)
    assert case is not None
    assert [[vendor.id for vendor in cell.vendors] for cell in case.cells] == [[], ["b"]]
    assert [vendor.id for vendor in case.vendors] == ["a"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("answers: {}\n", Code.KEY_UNKNOWN),
        ("[]\n", Code.TYPE_WRONG),
        ("vendors: []\n", Code.LIST_EMPTY),
        ("vendors: [{id: Vendor A}]\n", Code.ID_MALFORMED),
        ("vendors: [{id: " + 81 * "a" + "}]\n", Code.ID_MALFORMED),
        ("vendors: [{id: ''}]\n", Code.KEY_MISSING),
        ("vendors: [{id: }]\n", Code.KEY_MISSING),
    ],
)
def test_a_file_of_vendors_says_nothing_else(text: str, code: Code, tmp_path: Path) -> None:
    """Each is one finding with its place."""
    file = tmp_path / "vendors.yaml"
    file.write_text(text, encoding="utf-8")
    report = DiagnosticCollector()
    assert read_vendors(file, KNOWLEDGE, report) == ()
    assert [diagnostic.code for diagnostic in report.diagnostics] == [code]


def test_a_file_of_vendors_is_read(tmp_path: Path) -> None:
    """As it would be in a case."""
    file = tmp_path / "vendors.yaml"
    file.write_text(VENDORS, encoding="utf-8")
    report = DiagnosticCollector()
    assert [vendor.id for vendor in read_vendors(file, KNOWLEDGE, report)] == ["a"]
    assert not report
