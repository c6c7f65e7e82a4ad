"""Conditions in disjunctive normal form, and rules compiled: one fires when all literals of one of its clauses hold.

The truth is strong Kleene. A literal `fact in states` is true or false when the fact is known (a value, or not
applicable) and undecided otherwise. Negation is pushed down to the literals by De Morgan's laws, which hold in Kleene's
logic, and conjunction distributes over disjunction there too; so a clause is true exactly when the tree is. A literal
that accepts every state of its fact is kept: dropping it would make an undecided test true.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations, islice
from math import prod
from typing import TYPE_CHECKING

from mvpod_expert.errors import MvpodError
from mvpod_expert.model.conditions import Condition, Not, Test

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Stratum

MAX_ALTERNATIVES = 400
MAX_RAW = 2 * MAX_ALTERNATIVES

Literals = tuple[tuple[str, frozenset[str]], ...]


class ConditionTooLargeError(MvpodError):
    """A condition has more alternatives than the guard allows."""


@dataclass(frozen=True)
class Clause:
    """Literals that must all hold, one a fact, ordered by fact."""

    literals: Literals

    @property
    def alternatives(self) -> int:
        """How many conjunctions of single states the clause stands for."""
        return prod(len(states) for _, states in self.literals)

    def holds(self, memory: Mapping[str, str]) -> bool:
        """Return whether all literals hold on the known states."""
        return all(memory.get(fact) in states for fact, states in self.literals)

    def is_weaker_than(self, other: Clause) -> bool:
        """Return whether this clause holds wherever the other one does."""
        theirs = dict(other.literals)
        return all(fact in theirs and theirs[fact] <= states for fact, states in self.literals)

    def key(self) -> tuple[int, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Return a key that orders clauses: shorter first, then by what they say."""
        return len(self.literals), tuple((fact, tuple(sorted(states))) for fact, states in self.literals)


@dataclass(frozen=True)
class Layer:
    """Clauses that can be tried at once: none tests what another one of the layer concludes.

    Args:
        stratum: which stratum it belongs to.
        clauses: each stands once; its number is its place here.
        owners: for each clause the ids of the rules it makes fire.
        rules: the ids of its rules in the order of the files.
    """

    stratum: Stratum
    clauses: tuple[Clause, ...]
    owners: tuple[tuple[str, ...], ...]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleBase:
    """The compiled rules.

    Args:
        layers: derive layers in firing order, then weigh and plan; doubt and compare, where there are any, stand apart.
        unfolded: for every doubt, derive and weigh rule its clauses over asked facts alone, derived tests written out.
        beside: the rules of each capability that has its own, about facts of their own; never run with the others.
    """

    layers: tuple[Layer, ...]
    unfolded: Mapping[str, tuple[Clause, ...]]
    beside: Mapping[str, RuleBase] = field(default_factory=dict)

    def clauses(self) -> dict[str, list[Clause]]:
        """Return the clauses of each rule, derived facts among what they test."""
        found: dict[str, list[Clause]] = defaultdict(list)
        for layer in self.layers:
            for clause, owners in zip(layer.clauses, layer.owners, strict=True):
                for owner in owners:
                    found[owner].append(clause)
        return found


ALWAYS = [Clause(())]
"""What to join clauses to: a clause that holds whatever is known."""


def clauses_of(condition: Condition, facts: Mapping[str, Fact]) -> tuple[Clause, ...]:
    """Bring a condition into disjunctive normal form; `facts` say which states a negated test leaves.

    Returns:
        The clauses in a fixed order, none implied by another; none at all when the condition can never hold.

    Raises:
        ConditionTooLargeError: written out, the condition has more than `MAX_ALTERNATIVES` alternatives.
    """
    return tuple(sorted(_expand(condition, negated=False, facts=facts), key=Clause.key))


def _expand(condition: Condition, *, negated: bool, facts: Mapping[str, Fact]) -> list[Clause]:
    match condition:
        case Test(fact=fact, states=states):
            accepted = frozenset(facts[fact].known_states) - states if negated else states
            return [Clause(((fact, accepted),))] if accepted else []
        case Not(part=part):
            return _expand(part, negated=not negated, facts=facts)
    expanded = [_expand(part, negated=negated, facts=facts) for part in condition.parts]
    needed = len(expanded) - condition.needed + 1 if negated else condition.needed
    # At least `needed` of the parts hold.
    return _weakest(clause for chosen in combinations(expanded, needed) for clause in reduce(_joined, chosen, ALWAYS))


def _joined(left: list[Clause], right: list[Clause]) -> list[Clause]:
    return _weakest(clause for one in left for other in right if (clause := compatible(one, other)) is not None)


def compatible(one: Clause, other: Clause) -> Clause | None:
    """Return the clause under which both hold, or nothing when they exclude each other."""
    merged = dict(one.literals)
    for fact, states in other.literals:
        merged[fact] = merged[fact] & states if fact in merged else states
        if not merged[fact]:
            return None
    return Clause(tuple(sorted(merged.items())))


def _weakest(clauses: Iterable[Clause]) -> list[Clause]:
    """Keep the clauses that no other one is weaker than; refuse when there, or of these, are too many alternatives."""
    # Those that imply each other are taken out in the square of their number: more than so many are not looked at.
    raw = list(islice(clauses, MAX_RAW + 1))
    if len(raw) > MAX_RAW:
        raise ConditionTooLargeError
    kept: list[Clause] = []
    for clause in sorted(set(raw), key=Clause.key):
        if not any(other.is_weaker_than(clause) for other in kept):
            kept = [*(other for other in kept if not clause.is_weaker_than(other)), clause]
            if sum(each.alternatives for each in kept) > MAX_ALTERNATIVES:
                raise ConditionTooLargeError
    return kept


def any_holds(clauses: Iterable[Clause], memory: Mapping[str, str]) -> bool:
    """Return whether one of the clauses holds on the known states."""
    return any(clause.holds(memory) for clause in clauses)
