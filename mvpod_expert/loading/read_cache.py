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
class _Surroundings:
    """What entries are read against; the same object as long as it is equal."""

    value: object
    used: int


@dataclass
class _Kept:
    """What was made, what was found wrong while it was, and in which reading it was last of use."""

    made: Any
    reported: tuple[Reported, ...]
    used: int


class ReadCache:
    """What readings of one home have made."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._surroundings: list[_Surroundings] = []
        self._reading = 0

    def begin(self) -> None:
        """Begin another reading; what has been of no use for some is forgotten."""
        self._reading += 1
        oldest = self._reading - READINGS_KEPT
        self._kept = {key: kept for key, kept in self._kept.items() if kept.used >= oldest}
        self._surroundings = [surrounding for surrounding in self._surroundings if surrounding.used >= oldest]

    def recall(self, key: Hashable, make: Callable[[], T], report: DiagnosticCollector) -> T:
        """Return what was made before, its findings reported again, or make it.

        Args:
            key: all that it is made of.
            make: makes it, and adds to the report what is wrong.
            report: takes the findings.
        """
        kept = self._kept.get(key)
        if kept is None:
            before = report.count
            made = make()
            self._kept[key] = _Kept(made, report.reported_since(before), self._reading)
            return made
        kept.used = self._reading
        report.report_again(kept.reported)
        made_before: T = kept.made
        return made_before

    def surroundings(self, value: object) -> _Surroundings:
        """Return what stands for some surroundings in a key: the same thing whenever they are equal."""
        for surrounding in self._surroundings:
            if surrounding.value == value:
                surrounding.used = self._reading
                return surrounding
        self._surroundings.append(_Surroundings(value, self._reading))
        return self._surroundings[-1]
