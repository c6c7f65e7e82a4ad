"""Weights: just inside an interval the decision stays, just outside it is another one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given

from mvpod_expert.mode.explanation.sensitivity import WHOLE, rule_stability, strength_stability
from tests.explanation.cells import KNOWLEDGE, asked, asked_about, few

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.mode.explanation.model import Stability
    from mvpod_expert.model.trace import Contribution, Decision

TABLE = KNOWLEDGE.decision


def decided(decision: Decision, weight: Callable[[Contribution], Fraction]) -> str | None:
    """Decide by hand: add the contributions up with other weights."""
    nets = {
        standing.mode: sum((weight(contribution) for contribution in standing.contributions), Fraction())
        for standing in decision.ranking
        if not standing.excluded_by
    }
    level = [mode.id for mode in TABLE.modes if mode.id in nets and nets[mode.id] == max(nets.values())]
    argued = {standing.mode for standing in decision.ranking if standing.for_}
    return level[0] if len(level) == 1 or (level and level[0] in argued) else None


def strength_at(name: str, points: int) -> Callable[[Contribution], Fraction]:
    def weight(each: Contribution) -> Fraction:
        sign = 1 if each.points > 0 else -1
        return Fraction(sign * points if each.strength == name else each.points)

    return weight


def rule_at(name: str, percent: int) -> Callable[[Contribution], Fraction]:
    return lambda each: Fraction(each.points) * (Fraction(percent, WHOLE) if each.rule == name else 1)


def assert_tight(
    decision: Decision, each: Stability, at: Callable[[str, int], Callable[[Contribution], Fraction]]
) -> None:
    assert each.low <= each.now
    assert each.high is None or each.now <= each.high
    for inside in {each.low, each.now, each.high if each.high is not None else 10 * each.now + 1000}:
        assert decided(decision, at(each.name, inside)) == decision.recommended
    if each.low > 0:
        below = decided(decision, at(each.name, each.low - 1))
        assert below != decision.recommended
        assert below == each.below
    if each.high is not None:
        above = decided(decision, at(each.name, each.high + 1))
        assert above != decision.recommended
        assert above == each.above


@few
@given(asked_about())
def test_every_interval_is_tight(about: ExplanationContext) -> None:
    """For strengths and rules, whether a mode is decided on or none."""
    for each in strength_stability(about.decision, TABLE):
        assert_tight(about.decision, each, strength_at)
    for each in rule_stability(about.decision, TABLE):
        assert_tight(about.decision, each, rule_at)


def test_every_rule_and_strength_that_weighed_has_an_interval() -> None:
    """On the documented cases, of which some are undecided when half the answers are missing."""
    for case in KNOWLEDGE.cases.values():
        states = dict(list(case.cell.memory().items())[::2])
        decision = asked(states).decision
        contributions = [contribution for standing in decision.ranking for contribution in standing.contributions]
        assert {each.name for each in rule_stability(decision, TABLE)} == {
            contribution.rule for contribution in contributions
        }
        assert {each.name for each in strength_stability(decision, TABLE)} == {
            contribution.strength for contribution in contributions
        }
