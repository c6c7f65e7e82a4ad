"""Every rule's examples, run: it fires where it is said to fire, and stays silent where it is said to stay silent.

Runs on the bitset engine: the durable one never frees a ruleset.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.errors import EngineFailureError
from mvpod_expert.model.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Example, Rule, Stratum

ExampleKind = Literal["fires", "silent"]


@dataclass(frozen=True)
class ExampleResult:
    """One example and what the rule did."""

    rule: Rule
    kind: ExampleKind
    example: Example
    fired: bool

    @property
    def passed(self) -> bool:
        """The rule did what the example says."""
        return self.fired == (self.kind == "fires")


def run_examples(knowledge: KnowledgeBase, base: RuleBase) -> Iterator[ExampleResult]:
    """Run every example of every rule, in the order of the files."""
    engine = BitsetEngine(base)
    for rule in knowledge.rules.values():
        pairs: list[tuple[ExampleKind, Example]] = [("fires", each) for each in rule.fires]
        pairs += [("silent", each) for each in rule.silent]
        for kind, example in pairs:
            memory = {fact: state for fact, state in example.states.items() if state != UNKNOWN}
            try:
                fired = rule.id in _fired(rule, knowledge, base, engine, memory)
            except EngineFailureError:
                # It gives a derived fact another value than its own answers lead to: such an example holds of no rule.
                fired = kind == "silent"
            yield ExampleResult(rule, kind, example, fired)


def _fired(
    rule: Rule, knowledge: KnowledgeBase, base: RuleBase, engine: BitsetEngine, memory: dict[str, str]
) -> set[str]:
    """Fire the rule's own stratum; whatever it is, only deriving adds to what the rule is held against."""
    strata: tuple[Stratum, ...] = ("derive",) if rule.stratum == "derive" else ("derive", rule.stratum)
    return {each.rule for stratum in strata for each in fire_stratum(base, engine, knowledge.rules, stratum, memory)}
