"""The share of revenue of each route: consistent with the mode, adding up, and silent where nothing was said.

Advice that says "channel" and describes a third of revenue as sold directly contradicts its own definition; tools that
name a mode without a share cannot notice.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mvpod_expert.mode.deciding import route_shares
from mvpod_expert.model.cases import Answer, Cell
from tests.explanation.cells import ADVISER, KNOWLEDGE, asked, few

TABLE = KNOWLEDGE.decision.shares
LIMIT = 75
QUARTER = 100 - LIMIT


def answered(**given: float | str) -> Cell:
    answers = {}
    for name, value in given.items():
        fact = KNOWLEDGE.facts[name]
        state = value if isinstance(value, str) else fact.band_of(value)
        answers[name] = Answer(fact=name, given=value, state=state, layer="cell")
    return Cell(id="main", answers=answers)


shares = st.integers(0, 100)
others = st.sampled_from([case.cell.memory() for case in KNOWLEDGE.cases.values()])


@few
@given(shares, shares, shares, others)
def test_the_estimate_is_consistent_with_the_mode(maker: int, local: int, head: int, other: dict[str, str]) -> None:
    """Whatever else is answered: three quarters or more where one route is advised, and never more than is left."""
    assume(maker + local <= 100)
    cell = answered(share_must_contract_with_maker_pct=maker, share_only_local_pct=local, customer_concentration=head)
    mode = asked(other | cell.memory()).decision.recommended
    assume(mode is not None)
    told = route_shares(cell, mode, KNOWLEDGE)
    assert told is not None
    assert told.fits
    assert maker <= told.own.low <= told.own.likely <= told.own.high <= 100 - local
    assert told.own.likely + told.partners.likely == 100
    assert (told.own.low, told.own.high) == (100 - told.partners.high, 100 - told.partners.low)
    if mode == "direct":
        assert told.own.low >= LIMIT
    if mode == "channel":
        assert told.partners.low >= LIMIT
    assert told.head is not None
    assert told.tail is not None
    assert (told.head.low, told.tail.high) == (head, 100 - head)


@pytest.mark.parametrize("mode", ["direct", "channel", "hybrid"])
def test_without_any_share_nothing_is_estimated(mode: str) -> None:
    """A number made of nothing would be taken for knowledge."""
    assert route_shares(answered(customer_concentration=60), mode, KNOWLEDGE) is None
    assert route_shares(answered(share_only_local_pct=10), None, KNOWLEDGE) is None


def test_shares_of_more_than_the_whole_fit_no_mode() -> None:
    """They are reported as such."""
    told = route_shares(answered(share_must_contract_with_maker_pct=80, share_only_local_pct=60), "hybrid", KNOWLEDGE)
    assert told is not None
    assert not told.fits


def test_a_band_leaves_a_range() -> None:
    """Who can say no more than "a tenth to a quarter" gets a range in return."""
    told = route_shares(answered(share_only_local_pct="part"), "direct", KNOWLEDGE)
    assert told is not None
    assert (told.own.low, told.own.high) == (75, 90)


NUMBERS = {
    "head_account_usd_year": 300_000,
    "gross_margin_band": 40,
    "accounts_per_seller": 50,
    "seller_cost_usd_year": 60_000,
}


def test_what_a_seller_brings_in_follows_from_four_numbers() -> None:
    """300,000 x 40 % x 50 accounts / 60,000; a person's own answer stands, and with a band instead nothing follows."""
    answers = ADVISER.completion.answers(answered(**NUMBERS).answers)
    payback = answers["head_seller_payback"]
    assert (payback.given, payback.state, payback.layer) == (100, "well", "figures")
    own = ADVISER.completion.answers(answered(**NUMBERS, head_seller_payback=0.5).answers)["head_seller_payback"]
    assert (own.given, own.layer) == (0.5, "cell")
    band = ADVISER.completion.answers(answered(**{**NUMBERS, "gross_margin_band": "high"}).answers)
    assert "head_seller_payback" not in band
