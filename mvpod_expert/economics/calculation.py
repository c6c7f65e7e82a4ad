"""All results of the numbers of one market cell, each where it can be computed, with ranges and what drives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.economics.formulas import FORMULAS, figure
from mvpod_expert.economics.intervals import Ranges
from mvpod_expert.economics.model import Figure, MissingFigure
from mvpod_expert.economics.names import CONTRIBUTIONS, SYNERGY

if TYPE_CHECKING:
    from mvpod_expert.economics.inputs import EconomicsGiven
    from mvpod_expert.economics.model import Tornado
    from mvpod_expert.economics.table import EconomicsTable

MODES_COMPARED = 2


@dataclass(frozen=True)
class Calculation:
    """What the numbers come to; `modes` are those whose contribution can be computed, the best first."""

    figures: tuple[Figure, ...]
    missing: tuple[MissingFigure, ...]
    modes: tuple[str, ...]
    draws_best: dict[str, int]
    tornadoes: tuple[Tornado, ...]
    ranges: Ranges

    def value(self, result: str) -> float | None:
        """Return a result's number, if it has one."""
        return next((each.value for each in self.figures if each.result == result), None)


def calculate(given: EconomicsGiven, table: EconomicsTable, draws: int, seed: int) -> Calculation:
    """Compute everything that can be computed.

    Args:
        given: the numbers.
        table: the experts' file, for the least a result should be.
        draws: how many draws are made of ranges.
        seed: what they begin with.
    """
    ranges = Ranges(given, draws, seed)
    numbers = given.likely()
    found = [figure(name, numbers, given) for name in FORMULAS]
    figures = [_ranged(each, ranges, table) for each in found if isinstance(each, Figure)]
    values = {each.result: each.value for each in figures if each.value is not None}
    modes = sorted(
        (mode for mode, name in CONTRIBUTIONS.items() if name in values),
        key=lambda mode: -values[CONTRIBUTIONS[mode]],
    )
    tornadoes = []
    if len(modes) >= MODES_COMPARED:
        tornadoes.append(ranges.tornado_of_difference(*modes[:MODES_COMPARED]))
    if SYNERGY in values:
        tornadoes.append(ranges.tornado_of_synergy())
    return Calculation(
        figures=tuple(figures),
        missing=tuple(each for each in found if isinstance(each, MissingFigure)),
        modes=tuple(modes),
        draws_best=ranges.draws_best(modes) if len(modes) >= MODES_COMPARED else {},
        tornadoes=tuple(tornadoe for tornadoe in tornadoes if tornadoe is not None),
        ranges=ranges,
    )


def _ranged(found: Figure, ranges: Ranges, table: EconomicsTable) -> Figure:
    least = table.result(found.result).at_least
    meets = None if least is None or found.value is None else found.value >= least
    return found.model_copy(update={"spread": ranges.spread(found.result, found.inputs), "meets": meets})
