"""HOW SURE: what single answers, weights, numbers and open questions could change about the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.sensitivity_model import BandStep, DecisiveQuestion, Prospect, Sensitivity
from mvpod_expert.mode.explanation.stability import rule_stability, strength_stability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.mode.completion import Change
    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact


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
    return asked.scales.weigh(asked.trials.memory_with(changes)).decided()


def _flips(asked: ExplanationContext) -> Iterator[tuple[tuple[Change], str | None]]:
    for change in asked.turnings.candidates():
        mode, _ = _decided(asked, change)
        if mode != asked.decision.recommended:
            yield (change,), mode


def _question(asked: ExplanationContext) -> DecisiveQuestion | None:
    live = [fact.fact for fact in asked.advice.unknowns.facts if "mode" in fact.can_change]
    ranked = asked.decisiveness.ranked(asked.memory, live)
    if not ranked:
        return None
    prospects = []
    for state in asked.knowledge.facts[ranked[0]].states:
        mode, margin = _decided(asked, (ranked[0], state))
        prospects.append(Prospect(state=state, recommended=mode, margin=margin))
    return DecisiveQuestion(fact=ranked[0], prospects=tuple(prospects))


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
    now = asked.scales.weigh(asked.memory)
    place = fact.states.index(here) + towards
    while 0 <= place < len(fact.states):
        there = asked.scales.weigh(asked.trials.memory_with([(fact.id, fact.states[place])]))
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
