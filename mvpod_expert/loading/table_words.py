"""What may be written in each column of a decision table, and the titles that fill its texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.spellings import spellings, state_spellings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.loading.spellings import Spellings
    from mvpod_expert.loading.symbol_table import SymbolTable
    from mvpod_expert.loading.table_heads import Column
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.frozen import Text


@dataclass(frozen=True)
class Words:
    """What may be written for each kind of thing, and the titles for texts with blanks."""

    facts: Mapping[str, Fact]
    states: dict[str, Spellings]
    items: Spellings
    modes: Spellings
    strengths: Spellings
    titles: dict[str, Text]

    @staticmethod
    def of(declared: SymbolTable) -> Words:
        """Gather them."""
        items = [(item.id, item.title) for shelf in declared.shelves for item in shelf.items]
        modes = [(mode.id, mode.title) for mode in declared.decision.modes]
        strengths = [(strength.id, strength.title) for strength in declared.decision.strengths]
        return Words(
            facts=declared.facts,
            states={fact.id: state_spellings(fact) for fact in declared.facts.values()},
            items=spellings(items),
            modes=spellings(modes),
            strengths=spellings(strengths),
            titles={**dict(items), **dict(strengths), **dict(modes)},
        )

    def for_outcome(self, column: Column) -> Spellings:
        """Return what may be written in an outcome's column."""
        if column.name == "conclude":
            return self.states.get(column.target, {})
        if column.name == "strength":
            return self.strengths
        return self.modes if column.name in {"for", "against", "exclude"} else self.items
