"""Rules that say nothing, contradict another, repeat it, or leave no mode: what a look at conditions alone can tell.

Whether rules do so on some answers only is proved by `rules verify`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.engine.clauses import Clause, clauses_of
from mvpod_expert.model.conditions import Any, every_part
from mvpod_expert.model.diagnostics import Code, warning
from mvpod_expert.model.rules import Evidence, Exclude
from mvpod_workbench.lookup.fields import written
from mvpod_workbench.sampling.separating_example import SearchTooLongError, separating_example

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.model.conditions import Condition
    from mvpod_expert.model.diagnostics import Diagnostic, Place
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule


def rules_alike(knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    """Return a warning for each rule of a rule set that always fires, vetoes all, contradicts or repeats another."""
    modes = {mode.id for mode in knowledge.decision.modes}
    same: dict[tuple[object, ...], list[Rule]] = defaultdict(list)
    for rule in knowledge.rules.values():
        clauses = clauses_of(rule.when, knowledge.facts)
        facts = dict.fromkeys(fact for clause in clauses for fact, _ in clause.literals)
        # What belongs into every plan is said by naming all modes.
        if facts.keys() != {knowledge.decision.decided_fact} and always_holds(clauses, knowledge.facts):
            yield _finding(Code.ALWAYS_FIRES, rule, facts=", ".join(facts))
        if any(_is_any_of_one(part.condition) for part in every_part(rule.when)):
            yield _finding(Code.ANY_OF_ONE, rule)
        vetoed = {each.mode for each in rule.then if isinstance(each, Exclude)}
        if vetoed >= modes:
            yield _finding(Code.EVERY_MODE_VETOED, rule)
        same[rule.stratum, clauses].append(rule)
    for rules in same.values():
        yield from _compared(rules)


def always_holds(clauses: Sequence[Clause], facts: Mapping[str, Fact]) -> bool:
    """Return whether a condition holds on every way to answer its facts, as far as that is found out."""
    used = {fact: facts[fact] for clause in clauses for fact, _ in clause.literals}
    answered = Clause(tuple((fact.id, frozenset(fact.known_states)) for fact in used.values()))
    try:
        return separating_example([answered], clauses, used) is None
    except SearchTooLongError:
        return False


def _is_any_of_one(condition: Condition) -> bool:
    return isinstance(condition, Any) and [len(getattr(part, "parts", ())) > 1 for part in condition.parts] == [True]


def _compared(rules: Sequence[Rule]) -> Iterator[Diagnostic]:
    """Compare the rules of one stratum that have the same condition."""
    for number, rule in enumerate(rules):
        for other in rules[:number]:
            if set(map(written, rule.then)) == set(map(written, other.then)):
                yield _finding(Code.RULE_COPIED, rule, [other.place], other=other.id)
            else:
                opposite = [(one, its) for one in rule.then for its in other.then if _is_opposite(one, its)]
                if opposite:
                    effects = "; ".join(f"{written(one)} / {written(its)}" for one, its in opposite)
                    yield _finding(Code.RULES_CONTRADICT, rule, [other.place], other=other.id, effects=effects)


def _is_opposite(one: object, other: object) -> bool:
    """Return whether two pieces of evidence cancel out: for and against one mode, or as much for another."""
    if not isinstance(one, Evidence) or not isinstance(other, Evidence):
        return False
    if one.mode == other.mode:
        return one.direction != other.direction
    return one.direction == other.direction == "for" and one.strength == other.strength


def _finding(code: Code, rule: Rule, related: Sequence[Place] = (), **details: str) -> Diagnostic:
    return warning(code, rule.place, f"rules › {rule.id}", details, related)
