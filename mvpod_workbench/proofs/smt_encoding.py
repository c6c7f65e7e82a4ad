"""One rule base over all profiles: which rules fire, the decision and the plan, as terms of the solver."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.mode.planning import Planner
from mvpod_expert.model.decision import lead_needed
from mvpod_expert.model.rules import Assign, Evidence, Exclude, Recommend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mvpod_expert.engine.clauses import Clause, RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.laws import Law
    from mvpod_workbench.proofs.solver import Term
    from mvpod_workbench.proofs.space import Space


class SmtEncoding:
    """The rules of a home over a space of profiles.

    Args:
        space: the profiles; it has every asked fact of the knowledge base.
        decides: whether the rules decide a mode; without it there are no modes to distinguish.
    """

    def __init__(self, knowledge: KnowledgeBase, base: RuleBase, space: Space, *, decides: bool = True) -> None:
        self.knowledge = knowledge
        self.space = space
        self.solver = space.solver
        self.modes = tuple(mode.id for mode in knowledge.decision.modes) if decides else ()
        self.clauses = {**base.clauses(), **base.unfolded}
        self.points: dict[str, dict[str, int]] = {mode: defaultdict(int) for mode in self.modes}
        self.vetoing: dict[str, list[str]] = {mode: [] for mode in self.modes}
        for rule in knowledge.rules_of("weigh"):
            for outcome in rule.then:
                if isinstance(outcome, Evidence):
                    points = outcome.signed(knowledge.decision.points(outcome.strength))
                    self.points[outcome.mode][rule.id] += points
                elif isinstance(outcome, Exclude):
                    self.vetoing[outcome.mode].append(rule.id)
        self._concluded_by: dict[tuple[str, str], list[str]] = defaultdict(list)
        for rule in knowledge.rules_of("derive"):
            for conclusion in rule.concluded():
                self._concluded_by[conclusion.fact, conclusion.state].append(rule.id)
        self._facts: dict[str, frozenset[str]] = {}
        self._terms: dict[tuple[str, str], Term] = {}

    def fires(self, rule: str, fixed: Mapping[str, str] | None = None) -> Term:
        """Return the term that a rule of the strata before the decision fires.

        Args:
            rule: its id.
            fixed: asked facts whose state is given.
        """
        if fixed:
            return self._one_of(self.clauses[rule], fixed)
        return self._kept(("fires", rule), lambda: self._one_of(self.clauses[rule], {}))

    def _kept(self, name: tuple[str, str], make: Callable[[], Term]) -> Term:
        if name not in self._terms:
            self._terms[name] = self.solver.named(make())
        return self._terms[name]

    def facts_of(self, rule: str) -> frozenset[str]:
        """Return the facts a rule rests on: those it tests, and for derived ones those that concluding rules test."""
        if rule not in self._facts:
            self._facts[rule] = frozenset().union(*map(self.facts_of_clause, self.clauses[rule]))
        return self._facts[rule]

    def facts_of_clause(self, clause: Clause) -> frozenset[str]:
        """Return the facts a clause rests on."""
        found: set[str] = set()
        for fact, states in clause.literals:
            concluding = self._concluding(fact, states)
            found |= frozenset().union(*map(self.facts_of, concluding)) if concluding else {fact}
        return frozenset(found)

    @cached_property
    def in_doubt(self) -> Term:
        """The term that some answers contradict each other."""
        return self.solver.named(self.doubted())

    def doubted(self, fixed: Mapping[str, str] | None = None) -> Term:
        """Return the term that some answers contradict each other, where the state of some facts is given."""
        return self.solver.any_of(self.fires(rule.id, fixed) for rule in self.knowledge.rules_of("doubt"))

    def vetoed(self, mode: str) -> Term:
        """Return the term that a mode is vetoed."""
        return self._kept(("vetoed", mode), lambda: self.solver.any_of(map(self.fires, self.vetoing[mode])))

    def leads(self, mode: str, rival: str, least: int) -> Term:
        """Return the term that a mode's net points are ahead of a rival's by at least so many."""
        ours, theirs = self.points[mode], self.points[rival]
        weighed = ((ours.get(rule, 0) - theirs.get(rule, 0), rule) for rule in dict.fromkeys((*ours, *theirs)))
        return self.solver.sum_at_least(((points, self.fires(rule)) for points, rule in weighed if points), least)

    def decides(self, mode: str) -> Term:
        """Return the term that a mode is decided on, as `mode.deciding.decide` does."""
        return self._kept(("decides", mode), lambda: self._decided(mode))

    def _decided(self, mode: str) -> Term:
        any_of, all_of = self.solver.any_of, self.solver.all_of
        rivals = [(rival, lead_needed(self.modes, mode, rival)) for rival in self.modes if rival != mode]
        ahead = all_of(any_of([self.vetoed(rival), self.leads(mode, rival, lead)]) for rival, lead in rivals)
        clear = all_of(any_of([self.vetoed(rival), self.leads(mode, rival, 1)]) for rival, _ in rivals)
        argued = any_of(self.fires(rule) for rule, points in self.points[mode].items() if points > 0)
        return all_of([self.solver.not_(self.vetoed(mode)), ahead, any_of([clear, argued])])

    @cached_property
    def undecided(self) -> Term:
        """The term that no mode is decided on."""
        return self.solver.named(self.solver.not_(self.solver.any_of(map(self.decides, self.modes))))

    def fires_then(self, rule: str, mode: str | None, compared: str | None = None) -> Term:
        """Return the term that a rule fires once a mode is chosen, or without one.

        Args:
            rule: the id of a plan or compare rule.
            mode: the chosen mode.
            compared: how the modes of two cells compare, for a compare rule.
        """
        table = self.knowledge.decision
        return self._one_of(self.clauses[rule], {table.decided_fact: mode, table.compared_fact: compared})

    def _one_of(self, clauses: Iterable[Clause], given: Mapping[str, str | None]) -> Term:
        """Return the term that one of some clauses is true, where the state of some facts is given."""
        alternatives = []
        for clause in clauses:
            if all(given.get(fact) in states for fact, states in clause.literals if fact in given):
                literals = (self._holds(fact, states) for fact, states in clause.literals if fact not in given)
                alternatives.append(self.solver.all_of(literals))
        return self.solver.any_of(alternatives)

    @cached_property
    def reached(self) -> Mapping[str, set[str]]:
        """Each item with all it brings along, itself among it."""
        return {item.id: self.knowledge.with_brought([item.id]) for item in self.knowledge.items()}

    def applies(self, law: Law, mode: str | None) -> Term:
        """Return the term that a law applies once a mode is chosen, or without one."""
        decided = self.knowledge.decision.decided_fact

        def known(fact: str, states: tuple[str, ...]) -> Term:
            if fact == decided:
                return self.solver.all_of(()) if mode in states else self.solver.any_of(())
            return self._holds(fact, frozenset(states))

        lifted = self.solver.any_of(known(fact, states) for fact, states in law.unless.items())
        answers = (known(fact, states) for fact, states in law.answers.items())
        return self.solver.all_of([self.solver.not_(lifted), *answers])

    def _holds(self, fact: str, states: frozenset[str]) -> Term:
        if not self.knowledge.facts[fact].derived:
            return self.space.holds(fact, states)
        return self.solver.any_of(map(self.fires, self._concluding(fact, states)))

    def _concluding(self, fact: str, states: frozenset[str]) -> list[str]:
        return [rule for state in sorted(states) for rule in self._concluded_by.get((fact, state), ())]


class ReasonedPlan:
    """The plan for one mode, or for none, over all profiles.

    Args:
        reasoned: the rules.
        mode: the mode the plan is for, decided on or chosen otherwise.
    """

    def __init__(self, reasoned: SmtEncoding, mode: str | None) -> None:
        self.reasoned = reasoned
        self.solver = reasoned.solver
        self.mode = mode
        knowledge = reasoned.knowledge
        planner = Planner(knowledge)
        self.laws, self.items, self.order, self.at_most = planner.laws, planner.items, planner.order, planner.at_most
        self._chosen: dict[tuple[str, str], Term] = {}
        self.roots: dict[str, list[Term]] = defaultdict(list)
        self.assigning: dict[str, dict[str, list[tuple[int, Term]]]] = defaultdict(lambda: defaultdict(list))
        for rule in knowledge.rules_of("plan"):
            fires = self.solver.named(reasoned.fires_then(rule.id, mode))
            for outcome in rule.then:
                if isinstance(outcome, Recommend):
                    self.roots[outcome.item].append(fires)
                elif isinstance(outcome, Assign):
                    points = knowledge.decision.points(outcome.strength)
                    self.assigning[outcome.item][outcome.to].append((points, fires))
                    self.roots[outcome.item].append(fires)

    def assigned(self, row: str) -> Term:
        """Return the term that some rule assigns a row."""
        return self.solver.any_of(fires for found in self.assigning[row].values() for _, fires in found)

    def chosen(self, row: str, option: str) -> Term:
        """Return the term that a row falls to an option, first or beside others, as the planner chooses."""
        if (row, option) not in self._chosen:
            self._chosen[row, option] = self.solver.named(self._falls_to(row, option))
        return self._chosen[row, option]

    def falls_within(self, row: str, options: Iterable[str]) -> Term:
        """Return the term that a row falls to one of some options."""
        spoken_for = self.assigning.get(row, {})
        return self.solver.any_of(self.chosen(row, option) for option in options if option in spoken_for)

    def _barred(self, row: str, option: str) -> Term:
        """Return the term that a law bars an option, the other rows being as they are."""
        ways = []
        for law in self.laws:
            if law.giving_way == row and option in law.rows[row]:
                *others, _ = law.rows
                stand = (self.falls_within(name, law.rows[name]) for name in others)
                ways.append(self.solver.all_of([self.reasoned.applies(law, self.mode), *stand]))
        return self.solver.named(self.solver.any_of(ways))

    def _falls_to(self, row: str, option: str) -> Term:
        weighed = self.assigning[row]
        own = weighed[option]
        binding = {name for law in self.laws if law.giving_way == row for name in law.rows[row]}
        barred = {name: self._barred(row, name) for name in weighed if name in binding}
        spoken = {name: self.solver.any_of(fires for _, fires in found) for name, found in weighed.items()}
        # Where laws bar all there is evidence for, they are passed over.
        free = [
            self.solver.all_of([term, self.solver.not_(barred[name])]) if name in barred else term
            for name, term in spoken.items()
        ]
        none_free = self.solver.named(self.solver.not_(self.solver.any_of(free)))
        counts = {name: self.solver.any_of([none_free, self.solver.not_(term)]) for name, term in barred.items()}
        better = []
        for rival, points in weighed.items():
            if rival != option:
                ahead = 0 if self.order[rival] < self.order[option] else 1
                difference = [*points, *((-each, fires) for each, fires in own)]
                counted = [spoken[rival], *([counts[rival]] if rival in counts else [])]
                better.append(self.solver.all_of([*counted, self.solver.sum_at_least(difference, ahead)]))
        named = [self.solver.named(each) for each in better]
        fired = self.solver.all_of([spoken[option], *([counts[option]] if option in counts else [])])
        first = self.solver.at_most(named, 0)
        ways = [first]
        if self.at_most[row] > 1:
            enough = self.solver.sum_at_least(own, self.reasoned.knowledge.decision.second_from)
            ways.append(self.solver.all_of([self.solver.at_most(named, self.at_most[row] - 1), enough]))
        return self.solver.all_of([fired, self.solver.any_of(ways)])

    def planned(self, item: str) -> Term:
        """Return the term that an item is in the plan: recommended, chosen, or brought along."""
        sources = [name for name, reached in self.reasoned.reached.items() if item in reached]
        ways = [term for source in sources for term in self.roots[source]]
        for row, options in self.assigning.items():
            ways += [self.chosen(row, option) for option in options if option in sources]
        return self.solver.any_of(ways)


def asked_states(*homes: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """Return the states of the asked facts of homes; a fact that several ask has the states of all."""
    states: dict[str, dict[str, None]] = {}
    for knowledge in homes:
        for fact in knowledge.asked():
            states.setdefault(fact.id, {}).update(dict.fromkeys(fact.known_states))
    return {fact: tuple(each) for fact, each in states.items()}
