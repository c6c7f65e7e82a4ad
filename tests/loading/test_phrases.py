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
        (MARKET, "[成熟市场,", "[grown-up market,", "language"),
        (MARKET, "[成熟市场,", "[成熟市场#,", "no_number"),
        (CUSTOMERS, "单笔金额#", "单笔金额", "number"),
    ],
)
def test_a_phrase_that_finds_nothing_is_told(file: str, old: str, new: str, kind: str, tmp_path: Path) -> None:
    """Word lists of this kind grow until one word stands for two things, and nobody notices."""
    home = copied(tmp_path)
    replaced(home, file, old, new)
    found = [each for each in findings(home) if each.code is Code.PHRASE_UNUSABLE]
    assert [each.details["kind"] for each in found] == [kind]
    assert found[0].place.file == file
