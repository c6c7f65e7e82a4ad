"""Boxes: sets of combinations of states, a set of states for each column. What two share, and what none covers.

The rows of a decision table are boxes. What is uncovered is found exactly, by splitting column after column and
following only rows that still hold; rows that agree so far share their work, so that eight columns of five states take
no time.
"""

from __future__ import annotations

from functools import cache, reduce
from math import prod
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Box = tuple[frozenset[str], ...]
MERGED_AT_MOST = 400
"""Above this many boxes nobody reads them one by one, and neighbours are no longer joined."""


def shared(one: Box, other: Box) -> Box | None:
    """Return the combinations two boxes share, or nothing."""
    common = tuple(a & b for a, b in zip(one, other, strict=True))
    return common if all(common) else None


def size(box: Box) -> int:
    """Count the combinations of a box."""
    return prod(map(len, box))


def uncovered(whole: Box, rows: Sequence[Box]) -> list[Box]:
    """Return the combinations of a box that no row covers, in boxes that do not overlap, neighbours joined.

    Rows may reach outside of the box, and may overlap.
    """
    found = list(_left(whole, rows))
    return _joined(found) if len(found) <= MERGED_AT_MOST else found


def _left(whole: Box, rows: Sequence[Box]) -> Iterator[Box]:
    wide = [
        _set(number for number, row in enumerate(rows) if row[place] >= whole[place]) for place in range(len(whole))
    ]
    # From each column on: the rows that hold whatever the rest is.
    hold = [*(reduce(lambda one, other: one & other, wide[place:]) for place in range(len(whole))), -1]
    holding = [
        {state: _set(number for number, row in enumerate(rows) if state in row[place]) for state in sorted(states)}
        for place, states in enumerate(whole)
    ]

    @cache
    def left(place: int, alive: int) -> tuple[Box, ...]:
        if not alive:
            return (whole[place:],)
        if alive & hold[place]:
            return ()
        groups: dict[tuple[Box, ...], set[str]] = {}
        for state, rows_of_state in holding[place].items():
            groups.setdefault(left(place + 1, alive & rows_of_state), set()).add(state)
        return tuple((frozenset(states), *rest) for rests, states in groups.items() for rest in rests)

    yield from left(0, (1 << len(rows)) - 1)


def _set(numbers: Iterator[int]) -> int:
    return reduce(or_, (1 << number for number in numbers), 0)


def _joined(boxes: list[Box]) -> list[Box]:
    """Join boxes that differ in one column only, until none do."""
    for place in range(len(boxes[0]) if boxes else 0):
        beside: dict[Box, frozenset[str]] = {}
        for box in boxes:
            others = (*box[:place], *box[place + 1 :])
            beside[others] = beside.get(others, frozenset()) | box[place]
        if len(beside) < len(boxes):
            return _joined([(*others[:place], states, *others[place:]) for others, states in beside.items()])
    return boxes
