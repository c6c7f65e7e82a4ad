"""One market cell's answers to its advice: doubt, derive, weigh, decide, plan, all on one recorded trace."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.audit.auditor import Auditor, ToBe
from mvpod_expert.economics.service import EconomicsService
from mvpod_expert.mode.comparing import comparisons
from mvpod_expert.mode.contingency import contingencies
from mvpod_expert.mode.deciding import decide, standings
from mvpod_expert.mode.open_facts import OpenFacts
from mvpod_expert.mode.planning import Planner
from mvpod_expert.mode.tracing import Tracer
from mvpod_expert.model.advice import Advice, AnswerGiven, Decision, Edition, Inconsistency
from mvpod_expert.model.recommendation import Recommendation
from mvpod_expert.model.rules import Reask
from mvpod_expert.trends.findings import TrendReader
from mvpod_expert.vendors.evaluation import selections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.audit.model import Audit
    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.advice import Comparison, Firing
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.model import VendorSelection


class Adviser:
    """Advises on market cells with one knowledge base and one engine.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
        engine: the engine built for them.
        economist: reckons the numbers of cells; with the usual draws where none is given.
    """

    def __init__(
        self, knowledge: KnowledgeBase, base: RuleBase, engine: Engine, economist: EconomicsService | None = None
    ) -> None:
        self.knowledge = knowledge
        self.engine = engine
        self.tracer = Tracer(knowledge, base, engine)
        self.planner = Planner(knowledge)
        self.open_facts = OpenFacts(knowledge, base)
        self.economist = economist or EconomicsService(knowledge)
        self.trend_reader = TrendReader(knowledge, base, engine.name)
        self._base = base

    @cached_property
    def auditor(self) -> Auditor | None:
        """What audits plans, where the knowledge has an audit; made when first needed."""
        audit, base = self.knowledge.audit, self._base.audit
        return Auditor(audit, base, self.engine.name) if audit is not None and base is not None else None

    def recommend(self, cases: Iterable[CaseFile]) -> Recommendation:
        """Advise on every cell of case files, and compare the cells of each file."""
        cells: list[Advice] = []
        compared: list[Comparison] = []
        vendors: list[VendorSelection] = []
        audits: list[Audit] = []
        for case in cases:
            filled = self.economist.filled_case(case)
            advised = [(cell, self.advise(cell, client=case.client, source=case.file)) for cell in filled.cells]
            cells += [advice for _, advice in advised]
            compared += comparisons(advised, self.tracer, self.planner)
            vendors += selections(case, [advice for _, advice in advised], self.knowledge)
            if case.audit is not None and self.auditor is not None:
                to_be = ToBe(case.file, [advice for _, advice in advised])
                audits.append(self.auditor.audit(case.audit, client=case.client, source=case.file, to_be=to_be))
        return self.stamped(cells, compared, vendors, audits)

    def stamped(
        self,
        cells: Iterable[Advice],
        compared: Iterable[Comparison] = (),
        vendors: Iterable[VendorSelection] = (),
        audits: Iterable[Audit] = (),
    ) -> Recommendation:
        """Put advice together with what it was made with."""
        edition = Edition(version=self.knowledge.decision.edition, sha256=self.knowledge.sha256)
        return Recommendation(
            knowledge=edition,
            engine=self.engine.name,
            cells=tuple(cells),
            comparisons=tuple(compared),
            vendors=tuple(vendors),
            audits=tuple(audits),
        )

    def advise(self, cell: Cell, *, client: str | None = None, source: str = "") -> Advice:
        """Advise on one market cell; numbers that were given settle what nobody answered.

        Args:
            cell: the cell with its answers.
            client: the client's name.
            source: where the answers come from.
        """
        table = self.knowledge.decision
        cell = self.economist.filled(cell)
        memory = cell.memory()
        unknowns = self.open_facts.unknowns(cell)
        doubting = self.tracer.fire("doubt", cell, memory)
        weighing = [*self.tracer.fire("derive", cell, memory), *self.tracer.fire("weigh", cell, memory)]
        decision = decide(
            standings(weighing, table),
            table,
            unknowns.possible_modes,
            may_exclude_all=unknowns.may_exclude_all,
            in_doubt=bool(doubting),
        )
        chosen = cell.override.mode if cell.override is not None else decision.recommended
        if chosen is not None:
            memory[table.decided_fact] = chosen
        planning = self.tracer.fire("plan", cell, memory)
        plan = self.planner.plan(planning, chosen)
        return Advice(
            id=cell.id,
            region=cell.region,
            segment=cell.segment,
            client=client,
            source=source,
            answers=tuple(
                AnswerGiven(fact=each.fact, given=each.given, state=each.state, layer=each.layer)
                for each in cell.answers.values()
            ),
            doubts=_doubts(doubting),
            mode=decision,
            override=cell.override,
            plan=plan,
            contingencies=contingencies(
                plan,
                self.planner.items,
                cell.memory(),
                decision.recommended,
                lambda changed: self.decide_again(cell, changed),
            ),
            trace=(*doubting, *weighing, *planning),
            unknowns=self.open_facts.with_plan(unknowns, memory),
            economics=self.economist.economics(cell, decision),
            trends=self.trend_reader.trends(cell.history),
        )

    def decide_again(self, cell: Cell, memory: dict[str, str]) -> Decision:
        """Decide on changed answers; whether the lead is robust is not looked into.

        Args:
            cell: the cell, for the origins of what is matched.
            memory: the known answers, as changed; what is concluded is added to it.
        """
        weighing = [*self.tracer.fire("derive", cell, memory), *self.tracer.fire("weigh", cell, memory)]
        return decide(standings(weighing, self.knowledge.decision), self.knowledge.decision, ())


def _doubts(firings: Iterable[Firing]) -> tuple[Inconsistency, ...]:
    """Give the conflicts of a cell; one that holds a smaller conflict in it adds nothing and is left out."""
    found = [
        (
            {(each.fact, each.state) for each in firing.matched},
            Inconsistency(
                rule=firing.rule,
                matched=firing.matched,
                reask=tuple(effect.fact for effect in firing.effects if isinstance(effect, Reask)),
            ),
        )
        for firing in firings
    ]
    return tuple(doubt for matched, doubt in found if not any(other < matched for other, _ in found))
