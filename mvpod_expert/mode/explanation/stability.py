"""How far one weight can move, all others as they are, before the decision changes.

A mode's net evidence is linear in every weight. So the weights under which a mode is decided on (its lead over each
feasible rival is enough) are one interval, and where no mode is, a gap between such intervals; both are exact.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.sensitivity_model import Stability
from mvpod_expert.model.decision import lead_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.trace import Decision

WHOLE = 100
"""A rule's own weight, in per cent."""


def strength_stability(decision: Decision, table: DecisionTable) -> tuple[Stability, ...]:
    """Give, for each strength, the points between which the decision stays; strengths no rule used stay out."""
    found: list[Stability] = []
    for strength in table.strengths:
        share = {
            standing.mode: Fraction(
                sum(
                    _sign(contribution.points)
                    for contribution in standing.contributions
                    if contribution.strength == strength.id
                )
            )
            for standing in decision.ranking
        }
        if any(
            contribution.strength == strength.id
            for standing in decision.ranking
            for contribution in standing.contributions
        ):
            found.append(_stability(strength.id, strength.points, decision, share, _order(table)))
    return tuple(found)


def rule_stability(decision: Decision, table: DecisionTable) -> tuple[Stability, ...]:
    """Give, for each rule that weighed, the per cent of its points between which the decision stays."""
    by_rule: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for standing in decision.ranking:
        for contribution in standing.contributions:
            by_rule[contribution.rule][standing.mode] += Fraction(contribution.points, WHOLE)
    return tuple(_stability(rule, WHOLE, decision, share, _order(table)) for rule, share in by_rule.items())


def _order(table: DecisionTable) -> tuple[str, ...]:
    return tuple(mode.id for mode in table.modes)


def _sign(points: int) -> int:
    return (points > 0) - (points < 0)


@dataclass(frozen=True)
class _Interval:
    """Weights from `low` to `high`, both included; no `high` is no limit."""

    low: Fraction
    high: Fraction | None


def _stability(
    name: str, now: int, decision: Decision, share: Mapping[str, Fraction], order: Sequence[str]
) -> Stability:
    """Return the whole weights around `now` that leave the decision as it is.

    Args:
        name: the weight's name.
        now: the weight as it is.
        decision: the decision.
        share: how much each mode's net evidence grows with each unit of the weight.
        order: the modes, as they go first at a tie.
    """
    lines = {
        standing.mode: (standing.net - share.get(standing.mode, Fraction()) * now, share.get(standing.mode, Fraction()))
        for standing in decision.ranking
        if not standing.excluded_by
    }
    argued = {standing.mode for standing in decision.ranking if standing.for_}
    winning = {mode: _whole(_winning(mode, lines, order, is_argued=mode in argued)) for mode in lines}
    own = winning.get(decision.recommended or "")
    if own is not None:
        low, high = ceil(own.low), None if own.high is None else floor(own.high)
    else:
        others = [each for each in winning.values() if each is not None]
        low = max((floor(other.high) + 1 for other in others if other.high is not None and other.high < now), default=0)
        high = min((ceil(other.low) - 1 for other in others if other.low > now), default=None)
    return Stability(
        name=name,
        now=now,
        low=low,
        high=high,
        below=_winner(low - 1, winning) if low > 0 else None,
        above=_winner(high + 1, winning) if high is not None else None,
    )


def _winning(
    mode: str, lines: Mapping[str, tuple[Fraction, Fraction]], order: Sequence[str], *, is_argued: bool
) -> _Interval | None:
    """Return the weights, none below zero, under which a mode leads each rival by enough to decide.

    Leads are whole numbers of the smallest weight, a per cent of a point, so being ahead is being ahead by as much.
    """
    low, high = Fraction(), None
    for rival, (start, slope) in lines.items():
        if rival == mode:
            continue
        needed = Fraction(lead_needed(order, mode, rival) if is_argued else 1, WHOLE)
        lead, growth = lines[mode][0] - start, lines[mode][1] - slope
        if growth == 0:
            if lead < needed:
                return None
            continue
        turn = (needed - lead) / growth
        if growth > 0:
            low = max(low, turn)
        else:
            high = turn if high is None else min(high, turn)
    return None if high is not None and high < low else _Interval(low, high)


def _whole(interval: _Interval | None) -> _Interval | None:
    """Leave out an interval that holds no whole weight: no whole weight gives its mode the lead."""
    if interval is None or (interval.high is not None and floor(interval.high) < interval.low):
        return None
    return interval


def _winner(weight: int, winning: Mapping[str, _Interval | None]) -> str | None:
    at: Iterable[str] = (
        mode
        for mode, each in winning.items()
        if each is not None and each.low <= weight and (each.high is None or weight <= each.high)
    )
    return next(iter(at), None)
