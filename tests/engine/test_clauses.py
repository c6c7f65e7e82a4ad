"""Conditions in disjunctive normal form say what the tree says, and no more than the guard allows."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.engine.clauses import MAX_ALTERNATIVES, Clause, ConditionTooLargeError, clauses_of, compatible
from mvpod_expert.model.facts import NOT_APPLICABLE
from mvpod_expert.replay.checker import truth
from tests.engine.builders import all_of, any_of, at_least, choice, flag, is_, not_, number, vocabulary
from tests.engine.oracle import holds
from tests.engine.worlds import random_condition, seeded
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from mvpod_expert.model.conditions import Condition
    from mvpod_expert.model.facts import Fact

FACTS = vocabulary(flag("a", may_not_apply=True), choice("b", "x", "y", "z"), number("c", "low", "high"), flag("d"))
ASKED = [fact for fact in FACTS.values() if not fact.derived]
OPEN = None
MEMORIES = [
    {fact.id: state for fact, state in zip(ASKED, states, strict=True) if state is not OPEN}
    for states in product(*((*fact.known_states, OPEN) for fact in ASKED))
]

repeatable = random_examples(300)


@st.composite
def conditions(draw: st.DrawFn, facts: list[Fact] = ASKED, depth: int = 3) -> Condition:
    return random_condition(draw(st.randoms(use_true_random=False)), facts, (), depth)


def flags(count: int) -> list[Fact]:
    return [flag(f"flag-{place:02}") for place in range(count)]


@repeatable
@given(conditions())
def test_some_clause_holds_exactly_where_the_tree_is_true(condition: Condition) -> None:
    """Over every partial memory of a small vocabulary, the clauses and the tree agree."""
    clauses = clauses_of(condition, FACTS)
    for memory in MEMORIES:
        assert any(holds(clause, memory) for clause in clauses) == (truth(condition, memory) is True), memory


@repeatable
@given(conditions())
def test_no_clause_is_implied_by_another(condition: Condition) -> None:
    """Every clause holds somewhere where no other one needs to, and none stands twice."""
    clauses = clauses_of(condition, FACTS)
    for one in clauses:
        assert not any(other.is_weaker_than(one) for other in clauses if other is not one)


@repeatable
@given(conditions())
def test_clauses_are_well_formed_and_in_a_fixed_order(condition: Condition) -> None:
    """Literals are sorted, one a fact, over states the fact has; the clauses are sorted, shorter first."""
    clauses = clauses_of(condition, FACTS)
    assert list(clauses) == sorted(clauses, key=Clause.key)
    for clause in clauses:
        names = [fact for fact, _ in clause.literals]
        assert names == sorted(set(names))
        assert all(states and states <= set(FACTS[fact].known_states) for fact, states in clause.literals)


@repeatable
@given(conditions(depth=2), conditions(depth=2), st.integers(0, 2**32))
def test_the_order_of_parts_does_not_matter(one: Condition, other: Condition, seed: int) -> None:
    """Parts written in another order give the same clauses."""
    parts = [one, other, is_("d", "true")]
    again = seeded(seed).sample(parts, len(parts))
    for join in (all_of, any_of, lambda *parts: at_least(2, *parts)):
        assert clauses_of(join(*parts), FACTS) == clauses_of(join(*again), FACTS)


@pytest.mark.parametrize(
    "condition",
    [
        all_of(is_("b", "x"), is_("b", "y")),
        not_(is_("b", "x", "y", "z")),
        all_of(is_("a", "true"), not_(is_("a", "true", "false"))),
        at_least(2, is_("c", "low"), is_("c", "high"), all_of(is_("d", "true"), is_("d", "false"))),
    ],
    ids=["two options at once", "none of its options", "a value and not applicable", "two of what exclude each other"],
)
def test_a_condition_that_can_never_hold_gives_no_clauses(condition: Condition) -> None:
    """An impossible condition has no clauses at all."""
    assert clauses_of(condition, FACTS) == ()


@repeatable
@given(conditions())
def test_no_clauses_means_that_no_memory_makes_it_true(condition: Condition) -> None:
    """What is called impossible is impossible, and nothing else is."""
    assert (clauses_of(condition, FACTS) == ()) == (not any(truth(condition, each) for each in MEMORIES))


def test_a_test_that_accepts_every_state_is_kept() -> None:
    """It is undecided while its fact is open, so its clause still names the fact."""
    every = is_("b", "x", "y", "z")
    assert clauses_of(every, FACTS) == (Clause((("b", frozenset("xyz")),)),)
    (clause,) = clauses_of(all_of(is_("d", "true"), any_of(is_("b", "x"), not_(is_("b", "x")), every)), FACTS)
    assert dict(clause.literals)["b"] == frozenset("xyz")


def test_a_negated_test_accepts_not_applicable() -> None:
    """What a negated test leaves are the other states, `not_applicable` among them where that may be."""
    assert clauses_of(not_(is_("a", "true")), FACTS) == (Clause((("a", frozenset({"false", NOT_APPLICABLE})),)),)
    assert clauses_of(not_(is_("d", "true")), FACTS) == (Clause((("d", frozenset({"false"})),)),)


def test_a_count_over_many_parts_is_refused() -> None:
    """Six of twelve written out are 924 alternatives, above the guard; two of twelve are 66."""
    facts = flags(12)
    parts = [is_(fact.id, "true") for fact in facts]
    with pytest.raises(ConditionTooLargeError):
        clauses_of(at_least(6, *parts), vocabulary(*facts))
    assert len(clauses_of(at_least(2, *parts), vocabulary(*facts))) == 66


def test_a_negated_count_is_guarded_too() -> None:
    """Not seven of twelve means that six of the twelve fail, which is as large."""
    facts = flags(12)
    parts = [is_(fact.id, "true") for fact in facts]
    with pytest.raises(ConditionTooLargeError):
        clauses_of(not_(at_least(7, *parts)), vocabulary(*facts))


def test_the_guard_counts_alternatives_at_its_bound() -> None:
    """Twenty states times twenty are 400 alternatives and allowed; twenty times twenty-one are not."""
    names = [f"s{place}" for place in range(22)]
    facts = vocabulary(choice("wide", *names), choice("broad", *names))
    (clause,) = clauses_of(all_of(is_("wide", *names[:20]), is_("broad", *names[:20])), facts)
    assert clause.alternatives == MAX_ALTERNATIVES
    with pytest.raises(ConditionTooLargeError):
        clauses_of(all_of(is_("wide", *names[:20]), is_("broad", *names[:21])), facts)


@repeatable
@given(conditions(depth=1), conditions(depth=1))
def test_compatible_clauses_hold_together(one: Condition, other: Condition) -> None:
    """Two clauses are joined exactly when some memory makes both hold, and the joined one holds where both do."""
    for left, right in product(clauses_of(one, FACTS), clauses_of(other, FACTS)):
        both = compatible(left, right)
        together = [memory for memory in MEMORIES if holds(left, memory) and holds(right, memory)]
        assert (both is None) == (not together)
        assert both is None or together == [memory for memory in MEMORIES if holds(both, memory)]
