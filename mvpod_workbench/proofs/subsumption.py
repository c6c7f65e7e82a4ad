"""Rules that say what others say already: duplicates, rules that add nothing, the same evidence counted twice."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.rules import Assign, Evidence, Outcome, Propose, Rule
from mvpod_workbench.proofs.proving import Analysis, ConcreteRun, Finding, Prover, Witness, finding
from mvpod_workbench.proofs.solver import GaveUpError, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


Said = tuple[str, ...]


class Overlaps(Analysis):
    """Looks for rules that fire only where another one fires too, and that do the same."""

    def __init__(self, prover: Prover) -> None:
        super().__init__(prover)
        self._implied: dict[tuple[str, str], bool] = {}
        self._firing: dict[str, bool] = {}

    def findings(self) -> Iterator[Finding]:
        """Return the findings, of two rules the later one's."""
        saying: dict[Said, list[Rule]] = defaultdict(list)
        for rule in self.knowledge.rules.values():
            for said in {_said(rule, outcome) for outcome in rule.then}:
                saying[said].append(rule)
        told: set[str] = set()
        pairs = {(one.id, other.id): (one, other) for rules in saying.values() for one, other in combinations(rules, 2)}
        for one, other in pairs.values():
            if other.id not in told and self.covers(one, other) and self.covers(other, one):
                shared = _all_said(one) & _all_said(other)
                if any(_adds_up(said) for said in shared) or shared in (_all_said(one), _all_said(other)):
                    less = one if shared == _all_said(one) != _all_said(other) else other
                    told.add(less.id)
                    yield self._finding(Code.RULE_DUPLICATE, less, [other if less is one else one])
        for rule in self.knowledge.rules.values():
            if rule.id not in told:
                yield from self._narrower(rule, saying, told)

    def covers(self, wider: Rule, rule: Rule) -> bool:
        """Return whether a rule fires, and never without another, whatever is known, whichever mode is chosen."""
        key = wider.id, rule.id
        if key not in self._implied:
            # On the few answers of one clause nothing else is known, so the other rule needs a clause of these facts,
            # or of the mode, which they may decide.
            within = self.reasoned.facts_of(rule.id) | {self.knowledge.decision.decided_fact}
            is_likely = any(
                self.reasoned.facts_of_clause(clause) <= within for clause in self.reasoned.clauses[wider.id]
            )
            self._implied[key] = is_likely and self._can_fire(rule) and self._fires_wherever(wider, rule)
        return self._implied[key]

    def _ways(self, rule: Rule) -> list[tuple[str | None, Term]]:
        """Return the terms that a rule fires: for each mode that may be chosen and for none, or as cells compare."""
        if rule.stratum == "plan":
            chosen = [(mode, self.reasoned.fires_then(rule.id, mode)) for mode in self.reasoned.modes]
            without = self.solver.all_of([self.reasoned.fires_then(rule.id, None), self.reasoned.undecided])
            return [*chosen, (None, without)]
        if rule.stratum == "compare":
            states = self.knowledge.facts[self.knowledge.decision.compared_fact].states
            return [(None, self.reasoned.fires_then(rule.id, None, state)) for state in states]
        return [(None, self.reasoned.fires(rule.id))]

    def _can_fire(self, rule: Rule) -> bool:
        if rule.id not in self._firing:
            try:
                self._firing[rule.id] = any(self.solver.can_hold(term) for _, term in self._ways(rule))
            except GaveUpError:
                self._firing[rule.id] = True
        return self._firing[rule.id]

    def _fires_wherever(self, wider: Rule, rule: Rule) -> bool:
        def refuted(tried: ConcreteRun) -> bool:
            return rule.id in tried.fired and wider.id not in tried.fired

        not_ = self.solver.not_
        pairs = zip(self._ways(rule), self._ways(wider), strict=True)
        if rule.stratum != "compare":
            return not any(
                self.prover.witness(one, not_(other), holds=refuted, mode=mode, coherent=False, smallest=False)
                is not None
                for (mode, one), (_, other) in pairs
            )
        try:
            return not any(self.solver.can_hold(one, not_(other)) for (_, one), (_, other) in pairs)
        except GaveUpError:
            self.prover.sampled += 1
            return False

    def _narrower(self, rule: Rule, saying: dict[Said, list[Rule]], told: set[str]) -> Iterator[Finding]:
        wider: dict[Said, Rule] = {}
        for said in sorted(_all_said(rule)):
            for other in saying[said]:
                if other is not rule and other.id not in told and self.covers(other, rule):
                    wider[said] = other
                    break
        if wider.keys() == _all_said(rule) and not any(map(_adds_up, wider)):
            told.add(rule.id)
            yield self._finding(Code.RULE_ADDS_NOTHING, rule, wider.values())
            return
        twice = [each for said, each in wider.items() if _adds_up(said) and not self._is_default(each)]
        if twice:
            yield self._finding(Code.EVIDENCE_TWICE, rule, twice)

    def _is_default(self, rule: Rule) -> bool:
        """Return whether a rule tests nothing but the mode: it says what holds until another one says more."""
        return {test.fact for test in every_test(rule.when)} <= {self.knowledge.decision.decided_fact}

    def _finding(self, code: Code, rule: Rule, others: Iterable[Rule]) -> Finding:
        by_id = {other.id: other for other in others}
        related = list(by_id)
        return finding(
            code,
            rule.place,
            f"rules › {rule.id}",
            self._both(rule, related),
            weight=len(rule.then),
            severity="note" if code is Code.EVIDENCE_TWICE else "warning",
            related=by_id.values(),
            rule=rule.id,
            others=", ".join(related),
        )

    def _both(self, rule: Rule, others: Sequence[str]) -> Witness | None:
        """Return answers on which the rules fire together, such as do not contradict each other where there are any."""
        if rule.stratum == "compare":
            return None
        modes = (self.reasoned.modes or (None,)) if rule.stratum == "plan" else (None,)
        wanted = {rule.id, *others}
        is_planning = rule.stratum == "plan"
        for coherent, decides, mode in product((True, False), (True, False), modes):
            fires = self.reasoned.fires_then(rule.id, mode) if is_planning else self.reasoned.fires(rule.id)
            terms = [fires] if mode is None or not decides else [fires, self.reasoned.decides(mode)]
            shown = self.prover.witness(*terms, holds=lambda tried: wanted <= tried.fired, mode=mode, coherent=coherent)
            if shown is not None:
                return Witness(shown, None if decides else mode)
        return None


def _said(rule: Rule, outcome: Outcome) -> Said:
    """Return what an outcome says: evidence by its direction, whatever its strength."""
    match outcome:
        case Evidence(direction=direction, mode=mode):
            return "evidence", direction, mode
        case Assign(item=item, to=to):
            return "assign", item, to
        case Propose(item=item):
            return "propose", item
        case _:
            return (rule.stratum, *(str(value) for value in outcome.model_dump().values()))


def _all_said(rule: Rule) -> set[Said]:
    return {_said(rule, outcome) for outcome in rule.then}


def _adds_up(said: Said) -> bool:
    return said[0] in {"evidence", "assign", "propose"}
