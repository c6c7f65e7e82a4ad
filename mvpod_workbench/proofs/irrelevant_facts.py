"""Facts whose value never matters: whatever else is answered, every answer to them gives the same advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.rules import Assign, Rule
from mvpod_workbench.proofs.differences import LEVELS, Differences
from mvpod_workbench.proofs.proving import Analysis, ConcreteRun, Finding, Witness, finding
from mvpod_workbench.proofs.smt_encoding import SmtEncoding, asked_states
from mvpod_workbench.proofs.solver import GaveUpError
from mvpod_workbench.proofs.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.facts import Fact
    from mvpod_workbench.sampling.profiles import Profile

TRIED = 20


class IdleFacts(Analysis):
    """Looks for facts that rules test and that change nothing; those that no rule tests are reported by the check."""

    def findings(self) -> Iterator[Finding]:
        """Return the facts that are tested and never matter."""
        for fact in self.knowledge.asked():
            testing = [each for each in self.knowledge.rules.values() if fact.id in self.reasoned.facts_of(each.id)]
            rules = [rule for rule in testing if rule.stratum not in {"derive", "compare"}]
            is_compared = any(rule.stratum == "compare" for rule in testing)
            if rules and not is_compared and not self._is_seen_to_matter(fact, rules) and not self.matters(fact):
                yield self._finding(fact, rules)

    def _is_seen_to_matter(self, fact: Fact, rules: list[Rule]) -> bool:
        """Try what is likeliest: the fewest answers on which a rule that tests the fact fires, and its other states."""
        for rule in rules[:TRIED]:
            profile = self._firing(rule)
            if profile is None:
                continue
            outcomes = self._outcomes(fact, profile)
            coherent = [outcome for outcome in outcomes if not outcome.in_doubt]
            if _differ(coherent) or 0 < len(coherent) < len(outcomes):
                return True
        return False

    def _outcomes(self, fact: Fact, profile: Profile) -> list[ConcreteRun]:
        return [self.prover.trials.run({**profile, fact.id: state}) for state in fact.known_states]

    def _firing(self, rule: Rule) -> Profile | None:
        """Find answers on which a rule fires and, where it speaks for an option of a row, that option is chosen."""
        try:
            if rule.stratum != "plan":
                coherent = [] if rule.stratum == "doubt" else [self.prover.coherent]
                return self.prover.space.some(self.reasoned.fires(rule.id), *coherent)
            for mode in self.reasoned.modes:
                chosen = [
                    self.prover.plans[mode].chosen(each.item, each.to) for each in rule.then if isinstance(each, Assign)
                ]
                terms = [self.reasoned.fires_then(rule.id, mode), self.reasoned.decides(mode), self.prover.coherent]
                profile = self.prover.space.smallest(*terms, *chosen[:1])
                if profile is not None:
                    return profile
        except GaveUpError:
            pass
        return None

    def matters(self, fact: Fact) -> bool:
        """Return whether two answers to a fact, all others alike, ever give different advice."""
        knowledge = self.knowledge
        others = [each.id for each in knowledge.asked() if each.id != fact.id]
        space = Space(self.solver, asked_states(knowledge), f"another {fact.id}: ", others)
        again = SmtEncoding(knowledge, self.prover.base, space)
        differences = Differences(self.reasoned, again)
        both_known = [each.holds(fact.id, fact.known_states) for each in (self.prover.space, space)]
        try:
            for level in LEVELS:
                for term in differences.at(level):
                    coherent = [] if level == "doubt" else [self.solver.not_(again.in_doubt), self.prover.coherent]
                    if self.solver.can_hold(term, *both_known, *coherent):
                        return True
        except GaveUpError:
            self.prover.sampled += 1
            return any(_differ(self._outcomes(fact, profile)) for profile in self.prover.profiles)
        return False

    def _finding(self, fact: Fact, rules: list[Rule]) -> Finding:
        profile = next((found for rule in rules if (found := self._firing(rule)) is not None), None)
        witness = None
        if profile is not None:
            at = profile.get(fact.id, fact.known_states[0])
            other = next(state for state in fact.known_states if state != at)
            witness = Witness({**profile, fact.id: at}, instead={fact.id: other})
        return finding(
            Code.FACT_NEVER_MATTERS,
            fact.place,
            f"facts › {fact.id}",
            witness,
            weight=50,
            severity="warning",
            related=rules[:3],
            fact=fact.id,
            rules=", ".join(rule.id for rule in rules),
        )


def _differ(outcomes: list[ConcreteRun]) -> bool:
    return any(each.outcome != outcomes[0].outcome for each in outcomes)
