"""What the durable-rules adapter writes stays in the safe subset and below the limits; no limit is tried out here.

The limits are those of durable-rules 2.0.28 as they were reproduced: what crashes or hangs it is kept out by how rules
are compiled, so these tests look at the compiled form and run only what is known to be safe.
"""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given

from mvpod_expert.engine.clauses import Clause, Layer, RuleBase
from mvpod_expert.engine.durable_rules import (
    MAX_CONJUNCTIONS_PER_SHARD,
    MAX_PROPERTIES_PER_SHARD,
    DurableEngine,
    Shard,
    coding_of,
    shards_of,
)
from tests.engine.builders import choice, compiled, is_, not_, rule, vocabulary
from tests.engine.engines import needs_durable
from tests.engine.oracle import holds
from tests.engine.worlds import World, worlds
from tests.hypothesis_profiles import random_examples

WAITING_NODES = 64
MESSAGE_PROPERTIES = 252
FIRST_TESTS_THAT_HANG = 512
OWN_PROPERTIES = ("q", "sid", "id", "$s")
FNV_OFFSET, FNV_PRIME = 2166136261, 16777619


def clause(**states: str) -> Clause:
    """Build a clause; several states of a fact are letters of one word."""
    return Clause(tuple((fact, frozenset(word)) for fact, word in sorted(states.items())))


def layer_of(*clauses: Clause) -> Layer:
    return Layer("weigh", clauses, tuple((f"rule-{number}",) for number in range(len(clauses))))


def singles(count: int) -> Layer:
    """Return a layer of clauses of one fact each, all of them different."""
    return layer_of(*(clause(**{f"fact{number:03}": "x"}) for number in range(count)))


def written(layer: Layer) -> tuple[Shard, ...]:
    return shards_of(layer, coding_of(layer))


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, []), (1, [1]), (60, [60]), (61, [60, 1]), (120, [60, 60]), (121, [60, 60, 1]), (300, [60] * 5)],
)
def test_a_shard_holds_sixty_conjunctions(count: int, sizes: list[int]) -> None:
    """A shard is filled to its limit and not above, and the next one begins."""
    shards = written(singles(count))
    assert [len(shard.conjunctions) for shard in shards] == sizes
    numbers = [number for shard in shards for _, clauses in shard.conjunctions for number in clauses]
    assert sorted(numbers) == list(range(count))


def test_several_states_count_as_several_conjunctions() -> None:
    """A clause of seventy alternatives is cut in two, and both shards record it."""
    facts = {"a": "abcdefg", "b": "abcde", "c": "xy"}
    shards = written(layer_of(clause(**facts)))
    assert [len(shard.conjunctions) for shard in shards] == [60, 10]
    assert {clauses for shard in shards for _, clauses in shard.conjunctions} == {(0,)}


@pytest.mark.parametrize(
    ("clauses", "width", "properties"),
    [
        (10, 20, [200]),
        (11, 20, [200, 20]),
        (20, 10, [200]),
        (21, 10, [200, 10]),
        (3, 67, [134, 67]),
        (2, 100, [200]),
        (2, 101, [101, 101]),
    ],
)
def test_a_shard_tests_two_hundred_properties(clauses: int, width: int, properties: list[int]) -> None:
    """Clauses over distinct facts fill a shard up to its properties, and the next one begins."""
    layer = layer_of(
        *(
            clause(**{f"fact{number:03}": "x" for number in range(first, first + width)})
            for first in range(0, clauses * width, width)
        )
    )
    assert [len(shard.properties) for shard in written(layer)] == properties


def test_the_limits_leave_room_below_those_of_the_library() -> None:
    """A full shard, its sentinel and the adapter's own properties stay below what durable-rules bears."""
    assert MAX_CONJUNCTIONS_PER_SHARD + 1 < WAITING_NODES
    assert MAX_CONJUNCTIONS_PER_SHARD + 1 < FIRST_TESTS_THAT_HANG // 2
    assert MAX_PROPERTIES_PER_SHARD + len(OWN_PROPERTIES) < MESSAGE_PROPERTIES


def test_a_conjunction_shared_by_clauses_stands_once() -> None:
    """Clauses that overlap in their states share the conjunctions of the overlap, which record both."""
    (shard,) = written(layer_of(clause(a="xy", b="p"), clause(a="yz", b="p"), clause(a="y", b="pq")))
    antecedents = [conjunction for conjunction, _ in shard.conjunctions]
    assert len(antecedents) == len(set(antecedents))
    assert sorted(clauses for _, clauses in shard.conjunctions) == [(0,), (0, 1, 2), (1,), (2,)]


def test_hundreds_of_rules_with_one_condition_are_one_conjunction() -> None:
    """Three hundred rules of one antecedent, which crash durable-rules as they are, are written as one."""
    facts = vocabulary(choice("a", "x", "y", "z"))
    base = compiled([rule(f"rule-{number}", not_(is_("a", "x"))) for number in range(300)], facts)
    (layer, _) = base.layers
    (shard,) = written(layer)
    assert len(layer.owners[0]) == 300
    assert [len(conjunction) for conjunction, _ in shard.conjunctions] == [1, 1]


def assert_is_safe(shard: Shard) -> None:
    """See that a ruleset holds nothing but conjunctions of equalities over short tagged words, each once."""
    definition = shard.definition()
    sentinel = definition.pop("z")
    assert sentinel == {"all": [{"m": {"q": "x"}}]}
    assert len(definition) == len(shard.conjunctions) <= MAX_CONJUNCTIONS_PER_SHARD
    assert len(shard.properties) <= MAX_PROPERTIES_PER_SHARD
    antecedents = []
    for name, body in definition.items():
        assert re.fullmatch(r"c\d{1,2}", name)
        assert list(body) == ["all"]
        (pattern,) = body["all"]
        assert list(pattern) == ["m"]
        tests = pattern["m"]["$and"] if "$and" in pattern["m"] else [pattern["m"]]
        assert len(tests) > ("$and" in pattern["m"])
        assert len(pattern["m"]) == 1
        assert_are_equalities(tests)
        antecedents.append(frozenset(item for test in tests for item in test.items()))
    assert len(antecedents) == len(set(antecedents))


def assert_are_equalities(tests: Any) -> None:
    assert type(tests) is list
    names = [name for test in tests for name in test]
    assert len(names) == len(set(names)) == len(tests) >= 1
    for test in tests:
        ((name, value),) = test.items()
        assert type(name) is str
        assert re.fullmatch(r"f\d{1,3}", name, re.ASCII)
        assert type(value) is str
        assert re.fullmatch(r"v\d{1,2}", value, re.ASCII)


@random_examples(
    100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(worlds())
@pytest.mark.thorough
def test_random_rule_bases_compile_to_the_safe_subset(world: World) -> None:
    """Whatever the rules, a ruleset holds positive conjunctions of equalities only, and each conjunction once."""
    for layer in world.base.layers:
        for shard in written(layer):
            assert_is_safe(shard)


def test_what_ids_and_states_are_called_never_reaches_the_library() -> None:
    """States that look like numbers or booleans, long ids and the adapter's own names are all coded away."""
    states = ("1", "01", "true", "no", "x", "v0", "9" * 80)
    facts = vocabulary(*(choice(name, *states) for name in ("q", "sid", "id", "f0", "1", "m", "a" * 80)))
    rules = [
        rule(f"rule-{place}", is_(name, state)) for place, (name, state) in enumerate(product(facts, states)) if
        not facts[name].derived
    ]  # fmt: skip
    (layer, _) = compiled(rules, facts).layers
    shards = written(layer)
    assert sum(len(shard.conjunctions) for shard in shards) == 49
    for shard in shards:
        assert_is_safe(shard)


def test_states_of_a_fact_and_facts_of_a_layer_get_codes_of_their_own() -> None:
    """No two facts share a property, no two states of a fact a value, and what no clause accepts is left out."""
    coding = coding_of(layer_of(clause(a="xy", b="x"), clause(a="z")))
    assert len(set(coding.properties.values())) == 2
    assert len({coding.values["a", state] for state in "xyz"}) == 3
    assert coding.document({"a": "z", "b": "y", "c": "x"}) == {coding.properties["a"]: coding.values["a", "z"]}


def test_no_two_property_names_share_a_hash() -> None:
    """Durable-rules tells properties apart by a 32-bit FNV-1 hash alone, so the names in use must differ in it."""

    def fnv(name: str) -> int:
        hashed = FNV_OFFSET
        for byte in name.encode():
            hashed = hashed * FNV_PRIME % 2**32 ^ byte
        return hashed

    names = [*OWN_PROPERTIES, *(f"f{number}" for number in range(1000))]
    assert len({fnv(name) for name in names}) == len(names)


def fired_by_durable(layer: Layer, memories: list[dict[str, str]]) -> None:
    """Fire a layer on memories, and see that exactly the clauses that hold come back."""
    engine = DurableEngine(RuleBase((layer,), {}))
    for memory in memories:
        assert engine.fire(0, memory) == {n for n, each in enumerate(layer.clauses) if holds(each, memory)}


@needs_durable
def test_a_full_shard_fires_all_at_once() -> None:
    """Sixty conjunctions that all hold, of one fact each and of pairs that share facts, all fire."""
    everything = {f"fact{number:03}": "x" for number in range(61)}
    pairs = layer_of(*(clause(**{one: "x", other: "x"}) for one, other in pairwise(everything)))
    for layer in (singles(60), pairs):
        assert len(written(layer)) == 1
        fired_by_durable(layer, [everything, {}, dict(list(everything.items())[::2])])


@needs_durable
def test_several_full_shards_fire_all_at_once() -> None:
    """Two hundred and fifty conjunctions over five shards that all hold all fire."""
    layer = singles(250)
    assert len(written(layer)) == 5
    everything = {f"fact{number:03}": "x" for number in range(250)}
    fired_by_durable(layer, [everything, {"fact000": "x", "fact249": "x"}, {}, everything])


@needs_durable
def test_one_session_serves_thousands_of_cases() -> None:
    """Every case is forgotten before the next: three thousand of them, far above the sessions that may live."""
    layer = layer_of(clause(a="x", b="x"), clause(a="y"), clause(b="xy"), clause(c="z", a="xyz"))
    states = ["x", "y", "z", None]
    memories = [
        {fact: state for fact, state in zip("abc", values, strict=True) if state is not None}
        for values in product(states, repeat=3)
    ]
    assert len(memories * 48) >= 3000
    fired_by_durable(layer, memories * 48)
