"""The way back: which question given an answer before a person has gone to, and where they go from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass
class EarlierAnswers:
    """Where a person has gone; it is not saved, since the record says everything that must survive.

    Args:
        at: the question they went to; nothing while they are at the one that is next.
    """

    at: str | None = None

    def back(self, given: Iterable[str]) -> bool:
        """Go to the answer before the current one; return whether there is one.

        Args:
            given: the facts that have answers, in the order in which these were given.
        """
        facts = list(given)
        place = facts.index(self.at) if self.at in facts else len(facts)
        if place == 0:
            return False
        self.at = facts[place - 1]
        return True

    def keep(self, given: Iterable[str]) -> None:
        """Leave the current answer as it is, and go on to the next one given, or to the next question."""
        facts = list(given)
        place = facts.index(self.at) + 1 if self.at in facts else len(facts)
        self.at = facts[place] if place < len(facts) else None
