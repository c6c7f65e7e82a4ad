"""One market cell's answers to its advice: derive, weigh, decide, plan, all on one recorded trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.consultation.deciding import decide, standings
from mvpod_expert.consultation.possibility import Possibilities
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.model.advice import (
    Advice,
    Edition,
    Firing,
    Matched,
    OpenFact,
    PlanItem,
    Recommendation,
    Unknowns,
    WeighedEvidence,
)
from mvpod_expert.model.rules import Evidence, Recommend

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.engine.inference import Fired
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.advice import Effect
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Outcome


class Adviser:
    """Advises on market cells with one knowledge base and one engine.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
        engine: the engine built for them.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, engine: Engine) -> None:
        self.knowledge = knowledge
        self.base = base
        self.engine = engine
        self.possibilities = Possibilities(knowledge, base)
        self._kind_of = {item.id: item.kind for item in knowledge.items()}
        self._order_of = {item.id: place for place, item in enumerate(knowledge.items())}

    def recommend(self, cases: Iterable[CaseFile]) -> Recommendation:
        """Advise on every cell of case files."""
        return self.stamped(
            self.advise(cell, client=case.client, source=case.file) for case in cases for cell in case.cells
        )

    def stamped(self, cells: Iterable[Advice]) -> Recommendation:
        """Put advice together with what it was made with."""
        edition = Edition(version=self.knowledge.decision.edition, sha256=self.knowledge.sha256)
        return Recommendation(knowledge=edition, engine=self.engine.name, cells=tuple(cells))

    def advise(self, cell: Cell, *, client: str | None = None, source: str = "") -> Advice:
        """Advise on one market cell.

        Args:
            cell: the cell with its answers.
            client: the client's name.
            source: where the answers come from.
        """
        memory = cell.memory()
        unknowns = self._unknowns(cell)
        firings = [
            self._firing(fired, cell, memory)
            for stratum in ("derive", "weigh")
            for fired in fire_stratum(self.base, self.engine, self.knowledge.rules, stratum, memory)
        ]
        table = self.knowledge.decision
        decision = decide(
            standings(firings, table),
            table,
            unknowns.possible_modes,
            may_exclude_all=unknowns.may_exclude_all,
        )
        if decision.recommended is not None:
            memory[table.decided_fact] = decision.recommended
        planned = [
            self._firing(fired, cell, memory)
            for fired in fire_stratum(self.base, self.engine, self.knowledge.rules, "plan", memory)
        ]
        return Advice(
            id=cell.id,
            region=cell.region,
            segment=cell.segment,
            client=client,
            source=source,
            mode=decision,
            plan=self._plan(planned),
            trace=(*firings, *planned),
            unknowns=unknowns,
        )

    def _unknowns(self, cell: Cell) -> Unknowns:
        memory = cell.memory()
        possibility = self.possibilities.possible(memory)
        may_exclude_all = self.possibilities.may_exclude_all(memory)
        is_open = len(possibility.modes) > 1 or (possibility.modes and may_exclude_all)
        live = self.possibilities.live_facts(memory) if is_open else {}
        facts = [
            OpenFact(
                fact=fact.id,
                status="unknown" if fact.id in cell.answers else "unanswered",
                matters=fact.id in live,
            )
            for fact in self.knowledge.asked()
            if fact.id not in memory
        ]
        return Unknowns(
            facts=tuple(facts),
            possible_modes=possibility.modes,
            may_exclude_all=may_exclude_all,
            proven=possibility.proven,
        )

    def _firing(self, fired: Fired, cell: Cell, memory: Mapping[str, str]) -> Firing:
        rule = self.knowledge.rules[fired.rule]
        return Firing(
            rule=rule.id,
            stratum=rule.stratum,
            matched=tuple(self._matched(fact, cell, memory) for fact, _ in fired.clause.literals),
            effects=tuple(self._effect(outcome) for outcome in rule.then),
            because=rule.because,
        )

    def _matched(self, fact: str, cell: Cell, memory: Mapping[str, str]) -> Matched:
        answer = cell.answers.get(fact)
        if answer is not None:
            return Matched(fact=fact, state=answer.state, origin="answer", layer=answer.layer, given=answer.given)
        is_decided = fact == self.knowledge.decision.decided_fact
        return Matched(fact=fact, state=memory[fact], origin="decision" if is_decided else "derived")

    def _effect(self, outcome: Outcome) -> Effect:
        if isinstance(outcome, Evidence):
            points = self.knowledge.decision.points(outcome.strength)
            return WeighedEvidence(mode=outcome.mode, strength=outcome.strength, points=outcome.signed(points))
        return outcome

    def _plan(self, firings: Iterable[Firing]) -> tuple[PlanItem, ...]:
        rules_of: dict[str, list[str]] = {}
        for firing in firings:
            for effect in firing.effects:
                if isinstance(effect, Recommend):
                    rules_of.setdefault(effect.item, []).append(firing.rule)
        return tuple(
            PlanItem(item=item, kind=self._kind_of[item], rules=tuple(rules))
            for item, rules in sorted(rules_of.items(), key=lambda pair: self._order_of[pair[0]])
        )
