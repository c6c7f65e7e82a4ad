"""What rules may refer to, as the other files of the home declare it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.fact_schemas import outlines

if TYPE_CHECKING:
    from collections.abc import Mapping as ById

    from mvpod_expert.loading.reference_files import SupportChecker
    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.facts import Fact


@dataclass(frozen=True)
class SymbolTable:
    """What rules may refer to."""

    facts: ById[str, Fact]
    decision: DecisionTable
    shelves: tuple[Shelf, ...]
    support: SupportChecker

    def outline(self) -> object:
        """Return all that reading a rule looks at, to compare: where it is equal, the same text is the same rule."""
        shelves = [(shelf.kind, shelf.chooses, [item.id for item in shelf.items]) for shelf in self.shelves]
        return [outlines(self.facts), self.decision, shelves, self.support.existing]

    def in_full(self) -> object:
        """Return all that reading a table looks at: the titles too, since its cells may say those."""
        return [dict(self.facts), self.decision, self.shelves, self.support.existing]
