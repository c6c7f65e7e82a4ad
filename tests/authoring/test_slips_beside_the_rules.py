"""Slips in what stands beside the rules: figures, vendors, trends, audit, laws, rates, tables and signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_workbench.checks.checking import check_home
from mvpod_workbench.checks.signatures import Signatures
from tests.loading.homes import copied

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mvpod_expert.model.diagnostics import Diagnostic

VENDORS, ECONOMICS = "knowledge/figures/vendors.yaml", "knowledge/figures/economics.yaml"
TRENDS, STANDARD = "knowledge/figures/trends.yaml", "knowledge/audit/standard.yaml"
MEASURES, LAWS = "knowledge/audit/measures/10-process.yaml", "knowledge/laws/grid-and-plan.yaml"
TABLE, RATES, PRODUCT = "rules/tables/order-line.csv", "knowledge/rates.yaml", "rules/mode/product.yaml"
DECISION = "knowledge/decision.yaml"
DEMARCATION, MOVES = "knowledge/catalogue/10-demarcation.yaml", "knowledge/catalogue/02-moves.yaml"

SLIPS = [
    (VENDORS, "weight: 30", "weight: 40", "MV394", 14),
    (VENDORS, "weight: 30", "weight: -30", "MV208", 0),
    (VENDORS, "passes_at: 0.7", "passes_at: 7", "MV208", 0),
    (VENDORS, "passes_at: 0.7", "passes_at: 70%", "MV203", 0),
    (VENDORS, "- {score: 2, missing: 0, custom: 0}", "- {score: 3, missing: 0, custom: 0}", "MV204", 0),
    (
        VENDORS,
        "- {score: 2, missing: 0, custom: 0}\n          - {score: 1, missing: 0, custom: 1}",
        "- {score: 1, missing: 0, custom: 1}\n          - {score: 2, missing: 0, custom: 0}",
        "MV394",
        14,
    ),
    (VENDORS, "          - {zh: 有必备功能接不住, en: Some must-have is missing}\n", "", "MV206", 0),
    (VENDORS, "id: F2", "id: F1", "MV307", 14),
    (VENDORS, "basis: proposal", "basis: literature", "MV309", 14),
    (VENDORS, "from_functions:", "from_function:", "MV201", 0),
    (VENDORS, "steady_within: 10", "steady_within: ten", "MV203", 0),
    (ECONOMICS, "range: {min: 0, max: 1}", "range: {min: 1, max: 0}", "MV310", 0),
    (
        ECONOMICS,
        "{state: low, below: 0.3}, {state: medium, up_to: 0.8}",
        "{state: low, below: 0.8}, {state: medium, up_to: 0.3}",
        "MV310",
        433,
    ),
    (ECONOMICS, "{state: low, below: 0.3}", "{state: tiny, below: 0.3}", "MV302", 433),
    (ECONOMICS, "fills: {fact: target_account_count}", "fills: {fact: target_accounts}", "MV301", 402),
    (ECONOMICS, "id: gross_margin\n", "id: gros_margin\n", "MV375", 0),
    (TRENDS, "clear_below: 0.05", "clear_below: 5", "MV208", 0),
    (TRENDS, "interval: 0.8", "interval: 80%", "MV203", 0),
    (TRENDS, "metric: relationship-closeness", "metric: relation-closeness", "MV308", 39),
    (TRENDS, "direction: up", "direction: upp", "MV204", 0),
    (TRENDS, "range: {min: 0, max: 100}", "range: {min: 100, max: 0}", "MV310", 0),
    (TRENDS, "code: K02", "code: K01", "MV307", 47),
    (TRENDS, "line: customer\n", "line: costumer\n", "MV204", 39),
    (TRENDS, "factor: 0.01", "factor: 0", "MV208", 0),
    (TRENDS, "fewest_points: 8", "fewest_points: 0", "MV208", 0),
    (TRENDS, "unit: contacts\n", "unit: people\n", "MV204", 0),
    (
        STANDARD,
        "{fact: plan_boundary, wanted_for: [demarcation]}",
        "{fact: plan_boundry, wanted_for: [demarcation]}",
        "MV301",
        0,
    ),
    (STANDARD, "wanted_for: [demarcation]", "wanted_for: [demarcations]", "MV204", 0),
    (STANDARD, "there: [before_process]", "there: [befor_process]", "MV396", 0),
    (STANDARD, "wanted_in: [direct, hybrid]", "wanted_in: [direct, both]", "MV204", 0),
    (STANDARD, "capacity: measures_a_quarter", "capacity: measures_quarter", "MV301", 0),
    (STANDARD, "partly: [after_process]", "partly: [before_process]", "MV396", 0),
    (
        STANDARD,
        "      - {fact: value_baselines}\n",
        "      - {fact: value_baselines}\n      - {fact: value_baselines}\n",
        "MV307",
        0,
    ),
    (MEASURES, "effort: small", "effort: tiny", "MV204", 5),
    (LAWS, "answers: {sales_mode: hybrid}", "answers: {sales_mode: hybird}", "MV302", 0),
    (LAWS, "rows: {contract-and-collection-ours: [", "rows: {contract-and-colection-ours: [", "MV308", 0),
    (LAWS, "[distributor, integrator, service-partner]", "[]", "MV206", 0),
    (
        LAWS,
        "unless: {intermediary_regulation: intermediary_required}",
        "unless: {intermediary_regulation: required}",
        "MV302",
        0,
    ),
    (LAWS, "id: the-partners-side-is-contracted-by-partners", "id: our-side-is-contracted-by-us", "MV307", 0),
    (LAWS, "basis: proposal", "basis: propsal", "MV204", 0),
    (
        LAWS,
        "unless: {intermediary_regulation: inter",
        "unless: {sales_mode: hybrid, intermediary_regulation: inter",
        "MV369",
        4,
    ),
    (LAWS, "answers: {sales_mode: hybrid}", "answer: {sales_mode: hybrid}", "MV201", 0),
    (RATES, "cny: 7.2", "cny: -7.2", "MV208", 0),
    (RATES, "cny: 7.2", "cnny: 7.2", "MV204", 0),
    (RATES, 'as_of: "2025-06-30"', 'as_of: "2025-13-30"', "MV333", 0),
    (RATES, "eur: 0.86", "eur: 0,86", "MV203", 0),
    (TABLE, "hit,unique", "<<<<<<< HEAD\nhit,unique", "MV341", 0),
    (DECISION, "reached: {low: [0, 30]", "reached: {low: [30, 0]", "MV310", 0),
    (DECISION, "high: [80, 100]}", "high: [80, 120]}", "MV208", 0),
    (MOVES, "at_least: 5", "at_least: 9", "MV208", 0),
    (MOVES, "within: [30, 90, 180]", "within: [180, 90, 30]", "MV208", 0),
    (TRENDS, "band: {min: 3, max: 5}", "band: {min: 5, max: 3}", "MV310", 0),
    (DEMARCATION, "carried_by: [account", "carried_by: [win-rate, account", "MV369", 5),
    (TABLE, "hit,unique", "hit,uniqe", "MV204", 0),
    (TABLE, "complete,yes", "complete,ja", "MV204", 0),
    (TABLE, "given sales_mode,direct; hybrid", "given sales_mode,direct; hybird", "MV302", 0),
    (TABLE, "folder,plan", "folder,plans", "MV204", 0),
    (TABLE, "order-line-fast-growing", "order-line-fastgrowing", "MV308", 0),
    (TABLE, "order-line-fast-growing", "not order-line-fast-growing", "MV308", 0),
    (TABLE, "order-line-fast-growing", "order-line-fast-growing or order-line-mature", "MV308", 0),
    (
        TABLE,
        "a-growing-market-needs-throughput-in-its-order-line,fast_growing",
        "a-growing-market-needs-throughput-in-its-order-line,new_entry",
        "MV346",
        0,
    ),
    (TABLE, "principle,M3; M4", "principle,M3; M44", "MV308", 0),
    (TABLE, "title.zh", "title.cn", "MV343", 0),
    (TABLE, "basis,article", "basis,articel", "MV204", 0),
    (TABLE, "a-mature-market-wins-with-a-margin,mature", "a-mature-market-wins-with-a-margin,", "MV346", 0),
    (TABLE, "a-mature-market-wins-with-a-margin,mature,", "a-mature-market-wins-with-a-margin;mature;", "MV202", 0),
    (PRODUCT, "{for: direct, strength: moderate}", "{for: channel, strength: moderate}", "MV369", 3),
    (PRODUCT, "{for: direct, strength: moderate}", "{against: direct, strength: moderate}", "MV369", 3),
]
"""The file, what stood there, what was written instead, the code, and the line where it is that of the entry."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], tuple[int, tuple[Diagnostic, ...]]]:
    """Return what checks a copy of the shipped home with one text replaced, and puts it back."""
    home, memory = copied(tmp_path_factory.mktemp("slips")), ReadCache()

    def check(file: str, was: str, now: str) -> tuple[int, tuple[Diagnostic, ...]]:
        path = home.root / file
        text = path.read_bytes()
        whole = text.decode()
        assert was in whole
        path.write_bytes(whole.replace(was, now, 1).encode())
        try:
            return whole[: whole.index(was)].count("\n") + 1, check_home(home, memory).findings
        finally:
            path.write_bytes(text)

    return check


@pytest.mark.slow
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip[3]}-{slip[2].strip()[:40]}")
def test_a_slip_is_told_at_its_place(
    found: Callable[[str, str, str], tuple[int, tuple[Diagnostic, ...]]], slip: tuple[str, str, str, str, int]
) -> None:
    """Checkers look at the rules, and take the tables and figures beside them as they come."""
    file, was, now, code, entry = slip
    line, findings = found(file, was, now)
    assert (file, code, entry or line) in {(each.place.file, each.code.value, each.place.line) for each in findings}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("signatures: nobody", "MV203"),
        ("signatures:\n  - {entry: rule, means: abc, by: Lin, date: 2026-11-30}", "MV207"),
        ("signatures:\n  - {entry: rule, by: Lin, date: 2026-11-30}", "MV202"),
        (f"signatures:\n  - {{entry: rule, means: {'0' * 64}, by: Lin, date: 30.11.2026}}", "MV333"),
        (f"signatures:\n  - {{entry: rule, means: {'0' * 64}, by: Lin, dat: 2026-11-30}}", "MV201"),
        (f"signatures:\n  - {{entry: rule, means: {'0' * 64}, by: '', date: 2026-11-30}}", "MV205"),
    ],
)
def test_signatures_that_cannot_be_read_are_told(tmp_path: Path, written: str, code: str) -> None:
    """A record of approvals that somebody merged by hand must not count as approvals, nor as none."""
    home = copied(tmp_path)
    (home.knowledge / "signatures.yaml").write_text(f"{written}\n", encoding="utf-8")
    with pytest.raises(UnusableInputError) as caught:
        Signatures(home)
    assert {each.code.value for each in caught.value.diagnostics} == {code}
