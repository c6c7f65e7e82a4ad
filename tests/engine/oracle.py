"""The oracle: rules as written, evaluated to a fixed point, with nothing of the engines or of the compiled form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.replay.checker import truth
from tests.engine.builders import DECIDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.engine.clauses import Clause
    from mvpod_expert.model.rules import Rule


def derived_memory(rules: Iterable[Rule], memory: Mapping[str, str]) -> dict[str, str]:
    """Conclude until nothing more follows."""
    known = dict(memory)
    waiting = [rule for rule in rules if rule.stratum == "derive"]
    while True:
        holding = [rule for rule in waiting if truth(rule.when, known) is True]
        if not holding:
            return known
        for rule in holding:
            waiting.remove(rule)
            known.update({each.fact: each.state for each in rule.concluded()})


def expected_firings(rules: Iterable[Rule], memory: Mapping[str, str], decided: str | None) -> dict[str, set[str]]:
    """Return the ids of the rules that fire, by stratum; the decision is made before the plan."""
    rules = tuple(rules)
    known = derived_memory(rules, memory)
    planning = known if decided is None else known | {DECIDED: decided}
    fired: dict[str, set[str]] = {"derive": set(), "weigh": set(), "plan": set()}
    for rule in rules:
        if truth(rule.when, planning if rule.stratum == "plan" else known) is True:
            fired[rule.stratum].add(rule.id)
    return fired


def holds(clause: Clause, memory: Mapping[str, str]) -> bool:
    """Return whether all literals of a clause hold."""
    return all(memory.get(fact) in states for fact, states in clause.literals)
