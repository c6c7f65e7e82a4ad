"""Economics: what follows from the numbers a client gave for a market cell, what drives it, and how the rules stand.

What each input and result is called, its unit, formula in words and sources stand in the experts' file
(`table`); the formulas themselves in `formulas`.
"""

from collections.abc import Mapping
from typing import Literal

from mvpod_expert.model.advice import Edition
from mvpod_expert.model.cases import Given
from mvpod_expert.model.frozen import Result

DRAWS = 10_000
SEED = 1

Crossing = Literal["direct_above", "direct_below", "direct_always", "channel_always"]
"""Where direct is the cheaper way: above or below the volume at which both cost the same, always, or never."""


LegReps = Literal["given", "workload", "share"]
"""How a hybrid's direct sellers were counted: as given, by the workload of their segments, by a share of accounts."""


class Spread(Result):
    """Where a result lies over the draws: a tenth of them lies below `p10`, a tenth above `p90`.

    Args:
        counted: the draws in which there is a result.
        above_zero: the draws in which it is above zero.
    """

    p10: float
    p90: float
    counted: int
    above_zero: int


class InputGiven(Result):
    """A number the economics were made from."""

    input: str
    low: float
    likely: float
    high: float
    given: str
    layer: Literal["shared", "cell"]


class Figure(Result):
    """A result at the likely values.

    Args:
        value: the number; none where the formula has no solution (`crossing` then says why).
        spread: where it lies over the draws, when a number it rests on is a range.
        parts: what it is the sum of, where it is a sum.
        inputs: the numbers it rests on.
        counted_as_zero: the numbers that were not given and counted as nothing.
        leg_reps: how the sellers of the direct route were counted, where the result rests on them.
        meets: whether it reaches the least the experts' file asks for; none where nothing is asked.
    """

    result: str
    value: float | None
    spread: Spread | None = None
    parts: Mapping[str, float] = {}
    inputs: tuple[str, ...]
    counted_as_zero: tuple[str, ...] = ()
    meets: bool | None = None
    crossing: Crossing | None = None
    leg_reps: LegReps | None = None


class MissingFigure(Result):
    """A result that cannot be computed, and the numbers that are missing for it."""

    result: str
    missing: tuple[str, ...]


class Bar(Result):
    """What a result becomes with one number at its low and at its high, all others at their likely values."""

    input: str
    at_low: float
    at_high: float


class Tornado(Result):
    """What drives a result, the widest swing first.

    Args:
        of: the contribution of one mode over another's, or the synergy.
        modes: for `difference` the two modes, the better one first.
        value: the result at the likely values.
    """

    of: Literal["difference", "synergy"]
    modes: tuple[str, ...] = ()
    value: float
    bars: tuple[Bar, ...]


class Filled(Result):
    """A fact that a result settles.

    Args:
        given: the number, or the option, that follows from the result.
        reached: the states it has within the spread, more than one when the ranges leave it open.
        outcome: it was `filled`; a person's answer `agrees` with it; a person's answer `differs`, and stands.
        answered: the state a person answered.
    """

    fact: str
    result: str
    given: Given
    state: str
    reached: tuple[str, ...]
    outcome: Literal["filled", "agrees", "differs"]
    answered: str | None = None
    answered_given: Given | None = None


class BestByNumbers(Result):
    """The mode with the highest contribution, beside the mode the rules recommend.

    Args:
        modes: the modes that can be computed, the best first.
        draws_best: in how many draws each is the best; empty without ranges.
        standing: how the rules' recommendation stands to it.
    """

    modes: tuple[str, ...]
    recommended: str | None
    draws_best: Mapping[str, int] = {}
    standing: Literal["agrees", "contradicts", "not_computed", "undecided"]


class Contradiction(Result):
    """The numbers say otherwise than the rules, or than an answer.

    Args:
        kind: another `mode` is best; the hybrid's `synergy` is not above zero; an `answer` differs.
        rules_say: the recommended mode, or the state that was answered.
        numbers_say: the best mode, or the state that follows; for the synergy the recommended mode's rival.
        about: the fact or the result.
        draws: in how many draws the numbers say so; none without ranges.
    """

    kind: Literal["mode", "synergy", "answer"]
    about: str
    rules_say: str
    numbers_say: str
    draws: int | None = None


class Economics(Result):
    """All that follows from the numbers of one market cell.

    Args:
        direct_segments: the segments that the direct route of a hybrid takes, if they are named.
        draws: how many draws the spreads rest on; none where no number is a range, or the draws cannot be made.
        seed: what the draws were begun with.
        undrawn: ranges were given, and the library that draws is not installed.
    """

    currency: str | None
    inputs: tuple[InputGiven, ...]
    direct_segments: tuple[str, ...] = ()
    draws: int | None
    seed: int
    undrawn: bool = False
    figures: tuple[Figure, ...]
    missing: tuple[MissingFigure, ...]
    tornadoes: tuple[Tornado, ...]
    fills: tuple[Filled, ...]
    best: BestByNumbers | None
    contradictions: tuple[Contradiction, ...]

    def figure(self, result: str) -> Figure | None:
        """Return a result, if it could be computed."""
        return next((figure for figure in self.figures if figure.result == result), None)


ECONOMICS_VERSION: Literal["1.0"] = "1.0"


class CellEconomics(Result):
    """One market cell.

    Args:
        recommended: the mode the rules recommend; null when undecided.
        economics: what follows from its numbers; null when none were given.
    """

    id: str
    region: str | None
    segment: str | None
    client: str | None
    recommended: str | None
    economics: Economics | None


class EconomicsDocument(Result):
    """One case file: the contract of the JSON output."""

    schema_version: Literal["1.0"] = ECONOMICS_VERSION
    knowledge: Edition
    source: str
    cells: tuple[CellEconomics, ...]
