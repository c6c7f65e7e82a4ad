"""The plans on all profiles: whether they have all that their mode needs, whose rows fall to whom, and laws kept."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code
from mvpod_workbench.proofs.proving import Finding, Witness, finding
from mvpod_workbench.proofs.smt_encoding import ReasonedPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.laws import Law
    from mvpod_workbench.proofs.concrete_runs import ConcreteRun
    from mvpod_workbench.proofs.proving import Prover
    from mvpod_workbench.proofs.solver import Term


class WholePlans:
    """Looks for profiles whose plan falls short, and for options that no row ever falls to."""

    def __init__(self, prover: Prover) -> None:
        self.prover = prover
        self.knowledge = prover.knowledge
        self.reasoned = prover.reasoned
        self.solver = prover.solver

    @cached_property
    def plans(self) -> dict[str, ReasonedPlan]:
        """The plan for each mode."""
        return {mode: ReasonedPlan(self.reasoned, mode) for mode in self.reasoned.modes}

    def wholeness(self) -> Iterator[Finding]:
        """Return the plans that lack what their mode needs, and the rows that fall to nobody."""
        items = {item.id: item for item in self.knowledge.items()}
        for mode, plan in self.plans.items():
            for kind in self.knowledge.decision.mode(mode).needs:
                present = [plan.planned(item.id) for item in items.values() if item.kind == kind]
                lacking = self.solver.not_(self.solver.any_of(present))
                witness = self._of_plan(mode, lacking, _lacks(kind))
                if witness is not None:
                    about = f"modes › {mode} › needs › {kind}"
                    place = self.knowledge.decision.place
                    yield finding(Code.PLAN_LACKS_KIND, place, about, witness, weight=1000, mode=mode, kind=kind)
        for row in next(iter(self.plans.values())).at_most:
            yield from self._bare(row, items[row])

    def _bare(self, row: str, item: Item) -> Iterator[Finding]:
        """Return the row once, for the first mode in whose plan it can fall to nobody."""
        for mode, plan in self.plans.items():
            bare = self.solver.all_of([plan.planned(row), self.solver.not_(plan.assigned(row))])
            witness = self._of_plan(mode, bare, _is_bare(row))
            if witness is not None:
                about = f"items › {row}"
                yield finding(Code.ROW_FALLS_TO_NOBODY, item.place, about, witness, weight=100, row=row, mode=mode)
                return

    def _of_plan(self, mode: str, term: Term, holds: Callable[[ConcreteRun], bool]) -> Witness | None:
        """Find answers with which a plan is so: where the mode is advised, or else where it is chosen otherwise."""
        advised = self.prover.witness(term, self.reasoned.decides(mode), holds=holds)
        if advised is not None:
            return Witness(advised)
        chosen = self.prover.witness(term, holds=holds, mode=mode, coherent=False)
        return Witness(chosen, mode) if chosen is not None else None

    def options(self) -> Iterator[Finding]:
        """Return the options of rows that some rule gives evidence for and that are never chosen."""
        pairs = dict.fromkeys(
            (row, option)
            for plan in self.plans.values()
            for row, options in plan.assigning.items()
            for option in options
        )
        rows = {item.id: item for item in self.knowledge.items()}
        for row, option in pairs:
            if any(self._is_chosen(mode, row, option) for mode in self.plans):
                continue
            witness = None
            for mode, plan in self.plans.items():
                fired = self.solver.any_of(fires for _, fires in plan.assigning[row][option])
                witness = witness or self._of_plan(mode, fired, lambda tried: row in tried.plan)  # noqa: B023 - used at once
            yield finding(
                Code.OPTION_NEVER_CHOSEN,
                rows[row].place,
                f"items › {row}",
                witness,
                weight=10,
                severity="warning",
                row=row,
                option=option,
            )

    def _is_chosen(self, mode: str, row: str, option: str) -> bool:
        chosen = self.plans[mode].chosen(row, option)
        seen = self.prover.witness(
            chosen, holds=lambda tried: option in tried.plan.get(row, ()), mode=mode, smallest=False
        )
        return seen is not None


def _lacks(kind: str) -> Callable[[ConcreteRun], bool]:
    return lambda tried: kind not in tried.kinds


def _is_bare(row: str) -> Callable[[ConcreteRun], bool]:
    return lambda tried: tried.plan.get(row) == ()


class Laws:
    """Looks for profiles on which a law is broken: whether what never stands together can stand together after all.

    Items give way while advising whatever is answered, so that their laws hold by construction. Rows give way only
    where there is another option, and a law of answers alone holds only where vetoes see to it: these are proved.

    Args:
        prover: answers what is asked.
        plans: the plan for each mode.
    """

    def __init__(self, prover: Prover, plans: WholePlans) -> None:
        self.prover = prover
        self.plans = plans
        self.solver = prover.solver

    def findings(self) -> Iterator[Finding]:
        """Return the laws that some answers break, each with the smallest such answers."""
        for law in self.prover.knowledge.laws:
            if not law.items:
                yield from self._of(law)

    def _of(self, law: Law) -> Iterator[Finding]:
        reasoned = self.prover.reasoned
        for mode, plan in self.plans.plans.items():
            stand = [plan.falls_within(row, options) for row, options in law.rows.items()]
            terms = (reasoned.decides(mode), reasoned.applies(law, mode), *stand)
            profile = self.prover.witness(*terms, holds=partial(_broken, law.id))
            if profile is not None:
                about, witness = f"laws › {law.id}", Witness(profile)
                yield finding(Code.LAW_BROKEN, law.place, about, witness, weight=500, law=law.id, mode=mode)
                return


def _broken(law: str, tried: ConcreteRun) -> bool:
    return law in tried.broken
