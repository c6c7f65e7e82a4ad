"""Mistakes in knowledge/audit and rules/audit: one cause, one finding, with what was meant."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import Fact
from tests.loading.homes import copied, findings, replaced
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

PROCESS = "knowledge/audit/measures/10-process.yaml"
STANDARD = "knowledge/audit/standard.yaml"
GAPS = "rules/audit/plan/closing-gaps.yaml"
MISTAKES = [
    (PROCESS, "metric: sales-yield", "metric: sale-yield", Code.REFERENCE_UNKNOWN, "sales-yield"),
    (PROCESS, "carried_by: [dashboards]", "carried_by: [dashboard]", Code.REFERENCE_UNKNOWN, "dashboards"),
    (PROCESS, "after: [map-modes-by-market]", "after: [map-modes]", Code.REFERENCE_UNKNOWN, "map-modes-by-market"),
    (PROCESS, "effort: small", "effort: smal", Code.VALUE_NOT_ALLOWED, "small"),
    (PROCESS, "area: value", "area: values", Code.VALUE_NOT_ALLOWED, "value"),
    (STANDARD, "fact: value_targets", "fact: value_target", Code.FACT_UNKNOWN, "value_targets"),
    (STANDARD, "to_be: [metric]", "to_be: [metrics]", Code.VALUE_NOT_ALLOWED, "metric"),
    (STANDARD, "capacity: measures_a_quarter", "capacity: plan_mode", Code.STANDARD_MISFIT, None),
    (STANDARD, "balance: line_balance", "balance: order_line", Code.STANDARD_MISFIT, None),
    (GAPS, "[map-modes-by-market]", "[map-mode-by-market]", Code.REFERENCE_UNKNOWN, "map-modes-by-market"),
    (GAPS, "[state-the-yardsticks]", "[take-baselines]", Code.MEASURE_UNCALLED, None),
    (GAPS, "{plan_stage_fit: [partly, missing]}", "{plan_policies: [partly, missing]}", Code.GAP_UNCLOSED, None),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=[each[2] for each in MISTAKES])
def test_a_mistake_is_one_finding_with_what_was_meant(
    mistake: tuple[str, str, str, Code, str | None], tmp_path: Path
) -> None:
    """One cause, one finding."""
    file, old, new, code, suggestion = mistake
    home = copied(tmp_path)
    replaced(home, file, old, new)
    (found,) = findings(home)
    assert (found.code, found.suggestion) == (code, suggestion)


def test_measures_that_wait_for_each_other_are_told_with_the_circle(tmp_path: Path) -> None:
    """A roadmap could not begin."""
    home = copied(tmp_path)
    replaced(home, PROCESS, "after: [write-value-targets, list-data-sources]", "after: [quarterly-course-review]")
    (found,) = findings(home)
    assert found.code == Code.MEASURES_IN_CIRCLE
    assert set(found.details["witness"].split(" → ")) == {"take-baselines", "quarterly-course-review"}


def test_two_rules_that_conclude_otherwise_of_one_defect_are_found(tmp_path: Path) -> None:
    """The compiler that looks after the advice looks after the audit too."""
    home = copied(tmp_path)
    replaced(
        home,
        "rules/audit/derive/defects.yaml",
        "conclude: {defect_value_lead: absent}",
        "conclude: {defect_no_landing: present}",
    )
    assert {finding.code for finding in findings(home)} == {Code.CONCLUSIONS_CONFLICT}


def test_a_home_without_an_audit_refuses_answers_about_a_plan_and_is_fine_otherwise(tmp_path: Path) -> None:
    """The audit may be left out."""
    home = copied(tmp_path)
    shutil.rmtree(home.knowledge / "audit")
    knowledge, report = load_knowledge(home), DiagnosticCollector()
    assert audit_parts.KNOWLEDGE.of(knowledge) is None
    assert parse_case("answers: {}\naudit: {plan_mode: direct}\n", "case", knowledge, report) is None
    assert [diagnostic.code for diagnostic in report.diagnostics] == [Code.AUDIT_UNDECLARED]


def test_what_is_asked_of_a_plan_does_not_enter_the_advice() -> None:
    """No question, rule or item of the audit is among those of the advice."""
    knowledge = KNOWLEDGE
    audit = audit_parts.KNOWLEDGE.of(knowledge)
    assert audit is not None
    assert not knowledge.facts.keys() & audit.facts.keys()
    assert not knowledge.rules.keys() & audit.rules.keys()
    assert not {item.id for item in knowledge.items()} & {item.id for item in audit.items()}
    assert all(isinstance(each, Fact) for each in audit.asked())


@pytest.mark.parametrize(
    ("file", "own", "taken", "first"),
    [
        ("knowledge/audit/vocabulary/10-mode.yaml", "plan_boundary", "market_stage", "knowledge/vocabulary/"),
        ("knowledge/audit/vocabulary/10-mode.yaml", "plan_boundary", "win_rate", "knowledge/figures/trends.yaml"),
        (PROCESS, "draw-the-boundary", "win-rate", "knowledge/catalogue/"),
        (GAPS, "no-boundary-calls-for-one", "lost-closeness-now-costs-orders", "rules/trends/"),
        (GAPS, "no-boundary-calls-for-one", "unfamiliar-market-favours-channel", "rules/mode/"),
        ("knowledge/figures/trends.yaml", "relationship_closeness", "market_stage", "knowledge/vocabulary/"),
    ],
)
def test_an_id_that_another_body_of_rules_has_is_told(
    tmp_path: Path, file: str, own: str, taken: str, first: str
) -> None:
    """A question, series, measure or rule called as another one elsewhere; with the place of the other."""
    home = copied(tmp_path)
    beside = ("knowledge/audit", "rules/audit", "knowledge/figures", "rules/trends")
    for path in (each for folder in beside for each in (home.root / folder).rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"(?<![\w-]){own}(?![\w-])", taken, text), encoding="utf-8")
    told = findings(home)
    assert [(each.code, each.place.file, each.details["id"]) for each in told] == [(Code.ID_TWICE, file, taken)]
    assert told[0].related[0].file.startswith(first)
