"""Former ids: older answers that use them are understood; the knowledge uses today's; each belongs to one entry."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector, usable
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.mode.interview.saved_interviews import read_saved_interview
from mvpod_expert.model.diagnostics import Code
from tests.loading.homes import copied, findings, replaced

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home

PRODUCT = "knowledge/vocabulary/30-product.yaml"
RULES = "rules/mode/product.yaml"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which a fact, an option, a rule and a source have former ids."""
    home = copied(tmp_path_factory.mktemp("home"))
    replaced(home, PRODUCT, "- id: product_complexity\n", "- id: product_complexity\n    formerly: [complexity]\n")
    replaced(home, PRODUCT, "      - id: high\n", "      - id: high\n        formerly: [hard]\n")
    replaced(
        home,
        RULES,
        "- id: hard-to-learn-product-favours-direct\n",
        "- id: hard-to-learn-product-favours-direct\n    formerly: [complex-product-favours-direct]\n",
    )
    return home


@pytest.fixture(scope="module")
def knowledge(home: Home) -> KnowledgeBase:
    knowledge = load_knowledge(home)
    compile_rules(knowledge)
    return knowledge


def test_a_case_file_with_former_ids_is_understood(knowledge: KnowledgeBase) -> None:
    """The answer counts under today's ids, and says what was written."""
    case = usable(
        lambda report: parse_case("answers: {complexity: hard, deal_size_usd: 5000}\n", "c.yaml", knowledge, report)
    )
    answer = case.cells[0].answers["product_complexity"]
    assert (answer.state, answer.given, answer.formerly) == ("high", "high", "complexity: hard")
    assert case.cells[0].answers["deal_size_usd"].formerly is None


def test_the_same_question_under_both_names_is_a_finding(knowledge: KnowledgeBase) -> None:
    """Nobody can say which answer is meant."""
    report = DiagnosticCollector()
    parse_case("answers: {product_complexity: low, complexity: high}\n", "c.yaml", knowledge, report)
    assert [diagnostic.code for diagnostic in report.diagnostics] == [Code.ID_TWICE]
    assert report.diagnostics[0].related


def test_a_journal_with_former_ids_is_understood(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    """Answering, taking back and answering again add up under one name."""
    path = tmp_path / "j.yaml"
    path.write_text(
        "# mvpod interview: x\njournal:\n"
        "- {answer: product_complexity, given: low}\n- {withdraw: complexity}\n- {answer: complexity, given: hard}\n",
        encoding="utf-8",
    )
    record = read_saved_interview(path.read_bytes(), str(path), knowledge).record
    assert record is not None
    assert {name: each.state for name, each in record.cell.answers.items()} == {"product_complexity": "high"}
    assert record.cell.unfit == {}


@pytest.mark.parametrize(
    ("file", "old", "new", "meant"),
    [
        (RULES, "when: {product_complexity: high}", "when: {complexity: high}", "product_complexity"),
        (RULES, "when: {product_complexity: high}", "when: {product_complexity: hard}", "high"),
        ("knowledge/cases/documented.yaml", "product_complexity: medium", "complexity: medium", "product_complexity"),
    ],
)
def test_the_knowledge_uses_todays_ids(  # noqa: PLR0917 - one for each column
    home: Home, tmp_path: Path, file: str, old: str, new: str, meant: str
) -> None:
    """A former id in a rule is an error, with today's id as what was meant."""
    shutil.copytree(home.root, tmp_path, dirs_exist_ok=True)
    edited = type(home)(tmp_path)
    replaced(edited, file, old, new)
    (finding,) = findings(edited)
    assert finding.code in {Code.FACT_UNKNOWN, Code.OPTION_UNKNOWN}
    assert finding.suggestion == meant


def test_two_entries_with_one_former_id_are_a_finding(tmp_path: Path) -> None:
    """With both places, for facts and options alike."""
    home = copied(tmp_path)
    for name in ("product_complexity", "customization_level"):
        replaced(home, PRODUCT, f"- id: {name}\n", f"- id: {name}\n    formerly: [x_fact]\n")
    replaced(home, PRODUCT, "      - id: low\n", "      - id: low\n        formerly: [x_option]\n")
    replaced(home, PRODUCT, "      - id: high\n", "      - id: high\n        formerly: [x_option]\n")
    found = [finding for finding in findings(home) if finding.code is Code.FORMER_ID_TWICE]
    assert [each.details["id"] for each in found] == ["x_option", "x_fact"]
    assert all(each.related and each.related[0] != each.place for each in found)


def test_a_former_id_in_use_again_is_a_finding(tmp_path: Path) -> None:
    home = copied(tmp_path)
    replaced(home, PRODUCT, "- id: product_complexity\n", "- id: product_complexity\n    formerly: [market_stage]\n")
    (finding,) = findings(home)
    assert finding.code is Code.FORMER_ID_IN_USE
    assert finding.details == {"id": "market_stage", "now": "product_complexity"}
    assert finding.related[0].file == "knowledge/vocabulary/10-market.yaml"
