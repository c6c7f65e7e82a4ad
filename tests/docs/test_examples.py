"""The example clients: complete files in both languages that are decided, compared and in no contradiction."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from tests.shipped import ADVISER, KNOWLEDGE

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


def test_there_are_three_and_one_is_chinese() -> None:
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    assert len(texts) >= 3
    assert any("client: 例" in text and "region: 华" in text for text in texts)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_complete_coherent_and_decided(path: Path) -> None:
    report = DiagnosticCollector()
    case = read_case(path, KNOWLEDGE, report)
    report.raise_if_any()
    assert case is not None
    assert len(case.cells) >= 2
    asked = [fact.id for fact in KNOWLEDGE.asked()]
    for cell in case.cells:
        assert len(cell.answers) >= len(asked) * 3 / 4  # a real client leaves some open

    recommendation = ADVISER.recommend([case])

    assert all(advice.mode.recommended for advice in recommendation.cells)
    assert all(advice.doubts == () for advice in recommendation.cells)
    assert len({advice.mode.recommended for advice in recommendation.cells}) > 1
    pairs = len(case.cells) * (len(case.cells) - 1) // 2
    compared = {
        frozenset((one, other))
        for comparison in recommendation.comparisons
        for one, other in (product(*comparison.alike) if comparison.alike else [comparison.cells])
        if one != other
    }
    assert len(compared) == pairs
    assert any(comparison.plan for comparison in recommendation.comparisons)
