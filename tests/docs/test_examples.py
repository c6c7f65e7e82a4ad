"""The example clients: complete files in both languages that are decided, compared and in no contradiction."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import usable
from tests.shipped import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.model.advice import Recommendation

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))

ASKED_SINCE = {
    *("accounts_per_seller", "customer_data_holder", "dealers_can_be_built", "head_account_usd_year"),
    *("head_seller_payback", "jurisdiction", "market_growth_pct_year", "marketplace_buying", "offer_type"),
    *("our_share_pct", "own_leg_type", "own_web_share_today_pct", "partner_credit", "partner_exclusivity"),
    *(
        "partner_type",
        "seller_cost_usd_year",
        "share_must_contract_with_maker_pct",
        "share_only_local_pct",
        "specifier",
    ),
    *("supplier_listing", "tail_account_usd_year", "tail_seller_payback", "tender_bidder", "value_focus"),
}
"""Questions that came after the examples were written, which they may leave open as a client may."""


def test_there_are_three_and_one_is_chinese() -> None:
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    assert len(texts) >= 3
    assert any("client: 例" in text and "region: 华" in text for text in texts)


def compared(recommendation: Recommendation) -> set[frozenset[str]]:
    """Return the pairs of cells that are compared; where several stand to one another alike, one is spelt out."""
    groups = [each.alike or tuple((cell,) for cell in each.cells) for each in recommendation.comparisons]
    return {frozenset((one, other)) for ones, others in groups for one, other in product(ones, others) if one != other}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_complete_coherent_and_decided(path: Path) -> None:
    case = usable(lambda report: read_case(path, KNOWLEDGE, report))
    assert len(case.cells) >= 2
    asked = {fact.id for fact in KNOWLEDGE.asked()}
    for cell in case.cells:
        # Numbers settle two questions where a case has them.
        assert asked - cell.answers.keys() - ASKED_SINCE <= {"own_sales_resources", "direct_cost_ratio"}

    recommendation = ADVISER.recommend([case])

    assert all(advice.mode.recommended for advice in recommendation.cells)
    assert all(advice.doubts == () for advice in recommendation.cells)
    assert len({advice.mode.recommended for advice in recommendation.cells}) > 1
    assert compared(recommendation) == {frozenset(pair) for pair in combinations([cell.id for cell in case.cells], 2)}
    assert any(comparison.plan for comparison in recommendation.comparisons)
