"""The parts of a condition: every test and every connective, each with the whole it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import All, Any, AtLeast, Not, Test

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
    """Give every part of a condition but the whole, which the rule's firing tells, and frames around one part."""
    if isinstance(condition, Test):
        yield Part(condition, lambda other: other)
    else:
        yield from _inside(Part(condition, lambda other: other))


def _inside(part: Part) -> Iterator[Part]:
    match part.condition:
        case Test():
            return
        case Not(part=inner):
            found = Part(inner, lambda other: part.whole(Not(part=other)), not part.is_negated)
            yield from _told(found)
        case All(parts=parts):
            yield from _each(part, parts, lambda changed: All(parts=changed))
        case Any(parts=parts):
            yield from _each(part, parts, lambda changed: Any(parts=changed))
        case AtLeast(count=count, parts=parts):
            yield from _each(part, parts, lambda changed: AtLeast(count=count, parts=changed))


def _each(
    part: Part, parts: tuple[Condition, ...], rebuilt: Callable[[tuple[Condition, ...]], Condition]
) -> Iterator[Part]:
    for place, inner in enumerate(parts):

        def whole(other: Condition, place: int = place) -> Condition:
            return part.whole(rebuilt((*parts[:place], other, *parts[place + 1 :])))

        yield from _told(Part(inner, whole, part.is_negated))


def _told(part: Part) -> Iterator[Part]:
    is_only_a_frame = isinstance(part.condition, All | Any) and len(part.condition.parts) == 1
    if not is_only_a_frame:
        yield part
    yield from _inside(part)
