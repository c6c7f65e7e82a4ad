"""The port both engines stand behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

EngineName = str
DURABLE = "durable"
BITSET = "bitset"
ENGINES = (DURABLE, BITSET)


class Engine(Protocol):
    """A compiled rule base, ready to fire."""

    @property
    def name(self) -> EngineName:
        """The engine's name."""

    def fire(self, layer: int, memory: Mapping[str, str]) -> frozenset[int]:
        """Return the clauses of a layer that are true.

        Args:
            layer: the layer's number in the rule base.
            memory: fact to state, for known facts only.

        Returns:
            The numbers of the clauses whose literals all hold; a fact that is not in the memory makes none hold.

        Raises:
            EngineFailureError: the engine itself failed.
        """
