"""How far advice may go on what is known: provisional from little, both ways at a tie, what a veto holds back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.engine.clauses import any_holds
from mvpod_expert.mode.interview.question_value import Decisiveness
from mvpod_expert.model.advice import HeldBack, Lift
from mvpod_expert.model.decision import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.mode.completion import Trials
    from mvpod_expert.mode.possibility import Possibilities
    from mvpod_expert.model.advice import ProvisionalBecause
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trace import Decision, Standing

MOST_FOUND_OUT = 5


class Support:
    """Says how far a decision is supported.

    Args:
        possibilities: what could still lead.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, possibilities: Possibilities) -> None:
        self.knowledge = knowledge
        self.clauses = base.unfolded
        self.decisiveness = Decisiveness(possibilities)

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

    def find_out(self, cell: Cell) -> tuple[str, ...]:
        """Return the facts that settle most, the most decisive first."""
        states = {answer.fact: answer.state for answer in cell.answers.values()}
        open_facts = [fact.id for fact in self.knowledge.questions() if fact.id not in states]
        return tuple(self.decisiveness.ranked(states, open_facts)[:MOST_FOUND_OUT])

    def decisive_estimates(self, trials: Trials, recommended: str | None) -> tuple[str, ...]:
        """Return the estimated answers of which another answer alone makes another mode the recommended one."""
        weigh = self.decisiveness.scales.weigh
        estimated = [name for name in trials.memory if trials.answers[name].estimated]
        return tuple(
            fact.id
            for fact in map(self.knowledge.facts.__getitem__, estimated)
            if trials.is_changeable(fact)
            and any(weigh(trials.memory_with([(fact.id, state)])).decided()[0] != recommended for state in fact.states)
        )

    def near(self, decision: Decision) -> tuple[str, ...]:
        """Return the modes about even with the leading one, itself among them; nothing where the decision is not open.

        Where numbers that contradict it have opened the decision, the next mode counts as even however far behind.
        """
        if decision.verdict not in {"open", "too_close_to_call"}:
            return ()
        feasible = [each for each in decision.ranking if not each.excluded_by]
        limit = max(self.knowledge.decision.leaning_from, (decision.margin or 0) + 1)
        return tuple(each.mode for each in feasible if feasible[0].net - each.net < limit)

    def held_back(self, decision: Decision, trials: Trials) -> tuple[HeldBack, ...]:
        """Return the vetoed modes that would lead, with the answers that would lift each veto.

        Args:
            decision: the decision.
            trials: tries other answers to the cell.
        """
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
            if self._is_held_back(each, least)
        )

    @staticmethod
    def _is_held_back(standing: Standing, least: int | None) -> bool:
        return bool(standing.excluded_by) and (least is None or standing.net > least)

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
