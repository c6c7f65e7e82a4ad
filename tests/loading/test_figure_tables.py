"""Mistakes in knowledge/figures/economics.yaml, and what the shipped file says of the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.economics import capability as economics_parts
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Code
from tests.loading.homes import copied, findings, replaced
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

FILE = "knowledge/figures/economics.yaml"
MISTAKES = [
    ("- id: gross_margin\n", "- id: gros_margin\n", Code.FIGURE_UNKNOWN, "gross_margin"),
    ("- id: synergy\n", "- id: sinergy\n", Code.FIGURE_UNKNOWN, "synergy"),
    ("  ramp: {zh", "  rampup: {zh", Code.FIGURE_UNKNOWN, "ramp"),
    ("fills: {fact: direct_cost_ratio}", "fills: {fact: direct_cost_rati}", Code.FACT_UNKNOWN, "direct_cost_ratio"),
    ("[{state: low, below: 0.3}", "[{state: lwo, below: 0.3}", Code.OPTION_UNKNOWN, "low"),
    (
        "below: 0.3}, {state: medium, up_to: 0.8}",
        "below: 0.9}, {state: medium, up_to: 0.8}",
        Code.BANDS_DISORDERED,
        None,
    ),
    ("fills: {fact: direct_cost_ratio}", "fills: {fact: own_market_power}", Code.FILL_MISFIT, None),
    ("sources: [talley-1961]", "sources: [tally-1961]", Code.REFERENCE_UNKNOWN, "talley-1961"),
    ("    group: synergy\n", "    group: sinergy\n", Code.VALUE_NOT_ALLOWED, "synergy"),
    ("    unit: share\n", "    unit: shares\n", Code.VALUE_NOT_ALLOWED, "share"),
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


def test_a_declaration_that_is_missing_is_named(tmp_path: Path) -> None:
    """The calculators need every name."""
    home = copied(tmp_path)
    text = (home.root / FILE).read_text(encoding="utf-8")
    start = text.index("  - id: partner.required_return")
    (home.root / FILE).write_text(text[:start] + text[text.index("results:\n") :], encoding="utf-8")
    (found,) = findings(home)
    assert (found.code, found.details["key"]) == (Code.KEY_MISSING, "partner.required_return")


def test_a_home_without_economics_refuses_numbers_and_is_fine_otherwise(tmp_path: Path) -> None:
    """The file may be left out."""
    home = copied(tmp_path)
    (home.root / FILE).unlink()
    assert findings(home) == []
    assert load_knowledge(home).economics is None


def test_what_results_fill_has_the_limits_that_the_vocabulary_states() -> None:
    """The limits of a fill stand in the meanings of the options it settles."""
    knowledge = KNOWLEDGE
    assert economics_parts.TABLE.of(knowledge) is not None
    fills = {
        result.fills.fact: result.fills
        for result in economics_parts.TABLE.of(knowledge).results
        if result.fills is not None
    }
    assert set(fills) == {"target_account_count", "own_sales_resources", "gross_margin_band", "direct_cost_ratio"}
    for fact, fill in fills.items():
        options = {option.id: option.meaning.en for option in knowledge.facts[fact].options}
        for limit in fill.options[:-1]:
            number = limit.below if limit.below is not None else limit.up_to
            assert number is not None
            assert f"{number * 100:g}%" in options[limit.state]
