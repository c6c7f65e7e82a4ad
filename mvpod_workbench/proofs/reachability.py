"""What can come about on some profile: rules that fire, and modes that are advised."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from mvpod_expert.engine.contradictions import unreachable
from mvpod_expert.engine.strata import Derivation
from mvpod_expert.model.decision import compared_state
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import shared_facts
from mvpod_workbench.proofs.proving import Analysis, ConcreteRun, Finding, Witness, finding
from mvpod_workbench.proofs.smt_encoding import SmtEncoding, asked_states
from mvpod_workbench.proofs.solver import GaveUpError, Term
from mvpod_workbench.proofs.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mvpod_expert.model.rules import Rule
    from mvpod_workbench.sampling.profiles import Profile

SEEN_OF = 10
"""Of the sample every so manieth profile is run to see rules fire."""


class Reaching(Analysis):
    """Looks for rules that never fire and modes that are never advised, and for profiles that leave no mode."""

    def rules(self) -> Iterator[Finding]:
        """Return the rules that fire on no profile whose answers go together and whose mode is the advised one."""
        firing = self._seen_firing()
        for rule in self.knowledge.rules.values():
            if rule.stratum == "doubt" or rule.id in firing:
                continue
            if rule.stratum == "compare":
                found = self._compared(rule)
            elif rule.stratum == "plan":
                found = self._planning(rule)
            else:
                fires = self.reasoned.fires(rule.id)
                seen = self.prover.witness(fires, holds=_fires(rule), smallest=False)
                found = self._only_in_doubt(rule, fires) if seen is None else None
            if found is not None:
                yield found

    def _seen_firing(self) -> frozenset[str]:
        """Return the rules that some profile of a sample makes fire; for these nothing is left to be proved."""
        runs = map(self.prover.trials.run, self.prover.profiles[::SEEN_OF])
        return frozenset(rule for tried in runs if not tried.in_doubt for rule in tried.fired)

    def _planning(self, rule: Rule) -> Finding | None:
        def seen(*terms: Term, mode: str | None = None, smallest: bool = False) -> Profile | None:
            return self.prover.witness(*terms, holds=_fires(rule), mode=mode, smallest=smallest)

        if seen(self.reasoned.fires_then(rule.id, None)) is not None:
            return None
        if not self.reasoned.modes:
            return self._excluded(rule)
        fires = {mode: self.reasoned.fires_then(rule.id, mode) for mode in self.reasoned.modes}
        if any(seen(term, self.reasoned.decides(mode)) is not None for mode, term in fires.items()):
            return None
        for mode, term in fires.items():
            otherwise = seen(term, mode=mode, smallest=True)
            if otherwise is not None:
                return self._finding(Code.MODE_NEVER_ADVISED_THERE, rule, Witness(otherwise, mode), mode=mode)
        in_doubt = [self._only_in_doubt(rule, term, mode) for mode, term in fires.items()]
        return next((each for each in in_doubt if each.witness is not None), in_doubt[0])

    def _excluded(self, rule: Rule) -> Finding:
        """Report the fewest tests that exclude each other, where there is no mode that the rule could wait for."""
        found = unreachable([rule], Derivation(self.knowledge.rules_of("derive"), self.knowledge.facts))
        for diagnostic in found:
            return Finding(diagnostic.model_copy(update={"severity": "warning"}), weight=len(rule.then))
        return self._finding(Code.FIRES_ONLY_IN_DOUBT, rule, None, doubts="")

    def _only_in_doubt(self, rule: Rule, fires: Term, mode: str | None = None) -> Finding:
        profile = self.prover.witness(fires, holds=_fires(rule), mode=mode, coherent=False)
        doubts = sorted(self.prover.trials.run(profile).doubts) if profile is not None else []
        witness = Witness(profile, mode) if profile is not None else None
        return self._finding(Code.FIRES_ONLY_IN_DOUBT, rule, witness, doubts, doubts=", ".join(doubts))

    @cached_property
    def _second(self) -> SmtEncoding:
        """The rules over a second market cell of the same company."""
        shared = shared_facts(self.knowledge.facts)
        space = Space(self.solver, asked_states(self.knowledge), "second cell: ", shared)
        return SmtEncoding(self.knowledge, self.prover.base, space)

    def _compared(self, rule: Rule) -> Finding | None:
        """Hold a compare rule against two cells: it sees one's answers, and how both modes compare."""
        table = self.knowledge.decision
        pairs = list(product(self.reasoned.modes, repeat=2))
        fires = {pair: self.reasoned.fires_then(rule.id, None, compared_state(table, *pair)) for pair in pairs}
        if any(self._seen_beside(fires[pair], *pair) for pair in pairs):
            return None
        coherent = [self.prover.coherent, self.solver.not_(self._second.in_doubt)]
        try:
            for one, other in pairs:
                decided = [self.reasoned.decides(one), self._second.decides(other)]
                if self.solver.can_hold(fires[one, other], *decided, *coherent):
                    return None
            possible = [pair for pair in pairs if self.solver.can_hold(fires[pair], *coherent)]
        except GaveUpError:
            self.prover.sampled += 1
            return None
        if possible:
            return self._finding(Code.MODE_NEVER_ADVISED_THERE, rule, None, mode=" + ".join(possible[0]))
        return self._finding(Code.FIRES_ONLY_IN_DOUBT, rule, None, doubts="")

    def _seen_beside(self, fires: Term, one: str, other: str) -> bool:
        """Look for two cells without a proof about both: one that the solver finds, and one of the sample beside it.

        Both modes over all answers of two cells are the hardest question there is; most rules need no answer to it.
        """
        first = self.prover.witness(fires, self.reasoned.decides(one), holds=_recommends(one), smallest=False)
        if first is None:
            return False
        shared = shared_facts(self.knowledge.facts)
        kept = {fact: state for fact, state in first.items() if fact in shared}
        for profile in self.prover.profiles[::SEEN_OF]:
            own = {fact: state for fact, state in profile.items() if fact not in shared}
            tried = self.prover.trials.run(own | kept)
            if tried.recommended == other and not tried.in_doubt:
                return True
        return False

    def _finding(
        self, code: Code, rule: Rule, witness: Witness | None, others: Iterable[str] = (), **details: str
    ) -> Finding:
        related = [self.knowledge.rules[other] for other in others]
        return finding(
            code,
            rule.place,
            f"rules › {rule.id}",
            witness,
            weight=len(rule.then),
            severity="warning",
            related=related,
            rule=rule.id,
            **details,
        )

    def modes(self) -> Iterator[Finding]:
        """Return the modes that are never advised, and the smallest profile that leaves none."""
        place = self.knowledge.decision.place
        for mode in self.reasoned.modes:
            advised = self.prover.witness(self.reasoned.decides(mode), holds=_recommends(mode), smallest=False)
            if advised is None:
                about = f"modes › {mode}"
                yield finding(Code.MODE_NEVER_ADVISED, place, about, weight=1000, severity="warning", mode=mode)
        everything = frozenset(self.reasoned.modes)
        profile = self.prover.witness(
            *map(self.reasoned.vetoed, self.reasoned.modes), holds=lambda tried: tried.vetoed == everything
        )
        if profile is not None:
            fired = self.prover.trials.run(profile).fired
            vetoes = {rule for vetoing in self.reasoned.vetoing.values() for rule in vetoing} & fired
            vetoing = [rule for rule in self.knowledge.rules.values() if rule.id in vetoes]
            yield finding(
                Code.NO_MODE_LEFT,
                vetoing[0].place,
                f"rules › {vetoing[0].id}",
                Witness(profile),
                weight=100,
                severity="note",
                related=vetoing[1:],
                rules=", ".join(each.id for each in vetoing),
            )


def _fires(rule: Rule) -> Callable[[ConcreteRun], bool]:
    return lambda tried: rule.id in tried.fired


def _recommends(mode: str) -> Callable[[ConcreteRun], bool]:
    return lambda tried: tried.recommended == mode
