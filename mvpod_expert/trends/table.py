"""What the experts say of metrics over time: series with unit, direction and band; lines; when a trend is clear."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.facts import RANGE_TURNED, Fact, Range
from mvpod_expert.model.frozen import FrozenModel, Id, ItemId, Prose, Text, Titled
from mvpod_expert.model.rules import Rule

Movement = Literal["rising", "steady", "falling"]
Level = Literal["below", "within", "above"]
MOVEMENTS: tuple[Movement, ...] = get_args(Movement)
LEVELS: tuple[Level, ...] = get_args(Level)
LEVEL_OF = "_level"
"""What the id of a series is followed by in the name of the fact that says how it stands to its band."""

MetricUnit = Literal[
    "share", "points", "percentage_points", "contacts", "cases", "days", "hours", "times", "money", "money_a_day"
]


class _TargetBand(FrozenModel):
    """Where a series should lie; an end that is left out is open."""

    min: int | float | None = None
    max: int | float | None = None

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            ends = {"low": self.min, "high": self.max}
            raise PydanticCustomError(RANGE_TURNED, "a band goes from the smaller number to the larger", ends)
        return self

    def level(self, number: float) -> Level:
        """Report how a number stands to it."""
        if self.min is not None and number < self.min:
            return "below"
        return "above" if self.max is not None and number > self.max else "within"


class TrackedSeries(FrozenModel):
    """A metric as it is recorded period by period; a catalogue item with two figures has two.

    Args:
        code: its short code in the metric table.
        metric: the catalogue item.
        direction: whether more is better, less, or staying in the band.
        range: the numbers it can have.
    """

    id: Id
    code: Prose
    metric: ItemId
    line: Id
    title: Text
    unit: MetricUnit
    direction: Literal["up", "down", "band"]
    range: Range
    band: _TargetBand | None = None
    place: Place


SALES_STRENGTH = TrackedSeries(
    id="sales_strength",
    code="MVPOD",
    metric="sales-strength",
    line="company",
    title=Text(zh="公司整体销售能力指数", en="sales strength of the whole company"),
    unit="points",
    direction="up",
    range=Range(min=-1000, max=1000),
    place=Place(file=""),
)
"""The index that is computed from all series; no history names it."""


class WrittenUnit(FrozenModel):
    """How a unit may be written beside a value, and what the value is then multiplied by."""

    unit: MetricUnit
    factor: Annotated[int | float, Field(gt=0)] = 1
    written: tuple[Prose, ...]


class TrendLimits(FrozenModel):
    """When the statistics speak.

    Args:
        fewest_points: with fewer there is no trend and no forecast.
        clear_below: a trend is clear when the test's p-value, adjusted for all series tested together, is below it.
        interval: the share of the forecast distribution that the interval holds.
        monthly_seasons_from: from how many months on seasons are looked at.
        quarterly_seasons_from: from how many quarters on.
    """

    fewest_points: Annotated[int, Field(ge=3)]
    clear_below: Annotated[float, Field(gt=0, lt=1)]
    interval: Annotated[float, Field(gt=0, lt=1)]
    monthly_seasons_from: Annotated[int, Field(ge=12)]
    quarterly_seasons_from: Annotated[int, Field(ge=4)]


class TrendTable(FrozenModel):
    """The experts' file on trends, and the rules that read them.

    Args:
        facts: what the rules test: the movement of each series, and its level where it has a band.
        rules: the rules of rules/trends.
    """

    limits: TrendLimits
    movements: tuple[Titled, ...]
    levels: tuple[Titled, ...]
    lines: tuple[Titled, ...]
    units: tuple[WrittenUnit, ...]
    series: tuple[TrackedSeries, ...]
    facts: Mapping[str, Fact] = {}
    rules: Mapping[str, Rule] = {}

    def tracked(self, name: str) -> TrackedSeries:
        """Return a series, or the index of sales strength."""
        return next(declared for declared in (*self.series, SALES_STRENGTH) if declared.id == name)
