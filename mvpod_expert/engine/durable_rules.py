"""The durable-rules adapter: the only file that knows durable-rules, compiled to its safe subset.

Safe subset: one document a case; a clause is one `$and` of equalities over short tagged ASCII strings; actions only
record; the state is deleted after each case; no host, one thread at a time, no negation, no numbers. A clause that
accepts several states of a fact is written out as several conjunctions. Rulesets are sharded well below the
library's limits:

- a document may have 252 properties;
- while a document is matched, at most 64 pattern nodes may wait on the library's stack (error 303 beyond). Waiting
  nodes lie in disjoint branches, each of which leads to at least one conjunction, so a shard of fewer conjunctions
  than that can never reach the limit, whatever the document says.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache, partial
from itertools import product
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from mvpod_expert.errors import EngineFailureError, EngineUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mvpod_expert.engine.clauses import Layer, RuleBase

MAX_CONJUNCTIONS_PER_SHARD = 60
MAX_PROPERTIES_PER_SHARD = 200
DURABLE = "durable"
SENTINEL = "z"
SENTINEL_PROPERTY = "q"
SENTINEL_VALUE = "x"
SESSION = "s"

LAYERS_KEPT = 256
ONE_AT_A_TIME = Lock()
"""Two threads inside the library end the process."""

Conjunction = tuple[tuple[str, str], ...]

ERRORS = {
    "101": "value cannot be parsed",
    "108": "too many rules with one antecedent",
    "302": "too many properties in a document",
    "303": "too many pattern nodes at once",
    "304": "too many patterns in a rule",
}


class Shard(NamedTuple):
    """One ruleset: conjunctions of (property, value), each standing once, with the clauses it makes true."""

    conjunctions: tuple[tuple[Conjunction, tuple[int, ...]], ...]

    @property
    def properties(self) -> frozenset[str]:
        """The properties its patterns test."""
        return frozenset(name for conjunction, _ in self.conjunctions for name, _ in conjunction)

    def definition(self) -> dict[str, Any]:
        """Return the ruleset for durable-rules, without actions; its sentinel matches all, so that all is handled."""
        rules: dict[str, Any] = {SENTINEL: {"all": [{"m": {SENTINEL_PROPERTY: SENTINEL_VALUE}}]}}
        for number, (conjunction, _) in enumerate(self.conjunctions):
            tests: list[dict[str, str]] = [{name: value} for name, value in conjunction]
            rules[f"c{number}"] = {"all": [{"m": {"$and": tests} if len(tests) > 1 else tests[0]}]}
        return rules


class _Coding(NamedTuple):
    """Short tagged ASCII names for the facts (`f0`, `f1`, …) and their states (`v0`, `v1`, …) of one layer."""

    properties: Mapping[str, str]
    values: Mapping[tuple[str, str], str]

    def document(self, memory: Mapping[str, str]) -> dict[str, str]:
        """Write the known facts as a document; states no clause accepts are left out."""
        return {
            self.properties[fact]: self.values[fact, state]
            for fact, state in memory.items()
            if (fact, state) in self.values
        }


def coding_of(layer: Layer) -> _Coding:
    """Number the facts and states that a layer's clauses mention."""
    states: dict[str, set[str]] = defaultdict(set)
    for clause in layer.clauses:
        for fact, accepted in clause.literals:
            states[fact] |= accepted
    properties = {fact: f"f{number}" for number, fact in enumerate(sorted(states))}
    values = {(fact, state): f"v{at}" for fact, found in states.items() for at, state in enumerate(sorted(found))}
    return _Coding(properties, values)


def shards_of(layer: Layer, coding: _Coding) -> tuple[Shard, ...]:
    """Write a layer out as conjunctions, each once, and cut them into shards within the limits."""
    written: dict[Conjunction, list[int]] = defaultdict(list)
    for number, clause in enumerate(layer.clauses):
        tested = [coding.properties[fact] for fact, _ in clause.literals]
        choices = [sorted(coding.values[fact, state] for state in states) for fact, states in clause.literals]
        for values in product(*choices):
            written[tuple(zip(tested, values, strict=True))].append(number)
    shards: list[list[tuple[Conjunction, tuple[int, ...]]]] = []
    properties: set[str] = set()
    for conjunction, clauses in sorted(written.items()):
        names = {name for name, _ in conjunction}
        is_full = not shards or len(shards[-1]) >= MAX_CONJUNCTIONS_PER_SHARD
        if is_full or len(properties | names) > MAX_PROPERTIES_PER_SHARD:
            shards.append([])
            properties = set()
        shards[-1].append((conjunction, tuple(clauses)))
        properties |= names
    return tuple(Shard(tuple(shard)) for shard in shards)


class DurableEngine:
    """The durable-rules engine for a rule base; threads may share it, and wait for each other.

    The library never frees a ruleset, so engines of one process share those of equal layers.

    Raises:
        EngineUnavailableError: durable-rules cannot be imported here.
    """

    name = DURABLE

    def __init__(self, base: RuleBase) -> None:
        ruleset: Callable[..., Any] = ruleset_class()
        with ONE_AT_A_TIME:
            self._layers = [_running(layer, ruleset) for layer in base.layers]

    def fire(self, layer: int, memory: Mapping[str, str]) -> frozenset[int]:
        """Return the clauses of a layer that are true; see `Engine.fire`."""
        with ONE_AT_A_TIME:
            return self._layers[layer].fire(memory)


def ruleset_class() -> type[Any]:
    """Import durable-rules.

    Raises:
        EngineUnavailableError: it cannot be imported here; what importing it said.
    """
    try:
        from durable.engine import Ruleset  # noqa: PLC0415 - it need not be installed
    except ImportError as error:
        raise EngineUnavailableError(DURABLE, str(error)) from error
    return Ruleset  # type: ignore[no-any-return]


@lru_cache(LAYERS_KEPT)
def _running(layer: Layer, ruleset: Callable[..., Any]) -> _RunningLayer:
    return _RunningLayer(layer, ruleset)


class _RunningLayer:
    def __init__(self, layer: Layer, ruleset: Callable[..., Any]) -> None:
        self._coding = coding_of(layer)
        self._shards = [
            # It asks its host for nothing, because every action is a function.
            _RunningShard(shard, partial(ruleset, f"shard{place}", object()))
            for place, shard in enumerate(shards_of(layer, self._coding))
        ]

    def fire(self, memory: Mapping[str, str]) -> frozenset[int]:
        document = self._coding.document(memory)
        return frozenset(
            clause for shard in self._shards if shard.may_fire(document) for clause in shard.fire(document)
        )


class _RunningShard:
    """A ruleset of the library, built when a document first has all properties of one of its conjunctions.

    Building one takes as long as firing many, and of a client about whom little is known few can fire.
    """

    def __init__(self, shard: Shard, build: Callable[[dict[str, Any]], Any]) -> None:
        self._shard = shard
        self._build = build
        self._properties = shard.properties
        self._tested = {frozenset(name for name, _ in conjunction) for conjunction, _ in shard.conjunctions}
        self._recorded: list[tuple[int, ...]] = []

    def may_fire(self, document: Mapping[str, str]) -> bool:
        """Return whether a document has all properties of a conjunction, whatever their values."""
        return any(tested <= document.keys() for tested in self._tested)

    @cached_property
    def _ruleset(self) -> Any:
        definition = self._shard.definition()
        definition[SENTINEL]["run"] = lambda _: self._recorded.append(())
        for number, (_, clauses) in enumerate(self._shard.conjunctions):
            definition[f"c{number}"]["run"] = self._record(clauses)
        try:
            return self._build(definition)
        except Exception as error:
            raise EngineFailureError(_explained(error)) from error

    def _record(self, clauses: tuple[int, ...]) -> Callable[[object], None]:
        return lambda _: self._recorded.append(clauses)

    def fire(self, document: Mapping[str, str]) -> set[int]:
        self._recorded.clear()
        message = {name: value for name, value in document.items() if name in self._properties}
        message |= {"sid": SESSION, "id": "m", SENTINEL_PROPERTY: SENTINEL_VALUE}
        failures: list[object] = []

        def completed(error: object, state: Mapping[str, object] | None) -> None:
            failures.extend(filter(None, [error, (state or {}).get("exception")]))

        ruleset = self._ruleset
        try:
            ruleset.do_actions(ruleset.assert_fact(message), completed)
        except Exception as error:
            raise EngineFailureError(_explained(error)) from error
        finally:
            ruleset.delete_state(SESSION)
        if failures or () not in self._recorded:
            raise EngineFailureError("; ".join(str(failure) for failure in failures) or "the document was not handled")
        return {clause for clauses in self._recorded for clause in clauses}


def _explained(error: Exception) -> str:
    text = str(error)
    code = text.rsplit(" ", 1)[-1]
    return f"{text} ({ERRORS[code]})" if code in ERRORS else text
