"""Who said what and what is estimated: from a case file or an interview to the report, and back from a saved result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector, usable
from mvpod_expert.mode.explanation.context import reported
from mvpod_expert.model.advice import checksum
from mvpod_expert.model.frozen import LANGS, SOURCE_LENGTH
from mvpod_expert.reports.fact_base import FactBase
from mvpod_expert.reports.report import Report
from mvpod_expert.views.messages import Messages
from tests.explanation.cells import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.frozen import Lang

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "recommendation.schema.json"
CASE = """\
client: Example Ltd
source: the sales director, 12 March
answers:
  product_complexity: high
  partner_availability: {value: adequate, estimated: true}
  customer_requires_local_partner: {value: none, source: price list, estimated: true}
cells:
  - id: east
    source: CRM of 2025
    answers: {target_account_count: 150, deal_size_usd: {value: 180000, source: a guess}, partner_capability: unknown}
  - {id: west, answers: {target_account_count: 20000}}
"""


def _case(text: str) -> CaseFile:
    return usable(lambda report: parse_case(text, "case.yaml", KNOWLEDGE, report))


def test_an_answer_has_its_own_source_or_that_of_its_cell_or_its_file() -> None:
    """Intake forms lose who said a number, and nobody dares to ask again."""
    east, west = _case(CASE).cells
    told = {fact: (answer.source, answer.estimated) for fact, answer in east.answers.items()}
    assert told == {
        "product_complexity": ("the sales director, 12 March", False),
        "partner_availability": ("the sales director, 12 March", True),
        "customer_requires_local_partner": ("price list", True),
        "target_account_count": ("CRM of 2025", False),
        "deal_size_usd": ("a guess", False),
        "partner_capability": ("CRM of 2025", False),
    }
    assert west.answers["target_account_count"].source == "the sales director, 12 March"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ("deal_size_usd: {}", "MV202"),
        ("deal_size_usd: {source: x}", "MV202"),
        ("deal_size_usd: {value: 5, by: x}", "MV201"),
        ("deal_size_usd: {value: [5]}", "MV303"),
        ("deal_size_usd: {value: 5, source: [x]}", "MV203"),
        ("deal_size_usd: {value: 5, source: " + "x" * (SOURCE_LENGTH + 1) + "}", "MV209"),
        ("deal_size_usd: {value: 5, estimated: maybe}", "MV204"),
        ("deal_size_usd: {value: 5, estimated: {}}", "MV204"),
    ],
)
def test_what_is_no_source_is_told_with_its_place(answers: str, code: str) -> None:
    """Tools of this kind drop what they do not understand."""
    report = DiagnosticCollector()
    parse_case(f"answers: {{{answers}}}", "case.yaml", KNOWLEDGE, report)
    assert [each.code.value for each in report.diagnostics] == [code]


def test_a_number_that_follows_from_an_estimate_is_one() -> None:
    """Spreadsheets turn guesses into facts by multiplying them."""
    fact = next(fact for fact in KNOWLEDGE.facts.values() if fact.worked_out is not None and fact.worked_out.over)
    assert fact.worked_out is not None
    names = (*fact.worked_out.product_of, *fact.worked_out.over)
    answers = "".join(f"  {name}: {{value: 20, estimated: {name == names[0]}}}\n".lower() for name in names)
    (cell,) = ADVISER.filled(_case(f"answers:\n{answers}")).cells
    assert cell.answers[fact.id].layer == "figures"
    assert cell.answers[fact.id].estimated


@pytest.mark.parametrize("lang", LANGS)
def test_the_report_says_who_said_what_and_names_estimates_that_decide(lang: Lang) -> None:
    """Reports of this kind state guesses of one person as findings."""
    t = Messages(lang)
    told = reported(_case(CASE), ADVISER)
    east = told.cells[0].advice
    assert east.decisive_estimates
    assert set(east.decisive_estimates) <= {"partner_availability", "customer_requires_local_partner"}
    assert {flip.changes[0].fact for flip in told.cells[0].sensitivity.flips} >= set(east.decisive_estimates)
    report = Report(KNOWLEDGE, t, told)
    assert "the sales director, 12 March" in str(report.facts.in_short(east).text)
    facts = FactBase(report.advice)
    (section,) = facts.section([cell.advice for cell in told.cells], report.cell_names)
    assert str(section).count(KNOWLEDGE.facts["product_complexity"].title.in_(lang)) == 1, "shared answers, once"
    mark = t("list.extra", text=t("origin.estimated"))
    assert str(section).count(mark) == 2
    named = t("summary.estimates", facts=report.advice.comma(map(report.advice.fact, east.decisive_estimates)), more=0)
    assert named in str(report.advice.find_out(east, 4))


def test_sources_are_saved_replayed_and_missed_when_somebody_takes_them_out(tmp_path: Path) -> None:
    """Who edits a saved result makes a guess look like a finding."""
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    saved = mvpod("recommend", "case.yaml", "--format", "json", folder=tmp_path)
    jsonschema.validate(saved.data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    (tmp_path / "saved.json").write_text(saved.out, encoding="utf-8")
    assert mvpod("replay", "saved.json", folder=tmp_path).code == 0
    for key in ("estimated", "source"):
        data = json.loads(saved.out)
        told = next(each for each in data["cells"][0]["answers"] if each["fact"] == "customer_requires_local_partner")
        del told[key]
        data["checksum"] = checksum(data)
        (tmp_path / "edited.json").write_text(json.dumps(data), encoding="utf-8")
        replayed = mvpod("replay", "edited.json", "--lang", "en", folder=tmp_path)
        assert (replayed.code, "Customers who must buy through local partners" in replayed.said) == (1, True), (
            replayed.said
        )


def test_an_interview_notes_who_answers_and_what_is_estimated(tmp_path: Path) -> None:
    """The journal keeps it with each answer, a copy has it, and the advice reads it from there."""
    lines = (
        "source the CFO, 3 June",
        "go deal_size_usd",
        "180000",
        "estimated",
        "go market_stage",
        "estimated mature",
        "source",
        "go product_complexity",
        "high",
        "review",
        "save copy.yaml",
        "/quit",
    )
    typed = "".join(f"{line}\n" for line in lines)
    said = mvpod("interview", "--answers", "a.yaml", "--lang", "en", folder=tmp_path, typed=typed).said
    assert "(estimate; the CFO, 3 June)" in said
    report = DiagnosticCollector()
    expected = {
        "deal_size_usd": ("the CFO, 3 June", True),
        "market_stage": ("the CFO, 3 June", True),
        "product_complexity": (None, False),
    }
    for name in ("a.yaml", "copy.yaml"):
        case = parse_case((tmp_path / name).read_text(encoding="utf-8"), name, KNOWLEDGE, report)
        assert case is not None, report.diagnostics
        found = {fact: (each.source, each.estimated) for fact, each in case.cells[0].answers.items()}
        assert found == expected, name


def test_marking_and_naming_take_back_and_say_how(tmp_path: Path) -> None:
    """A slip of the tongue is undone the way it was done."""
    typed = "estimated\nsource\ngo deal_size_usd\n180000\nestimated\nestimated\nestimated nonsense\n/quit\n"
    said = mvpod("interview", "--answers", "a.yaml", "--lang", "en", folder=tmp_path, typed=typed).said
    assert "There is no answer to mark yet" in said
    assert "Write it as: source" in said
    report = DiagnosticCollector()
    case = parse_case((tmp_path / "a.yaml").read_text(encoding="utf-8"), "a.yaml", KNOWLEDGE, report)
    assert case is not None
    assert not case.cells[0].answers["deal_size_usd"].estimated
