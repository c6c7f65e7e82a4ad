"""Amounts: numbers a client gives, each alone or as low, likely and high, and all that stand under `economics:`."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, is_none

AmountLayer = Literal["shared", "cell"]

SEGMENTS = "segments"


class Amount(FrozenModel):
    """One number as it was given: a plain one has low, likely and high the same.

    Args:
        given: what was written.
        layer: whether it stands at the top of the case file or in the market cell.
    """

    low: float
    likely: float
    high: float
    given: str
    layer: AmountLayer
    place: Place | None = Field(default=None, exclude_if=is_none)

    @property
    def is_range(self) -> bool:
        """Return whether it says more than one number."""
        return self.low < self.high


class NamedSegment(FrozenModel):
    """A customer segment as another key names it."""

    name: str
    place: Place | None = Field(default=None, exclude_if=is_none)


class EconomicsGiven(FrozenModel):
    """What a case says under `economics:` for one market cell, in the file's order.

    Args:
        currency: the name of the currency, if it is known.
        segments: the names of the customer segments.
        direct_segments: those that the direct route of a hybrid takes.
        amounts: the numbers by id; those of a segment as `segments.NAME.KEY`.
    """

    currency: str | None = None
    segments: tuple[str, ...] = ()
    direct_segments: tuple[NamedSegment, ...] = ()
    amounts: Mapping[str, Amount] = {}

    @property
    def direct_leg(self) -> tuple[str, ...]:
        """The names of the segments that the direct route of a hybrid takes."""
        return tuple(segment.name for segment in self.direct_segments)

    def ranges(self) -> Iterator[str]:
        """Return the ids of the amounts that are ranges."""
        return (name for name, amount in self.amounts.items() if amount.is_range)

    def likely(self) -> dict[str, float]:
        """Return every amount at its likely value."""
        return {name: amount.likely for name, amount in self.amounts.items()}

    def over(self, own: "EconomicsGiven") -> "EconomicsGiven":
        """Return what holds in a cell: its own amounts win; segments of its own replace the shared ones whole."""
        inherited = {
            name: amount
            for name, amount in self.amounts.items()
            if not (own.segments and name.startswith(f"{SEGMENTS}."))
        }
        return EconomicsGiven(
            currency=own.currency or self.currency,
            segments=own.segments or self.segments,
            direct_segments=own.direct_segments or self.direct_segments,
            amounts={**inherited, **own.amounts},
        )
