"""Phrases by which an answer is found in a text, and those by which it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.model.diagnostics import Code
from tests.loading.homes import copied, findings, replaced

if TYPE_CHECKING:
    from pathlib import Path

MARKET = "knowledge/vocabulary/10-market.yaml"
CUSTOMERS = "knowledge/vocabulary/20-customers.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        (MARKET, "[成熟市场,", "[新市场,", "twice"),
        (MARKET, "[成熟市场,", "[<markets>成熟,", "synonym"),
        (MARKET, "[成熟市场,", '["成熟(市场",', "synonym"),
        (MARKET, "[成熟市场,", "[grown-up market,", "language"),
        (MARKET, "[成熟市场,", "[成熟市场#,", "no_number"),
        (CUSTOMERS, "平均单额#", "平均单额", "number"),
    ],
)
def test_a_phrase_that_finds_nothing_is_told(file: str, old: str, new: str, kind: str, tmp_path: Path) -> None:
    """Word lists of this kind grow until one word stands for two things, and nobody notices."""
    home = copied(tmp_path)
    replaced(home, file, old, new)
    found = [each for each in findings(home) if each.code is Code.PHRASE_UNUSABLE]
    assert [each.details["kind"] for each in found] == [kind]
    assert found[0].place.file == file


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("{market_stag: [new_entry]}", Code.FACT_UNKNOWN),
        ("{learning_phase: ['true']}", Code.FACT_UNKNOWN),
        ("{market_stage: [new]}", Code.OPTION_UNKNOWN),
    ],
)
def test_when_nobody_can_know_a_fact_is_said_by_answers_that_exist(new: str, code: Code, tmp_path: Path) -> None:
    """Conditions of this kind are never true after a rename, and nobody notices that the question is back."""
    home = copied(tmp_path)
    replaced(home, MARKET, "unknowable_when: {market_stage: [new_entry]}", f"unknowable_when: {new}")
    assert [each.code for each in findings(home)] == [code]
