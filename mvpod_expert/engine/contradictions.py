"""Conditions that can never hold, with the fewest of their parts that exclude each other.

A rule may contradict itself in its own words, or only through what its derived facts follow from.
"""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from mvpod_expert.engine.clauses import ConditionTooLargeError, clauses_of
from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Connective, Not, every_test, fold
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.engine.strata import Derivation
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Rule

    CanHold = Callable[[Condition], bool]

MAX_PARTS = 12


def impossible(rules: Iterable[Rule], facts: Mapping[str, Fact]) -> Iterator[Diagnostic]:
    """Return a finding for each rule whose condition contradicts itself in its own words."""
    can_hold = partial(_can_hold, facts=facts)
    for rule in rules:
        if not can_hold(rule.when):
            yield _finding(Code.CONDITION_IMPOSSIBLE, rule, fewest(rule.when, can_hold))


def unreachable(rules: Sequence[Rule], derivation: Derivation) -> Iterator[Diagnostic]:
    """Return a finding for each rule that can never fire because of what the derived facts it tests follow from.

    A rule that is dead only because the rules it leans on are dead is not reported again: one cause, one finding.
    The rules do not contradict themselves in their own words, and the derivation has no cycle.
    """

    def can_hold(condition: Condition) -> bool:
        return _can_hold(derivation.unfold(condition), derivation.facts)

    dead = {rule.id: rule for rule in rules if not can_hold(rule.when)}
    for rule in dead.values():
        if any(each.id in dead for test in every_test(rule.when) for each in derivation.concluders(test)):
            continue
        missing = next(never_concluded(rule, derivation), None)
        if missing is not None:
            yield missing
            continue
        parts = fewest(rule.when, can_hold)
        tests = [test for part in parts for test in every_test(part)]
        concluders = dict.fromkeys(concluder.id for test in tests for concluder in derivation.concluders(test))
        places = [each.place for each in derivation.rules if each.id in concluders]
        yield _finding(Code.RULE_UNREACHABLE, rule, parts, places, rules=", ".join(concluders))


def never_concluded(rule: Rule, derivation: Derivation) -> Iterator[Diagnostic]:
    """Return a finding for each test of a derived fact's states of which no rule concludes one."""
    for test in every_test(rule.when):
        concluded = {
            each.state
            for other in derivation.concluding.get(test.fact, ())
            for each in other.concluded()
            if each.fact == test.fact
        }
        missing = [state for state in derivation.facts[test.fact].states if state in test.states - concluded]
        if concluded and missing:
            yield Diagnostic(
                code=Code.STATE_NEVER_CONCLUDED,
                place=test.place,
                about=f"rules › {rule.id}",
                details={"fact": test.fact, "states": ", ".join(missing)},
                allowed=tuple(state for state in derivation.facts[test.fact].states if state in concluded),
            )


def fewest(condition: Condition, can_hold: CanHold) -> tuple[Condition, ...]:
    """Return the fewest parts that cannot hold together of a condition that can never hold, as `can_hold` decides."""
    match condition:
        case All(parts=parts) if len(parts) <= MAX_PARTS:
            for size in range(1, len(parts) + 1):
                for chosen in combinations(parts, size):
                    if not can_hold(All(parts=chosen)):
                        return fewest(chosen[0], can_hold) if size == 1 else chosen
        case Any(parts=parts):
            return fewest(parts[0], can_hold)
    return (condition,)


def written(condition: Condition) -> str:
    """Return a condition as it stands in a file."""
    return fold(condition, lambda test: f"{test.fact}: {_listed(sorted(test.states))}", _joined)


def _joined(condition: Connective, parts: tuple[str, ...]) -> str:
    listed = f"[{', '.join(f'{{{part}}}' for part in parts)}]"
    match condition:
        case Not():
            return f"not: {{{parts[0]}}}"
        case AtLeast(count=count):
            return f"at_least: {{count: {count}, of: {listed}}}"
    return f"{condition.kind}: {listed}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"


def _can_hold(condition: Condition, facts: Mapping[str, Fact]) -> bool:
    try:
        return bool(clauses_of(condition, facts))
    except ConditionTooLargeError:
        return True


def _finding(
    code: Code, rule: Rule, parts: Sequence[Condition], others: Iterable[Place] = (), **details: str
) -> Diagnostic:
    places = list(dict.fromkeys(test.place for part in parts for test in every_test(part)))
    return Diagnostic(
        code=code,
        place=places[0],
        about=f"rules › {rule.id}",
        details={"parts": "; ".join(map(written, parts)), **details},
        related=(*places[1:], *others),
    )
