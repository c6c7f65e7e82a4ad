"""Decisions made by hand, rule by rule as written: part of the checker, sharing no code with the engines or views."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Evidence, Exclude
from mvpod_expert.replay.model import Violation
from mvpod_expert.replay.truth import truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase


def check_decision(advice: Advice, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Decide by hand from the ranking; only whether the decision is settled is left to the search."""
    table, decision = knowledge.decision, advice.mode
    order = [mode.id for mode in table.modes]
    told = list(decision.ranking)
    is_of_modes = sorted(each.mode for each in told) == sorted(order)
    if not is_of_modes or told != sorted(told, key=lambda e: (bool(e.excluded_by), -e.net, order.index(e.mode))):
        yield Violation(kind="ranking", about=decision.ranking[0].mode if decision.ranking else "")
        return
    feasible = [each for each in told if not each.excluded_by]
    margin = feasible[0].net - feasible[1].net if len(feasible) > 1 else None
    mode = feasible[0].mode if feasible and (margin != 0 or feasible[0].for_) else None
    limits = [(0, "open"), (table.leaning_from, "leaning"), (table.clear_from, "clear")]
    reached = [word for least, word in limits if margin is None or margin >= least]
    verdict = "no_feasible_mode" if not feasible else reached[-1] if mode else "too_close_to_call"
    if advice.doubts and verdict == "clear":
        verdict = "leaning"
    if decision.against_numbers:
        verdict = {"clear": "leaning", "leaning": "open"}.get(verdict, verdict)
    records = [each for each in table.record if mode and margin is not None and margin >= each.lead_from]
    record = records[-1] if records else None
    said = (decision.recommended, decision.margin, decision.verdict, decision.record)
    # A capability keeps what its numbers contradict in a part of the advice of its own.
    contradicted = any(getattr(part, "contradictions", ()) for _, part in advice)
    is_told = decision.against_numbers == contradicted
    if said != (mode, margin, verdict, record) or (mode is None and decision.settled) or not is_told:
        yield Violation(kind="decision", about=decision.recommended or "")


def check_contingencies(advice: Advice, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Decide again with the answers that items of the plan would change, and with what follows from these."""
    known = {answer.fact: answer.state for answer in advice.answers if answer.state != UNKNOWN}
    stated = {answer.fact for answer in advice.answers if answer.fact in known and answer.layer != "figures"}
    for contingency in advice.contingencies:
        changes = {change.fact: change.to for change in contingency.changes}
        changed = known | changes
        for fact in knowledge.facts.values():
            way = fact.worked_out
            if way is not None and way.answer_to in changes and fact.id not in {*stated, *changes}:
                changed.pop(fact.id, None)
                state = way.states.get(changes[way.answer_to])
                changed |= {fact.id: state} if state is not None else {}
        is_real = all(known.get(change.fact) == change.from_ for change in contingency.changes)
        mode, margin = decided_by_hand(changed, knowledge)
        flips = mode != advice.mode.recommended
        if not is_real or (contingency.recommended, contingency.margin, contingency.flips) != (mode, margin, flips):
            yield Violation(kind="contingency", about=", ".join(contingency.items))


def decided_by_hand(answers: dict[str, str], knowledge: KnowledgeBase) -> tuple[str | None, int | None]:
    """Derive, weigh and decide.

    Args:
        answers: fact to state, known answers only.
        knowledge: the knowledge base.

    Returns:
        The mode decided on, or nothing; and its lead over the next feasible one, or nothing with fewer than two.
    """
    memory, before = dict(answers), -1
    while len(memory) > before:
        before = len(memory)
        for rule in knowledge.rules.values():
            if rule.stratum == "derive" and truth(rule.when, memory) is True:
                memory.update({each.fact: each.state for each in rule.concluded()})
    points: dict[str, int] = defaultdict(int)
    vetoed: set[str] = set()
    argued: set[str] = set()
    strengths = {strength.id: strength.points for strength in knowledge.decision.strengths}
    for rule in knowledge.rules.values():
        if rule.stratum == "weigh" and truth(rule.when, memory) is True:
            for outcome in rule.then:
                if isinstance(outcome, Evidence):
                    sign = 1 if outcome.direction == "for" else -1
                    points[outcome.mode] += sign * strengths[outcome.strength]
                    argued |= {outcome.mode} if sign > 0 else set()
                elif isinstance(outcome, Exclude):
                    vetoed.add(outcome.mode)
    modes = [mode.id for mode in knowledge.decision.modes if mode.id not in vetoed]
    feasible = sorted(modes, key=lambda mode: -points[mode])
    if len(feasible) < 2:  # noqa: PLR2004 - the leader and the next one
        return (feasible[0] if feasible else None), None
    margin = points[feasible[0]] - points[feasible[1]]
    return (feasible[0] if margin or feasible[0] in argued else None), margin
