"""Random worlds: a vocabulary, rules of all strata and working memories, free of cycles and conflicts by construction.

One generator serves hypothesis (which hands it a `Random` that it can shrink) and the large seeded base. Rules the
compiler refuses as impossible or too large are left out of the world; a conflict or a cycle it reports is a failure.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mvpod_expert.model.diagnostics import Code, UnusableInputError
from tests.engine.builders import (
    DECIDED,
    MODES,
    POINTS,
    all_of,
    any_of,
    at_least,
    by_id,
    choice,
    compiled,
    conclude,
    disfavours,
    exclude,
    favours,
    flag,
    is_,
    not_,
    number,
    recommend,
    rule,
    vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.conditions import Condition
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.rules import Outcome, Rule

REFUSED = {
    Code.CONDITION_IMPOSSIBLE,
    Code.CONDITION_TOO_LARGE,
    Code.FACT_NEVER_CONCLUDED,
    Code.RULE_UNREACHABLE,
    Code.STATE_NEVER_CONCLUDED,
}
STATES = ("high", "medium", "low", "no", "1")

Memory = dict[str, str]


@dataclass(frozen=True)
class Size:
    """How large a random world is: the number of asked facts and rules, derive layers, and how deep conditions nest."""

    asked: tuple[int, int] = (3, 8)
    layers: tuple[int, int] = (0, 3)
    weigh: tuple[int, int] = (1, 8)
    plan: tuple[int, int] = (1, 6)
    depth: int = 2


@dataclass(frozen=True)
class World:
    """A vocabulary and rules that compile, with the compiled base."""

    facts: dict[str, Fact]
    rules: dict[str, Rule]
    base: RuleBase

    @property
    def asked(self) -> list[Fact]:
        return [fact for fact in self.facts.values() if not fact.derived]


def seeded(seed: int) -> Random:
    """Return the same random choices for the same seed."""
    return Random(seed)


def random_fact(rng: Random, name: str) -> Fact:
    may_not_apply = rng.randint(0, 2) == 0
    kind = rng.choice(("choice", "choice", "flag", "number"))
    if kind == "flag":
        return flag(name, may_not_apply=may_not_apply)
    states = STATES[: rng.randint(2, len(STATES))]
    build = choice if kind == "choice" else number
    return build(name, *states, may_not_apply=may_not_apply)


def random_test(rng: Random, facts: Sequence[Fact]) -> Condition:
    fact = rng.choice(facts)
    states = fact.known_states
    width = rng.choice((1, 1, 1, 2, len(states)))
    return is_(fact.id, *rng.sample(states, min(width, len(states))))


def random_condition(rng: Random, asked: Sequence[Fact], derived: Sequence[Fact], depth: int) -> Condition:
    """Return a tree of all / any / not / at_least; `not` stands over asked facts only."""
    kind = rng.choice(("test", "test", "all", "any", "not", "at_least")) if depth else "test"
    if kind == "test":
        from_derived = bool(derived) and rng.randint(0, 1) == 0
        return random_test(rng, derived if from_derived else asked)
    if kind == "not":
        return not_(random_condition(rng, asked, (), depth - 1))
    parts = [random_condition(rng, asked, derived, depth - 1) for _ in range(rng.randint(2, 3))]
    if kind == "at_least":
        return at_least(rng.randint(1, len(parts)), *parts)
    return all_of(*parts) if kind == "all" else any_of(*parts)


def random_weighing(rng: Random) -> tuple[Outcome, ...]:
    outcomes: list[Outcome] = []
    for mode in rng.sample(MODES, rng.randint(1, 2)):
        kind = rng.randint(0, 5)
        strength = rng.choice(tuple(POINTS))
        outcomes.append(
            exclude(mode) if kind == 0 else favours(mode, strength) if kind < 4 else disfavours(mode, strength)
        )
    return tuple(outcomes)


def _derive_rules(rng: Random, fact: Fact, asked: Sequence[Fact], derived: Sequence[Fact], depth: int) -> list[Rule]:
    """Conclude one state in several ways, or several states from conditions that exclude each other."""
    when = [random_condition(rng, asked, derived, depth) for _ in range(rng.randint(1, 3))]
    states = [fact.states[0]] * len(when)
    if len(fact.states) > 1:
        selector = rng.choice(asked)
        chosen = list(zip(fact.states, selector.states, strict=False))
        when = [
            all_of(is_(selector.id, value), random_condition(rng, asked, derived, depth - 1)) for _, value in chosen
        ]
        states = [state for state, _ in chosen]
    return [
        rule(f"concludes-{fact.id}-{place}", condition, conclude(fact.id, state))
        for place, (condition, state) in enumerate(zip(when, states, strict=True))
    ]


def random_rules(rng: Random, size: Size) -> tuple[list[Fact], list[Rule]]:
    asked = [random_fact(rng, f"asked-{place}") for place in range(rng.randint(*size.asked))]
    derived: list[Fact] = []
    rules: list[Rule] = []
    for layer in range(rng.randint(*size.layers)):
        fresh = [
            choice(f"derived-{layer}-{place}", *STATES[: rng.randint(1, 3)], derived=True)
            for place in range(rng.randint(1, 2))
        ]
        for fact in fresh:
            rules += _derive_rules(rng, fact, asked, derived, size.depth)
        if len(fresh) == 1:
            also = choice(f"also-{layer}", "yes", derived=True)
            rules[-1] = rules[-1].model_copy(update={"then": (*rules[-1].then, conclude(also.id, "yes"))})
            fresh.append(also)
        derived += fresh
    for place in range(rng.randint(*size.weigh)):
        when = random_condition(rng, asked, derived, size.depth)
        rules.append(rule(f"weighs-{place}", when, *random_weighing(rng)))
    everything = [*derived, vocabulary()[DECIDED]]
    for place in range(rng.randint(*size.plan)):
        when = random_condition(rng, asked, everything, size.depth)
        rules.append(rule(f"plans-{place}", when, recommend(f"item-{rng.randint(0, 3)}")))
    return [*asked, *derived], rules


def random_world(rng: Random, size: Size) -> World:
    facts, rules = random_rules(rng, size)
    return settled(vocabulary(*facts), rules)


def settled(facts: dict[str, Fact], rules: Sequence[Rule]) -> World:
    """Compile, leaving out the rules that are refused as impossible or too large."""
    kept = by_id(rules)
    while True:
        try:
            return World(facts, kept, compiled(kept.values(), facts))
        except UnusableInputError as error:
            for finding in error.diagnostics:
                assert finding.code in REFUSED, finding
                kept.pop(finding.about.removeprefix("rules › "), None)


SMALL = Size()
MEDIUM = Size(asked=(6, 10), weigh=(10, 30), plan=(10, 30))


@st.composite
def worlds(draw: st.DrawFn, *sizes: Size) -> World:
    """Draw a world of one of the sizes; shrinking goes towards the first one."""
    size = draw(st.sampled_from(sizes or (SMALL, SMALL, MEDIUM)))
    return random_world(draw(st.randoms(use_true_random=False)), size)


def random_memory(rng: Random, facts: Sequence[Fact], unknown: float = 0.25) -> Memory:
    """Answer some of the facts; an unanswered or unknown one is left out."""
    return {fact.id: rng.choice(fact.known_states) for fact in facts if rng.random() >= unknown}


def random_memories(rng: Random, facts: Sequence[Fact], count: int) -> list[Memory]:
    """Answer from nothing to everything, most often most of it."""
    return [random_memory(rng, facts, rng.choice((0, 0.1, 0.25, 0.25, 0.5, 0.9))) for _ in range(count)]
