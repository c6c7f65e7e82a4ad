"""The order of deriving: facts that depend on derived facts come later; a cycle is an error with its witness."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import Any, Condition, Test, every_test, fold
from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_expert.model.precedence import circle_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Rule


class Derivation:
    """Which derived fact comes from which of the rules that conclude facts, and in which order."""

    def __init__(self, rules: Iterable[Rule], facts: Mapping[str, Fact]) -> None:
        self.rules = tuple(rules)
        self.facts = facts
        self.concluding: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            for conclusion in rule.concluded():
                self.concluding[conclusion.fact].append(rule)

    def needs(self, rule: Rule) -> set[str]:
        """Return the derived facts a rule's condition tests."""
        return {test.fact for test in every_test(rule.when) if self.facts[test.fact].derived}

    def concluders(self, test: Test) -> tuple[Rule, ...]:
        """Return the rules that conclude one of the states a test of a derived fact accepts."""
        return tuple(
            rule
            for rule in self.concluding.get(test.fact, ())
            if any(each.fact == test.fact and each.state in test.states for each in rule.concluded())
        )

    def unfold(self, condition: Condition) -> Condition:
        """Write a condition out over asked facts: a derived test becomes the conditions that conclude it.

        What no rule concludes at all, as the decided mode, stays as it is. There must be no cycle.
        """

        def test(tested: Test) -> Condition:
            if self.facts[tested.fact].derived and self.concluding.get(tested.fact):
                return Any(parts=tuple(self.unfold(rule.when) for rule in self.concluders(tested)))
            return tested

        return fold(condition, test, lambda connective, parts: connective.rebuilt(parts))

    def cycle(self) -> Diagnostic | None:
        """Return the finding about a cycle among the derived facts, if there is one."""
        path = circle_among(
            {fact: tuple(set().union(*map(self.needs, rules))) for fact, rules in self.concluding.items()}
        )
        if not path:
            return None
        rules = [
            next(rule for rule in self.concluding[later] if earlier in self.needs(rule))
            for earlier, later in pairwise(path)
        ]
        witness = " → ".join(f"{fact} → ({rule.id})" for fact, rule in zip(path, rules, strict=False))
        return Diagnostic(
            code=Code.CYCLE,
            place=rules[0].place,
            about=f"rules › {rules[0].id}",
            details={"witness": f"{witness} → {path[-1]}"},
            related=tuple(rule.place for rule in rules[1:]),
        )

    def layers(self) -> tuple[tuple[Rule, ...], ...]:
        """Return the rules layer by layer: each tests only facts that earlier layers conclude.

        There must be no cycle.
        """

        @cache
        def level_of_fact(fact: str) -> int:
            return max(map(level_of_rule, self.concluding[fact]), default=0)

        def level_of_rule(rule: Rule) -> int:
            return 1 + max(map(level_of_fact, self.needs(rule)), default=0)

        by_level: dict[int, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            by_level[level_of_rule(rule)].append(rule)
        return tuple(tuple(by_level[number]) for number in sorted(by_level))
