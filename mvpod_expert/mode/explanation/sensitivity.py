"""HOW SURE: what single answers, weights, numbers and open questions could change about the decision.

A mode's net evidence is linear in every weight. So the weights under which a mode is decided on (its lead over each
feasible rival is enough) are one interval, and where no mode is, a gap between such intervals; both are exact.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.model import BandStep, DecisiveQuestion, Prospect, Sensitivity, Stability
from mvpod_expert.model.decision import lead_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.mode.completion import Change
    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.trace import Decision


WHOLE = 100
"""A rule's own weight, in per cent."""


def strength_stability(decision: Decision, table: DecisionTable) -> tuple[Stability, ...]:
    """Return, for each strength, the points between which the decision stays; strengths no rule used stay out."""
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
    """Return, for each rule that weighed, the per cent of its points between which the decision stays."""
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


def sensitivity(asked: ExplanationContext) -> Sensitivity:
    """Report how sure a decision is."""
    unknowns = asked.advice.unknowns
    return Sensitivity(
        decision=asked.decision,
        flips=asked.verified(_flips(asked)),
        strengths=strength_stability(asked.decision, asked.knowledge.decision),
        rules=rule_stability(asked.decision, asked.knowledge.decision),
        possible_modes=unknowns.possible_modes,
        may_exclude_all=unknowns.may_exclude_all,
        open_facts=tuple(fact for fact in unknowns.facts if "mode" in fact.can_change),
        question=_question(asked),
        numbers=tuple(_band_steps(asked)),
    )


def _decided(asked: ExplanationContext, *changes: Change) -> tuple[str | None, int | None]:
    return asked.decisiveness.weigh(asked.trials.memory_with(changes)).decided()


def _flips(asked: ExplanationContext) -> Iterator[tuple[tuple[Change], str | None]]:
    for change in asked.turnings.candidates():
        mode, _ = _decided(asked, change)
        if mode != asked.decision.recommended:
            yield (change,), mode


def _question(asked: ExplanationContext) -> DecisiveQuestion | None:
    """Return the question that settles most; where some turn the decision by an answer alone, one of those."""
    live = [fact.fact for fact in asked.advice.unknowns.facts if "mode" in fact.can_change]
    ranked = asked.decisiveness.ranked(asked.memory, live)
    recommended = asked.decision.recommended
    outcomes = [DecisiveQuestion(fact=fact, prospects=_prospects(asked, fact)) for fact in ranked]
    turning = (each for each in outcomes if any(one.recommended != recommended for one in each.prospects))
    return next(turning, next(iter(outcomes), None))


def _prospects(asked: ExplanationContext, fact: str) -> tuple[Prospect, ...]:
    decided = ((state, _decided(asked, (fact, state))) for state in asked.knowledge.facts[fact].states)
    return tuple(Prospect(state=state, recommended=mode, margin=margin) for state, (mode, margin) in decided)


def _band_steps(asked: ExplanationContext) -> Iterator[BandStep]:
    for fact in asked.knowledge.asked():
        answer = asked.cell.answers.get(fact.id)
        if (
            fact.kind == "number"
            and answer is not None
            and answer.state in fact.states
            and asked.trials.is_changeable(fact)
        ):
            for towards in (-1, 1):
                step = _band_step(asked, fact, answer, towards)
                if step is not None:
                    yield step


def _band_step(asked: ExplanationContext, fact: Fact, answer: Answer, towards: int) -> BandStep | None:
    """Go band by band until the evidence changes; nothing when no band that way changes it."""
    given, here = answer.given, answer.state
    if not isinstance(given, int | float):
        return None
    moved = given / (answer.times * fact.relative_to.usual) if answer.times and fact.relative_to is not None else 1
    now = asked.decisiveness.weigh(asked.memory)
    place = fact.states.index(here) + towards
    while 0 <= place < len(fact.states):
        there = asked.decisiveness.weigh(asked.trials.memory_with([(fact.id, fact.states[place])]))
        if there.fired.keys() != now.fired.keys():
            mode, _ = there.decided()
            border = fact.bands[place if towards < 0 else place - 1]
            limit = (border.limit or 0) * moved
            return BandStep(
                fact=fact.id,
                given=given,
                band=here,
                to=fact.states[place],
                limit=limit,
                distance=round(abs(limit - given), 6),
                at_limit=(border.below is None) == (towards < 0),
                recommended=mode,
                turns=mode != asked.decision.recommended,
            )
        place += towards
    return None
