"""Running a rule base: layer after layer, the working memory growing by what is concluded, and the trace of it.

Which clauses fire is the engine's word; here clauses become rules, and each rule fires once, with one clause as what it
matched: the shortest that fired, then the first in the compiled order, so that both engines give the same trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.errors import EngineFailureError
from mvpod_expert.model.rules import Assign, Evidence, Outcome, Propose, Rule, Stratum
from mvpod_expert.model.trace import Effect, Firing, Matched, WeighedChoice, WeighedEvidence, WeighedProposal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.clauses import Clause, RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase


class Fired(NamedTuple):
    """A rule that fired, and the clause that was true."""

    rule: str
    clause: Clause


def fire_stratum(
    base: RuleBase, engine: Engine, rules: Mapping[str, Rule], stratum: Stratum, memory: dict[str, str]
) -> list[Fired]:
    """Fire the layers of a stratum; each rule fires once, within a layer in the order of the files.

    Args:
        base: the compiled rules.
        engine: the engine built for them.
        rules: the rules that are asked about, by id; others of the base do not fire.
        stratum: which stratum fires.
        memory: the working memory; what is concluded is added to it.
    """
    fired: list[Fired] = []
    for number, layer in enumerate(base.layers):
        if layer.stratum != stratum:
            continue
        matched: dict[str, Clause] = {}
        for clause_number in sorted(engine.fire(number, memory)):
            for owner in layer.owners[clause_number]:
                matched.setdefault(owner, layer.clauses[clause_number])
        for rule_id in layer.rules:
            if rule_id in matched and rule_id in rules:
                fired.append(Fired(rule_id, matched[rule_id]))
                _conclude(rules[rule_id], memory)
    return fired


def _conclude(rule: Rule, memory: dict[str, str]) -> None:
    for conclusion in rule.concluded():
        if memory.setdefault(conclusion.fact, conclusion.state) != conclusion.state:
            message = f"{rule.id} concluded {conclusion.fact} against an earlier rule"
            raise EngineFailureError(message)


class Tracer:
    """Fires strata and records what fired."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, engine: Engine) -> None:
        self.knowledge = knowledge
        self.base = base
        self.engine = engine
        self._effects: dict[str, tuple[Effect, ...]] = {}

    def fire(self, stratum: Stratum, cell: Cell, memory: dict[str, str]) -> list[Firing]:
        """Fire a stratum on a memory made from a cell's answers; what is concluded is added to the memory."""
        fired = fire_stratum(self.base, self.engine, self.knowledge.rules, stratum, memory)
        matched = {fact for each in fired for fact, _ in each.clause.literals}
        states = {fact: self._matched(fact, cell, memory) for fact in matched}
        return [
            Firing(
                rule=each.rule,
                stratum=stratum,
                matched=tuple(states[fact] for fact, _ in each.clause.literals),
                effects=self._effects_of(self.knowledge.rules[each.rule]),
                because=self.knowledge.rules[each.rule].because,
            )
            for each in fired
        ]

    def _matched(self, fact: str, cell: Cell, memory: Mapping[str, str]) -> Matched:
        answer = cell.answers.get(fact)
        if answer is not None:
            state, layer, given, times = answer.state, answer.layer, answer.given, answer.times
            return Matched(fact=fact, state=state, origin="answer", layer=layer, given=given, times=times)
        table = self.knowledge.decision
        is_decided = fact in {table.decided_fact, table.compared_fact}
        return Matched(fact=fact, state=memory[fact], origin="decision" if is_decided else "derived")

    def _effects_of(self, rule: Rule) -> tuple[Effect, ...]:
        """Return what follows where a rule fires: the same for every cell, so it is made once."""
        if rule.id not in self._effects:
            self._effects[rule.id] = tuple(self._effect(outcome) for outcome in rule.then)
        return self._effects[rule.id]

    def _effect(self, outcome: Outcome) -> Effect:
        points = self.knowledge.decision.points
        match outcome:
            case Evidence(mode=mode, strength=strength):
                return WeighedEvidence(mode=mode, strength=strength, points=outcome.signed(points(strength)))
            case Assign(item=item, to=to, strength=strength):
                return WeighedChoice(item=item, to=to, strength=strength, points=points(strength))
            case Propose(item=item, strength=strength):
                return WeighedProposal(item=item, strength=strength, points=points(strength))
            case _:
                return outcome
