"""One market cell's answers to its advice: doubt, derive, weigh, decide, plan, all on one recorded trace."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mvpod_expert import composition
from mvpod_expert.capability import Service, ServiceContext, has_part, registered
from mvpod_expert.engine.inference import Tracer
from mvpod_expert.mode.budgets import Budgets, Planned, withheld
from mvpod_expert.mode.completion import Trials
from mvpod_expert.mode.deciding import decide, near_modes, route_shares, standings
from mvpod_expert.mode.open_facts import OpenFacts
from mvpod_expert.mode.planning import Planner, comparisons
from mvpod_expert.model.advice import Advice, AnswerGiven, Comparison, Edition, Recommendation, without_places
from mvpod_expert.model.decision import lowered
from mvpod_expert.model.frozen import FrozenModel, gc_paused
from mvpod_expert.model.laws import barred_items
from mvpod_expert.model.plan import Way
from mvpod_expert.model.rules import Reask
from mvpod_expert.model.trace import Decision, Firing, Inconsistency, WeighedProposal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.cases import CaseFile, Cell
    from mvpod_expert.model.knowledge import KnowledgeBase


class Adviser:
    """Advises on market cells with one knowledge base and one engine, and with what a command asks of capabilities."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        base: RuleBase,
        engine: Engine,
        settings: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.base = base
        self.engine = engine
        self.tracer = Tracer(knowledge, base, engine)
        self.planner = Planner(knowledge)
        self.budgets = Budgets(knowledge)
        self.open_facts = OpenFacts(knowledge, base)
        self.completion = self.open_facts.possibilities.completion
        self._settings = settings or {}
        self._services: dict[str, Service] = {}

    def with_settings(self, settings: Mapping[str, Mapping[str, Any]]) -> Adviser:
        """Return an adviser with the same knowledge and engine, and these settings of capabilities."""
        return Adviser(self.knowledge, self.base, self.engine, settings)

    def service(self, key: str) -> Service:
        """Return what the capability with a key computes with for this adviser, made when it is first asked for."""
        if key not in self._services:
            capability = {capability.key: capability for capability in registered()}[key]
            context = ServiceContext(self.knowledge, self.base, self.engine.name, self._settings.get(key, {}))
            self._services[key] = capability.service(context)
        return self._services[key]

    def services_for(self, *models: FrozenModel) -> Iterator[Service]:
        """Return the services of the capabilities that one of the models holds something of."""
        return (self.service(capability.key) for capability in registered() if has_part(capability, *models))

    def recommend(self, cases: Iterable[CaseFile]) -> Recommendation:
        """Advise on every cell of case files, and compare the cells of each file."""
        cells: list[Advice] = []
        compared: list[Comparison] = []
        parts: dict[str, tuple[Any, ...]] = {"cases": ()}
        for case in cases:
            parts["cases"] = (*parts["cases"], _saved(case))
            advised = [
                (cell, self.advise(cell, client=case.client, source=case.file))
                for cell in map(self.filled_cell, case.cells)
            ]
            cells += [advice for _, advice in advised]
            decided = [(cell, advice.chosen) for cell, advice in advised if advice.chosen is not None]
            if len(decided) > 1:
                compared += comparisons(case.file, decided, self.tracer, self.planner)
            for service in self.services_for(case, *case.cells):
                for name, part in service.of_case(case, [advice for _, advice in advised]).items():
                    parts[name] = (*parts.get(name, ()), *part)
        return self.stamped(cells, compared, parts)

    def filled(self, case: CaseFile) -> CaseFile:
        """Return the case with the answers that the inputs of capabilities settle in each cell."""
        return case.model_copy(update={"cells": tuple(map(self.filled_cell, case.cells))})

    def filled_cell(self, cell: Cell) -> Cell:
        """Return the cell with the answers that the inputs of capabilities settle."""
        for service in self.services_for(cell):
            cell = service.fill(cell)
        return self.completion.cell(cell)

    def stamped(
        self,
        cells: Iterable[Advice],
        compared: Iterable[Comparison] = (),
        parts: Mapping[str, Any] | None = None,
    ) -> Recommendation:
        """Return advice on cells and what compares them together with what it was made with.

        `parts` are the cases, and what capabilities found, by the name of their part.
        """
        edition = Edition(version=self.knowledge.decision.edition, sha256=self.knowledge.sha256)
        return composition.Recommendation(
            knowledge=edition,
            engine=self.engine.name,
            cells=tuple(cells),
            comparisons=tuple(compared),
            **(parts or {}),
        )

    @gc_paused()
    def advise(self, cell: Cell, *, client: str | None = None, source: str = "") -> Advice:
        """Advise on one market cell of a client; numbers that were given settle what nobody answered.

        `source` is where the answers come from.
        """
        table = self.knowledge.decision
        cell = self.filled_cell(cell)
        trials, memory = self.trials(cell), cell.memory()
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
        planned = self._planned(cell, memory, chosen)
        provisional = self.open_facts.provisional(decision, cell)
        parts: dict[str, Any] = {}
        for service in self.services_for(cell):
            parts |= service.of_cell(cell, decision)
        if any(service.contradicts(parts) for service in self.services_for(cell)):
            decision = decision.model_copy(update={"verdict": lowered(decision.verdict), "against_numbers": True})
        near = near_modes(decision, table)
        ways = [(mode, self._planned(cell, memory, mode)) for mode in near if len(near) > 1]
        is_early = bool(provisional or ways) or chosen is None
        withholds = is_early and cell.override is None
        plan, annex = withheld(planned) if withholds else (planned.plan, planned.annex)
        return composition.Advice(
            id=cell.id,
            region=cell.region,
            segment=cell.segment,
            client=client,
            source=source,
            answers=tuple(AnswerGiven.of(answer) for answer in cell.answers.values()),
            doubts=_doubts(doubting),
            mode=decision,
            shares=route_shares(cell, decision.recommended, self.knowledge),
            override=cell.override,
            provisional=provisional,
            decisive_estimates=self.open_facts.decisive_estimates(trials, decision.recommended),
            find_out=self.open_facts.find_out(cell, trials, decision.recommended) if is_early else (),
            ways=tuple(Way(mode=mode, moves=way.moves, trace=tuple(way.firings)) for mode, way in ways),
            shared=self.budgets.shared([way for _, way in ways], with_plan="few_answers" not in provisional),
            held_back=self.open_facts.held_back(decision, trials),
            moves=planned.moves,
            plan=plan,
            annex=annex,
            roadmap=None if withholds else self.budgets.roadmap(planned, cell),
            contingencies=self.planner.contingencies(
                planned.selected, trials, decision.recommended, lambda changed: self.decide_again(cell, changed)
            ),
            trace=(*doubting, *weighing, *planned.firings),
            unknowns=self.open_facts.with_plan(unknowns, memory),
            **parts,
        )

    def _planned(self, cell: Cell, known: Mapping[str, str], mode: str | None) -> Planned:
        """Plan for a mode, or for none, on the known states."""
        memory = dict(known)
        if mode is not None:
            memory[self.knowledge.decision.decided_fact] = mode
        firings = self.tracer.fire("plan", cell, memory)
        selected = self.planner.plan(firings, mode, memory)
        proposed = {each.item for firing in firings for each in firing.effects if isinstance(each, WeighedProposal)}
        measured = {name: self.budgets.schedules[name].metric for name in proposed}
        names = {*proposed, *measured.values(), *(each.item for each in selected)}
        barred = barred_items(self.knowledge.laws, memory, names)
        # What cannot be measured here is not done either.
        barred |= {name for name, metric in measured.items() if metric in barred}
        moves, others = self.budgets.moves(firings, cell, barred)
        return Planned(firings, selected, moves, others, *self.budgets.divide(selected, firings, moves, barred))

    def trials(self, cell: Cell) -> Trials:
        """Return what tries other answers to a cell whose answers are completed."""
        return Trials(self.completion, cell.answers)

    @cached_property
    def documented(self) -> Mapping[str, Cell]:
        """The cells of the documented cases, with completed answers."""
        return {case.id: self.completion.cell(case.cell) for case in self.knowledge.cases.values()}

    @cached_property
    def documented_memory(self) -> Mapping[str, Mapping[str, str]]:
        """What is known of the documented cases, with what is concluded and the mode that is decided on."""
        memories: dict[str, dict[str, str]] = {}
        for case, cell in self.documented.items():
            memories[case] = cell.memory()
            mode = self.decide_again(cell, memories[case]).recommended
            memories[case] |= {self.knowledge.decision.decided_fact: mode} if mode is not None else {}
        return memories

    def decide_again(self, cell: Cell, memory: dict[str, str]) -> Decision:
        """Decide on changed and completed answers; whether the lead is robust is not looked into.

        What is concluded is added to the memory; the cell says where the answers come from.
        """
        weighing = [*self.tracer.fire("derive", cell, memory), *self.tracer.fire("weigh", cell, memory)]
        return decide(standings(weighing, self.knowledge.decision), self.knowledge.decision, ())


def _saved(case: CaseFile) -> CaseFile:
    """Return a case as it is saved with its result; one of the base model has nothing of any capability."""
    saved = without_places(case)
    is_whole = type(saved) is composition.CaseFile
    return saved if is_whole else composition.CaseFile.model_validate(saved.model_dump())


def _doubts(firings: Iterable[Firing]) -> tuple[Inconsistency, ...]:
    """Return the conflicts of a cell; one that holds a smaller conflict in it adds nothing and is left out."""
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
