"""Rules to the compiled rule base both engines run: layers of clauses over finite states, and nothing else.

What the rules cannot mean is found here, with a witness: cycles, two rules that can conclude different values of one
fact, conditions that can never hold or that are too large to write out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from mvpod_expert.capability import rulesets
from mvpod_expert.engine.clauses import (
    MAX_ALTERNATIVES,
    Clause,
    ConditionTooLargeError,
    Layer,
    RuleBase,
    clauses_of,
    compatible,
)
from mvpod_expert.engine.contradictions import impossible, unreachable
from mvpod_expert.engine.strata import Derivation
from mvpod_expert.model.conditions import Condition, every_test
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule, Stratum

AFTER_DECISION: tuple[Stratum, ...] = ("plan", "compare")
AFTER_DERIVING: tuple[Stratum, ...] = ("weigh", "plan", "doubt", "compare")


def compile_rules(knowledge: KnowledgeBase) -> RuleBase:
    """Compile a knowledge base.

    Raises:
        UnusableInputError: what the rules cannot mean, all findings of the first stage that has any.
    """
    table = knowledge.decision
    base = compile_rule_set(knowledge.rules.values(), knowledge.facts, {table.decided_fact, table.compared_fact})
    beside = {key: compile_rule_set(own.rules.values(), own.facts, ()) for key, own in rulesets(knowledge).items()}
    return replace(base, beside=beside)


def compile_rule_set(rules: Iterable[Rule], facts: Mapping[str, Fact], decided_facts: Collection[str]) -> RuleBase:
    """Compile rules of all strata; `decided_facts` are derived ones that the decision, not a rule, concludes.

    Raises:
        UnusableInputError: as for `compile_rules`.
    """
    return _Compiler(tuple(rules), facts, decided_facts).run()


class _Compiler:
    def __init__(self, rules: tuple[Rule, ...], facts: Mapping[str, Fact], decided_facts: Collection[str]) -> None:
        self.rules = rules
        self.facts = facts
        self.decided_facts = decided_facts
        self.derivation = Derivation((rule for rule in rules if rule.stratum == "derive"), facts)
        self.findings: list[Diagnostic] = []

    def run(self) -> RuleBase:
        self._check_concluded()
        cycle = self.derivation.cycle()
        if cycle:
            self.findings.append(cycle)
        self._raise_if_any()
        clauses = {rule.id: self._clauses(rule, rule.when) for rule in self.rules}
        self.findings += impossible([rule for rule in self.rules if not clauses[rule.id]], self.facts)
        self._raise_if_any()
        before = [rule for rule in self.rules if rule.stratum not in AFTER_DECISION]
        unfolded = {rule.id: self._clauses(rule, self.derivation.unfold(rule.when)) for rule in before}
        self.findings += unreachable([rule for rule in before if not unfolded[rule.id]], self.derivation)
        self._raise_if_any()
        self._check_conflicts(unfolded)
        self._raise_if_any()
        layers = [_layer("derive", rules, clauses) for rules in self.derivation.layers()]
        for stratum in AFTER_DERIVING:
            layer = _layer(stratum, [rule for rule in self.rules if rule.stratum == stratum], clauses)
            if layer.clauses or stratum not in {"doubt", "compare"}:
                layers.append(layer)
        return RuleBase(tuple(layers), unfolded)

    def _raise_if_any(self) -> None:
        if self.findings:
            raise UnusableInputError(self.findings)

    def _add(
        self, code: Code, rule: Rule, related: Iterable[Rule] = (), *, at: Place | None = None, **details: str
    ) -> None:
        about, places = f"rules › {rule.id}", tuple(each.place for each in related)
        self.findings.append(
            Diagnostic(code=code, place=at or rule.place, about=about, details=details, related=places)
        )

    def _check_concluded(self) -> None:
        seen: set[str] = set()
        for rule in self.rules:
            for test in every_test(rule.when):
                fact = self.facts[test.fact]
                is_concluded = fact.id in self.decided_facts or self.derivation.concluding[fact.id]
                if fact.derived and not is_concluded and fact.id not in seen:
                    seen.add(fact.id)
                    self._add(Code.FACT_NEVER_CONCLUDED, rule, at=test.place, fact=fact.id)

    def _clauses(self, rule: Rule, condition: Condition) -> tuple[Clause, ...]:
        try:
            return clauses_of(condition, self.facts)
        except ConditionTooLargeError:
            self._add(Code.CONDITION_TOO_LARGE, rule, limit=str(MAX_ALTERNATIVES))
            return ()

    def _check_conflicts(self, unfolded: Mapping[str, tuple[Clause, ...]]) -> None:
        for fact, rules in self.derivation.concluding.items():
            for one, other in combinations(rules, 2):
                states = [next(each.state for each in rule.concluded() if each.fact == fact) for rule in (one, other)]
                if states[0] == states[1]:
                    continue
                both = (compatible(*pair) for pair in product(unfolded[one.id], unfolded[other.id]))
                witness = next(filter(None, both), None)
                if witness is not None:
                    self._add(
                        Code.CONCLUSIONS_CONFLICT,
                        one,
                        [other],
                        fact=fact,
                        other=other.id,
                        one_state=states[0],
                        other_state=states[1],
                        witness=_shown(witness, self.facts),
                    )


def _shown(clause: Clause, facts: Mapping[str, Fact]) -> str:
    return ", ".join(
        f"{fact}: {next(state for state in facts[fact].known_states if state in states)}"
        for fact, states in clause.literals
    )


def _layer(stratum: Stratum, rules: Collection[Rule], clauses: Mapping[str, tuple[Clause, ...]]) -> Layer:
    owners: dict[Clause, list[str]] = defaultdict(list)
    for rule in rules:
        for clause in clauses[rule.id]:
            owners[clause].append(rule.id)
    ordered = tuple(sorted(owners, key=Clause.key))
    return Layer(stratum, ordered, tuple(tuple(owners[each]) for each in ordered), tuple(rule.id for rule in rules))
