"""durable-rules, the bitset engine and the oracle on the same random rule bases and cases: no difference."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.durable_rules import coding_of, shards_of
from tests.engine.builders import MODES
from tests.engine.engines import BothEngines, needs_durable, rules_fired, run
from tests.engine.oracle import expected_firings
from tests.engine.worlds import Size, World, random_memories, random_world, seeded, worlds
from tests.hypothesis_profiles import random_examples

CASES_AT_LEAST = 20_000
BASES = 200
CASES_A_BASE = 101

# The same bases every time: a native engine that crashes leaves no example behind to shrink.
repeatable = random_examples(
    BASES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def compare(world: World, engine: BothEngines | BitsetEngine, seed: int, cases: int) -> Counter[str]:
    """Compare every case of a world with the oracle, and count what was seen."""
    rng = seeded(seed)
    seen: Counter[str] = Counter()
    for memory in random_memories(rng, world.asked, cases):
        decided = rng.choice((None, *MODES))
        fired = rules_fired(run(world.base, engine, world.rules, memory, decided))
        assert fired == expected_firings(world.rules.values(), memory, decided), (memory, decided)
        seen.update({stratum: len(rules) for stratum, rules in fired.items()})
        seen["cases"] += 1
    return seen


def shard_count(world: World) -> int:
    return max(len(shards_of(layer, coding_of(layer))) for layer in world.base.layers)


@needs_durable
@pytest.mark.thorough
def test_both_engines_agree_with_the_oracle_on_twenty_thousand_cases() -> None:
    """On random rule bases of all strata, both engines fire exactly the rules whose trees are true."""
    seen: Counter[str] = Counter()

    @repeatable
    @given(worlds(), st.integers(0, 2**32))
    def differential(world: World, seed: int) -> None:
        seen.update(compare(world, BothEngines(world.base), seed, CASES_A_BASE))
        seen["bases of several derive layers"] += len(world.base.layers) > 3
        seen["bases of several shards"] += shard_count(world) > 1

    differential()
    assert seen["cases"] >= CASES_AT_LEAST
    assert min(seen["derive"], seen["weigh"], seen["plan"]) >= CASES_AT_LEAST // 2, seen
    assert seen["bases of several derive layers"] >= BASES // 10, seen
    assert seen["bases of several shards"] >= BASES // 10, seen


@repeatable
@given(worlds(), st.integers(0, 2**32))
@pytest.mark.thorough
def test_the_bitset_engine_alone_agrees_with_the_oracle(world: World, seed: int) -> None:
    """The reference engine fires exactly the rules whose trees are true, also where durable-rules cannot be had."""
    compare(world, BitsetEngine(world.base), seed, 20)


@needs_durable
def test_a_large_rule_base_over_many_shards_agrees_with_the_oracle() -> None:
    """Six hundred rules over forty facts, cut into many rulesets, fire as the oracle says."""
    size = Size(asked=(40, 40), layers=(3, 3), weigh=(450, 450), plan=(220, 220))
    world = random_world(seeded(1949), size)
    assert len(world.rules) >= 600
    assert shard_count(world) >= 10
    seen = compare(world, BothEngines(world.base), 1950, 200)
    assert min(seen["derive"], seen["weigh"], seen["plan"]) >= 200, seen
