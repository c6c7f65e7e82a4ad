"""Quick trials: what the rules, or the rules with one of them changed, make of answers; and the adviser they stand for.

The adviser gives the advice; this weighs the same clauses without recording why, thousands of times, for searches. A
test holds it to the adviser.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import BitsetEngine, ClauseMasks, numbers
from mvpod_expert.engine.clauses import Clause, RuleBase, any_holds, clauses_of
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.mode.completion import Completion
from mvpod_expert.mode.planning import Planner
from mvpod_expert.model.decision import LEVEL
from mvpod_expert.model.rules import Assign, Evidence, Exclude, Recommend, Rule, Stratum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase


@dataclass(frozen=True)
class Changed:
    """A rule as it would be after a change, or taken out.

    Args:
        name: the rule's id.
        rule: the changed rule; nothing when it is taken out.
        clauses: when it fires.
    """

    name: str
    rule: Rule | None
    clauses: tuple[Clause, ...]

    def holds(self, memory: Mapping[str, str]) -> bool:
        """Return whether the changed rule fires."""
        return any_holds(self.clauses, memory)


@dataclass(frozen=True)
class Outcome:
    """What came of a trial.

    Args:
        memory: the known facts at the end: answers, conclusions, the decided mode.
        fired: the rules that fired, doubt rules among them.
        mode: the recommended mode.
        margin: its lead, where there is a second mode; nothing is feasible when `feasible` is 0.
        net: every mode's points.
        rows: the points of every option that a row of the plan has any for.
        items: the items of the plan, and `row → option` for what each row falls to first; empty without a plan.
    """

    memory: Mapping[str, str]
    fired: frozenset[str]
    mode: str | None
    margin: int | None
    feasible: int
    net: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    items: frozenset[str] = frozenset()


class FastEvaluator:
    """Tries answers."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.knowledge = knowledge
        self.table = knowledge.decision
        self.base = base
        self.masks = [ClauseMasks(layer.clauses) for layer in base.layers]
        self.clauses = base.clauses()
        self.layer_of = {
            rule: number for number, layer in enumerate(base.layers) for owners in layer.owners for rule in owners
        }
        self.layers: dict[Stratum, list[int]] = defaultdict(list)
        for number, layer in enumerate(base.layers):
            self.layers[layer.stratum].append(number)
        items = list(knowledge.items())
        self.planner = Planner(knowledge)
        self.brings = {item.id: (*item.brings, *item.carried_by) for item in items}
        self.points = {strength.id: strength.points for strength in self.table.strengths}
        self.completion = Completion(knowledge.facts)

    def memory_of(self, cell: Cell) -> dict[str, str]:
        """Return the known answers to a cell, completed."""
        return self.completion.cell(cell).memory()

    def changed(self, name: str, rule: Rule | None) -> Changed:
        """Compile a changed rule.

        Raises:
            ConditionTooLargeError: its condition has too many alternatives.
        """
        clauses = clauses_of(rule.when, self.knowledge.facts) if rule is not None else ()
        return Changed(name, rule, clauses)

    def outcome(self, answers: Mapping[str, str], changed: Changed | None = None, *, plan: bool = True) -> Outcome:
        """Try answers.

        Args:
            answers: the known answers.
            changed: the rule that is another one than in the rule base.
            plan: whether the plan is wanted too.
        """
        memory = self.completion.states(answers)
        fired = self._fire("doubt", memory, changed)
        fired += self.derive(memory, changed)
        weighed = self._fire("weigh", memory, changed)
        found = self._decided(weighed, changed)
        fired += weighed
        items: frozenset[str] = frozenset()
        rows: Mapping[str, Mapping[str, int]] = {}
        if found.mode is not None:
            memory[self.table.decided_fact] = found.mode
        if plan:
            planned = self._fire("plan", memory, changed)
            fired += planned
            rows, items = self._planned(planned, changed, memory)
        return replace(found, memory=memory, fired=frozenset(fired), rows=rows, items=items)

    def derive(self, memory: dict[str, str], changed: Changed | None = None) -> list[str]:
        """Add what is concluded to the memory; return the rules that fired."""
        fired = []
        for number in self.layers["derive"]:
            names = self._fire_layer(number, memory, changed)
            for each in (conclusion for name in names for conclusion in self._rule(name, changed).concluded()):
                memory.setdefault(each.fact, each.state)
            fired += names
        return fired

    def _rule(self, name: str, changed: Changed | None) -> Rule:
        if changed is not None and changed.name == name and changed.rule is not None:
            return changed.rule
        return self.knowledge.rules[name]

    def _fire(self, stratum: Stratum, memory: Mapping[str, str], changed: Changed | None) -> list[str]:
        return [name for number in self.layers[stratum] for name in self._fire_layer(number, memory, changed)]

    def _fire_layer(self, number: int, memory: Mapping[str, str], changed: Changed | None) -> list[str]:
        owners = self.base.layers[number].owners
        names = {owner for bit in numbers(self.masks[number].true(memory)) for owner in owners[bit]}
        if changed is not None and self.layer_of.get(changed.name) == number:
            names.discard(changed.name)
            if changed.holds(memory):
                names.add(changed.name)
        return list(names)

    def _decided(self, weighed: Iterable[str], changed: Changed | None) -> Outcome:
        net = dict.fromkeys((mode.id for mode in self.table.modes), 0)
        vetoed: set[str] = set()
        argued: set[str] = set()
        for name in weighed:
            for each in self._rule(name, changed).then:
                if isinstance(each, Evidence):
                    net[each.mode] += each.signed(self.points[each.strength])
                    if each.direction == "for":
                        argued.add(each.mode)
                elif isinstance(each, Exclude):
                    vetoed.add(each.mode)
        feasible = sorted((mode for mode in net if mode not in vetoed), key=lambda mode: -net[mode])
        margin = net[feasible[0]] - net[feasible[1]] if len(feasible) > 1 else None
        is_decided = bool(feasible) and (margin != LEVEL or feasible[0] in argued)
        return Outcome({}, frozenset(), feasible[0] if is_decided else None, margin, len(feasible), net)

    def _planned(
        self, planned: Iterable[str], changed: Changed | None, memory: Mapping[str, str]
    ) -> tuple[Mapping[str, Mapping[str, int]], frozenset[str]]:
        """Return the points of the rows' options, and the items with what each row falls to first."""
        rows: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        waiting: list[str] = []
        for name in planned:
            for each in self._rule(name, changed).then:
                if isinstance(each, Recommend):
                    waiting.append(each.item)
                elif isinstance(each, Assign):
                    rows[each.item][each.to] += self.points[each.strength]
        laws = [law for law in self.planner.laws if law.applies(memory)]
        seen: set[str] = set()
        for row, options in self.planner.settled(rows, laws).items():
            waiting += [row, *options]
            seen.add(f"{row} → {options[0]}")
        while waiting:
            item = waiting.pop()
            if item not in seen:
                seen.add(item)
                waiting += self.brings[item]
        return rows, frozenset(seen)


def adviser_with(knowledge: KnowledgeBase, changed: Changed) -> Adviser:
    """Build an adviser with one rule changed or taken out, on the bitset engine.

    Raises:
        UnusableInputError: the check of the rules refuses the change.
    """
    rules = {name: changed.rule if name == changed.name else each for name, each in knowledge.rules.items()}
    kept = {name: each for name, each in rules.items() if each is not None}
    swapped = knowledge.model_copy(update={"rules": kept})
    base = compile_rules(swapped)
    return Adviser(swapped, base, BitsetEngine(base))
