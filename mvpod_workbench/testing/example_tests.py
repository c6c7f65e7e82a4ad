"""Every rule's examples, run: it fires where it is said to fire, and stays silent where it is said to stay silent.

Runs on the bitset engine: the durable one never frees a ruleset. An example is fired as far as its rule needs: what it
tests is an answer, concluded by the derive rules, or given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.errors import EngineFailureError
from mvpod_expert.model.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Example, Rule, Stratum

ExampleKind = Literal["fires", "silent"]


@dataclass(frozen=True)
class ExampleResult:
    """One example and what the rule did.

    Args:
        memory: the known facts when the rule was tried, concluded ones among them.
        problem: why the example could not be run, if so.
    """

    rule: Rule
    kind: ExampleKind
    example: Example
    fired: bool
    memory: Mapping[str, str]
    problem: str | None = None

    @property
    def passed(self) -> bool:
        """The rule did what the example says."""
        return self.problem is None and self.fired == (self.kind == "fires")


def examples_of(rule: Rule) -> list[tuple[ExampleKind, Example]]:
    """Return a rule's examples, those that fire first."""
    return [*(("fires", each) for each in rule.fires), *(("silent", each) for each in rule.silent)]


def run_examples(knowledge: KnowledgeBase, base: RuleBase) -> Iterator[ExampleResult]:
    """Run every example of every rule, in the order of the files."""
    engine = BitsetEngine(base)
    for rule in knowledge.rules.values():
        for kind, example in examples_of(rule):
            derived: tuple[Stratum, ...] = ("derive",) if rule.stratum in {"weigh", "plan"} else ()
            memory = {fact: state for fact, state in example.states.items() if state != UNKNOWN}
            fired: set[str] = set()
            problem: str | None = None
            try:
                for stratum in (*derived, rule.stratum):
                    fired |= {each.rule for each in fire_stratum(base, engine, knowledge.rules, stratum, memory)}
            except EngineFailureError as error:
                problem = str(error)
            yield ExampleResult(rule, kind, example, rule.id in fired, memory, problem)
