"""Profiles run through the real engine, decision and planner: what a proof claims of a profile is seen there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.inference import Tracer
from mvpod_expert.mode.deciding import decide, standings
from mvpod_expert.mode.planning import Planner
from mvpod_expert.model.cases import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.model.decision import Verdict
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.laws import Law
    from mvpod_workbench.sampling.profiles import Profile

NOBODY = Cell(id="trial", answers={})


@dataclass(frozen=True)
class ConcreteRun:
    """What came of a profile.

    Args:
        fired: every rule that fired.
        doubts: the doubt rules among them.
        net: each mode's net points.
        vetoed: the modes that are out.
        recommended: the mode decided on.
        verdict: the verdict on the answers alone.
        plan: the planned items, each with the options it falls to.
        kinds: the kinds of these items.
        broken: the laws of answers and rows that do not hold.
    """

    fired: frozenset[str]
    doubts: frozenset[str]
    net: Mapping[str, int]
    vetoed: frozenset[str]
    recommended: str | None
    verdict: Verdict
    plan: Mapping[str, tuple[str, ...]]
    kinds: frozenset[str]
    broken: frozenset[str] = frozenset()

    @property
    def in_doubt(self) -> bool:
        """Some answers contradict each other."""
        return bool(self.doubts)

    @property
    def outcome(self) -> tuple[object, ...]:
        """All that a person sees of it, the reasons aside."""
        return self.doubts, dict(self.net), self.vetoed, self.recommended, dict(self.plan)


class ConcreteRuns:
    """Runs profiles."""

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase) -> None:
        self.knowledge = knowledge
        self.tracer = Tracer(knowledge, base, BitsetEngine(base))
        self.planner = Planner(knowledge)

    def run(self, profile: Profile, mode: str | None = None) -> ConcreteRun:
        """Run a profile; with `mode`, the plan is for that mode, chosen otherwise than advised."""
        table = self.knowledge.decision
        memory = dict(profile)
        doubting = self.tracer.fire("doubt", NOBODY, memory)
        weighing = [*self.tracer.fire("derive", NOBODY, memory), *self.tracer.fire("weigh", NOBODY, memory)]
        decision = decide(standings(weighing, table), table, ())
        chosen = mode if mode is not None else decision.recommended
        if chosen is not None:
            memory[table.decided_fact] = chosen
        planning = self.tracer.fire("plan", NOBODY, memory)
        plan = self.planner.plan(planning, memory=memory)
        chosen_by_row = {each.item: tuple(choice.option for choice in each.chosen) for each in plan}
        return ConcreteRun(
            fired=frozenset(each.rule for each in (*doubting, *weighing, *planning)),
            doubts=frozenset(each.rule for each in doubting),
            net={each.mode: each.net for each in decision.ranking},
            vetoed=frozenset(each.mode for each in decision.ranking if each.excluded_by),
            recommended=decision.recommended,
            verdict=decision.verdict,
            plan=chosen_by_row,
            broken=frozenset(law.id for law in self.knowledge.laws if _is_broken(law, memory, chosen_by_row)),
            kinds=frozenset(each.kind for each in plan),
        )


def _is_broken(law: Law, memory: Mapping[str, str], plan: Mapping[str, tuple[str, ...]]) -> bool:
    if law.items or not law.applies(memory):
        return False
    return all(set(plan.get(row, ())) & set(options) for row, options in law.rows.items())
