"""What comes before what: a circle found, and steps put in an order that keeps to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any


def circle_among(after: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return a circle among steps and those they come after, the first one again at the end; nothing for none."""
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def waves(
    after: Mapping[str, Sequence[str]], rank: Callable[[str], Any], capacity: int | None = None
) -> Iterator[tuple[str, ...]]:
    """Put steps in order: a step begins in the first wave after all that come before it.

    Args:
        after: for each step the steps that come before it; those that are no steps themselves are passed over. There is
            no circle.
        rank: which of the steps that can begin goes first: the one with the lowest rank.
        capacity: how many steps a wave has room for; no limit where there is none.
    """
    waiting = dict(after)
    while waiting:
        ready = sorted((step for step, first in waiting.items() if not waiting.keys() & set(first)), key=rank)
        begun = tuple(ready[:capacity])
        for step in begun:
            del waiting[step]
        yield begun
