"""The port both engines stand behind, and which of them runs: durable-rules where it imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from mvpod_expert.engine.bitset import BITSET, BitsetEngine
from mvpod_expert.engine.durable_rules import DURABLE, DurableEngine
from mvpod_expert.errors import EngineUnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.clauses import RuleBase

ENGINES = (DURABLE, BITSET)


class Engine(Protocol):
    """A compiled rule base, ready to fire."""

    @property
    def name(self) -> str:
        """One of `ENGINES`."""

    def fire(self, layer: int, memory: Mapping[str, str]) -> frozenset[int]:
        """Return the numbers of the clauses of a layer whose literals all hold.

        Args:
            layer: the layer's number in the rule base.
            memory: fact to state, for known facts only; no literal holds of a fact that is not in it.

        Raises:
            EngineFailureError: the engine itself failed.
        """


class _Selected(NamedTuple):
    """The engine that runs, and why the default one does not, if so."""

    engine: Engine
    fallback_because: str | None = None


def select_engine(base: RuleBase, named: str | None = None) -> _Selected:
    """Build the engine for a rule base: the `named` one, or durable-rules wherever it imports.

    Raises:
        EngineUnavailableError: durable-rules was asked for by name and cannot be imported.
    """
    if named == BITSET:
        return _Selected(BitsetEngine(base))
    try:
        return _Selected(DurableEngine(base))
    except EngineUnavailableError as error:
        if named is not None:
            raise
        return _Selected(BitsetEngine(base), error.reason)
