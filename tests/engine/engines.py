"""The engines under test, one by one and side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.durable_rules import DurableEngine
from mvpod_expert.engine.inference import fire_stratum
from tests.engine.builders import DECIDED
from tests.engine.oracle import holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.clauses import Clause, RuleBase
    from mvpod_expert.engine.port import Engine
    from mvpod_expert.model.rules import Rule, Stratum

STRATA: tuple[Stratum, ...] = ("derive", "weigh", "plan")


def why_no_durable() -> str | None:
    """Report why durable-rules cannot be imported here; nothing when it can."""
    try:
        import durable.engine  # noqa: F401, PLC0415 - asked for only to see whether it can be had
    except ImportError as error:
        return f"durable.engine cannot be imported here: {error}"
    return None


NO_DURABLE = why_no_durable()
needs_durable = pytest.mark.skipif(NO_DURABLE is not None, reason=NO_DURABLE or "durable.engine can be imported")
each_engine = pytest.mark.parametrize(
    "engine_class", [BitsetEngine, pytest.param(DurableEngine, marks=needs_durable)], ids=["bitset", "durable"]
)


class BothEngines:
    """Fires both engines and the clauses' definition, and fails where they differ."""

    name = "both"

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.durable = DurableEngine(base)
        self.bitset = BitsetEngine(base)

    def fire(self, layer: int, memory: Mapping[str, str]) -> frozenset[int]:
        fired = self.bitset.fire(layer, memory)
        clauses = self.base.layers[layer].clauses
        assert fired == {number for number, clause in enumerate(clauses) if holds(clause, memory)}
        assert self.durable.fire(layer, memory) == fired
        return fired


def run(
    base: RuleBase, engine: Engine, rules: Mapping[str, Rule], memory: Mapping[str, str], decided: str | None = None
) -> dict[str, list[tuple[str, Clause]]]:
    """Fire all strata; a decided mode becomes known before the plan, as advising does."""
    known = dict(memory)
    fired: dict[str, list[tuple[str, Clause]]] = {}
    for stratum in STRATA:
        if stratum == "plan" and decided is not None:
            known[DECIDED] = decided
        fired[stratum] = [(each.rule, each.clause) for each in fire_stratum(base, engine, rules, stratum, known)]
    return fired


def rules_fired(firings: Mapping[str, list[tuple[str, Clause]]]) -> dict[str, set[str]]:
    """Return the ids by stratum, having seen to it that no rule fired twice."""
    for fired in firings.values():
        assert len(fired) == len({rule for rule, _ in fired})
    return {stratum: {rule for rule, _ in fired} for stratum, fired in firings.items()}
