"""NEAR MISS: a rule held against a case: what held, what did not and by how much, and what would make it fire."""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING

from mvpod_expert.engine.clauses import Clause, compatible
from mvpod_expert.mode.explanation.counterfactuals import cost, suppose
from mvpod_expert.mode.explanation.model import Judged, NearMiss, Supposed
from mvpod_expert.model.conditions import Condition, Connective, Not, Test, fold
from mvpod_expert.model.rules import Conclude, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.mode.completion import Change
    from mvpod_expert.mode.explanation.context import ExplanationContext
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact


def near_miss(asked: ExplanationContext, rule: Rule) -> NearMiss:
    """Hold a rule of any stratum against a cell.

    Whether a compare rule fires does not follow from one cell, so what it says of two cells stays open.
    """
    knowledge = asked.knowledge
    concluded = _concluded(asked)
    memory = {**asked.memory, **concluded}
    condition = judged(rule.when, knowledge.facts, memory, asked.cell.answers)
    changes = () if condition.truth is True else _least(asked, rule, concluded)
    documented = asked.adviser.documented_memory
    order = [each.case for each in asked.by_likeness] or list(knowledge.cases)
    return NearMiss(
        rule=rule.id,
        fired=condition.truth is True,
        condition=condition,
        changes=changes,
        cases=tuple(case for case in order if judged(rule.when, knowledge.facts, documented[case], {}).truth is True),
    )


def judged(
    condition: Condition, facts: Mapping[str, Fact], memory: Mapping[str, str], answers: Mapping[str, Answer]
) -> Judged:
    """Judge a condition and all its parts, in strong Kleene logic.

    `memory` has the known facts, derived ones among them, and `answers` the numbers that were given.
    """

    def tested(test: Test) -> Judged:
        fact, state = facts[test.fact], memory.get(test.fact)
        states = tuple(each for each in fact.known_states if each in test.states)
        truth = None if state is None else state in test.states
        short = _short(fact, states, answers.get(fact.id)) if truth is False else None
        return Judged(kind="test", truth=truth, fact=fact.id, states=states, state=state, short=short)

    return fold(condition, tested, _counted)


def _short(fact: Fact, states: Iterable[str], answer: Answer | None) -> float | None:
    """Report how far a number is from the nearest of the bands."""
    if fact.kind != "number" or answer is None or not isinstance(answer.given, int | float):
        return None
    distances = []
    for place in (fact.states.index(state) for state in states if state in fact.states):
        is_above = answer.state in fact.states and place > fact.states.index(answer.state)
        limit = fact.bands[place - 1].limit if is_above else fact.bands[place].limit
        distances.append(round(abs((limit or 0) - answer.given), 6))
    return min(distances, default=None)


def _counted(condition: Connective, parts: tuple[Judged, ...]) -> Judged:
    true, false = (False, True) if isinstance(condition, Not) else (True, False)
    holding = sum(part.truth is true for part in parts)
    can_hold = sum(part.truth is not false for part in parts)
    truth = True if holding >= condition.needed else None if can_hold >= condition.needed else False
    return Judged(kind=condition.kind, truth=truth, holding=holding, needed=condition.needed, parts=parts)


def _concluded(asked: ExplanationContext) -> dict[str, str]:
    memory = {
        effect.fact: effect.state
        for firing in asked.advice.trace
        for effect in firing.effects
        if isinstance(effect, Conclude)
    }
    if asked.decision.recommended is not None:
        memory[asked.knowledge.decision.decided_fact] = asked.decision.recommended
    return memory


def _clauses(asked: ExplanationContext, rule: Rule) -> Iterator[Clause]:
    """Return the ways in which a rule can hold, over asked facts, the decided mode and how two cells compare."""
    base = asked.adviser.tracer.base
    if rule.id in base.unfolded:
        yield from base.unfolded[rule.id]
        return
    for layer in base.layers:
        for clause, owners in zip(layer.clauses, layer.owners, strict=True):
            if rule.id in owners:
                yield from _unfolded(clause, asked)


def _unfolded(clause: Clause, asked: ExplanationContext) -> Iterator[Clause]:
    knowledge, unfolded = asked.knowledge, asked.adviser.tracer.base.unfolded
    ways: list[list[Clause]] = []
    for fact, states in clause.literals:
        behind = [
            way
            for rule in knowledge.rules_of("derive")
            if any(each.fact == fact and each.state in states for each in rule.concluded())
            for way in unfolded[rule.id]
        ]
        ways.append(behind or [Clause(((fact, states),))])
    for combination in product(*ways):
        joined: Clause | None = Clause(())
        for way in combination:
            joined = compatible(joined, way) if joined is not None else None
        if joined is not None:
            yield joined


def _least(asked: ExplanationContext, rule: Rule, concluded: Mapping[str, str]) -> tuple[Supposed, ...]:
    """Return the fewest changes that make a rule fire, decided again to make sure.

    Changed answers may change the mode too. Where a plan rule tests the mode and no changes keep it, the mode it needs
    is reported with the changes.
    """
    facts = asked.knowledge.facts
    decided_fact = asked.knowledge.decision.decided_fact
    found = (_changes(asked, clause, concluded) for clause in _clauses(asked, rule))
    ways = [changes for changes in found if changes is not None]
    ways += [tuple(each for each in way if each.fact != decided_fact) for way in ways]
    ways.sort(key=lambda changes: cost(changes, facts))
    for changes in ways:
        if rule.stratum != "plan" or _fires_with(asked, rule, {change.fact: change.to for change in changes}):
            return changes
    mode = asked.decision.recommended
    return (*ways[0], suppose(facts[decided_fact], mode, mode)) if ways and mode is not None else ()


def _fires_with(asked: ExplanationContext, rule: Rule, changes: Mapping[str, str]) -> bool:
    """Return whether a plan rule fires on changed answers, with the supposed mode or else the one they lead to."""
    decided_fact = asked.knowledge.decision.decided_fact
    memory = asked.trials.memory_with(changes.items())
    supposed = memory.pop(decided_fact, None)
    decision = asked.adviser.decide_again(asked.cell, memory)  # adds to the memory what is derived
    mode = supposed or decision.recommended
    if mode is not None:
        memory[decided_fact] = mode
    return judged(rule.when, asked.knowledge.facts, memory, {}).truth is True


def _changes(asked: ExplanationContext, clause: Clause, concluded: Mapping[str, str]) -> tuple[Supposed, ...] | None:
    """Return what would have to change for a clause to hold, by the smallest steps; nothing where it cannot hold."""
    facts = asked.knowledge.facts
    memory = {**asked.memory, **concluded}

    def size(way: tuple[Change, ...]) -> tuple[bool, tuple[int, ...]]:
        supposed = [suppose(facts[fact], memory.get(fact), state) for fact, state in way]
        is_stated = any(facts[fact].sources and not asked.trials.is_changeable(facts[fact]) for fact, _ in way)
        return is_stated, cost(supposed, facts)

    def holds(changes: Mapping[str, str]) -> bool:
        return clause.holds({**concluded, **asked.trials.memory_with(changes.items())})

    lacking = [(facts[fact], states) for fact, states in clause.literals if memory.get(fact) not in states]
    for ways in product(*(sorted(asked.trials.ways_to(fact, states), key=size) for fact, states in lacking)):
        changes = dict(chain.from_iterable(ways))
        for fact in tuple(changes):
            fewer = {name: state for name, state in changes.items() if name != fact}
            changes = fewer if holds(fewer) else changes
        if holds(changes):
            return tuple(suppose(facts[fact], memory.get(fact), state) for fact, state in changes.items())
    return None
