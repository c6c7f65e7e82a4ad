"""Verifying a home: every analysis over all profiles, its findings ranked, and how far it is a proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_workbench.lookup.accepted import still_told
from mvpod_workbench.lookup.rulesets import bodies
from mvpod_workbench.proofs.directions import Promises
from mvpod_workbench.proofs.irrelevant_facts import IdleFacts
from mvpod_workbench.proofs.plan_completeness import WholePlans
from mvpod_workbench.proofs.proving import SAMPLE, Finding, Prover
from mvpod_workbench.proofs.reachability import Reaching
from mvpod_workbench.proofs.solver import STEPS
from mvpod_workbench.proofs.subsumption import Overlaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase

WITHOUT_DECISION = ("rules", "overlaps")
"""The analyses that make sense of rules that decide no mode: those of the audit and about trends."""
RANKS = ("error", "warning", "note")


@dataclass(frozen=True)
class Verified:
    """What came of verifying a home.

    Args:
        findings: errors, warnings, notes; of each first those on which most hangs.
        questions: how many questions were put to the solver.
        sampled: how many of them it gave up, so that a sample of profiles was looked at instead.
        sample: how many profiles that sample has.
    """

    findings: tuple[Finding, ...]
    questions: int
    sampled: int
    sample: int

    @property
    def has_mistakes(self) -> bool:
        """Some finding is more than a note."""
        return any(finding.diagnostic.severity != "note" for finding in self.findings)


def verify(
    knowledge: KnowledgeBase,
    base: RuleBase,
    told: Callable[[str], None] = lambda _: None,
    *,
    steps: int = STEPS,
    sample: int = SAMPLE,
) -> Verified:
    """Verify a home.

    Args:
        knowledge: the knowledge base.
        base: its compiled rules.
        told: is called with the name of each analysis before it begins.
        steps: the solver's budget for one question.
        sample: how many profiles are looked at where it gives up.

    Raises:
        SolverMissingError: the solver's library is not installed.
    """
    found: list[Finding] = []
    provers = []
    for body in bodies(knowledge, base):
        prover = Prover(body.knowledge, body.base, steps, sample, decides=body.is_advice)
        for name, analysis in analyses(prover).items():
            if body.is_advice or name in WITHOUT_DECISION:
                if body.is_advice or name == WITHOUT_DECISION[0]:
                    told(name if body.is_advice else body.name)
                found += analysis()
        provers.append(prover)
    is_told = still_told(knowledge)
    found = [each for each in found if is_told(each.diagnostic)]
    ranked = sorted(found, key=lambda each: (RANKS.index(each.diagnostic.severity), -each.weight))
    return Verified(
        tuple(ranked), sum(each.solver.asked for each in provers), sum(each.sampled for each in provers), sample
    )


def analyses(prover: Prover) -> dict[str, Callable[[], Iterator[Finding]]]:
    """Return the analyses by name, in the order in which they are made."""
    reaching, plans = Reaching(prover), WholePlans(prover)
    return {
        "rules": reaching.rules,
        "overlaps": Overlaps(prover).findings,
        "modes": reaching.modes,
        "plans": plans.wholeness,
        "options": plans.options,
        "laws": plans.laws,
        "directions": Promises(prover).findings,
        "facts": IdleFacts(prover).findings,
    }
