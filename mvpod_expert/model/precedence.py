"""What comes before what: a circle found, and steps put in an order that keeps to it."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter


def circle_among(after: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return a circle among steps and those they come after, the first one again at the end; nothing for none."""
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()
