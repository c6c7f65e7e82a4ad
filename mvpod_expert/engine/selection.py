"""Which engine runs: the one that was asked for, or durable-rules wherever it imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.durable_rules import DurableEngine
from mvpod_expert.engine.port import BITSET
from mvpod_expert.errors import EngineUnavailableError

if TYPE_CHECKING:
    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.engine.port import Engine


class _Selected(NamedTuple):
    """The engine that runs, and why the default one does not, if so."""

    engine: Engine
    fallback_because: str | None = None


def select_engine(base: RuleBase, named: str | None = None) -> _Selected:
    """Build the engine for a rule base.

    Args:
        base: the compiled rules.
        named: the engine a person asked for.

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
