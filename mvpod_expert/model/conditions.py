"""Conditions: the tree a rule's `when` is read into. What it means is in `engine`; here it is only a shape."""

from collections.abc import Iterator

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel


class Test(FrozenModel):
    """The fact has one of these states."""

    fact: str
    states: frozenset[str]
    place: Place

    __test__ = False


class All(FrozenModel):
    """Every part holds."""

    parts: tuple["Condition", ...]


class Any(FrozenModel):
    """At least one part holds."""

    parts: tuple["Condition", ...]


class Not(FrozenModel):
    """The part does not hold; over asked facts only."""

    part: "Condition"


class AtLeast(FrozenModel):
    """At least `count` of the parts hold."""

    count: int
    parts: tuple["Condition", ...]


Condition = Test | All | Any | Not | AtLeast


def every_test(condition: Condition) -> Iterator[Test]:
    """Give every test of a condition, from left to right."""
    match condition:
        case Test():
            yield condition
        case Not(part=part):
            yield from every_test(part)
        case All(parts=parts) | Any(parts=parts) | AtLeast(parts=parts):
            for part in parts:
                yield from every_test(part)
