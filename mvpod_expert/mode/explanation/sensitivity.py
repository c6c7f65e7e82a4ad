"""HOW SURE: what single answers, weights, numbers and open questions could change about the decision.

A mode's net evidence is linear in every weight, so what is decided changes only beside the weights at which two modes
are level; between these, one whole weight stands for all.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, takewhile
from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.model import BandStep, DecisiveQuestion, Prospect, Sensitivity, Stability
from mvpod_expert.model.decision import DecisionTable, lead_needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.mode.completion import Change
    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.trace import Decision

WHOLE = 100
"""A rule's own weight, in per cent; net evidence is counted in per cent of a point."""


def strength_stability(decision: Decision, table: DecisionTable) -> tuple[Stability, ...]:
    """Return, for each strength, the points between which the decision stays; strengths no rule used stay out."""
    share: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for standing in decision.ranking:
        for each in standing.contributions:
            share[each.strength][standing.mode] += WHOLE if each.points > 0 else -WHOLE
    used = (strength for strength in table.strengths if strength.id in share)
    return tuple(_stability(each.id, each.points, decision, share[each.id], table) for each in used)


def rule_stability(decision: Decision, table: DecisionTable) -> tuple[Stability, ...]:
    """Return, for each rule that weighed, the per cent of its points between which the decision stays."""
    share: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for standing in decision.ranking:
        for each in standing.contributions:
            share[each.rule][standing.mode] += each.points
    return tuple(_stability(rule, WHOLE, decision, grows, table) for rule, grows in share.items())


def _stability(name: str, now: int, decision: Decision, grows: Mapping[str, int], table: DecisionTable) -> Stability:
    """Return the whole weights around `now` that leave the decision as it is.

    `grows` is how much each mode's net evidence grows with each unit of the weight, in per cent of a point.
    """
    order = [mode.id for mode in table.modes]
    feasible = [standing for standing in decision.ranking if not standing.excluded_by]

    def decided(weight: int) -> str | None:
        nets = {each.mode: WHOLE * each.net + grows.get(each.mode, 0) * (weight - now) for each in feasible}
        for each in feasible:
            rivals = {rival: nets[each.mode] - net for rival, net in nets.items() if rival != each.mode}
            if all(
                lead >= (lead_needed(order, each.mode, rival) if each.for_ else 1) for rival, lead in rivals.items()
            ):
                return each.mode
        return None

    weights = {0, now}
    for one, other in combinations(feasible, 2):
        slope = grows.get(one.mode, 0) - grows.get(other.mode, 0)
        if slope:
            level = now + WHOLE * (other.net - one.net) // slope
            weights |= {weight for weight in range(level - 2, level + 4) if weight >= 0}

    def stays(weight: int) -> bool:
        return decided(weight) == decision.recommended

    above = sorted(weight for weight in weights if weight >= now)
    *_, low = takewhile(stays, sorted((weight for weight in weights if weight <= now), reverse=True))
    *_, last = takewhile(stays, above)
    high = last if last < above[-1] else None
    return Stability(
        name=name,
        now=now,
        low=low,
        high=high,
        below=decided(low - 1) if low > 0 else None,
        above=decided(high + 1) if high is not None else None,
    )


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
