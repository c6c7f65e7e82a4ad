"""A history: what was recorded of metrics, period by period, as it stands in a file."""

from typing import Literal

from pydantic import Field

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, is_none

PeriodKind = Literal["month", "quarter", "year"]
A_YEAR: dict[PeriodKind, int] = {"month": 12, "quarter": 4, "year": 1}

Taken = Literal["plain", "per_cent", "fraction", "both", "unit"]
"""How the numbers of a series were written: as plain numbers, per cent, fractions, both, or by a column of units."""


class Period(FrozenModel):
    """A month, a quarter or a year; `number` counts from the year zero, so that neighbours differ by one."""

    kind: PeriodKind
    number: int

    @property
    def label(self) -> str:
        """The period as it is shown: 2024-03, 2024Q1 or 2024."""
        year, part = divmod(self.number, A_YEAR[self.kind])
        labels = {"month": f"{year}-{part + 1:02d}", "quarter": f"{year}Q{part + 1}", "year": str(year)}
        return labels[self.kind]


class Recorded(FrozenModel):
    """One value of one period, in the unit of its series; a share is a fraction."""

    period: Period
    value: float
    place: Place | None = Field(default=None, exclude_if=is_none)


class RecordedSeries(FrozenModel):
    """All that was recorded of one series in one market cell.

    Args:
        series: its id.
        cell: the market cell named beside it; none where the file names none.
        points: the values, the earliest first, one a period.
        taken: how its numbers were written.
    """

    series: str
    cell: str | None = None
    points: tuple[Recorded, ...]
    taken: Taken = "plain"


class History(FrozenModel):
    """A file of metrics over time.

    Args:
        hidden_sheets: sheets of a workbook that are hidden and were not read.
    """

    file: str
    series: tuple[RecordedSeries, ...]
    hidden_sheets: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """The market cells it names."""
        return tuple(dict.fromkeys(recorded.cell for recorded in self.series if recorded.cell is not None))

    def of_cell(self, *names: str) -> "History":
        """Return what concerns one market cell: what is named after it, and else what names no cell."""
        own = [recorded for recorded in self.series if recorded.cell in names]
        found = {each.series for each in own}
        shared = [recorded for recorded in self.series if recorded.cell is None and recorded.series not in found]
        return self.model_copy(update={"series": (*own, *shared)})
