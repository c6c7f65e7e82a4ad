"""The checker: replays a trace against the rules as written. It shares no code with the engines or the views.

It evaluates the condition trees themselves in strong Kleene logic, so it also stands in for the definition of the
semantics where the engines are tested.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.advice import WeighedChoice, WeighedEvidence
from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test
from mvpod_expert.model.rules import Assign, Conclude, Evidence, Exclude

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.advice import Advice, Firing
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule


def truth(condition: Condition, memory: Mapping[str, str]) -> bool | None:
    """Give a condition's truth in strong Kleene logic.

    Args:
        condition: the condition.
        memory: fact to state; `not_applicable` is a state, a fact that is not known is left out.

    Returns:
        True, false, or nothing when the open facts leave it undecided.
    """
    match condition:
        case Test(fact=fact, states=states):
            state = memory.get(fact)
            return None if state is None else state in states
        case Not(part=part):
            inner = truth(part, memory)
            return None if inner is None else not inner
        case All(parts=parts):
            return _at_least(len(parts), [truth(part, memory) for part in parts])
        case Any(parts=parts):
            return _at_least(1, [truth(part, memory) for part in parts])
        case AtLeast(count=count, parts=parts):
            return _at_least(count, [truth(part, memory) for part in parts])


def _at_least(count: int, truths: list[bool | None]) -> bool | None:
    if sum(each is True for each in truths) >= count:
        return True
    return False if sum(each is not False for each in truths) < count else None


def check_trace(advice: Advice, cell: Cell, knowledge: KnowledgeBase) -> list[str]:
    """Replay a trace.

    Args:
        advice: the advice with its trace.
        cell: the answers it was made from.
        knowledge: the rules it was made with.

    Returns:
        What does not hold, in words; nothing when all of it does.
    """
    problems: list[str] = []
    memory = cell.memory()
    fired: set[str] = set()
    for firing in advice.trace:
        rule = knowledge.rules[firing.rule]
        if rule.stratum == "plan" and advice.mode.recommended:
            memory[knowledge.decision.decided_fact] = advice.mode.recommended
        if firing.rule in fired:
            problems.append(f"{firing.rule} fired twice")
        fired.add(firing.rule)
        matched = {each.fact: each.state for each in firing.matched}
        problems += [
            f"{firing.rule} matched {fact}={state}, not in memory"
            for fact, state in matched.items()
            if memory.get(fact) != state
        ]
        if truth(rule.when, matched) is not True:
            problems.append(f"{firing.rule} does not follow from what it matched")
        problems += _effects(firing, rule, knowledge)
        memory.update({each.fact: each.state for each in firing.effects if isinstance(each, Conclude)})
    if advice.mode.recommended:
        memory[knowledge.decision.decided_fact] = advice.mode.recommended
    problems += [
        f"{rule.id} holds but did not fire"
        for rule in knowledge.rules.values()
        if rule.stratum != "compare" and rule.id not in fired and truth(rule.when, memory) is True
    ]
    return problems + _totals(advice)


def _effects(firing: Firing, rule: Rule, knowledge: KnowledgeBase) -> list[str]:
    expected: list[object] = []
    for outcome in rule.then:
        match outcome:
            case Evidence(mode=mode, strength=strength):
                points = knowledge.decision.points(strength)
                signed = points if outcome.direction == "for" else -points
                expected.append(WeighedEvidence(mode=mode, strength=strength, points=signed))
            case Assign(item=item, to=to, strength=strength):
                points = knowledge.decision.points(strength)
                expected.append(WeighedChoice(item=item, to=to, strength=strength, points=points))
            case _:
                expected.append(outcome)
    return [] if list(firing.effects) == expected else [f"{rule.id} has other effects than written"]


def _totals(advice: Advice) -> list[str]:
    points: dict[str, int] = defaultdict(int)
    vetoed: set[str] = set()
    for firing in advice.trace:
        for effect in firing.effects:
            if isinstance(effect, WeighedEvidence):
                points[effect.mode] += effect.points
            elif isinstance(effect, Exclude):
                vetoed.add(effect.mode)
    problems = []
    for standing in advice.mode.ranking:
        if not standing.net == standing.for_ - standing.against == points[standing.mode]:
            problems.append(f"the points of {standing.mode} do not add up")
        if bool(standing.excluded_by) != (standing.mode in vetoed):
            problems.append(f"the vetoes of {standing.mode} do not agree")
    return problems
