"""Conditions: the tree a rule's `when` is read into. What it means is in `engine`; here it is only a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Self, TypeVar

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Kind = Literal["all", "any", "not", "at_least"]
T = TypeVar("T")


class Test(FrozenModel):
    """The fact has one of these states."""

    fact: str
    states: frozenset[str]
    place: Place

    __test__ = False


class _OfParts(FrozenModel):
    parts: tuple[Condition, ...]

    def rebuilt(self, parts: tuple[Condition, ...]) -> Self:
        """Return the same connective over other parts."""
        return self.model_copy(update={"parts": parts})


class All(_OfParts):
    """Every part holds."""

    kind: ClassVar[Kind] = "all"

    @property
    def needed(self) -> int:
        """How many of the parts must hold."""
        return len(self.parts)


class Any(_OfParts):
    """At least one part holds."""

    kind: ClassVar[Kind] = "any"
    needed: ClassVar[int] = 1


class Not(FrozenModel):
    """The part does not hold; over asked facts only."""

    kind: ClassVar[Kind] = "not"
    needed: ClassVar[int] = 1
    part: Condition

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The one part, as the other connectives have theirs."""
        return (self.part,)

    def rebuilt(self, parts: tuple[Condition, ...]) -> Not:
        """Return the same connective over another part."""
        return Not(part=parts[0])


class AtLeast(_OfParts):
    """At least `count` of the parts hold."""

    kind: ClassVar[Kind] = "at_least"
    count: int

    @property
    def needed(self) -> int:
        """How many of the parts must hold."""
        return self.count


Connective = All | Any | Not | AtLeast
Condition = Test | Connective


def fold(condition: Condition, test: Callable[[Test], T], join: Callable[[Connective, tuple[T, ...]], T]) -> T:
    """Return what a condition comes to: a test what `test` says, a connective what `join` makes of its parts."""
    if isinstance(condition, Test):
        return test(condition)
    return join(condition, tuple(fold(part, test, join) for part in condition.parts))


def signed_tests(condition: Condition, *, negated: bool = False) -> Iterator[tuple[Test, bool]]:
    """Yield every test from left to right, and whether it stands under an odd number of `not`s."""
    if isinstance(condition, Test):
        yield condition, negated
    else:
        for part in condition.parts:
            yield from signed_tests(part, negated=negated != isinstance(condition, Not))


def every_test(condition: Condition) -> Iterator[Test]:
    """Yield every test of a condition, from left to right."""
    return (test for test, _ in signed_tests(condition))


class Part(NamedTuple):
    """A part of a condition.

    Args:
        condition: the part.
        whole: returns the whole condition with something else in the part's place.
        is_negated: it stands under an odd number of `not`s, so that the rule fires more easily where it does not hold.
    """

    condition: Condition
    whole: Callable[[Condition], Condition]
    is_negated: bool = False


def every_part(
    condition: Condition, whole: Callable[[Condition], Condition] = lambda other: other, *, is_negated: bool = False
) -> Iterator[Part]:
    """Yield a condition and every part of it, from the outside in and from left to right."""
    yield Part(condition, whole, is_negated)
    if not isinstance(condition, Test):
        for place, inner in enumerate(condition.parts):

            def around(other: Condition, place: int = place) -> Condition:
                return whole(condition.rebuilt((*condition.parts[:place], other, *condition.parts[place + 1 :])))

            yield from every_part(inner, around, is_negated=is_negated != isinstance(condition, Not))
