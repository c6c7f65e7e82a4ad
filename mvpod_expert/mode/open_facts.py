"""What is not known and what it could still change; answers that cannot matter; how far advice may go without it."""

from __future__ import annotations

from functools import reduce
from itertools import islice
from operator import and_
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import ClauseMasks, numbers
from mvpod_expert.engine.clauses import RuleBase, any_holds
from mvpod_expert.mode.completion import Completion, Trials
from mvpod_expert.mode.interview.question_value import Decisiveness
from mvpod_expert.mode.possibility import Possibilities
from mvpod_expert.model.advice import HeldBack, Lift, ProvisionalBecause
from mvpod_expert.model.decision import LEVEL
from mvpod_expert.model.facts import UNKNOWN, Fact
from mvpod_expert.model.trace import Decision, OpenFact, Unknowns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase

PLANNING = ("derive", "plan")
MOST_FOUND_OUT = 5


class Relevance:
    """Finds which answers cannot matter beside the others, and which questions can still change the plan.

    An answer is *parked* when the others contradict every clause, of any stratum, that asks for it or for a number
    worked out from it: no answer to that question makes any rule fire then. It counts again as soon as the
    others change.
    """

    def __init__(self, base: RuleBase, facts: Mapping[str, Fact]) -> None:
        clauses = [(layer.stratum, clause) for layer in base.layers for clause in layer.clauses]
        self._masks = ClauseMasks([clause for _, clause in clauses])
        self._facts = [frozenset(fact for fact, _ in clause.literals) for _, clause in clauses]
        self._completion = Completion(facts)
        self._planning = sum(1 << number for number, (stratum, _) in enumerate(clauses) if stratum in PLANNING)

    def parked(self, states: Mapping[str, str]) -> frozenset[str]:
        """Return the answered facts that cannot matter, looking at the oldest answers, which come first, first.

        Two answers that each make the other irrelevant are not both parked: without both, the question would be open.
        """
        counting = {fact: state for fact, state in states.items() if state != UNKNOWN}
        parked: set[str] = set()
        for fact in states:
            others = {name: state for name, state in counting.items() if name != fact}
            # A number that a person answered is not worked out.
            reached = (fact, *(each for each in self._completion.followers.get(fact, ()) if each not in counting))
            silent = reduce(and_, (self._masks.silent.get(each, self._masks.all) for each in reached))
            if not self._masks.not_false(others) & ~silent:
                parked.add(fact)
                counting.pop(fact, None)
        return frozenset(parked)

    def open_for_plan(self, memory: Mapping[str, str]) -> frozenset[str]:
        """Return the facts that undecided rules of the plan wait for, and those that settle them.

        `memory` has the answers, `unknown` included, with what is concluded and the mode.
        """
        memory = self._completion.closed(memory)
        undecided = self._masks.not_false(memory) & ~self._masks.true(memory) & self._planning
        waited = frozenset().union(*(self._facts[number] for number in numbers(undecided))) - memory.keys()
        facts = self._completion.facts
        sources = (facts[fact].sources for fact in waited if fact in facts)
        return waited.union(*sources) - memory.keys()


class OpenFacts:
    """Looks into what is not known, and says how far a decision is supported all the same."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.knowledge = knowledge
        self.clauses = base.unfolded
        self.possibilities = Possibilities(knowledge, base)
        self.decisiveness = Decisiveness(self.possibilities)
        self.bear_on_mode = self.possibilities.asked_for(frozenset().union(*self.possibilities.facts_of))
        self.relevance = Relevance(base, knowledge.facts)

    def unknowns(self, cell: Cell) -> Unknowns:
        """Return what is not known of a cell, and which modes could still lead; nothing is said of the plan yet."""
        memory = cell.memory()
        possibility = self.possibilities.possible(memory)
        may_exclude_all = self.possibilities.may_exclude_all(memory)
        is_open = len(possibility.modes) > 1 or (possibility.modes and may_exclude_all)
        live = self.possibilities.live_facts(memory) if is_open else {}
        facts = (
            OpenFact(
                fact=fact.id,
                status="unknown" if fact.id in cell.answers else "unanswered",
                bears_on="mode" if fact.id in self.bear_on_mode else "plan",
                can_change=("mode",) if fact.id in live else (),
            )
            for fact in self.knowledge.questions()
            if fact.id not in memory
        )
        return Unknowns(
            facts=tuple(facts),
            possible_modes=possibility.modes,
            may_exclude_all=may_exclude_all,
            proven=possibility.proven,
        )

    def with_plan(self, unknowns: Unknowns, memory: Mapping[str, str]) -> Unknowns:
        """Mark the facts that could still change the plan, now that the mode is decided and among the known facts."""
        live = self.relevance.open_for_plan(memory)
        facts = (
            fact.model_copy(update={"can_change": (*fact.can_change, "plan")}) if fact.fact in live else fact
            for fact in unknowns.facts
        )
        return unknowns.model_copy(update={"facts": tuple(facts)})

    def provisional(self, decision: Decision, cell: Cell) -> tuple[ProvisionalBecause, ...]:
        """Return why the decision is a direction to look into; nothing where it is more."""
        found: list[ProvisionalBecause] = []
        told = [each for each in cell.answers.values() if each.is_known and each.layer != "figures"]
        if len(told) < self.knowledge.decision.provisional.answers_below:
            found.append("few_answers")
        if decision.margin is not None and decision.margin == LEVEL:
            found.append("tie")
        elif decision.margin is not None and decision.margin < self.knowledge.decision.leaning_from:
            found.append("small_lead")
        return tuple(found)

    def find_out(self, cell: Cell, trials: Trials, recommended: str | None) -> tuple[str, ...]:
        """Return the facts that settle most, those nobody knew included; first the best that turns the mode alone."""
        known = cell.memory()
        open_facts = [fact.id for fact in self.knowledge.questions() if fact.id not in known]
        ranked = self.decisiveness.ranked(known, open_facts)
        first = islice((name for name in ranked if self._turns(name, trials, recommended)), 1)
        return tuple(dict.fromkeys((*first, *ranked)))[:MOST_FOUND_OUT]

    def _turns(self, name: str, trials: Trials, recommended: str | None) -> bool:
        weigh = self.decisiveness.weigh
        states = self.knowledge.facts[name].states
        return any(weigh(trials.memory_with([(name, state)])).decided()[0] != recommended for state in states)

    def decisive_estimates(self, trials: Trials, recommended: str | None) -> tuple[str, ...]:
        """Return the estimated answers of which another answer alone makes another mode the recommended one."""
        estimated = [name for name in trials.memory if trials.answers[name].estimated]
        return tuple(
            fact.id
            for fact in map(self.knowledge.facts.__getitem__, estimated)
            if trials.is_changeable(fact) and self._turns(fact.id, trials, recommended)
        )

    def held_back(self, decision: Decision, trials: Trials) -> tuple[HeldBack, ...]:
        """Return the vetoed modes that would lead, with the answers that would lift each veto."""
        feasible = [each for each in decision.ranking if not each.excluded_by]
        least = feasible[0].net if feasible else None
        return tuple(
            HeldBack(
                mode=each.mode,
                ahead=each.net - least if least is not None else None,
                rules=each.excluded_by,
                lifts=tuple(lift for rule in each.excluded_by for lift in self._lifts(rule, trials)),
            )
            for each in decision.ranking
            if each.excluded_by and (least is None or each.net > least)
        )

    def _lifts(self, rule: str, trials: Trials) -> Iterator[Lift]:
        """Return the single answers that would silence a veto, those a client can change first."""
        tested = [self.knowledge.facts[fact] for clause in self.clauses[rule] for fact, _ in clause.literals]
        behind = {fact.id for each in tested for fact in trials.behind(each)}
        changeable = [fact for fact in self.knowledge.asked() if fact.id in behind and fact.id in trials.memory]
        for fact in sorted(changeable, key=lambda each: not each.client_can_change):
            others = ((state, trials.memory_with([(fact.id, state)])) for state in fact.states)
            to = [state for state, memory in others if not any_holds(self.clauses[rule], memory)]
            if to:
                can = fact.client_can_change
                yield Lift(rule=rule, fact=fact.id, was=trials.memory[fact.id], to=tuple(to), client_can_change=can)
