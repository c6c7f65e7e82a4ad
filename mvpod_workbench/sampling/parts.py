"""The parts of a condition: every test and every connective, each with the whole it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import All, Any, Not, Test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.model.conditions import Condition


@dataclass(frozen=True)
class Part:
    """A part of a condition.

    Args:
        condition: the part.
        whole: gives the whole condition with something else in the part's place.
        is_negated: it stands under an odd number of `not`s, so that the rule fires more easily where it does not hold.
    """

    condition: Condition
    whole: Callable[[Condition], Condition]
    is_negated: bool = False


def parts_of(condition: Condition) -> Iterator[Part]:
    """Yield every part of a condition but the whole, which the rule's firing tells, and frames around one part."""
    root = Part(condition, lambda other: other)
    return iter((root,)) if isinstance(condition, Test) else _inside(root)


def _inside(part: Part) -> Iterator[Part]:
    condition = part.condition
    if isinstance(condition, Test):
        return
    for place, inner in enumerate(condition.parts):

        def whole(other: Condition, place: int = place) -> Condition:
            return part.whole(condition.rebuilt((*condition.parts[:place], other, *condition.parts[place + 1 :])))

        found = Part(inner, whole, part.is_negated != isinstance(condition, Not))
        if not (isinstance(inner, All | Any) and len(inner.parts) == 1):
            yield found
        yield from _inside(found)
