"""How well moves and plan distinguish clients: the goals, as bounds that hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from features.program import mvpod
from mvpod_workbench.testing.selectivity import (
    MOST_MEAN,
    Client,
    differing,
    measure_selectivity,
    overlap,
    plan_facts,
)
from tests.shipped import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

MOST_ABOVE = 1 / 10_000
"""The share of pairs that may overlap more than the goal: 1 of 31,692 does."""
HIGHEST = 0.62
MOST_MEAN_OF_CASES = 0.4
"""Where few answers are known, more of a plan is the same for all."""


def test_overlap_is_the_share_that_both_have() -> None:
    """Of what either client is given."""
    assert overlap(frozenset("abc"), frozenset("bcd")) == pytest.approx(0.5)
    assert overlap(frozenset(), frozenset()) == 0


def test_a_question_that_only_one_client_answered_is_no_difference() -> None:
    """Measures of this kind call clients different of whom one was asked more; nothing is known of how they differ."""
    one = Client("one", {"a": "x", "b": "y", "c": "unknown", "d": "v"}, None, frozenset())
    other = Client("other", {"a": "x", "c": "z", "d": "w"}, None, frozenset())
    assert differing(one, other) == 1


def test_clients_that_differ_in_what_the_plan_does_not_read_are_not_apart() -> None:
    """Nothing about them speaks for another plan: a measure that asks for one asks for chance."""
    read = plan_facts(KNOWLEDGE)
    assert "market_stage" in read
    assert "partner_exclusivity" not in read
    one = Client("one", {"market_stage": "x", "partner_exclusivity": "y"}, None, frozenset())
    other = Client("other", {"market_stage": "z", "partner_exclusivity": "w"}, None, frozenset())
    assert (differing(one, other), differing(one, other, read)) == (2, 1)


@pytest.mark.slow
@pytest.mark.thorough
def test_clients_of_one_mode_are_told_apart() -> None:
    """Tools of this kind give every client of a mode the same plan, of which two clients share 0.7 and more."""
    measured = measure_selectivity(ADVISER)
    assert not measured.common
    assert not measured.never
    assert len(measured.annexed) < 30
    assert max(measured.counts) <= 7
    assert sum(number for moves, number in measured.counts.items() if moves >= 5) >= 0.95 * len(measured.clients)
    for mode in measured.modes:
        assert mode.mean is not None
        assert mode.mean <= MOST_MEAN
        assert mode.above <= MOST_ABOVE * mode.pairs
        assert mode.highest is not None
        assert round(mode.highest, 2) <= HIGHEST


@pytest.mark.slow
def test_documented_cases_of_one_mode_are_told_apart() -> None:
    """Known companies, of which 31 answers are given: fewer answers tell fewer clients apart."""
    measured = measure_selectivity(ADVISER, profiles=0)
    for mode in measured.modes:
        assert mode.mean is not None
        assert mode.mean <= MOST_MEAN_OF_CASES


@pytest.mark.parametrize(("lang", "said"), [("en", "Given to more than nine in ten"), ("zh", "从来没有选上的")])
def test_the_command_prints_counts_overlap_and_names(lang: str, said: str, tmp_path: Path) -> None:
    """A rule author reads it in either language."""
    printed = mvpod("rules", "selectivity", "--profiles", "6", "--lang", lang, folder=tmp_path)
    assert printed.code == 0
    assert said in printed.out
    assert "0.35" in printed.out
