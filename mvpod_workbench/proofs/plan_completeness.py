"""The plans on all profiles: whether they have all that their mode needs, whose rows fall to whom, and laws kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code
from mvpod_workbench.proofs.proving import Analysis, ConcreteRun, Finding, Prover, Witness, finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.model.catalogue import Item
    from mvpod_workbench.proofs.solver import Term


class WholePlans(Analysis):
    """Looks for profiles whose plan falls short, and for options that no row ever falls to."""

    def __init__(self, prover: Prover) -> None:
        super().__init__(prover)
        self.plans = prover.plans
        self.items = {item.id: item for item in self.knowledge.items()}

    def wholeness(self) -> Iterator[Finding]:
        """Return the plans that lack what their mode needs, and the rows that fall to nobody."""
        for mode, plan in self.plans.items():
            for kind in self.knowledge.decision.mode(mode).needs:
                present = [plan.planned(item.id) for item in self.items.values() if item.kind == kind]
                lacking = self.solver.not_(self.solver.any_of(present))
                witness = self._of_plan(mode, lacking, lambda tried: kind not in tried.kinds)  # noqa: B023 - used at once
                if witness is not None:
                    about = f"modes › {mode} › needs › {kind}"
                    place = self.knowledge.decision.place
                    yield finding(Code.PLAN_LACKS_KIND, place, about, witness, weight=1000, mode=mode, kind=kind)
        for row in next(iter(self.plans.values())).at_most:
            yield from self._bare(row, self.items[row])

    def _bare(self, row: str, item: Item) -> Iterator[Finding]:
        """Return the row once, for the first mode in whose plan it can fall to nobody."""
        for mode, plan in self.plans.items():
            bare = self.solver.all_of([plan.planned(row), self.solver.not_(plan.assigned(row))])
            witness = self._of_plan(mode, bare, lambda tried: tried.plan.get(row) == ())
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
        for row, option in pairs:
            if any(self._is_chosen(mode, row, option) for mode in self.plans):
                continue
            witness = None
            for mode, plan in self.plans.items():
                fired = self.solver.any_of(fires for _, fires in plan.assigning[row][option])
                witness = witness or self._of_plan(mode, fired, lambda tried: row in tried.plan)  # noqa: B023 - used at once
            yield finding(
                Code.OPTION_NEVER_CHOSEN,
                self.items[row].place,
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

    def laws(self) -> Iterator[Finding]:
        """Return the laws that some answers break, each with the smallest such answers.

        Items give way while advising whatever is answered, so that their laws hold by construction. Rows give way only
        where there is another option, and a law of answers alone holds only where vetoes see to it: these are proved.
        """
        for law in self.knowledge.laws:
            for mode, plan in self.plans.items() if not law.items else ():
                stand = [plan.falls_within(row, options) for row, options in law.rows.items()]
                terms = (self.reasoned.decides(mode), self.reasoned.applies(law, mode), *stand)
                profile = self.prover.witness(*terms, holds=lambda tried: law.id in tried.broken)  # noqa: B023 - used at once
                if profile is not None:
                    about, witness = f"laws › {law.id}", Witness(profile)
                    yield finding(Code.LAW_BROKEN, law.place, about, witness, weight=500, law=law.id, mode=mode)
                    break
