"""What fired to the recorded trace: which answers each rule rested on, and what followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.model.rules import Assign, Evidence, Propose
from mvpod_expert.model.trace import Firing, Matched, WeighedChoice, WeighedEvidence, WeighedProposal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.engine.inference import Fired
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Outcome, Rule, Stratum
    from mvpod_expert.model.trace import Effect


class Tracer:
    """Fires strata and records what fired.

    Args:
        engine: the engine built for them.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, engine: Engine) -> None:
        self.knowledge = knowledge
        self.base = base
        self.engine = engine
        self._effects: dict[str, tuple[Effect, ...]] = {}

    def fire(self, stratum: Stratum, cell: Cell, memory: dict[str, str]) -> list[Firing]:
        """Fire one stratum.

        Args:
            stratum: which one.
            cell: the answers behind the memory, for the origins of what is matched.
            memory: the working memory; what is concluded is added to it.
        """
        fired = fire_stratum(self.base, self.engine, self.knowledge.rules, stratum, memory)
        matched = {fact for each in fired for fact, _ in each.clause.literals}
        states = {fact: self._matched(fact, cell, memory) for fact in matched}
        return [self._firing(each, states) for each in fired]

    def _firing(self, fired: Fired, states: Mapping[str, Matched]) -> Firing:
        rule = self.knowledge.rules[fired.rule]
        return Firing(
            rule=rule.id,
            stratum=rule.stratum,
            matched=tuple(states[fact] for fact, _ in fired.clause.literals),
            effects=self._effects_of(rule),
            because=rule.because,
        )

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
