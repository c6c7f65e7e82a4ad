"""Laws over all profiles: whether what never stands together can stand together after all.

Items give way while advising whatever is answered, so that their laws hold by construction. Rows give way only where
there is another option, and a law of answers alone holds only where vetoes see to it: these are proved.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_workbench.proofs.proving import Finding, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.laws import Law
    from mvpod_workbench.proofs.concrete_runs import ConcreteRun
    from mvpod_workbench.proofs.plan_completeness import WholePlans
    from mvpod_workbench.proofs.proving import Prover


class Laws:
    """Looks for profiles on which a law is broken.

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
                diagnostic = Diagnostic(
                    code=Code.LAW_BROKEN,
                    place=law.place,
                    about=f"laws › {law.id}",
                    details={"law": law.id, "mode": mode},
                )
                yield Finding(diagnostic, Witness(profile), weight=500)
                return


def _broken(law: str, tried: ConcreteRun) -> bool:
    return law in tried.broken
