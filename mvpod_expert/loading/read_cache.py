"""What was read before, so that reading the home again costs only what has changed.

One way of reading serves both: a first reading begins with an empty memory, a later one with what it holds. What is
kept is found by all it was made of: a page by its name and content, an entry by its node (nodes are frozen, and an
unchanged page gives the same ones) and by what it was read against. Findings are kept too, and reported again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector, Reported

T = TypeVar("T")

# Long enough for a mistake to be made and mended, and what it hid to be there still.
READINGS_KEPT = 12


@dataclass(eq=False)
class _Kept:
    """What was made, what was found wrong while it was, and in which reading it was last of use."""

    made: Any
    used: int
    reported: tuple[Reported, ...] = ()


class ReadCache:
    """What readings of one home have made."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._surroundings: list[_Kept] = []
        self._reading = 0

    def begin(self) -> None:
        """Begin another reading; what has been of no use for some is forgotten."""
        self._reading += 1
        oldest = self._reading - READINGS_KEPT
        self._kept = {key: kept for key, kept in self._kept.items() if kept.used >= oldest}
        self._surroundings = [surrounding for surrounding in self._surroundings if surrounding.used >= oldest]

    def recall(self, key: Hashable, make: Callable[[], T], report: DiagnosticCollector) -> T:
        """Return what `make` made before of all that the key holds, its findings reported again, or make it."""
        kept = self._kept.get(key)
        if kept is None:
            before = report.count
            made = make()
            self._kept[key] = _Kept(made, self._reading, report.reported_since(before))
            return made
        kept.used = self._reading
        report.report_again(kept.reported)
        made_before: T = kept.made
        return made_before

    def surroundings(self, value: object) -> Hashable:
        """Return what stands in a key for what entries are read against: the same object whenever that is equal."""
        known = next((each for each in self._surroundings if each.made == value), None)
        if known is None:
            known = _Kept(value, self._reading)
            self._surroundings.append(known)
        known.used = self._reading
        return known
