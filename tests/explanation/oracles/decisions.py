"""Decisions by hand: on the answers that technologies change, and the comparison of two market cells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.rules import Evidence, Exclude
from mvpod_expert.replay.checker import check_firing, check_plan, truth
from tests.explanation.oracles.flaws import OracleFlaw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.advice import Advice, Comparison
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.replay.model import Violation


def check_comparison(comparison: Comparison, cells: Mapping[str, Advice], knowledge: KnowledgeBase) -> list[Violation]:
    """Go through the comparison of two market cells.

    Args:
        comparison: the comparison.
        cells: the advice on the cells of the same case, by id.
        knowledge: the knowledge it was made with.
    """
    table = knowledge.decision
    two = [cells[cell] for cell in comparison.cells if cell in cells]
    chosen = [mode.id for mode in table.modes if mode.id in {each.chosen for each in two}]
    state = "_and_".join(chosen) if len(chosen) == len(comparison.cells) else "same"
    if len(two) != len(comparison.cells) or comparison.state != state:
        return [OracleFlaw(kind="comparison", about=" / ".join(comparison.cells))]
    flaws: list[Violation] = [
        OracleFlaw(kind="comparison", about=cell)
        for like, beside in zip(two, comparison.alike or (), strict=False)
        for cell in beside
        if cell not in cells or not _stands_like(cells[cell], like, state, knowledge)
    ]
    memories = [_known(each) | {table.compared_fact: state} for each in two]
    fired = {firing.rule for firing in comparison.trace}
    for firing in comparison.trace:
        matched = {each.fact: each.state for each in firing.matched}
        if not any(matched.items() <= memory.items() for memory in memories):
            flaws.append(OracleFlaw(kind="not_matched", about=firing.rule, detail=str(matched)))
        flaws += check_firing(firing, knowledge)
    comparing = [rule for memory in memories for rule in _comparing(memory, knowledge)]
    flaws += [OracleFlaw(kind="missed", about=rule) for rule in dict.fromkeys(comparing) if rule not in fired]
    return [*flaws, *check_plan(comparison.trace, comparison.plan, knowledge)]


def _comparing(memory: Mapping[str, str], knowledge: KnowledgeBase) -> list[str]:
    return [rule.id for rule in knowledge.rules_of("compare") if truth(rule.when, memory) is True]


def _stands_like(one: Advice, other: Advice, state: str, knowledge: KnowledgeBase) -> bool:
    """Return whether a cell has the mode of another one, and answers that make the same compare rules hold."""
    compared = {knowledge.decision.compared_fact: state}
    return one.chosen == other.chosen and _comparing(_known(one) | compared, knowledge) == _comparing(
        _known(other) | compared, knowledge
    )


def _known(advice: Advice) -> dict[str, str]:
    return {answer.fact: answer.state for answer in advice.answers if answer.state != UNKNOWN}


def check_contingencies(advice: Advice, knowledge: KnowledgeBase) -> Iterator[OracleFlaw]:
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
            yield OracleFlaw(kind="contingency", about=", ".join(contingency.items))


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
    if len(feasible) < 2:
        return (feasible[0] if feasible else None), None
    margin = points[feasible[0]] - points[feasible[1]]
    return (feasible[0] if margin or feasible[0] in argued else None), margin
