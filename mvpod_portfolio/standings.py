"""From where modes stand to decisions: `mode.deciding` is asked once for each standing that occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mvpod_expert.mode.deciding import decide
from mvpod_expert.model.trace import Decision, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mvpod_expert.model.decision import DecisionTable
    from mvpod_portfolio.bit_planes import Codes

MOST_STANDINGS = 2**24
"""Beyond so many possible standings, outcomes are looked up by those that occur."""


class Standings:
    """Decides on standings; equal decisions are kept once, in `outcomes`.

    `unit` is the points that a unit stands for, `gains` the units that each rule gives each mode.
    """

    def __init__(self, table: DecisionTable, unit: int, gains: Sequence[Sequence[int]]) -> None:
        self.outcomes: dict[Decision, int] = {}
        self._decisions = table
        self._unit = unit
        self._modes = tuple(mode.id for mode in table.modes)
        apart = [[each[0] - each[rival] for each in gains] for rival in range(1, len(self._modes))]
        self._least = min(sum(min(0, each) for each in units) for units in apart)
        most = max(sum(max(0, each) for each in units) for units in apart)
        self._width = most - self._least + 1
        self._flags = 2 ** (2 * len(self._modes) + 1)
        standings = self._width ** (len(self._modes) - 1) * self._flags
        self._table = np.full(standings, -1, np.int16) if standings <= MOST_STANDINGS else None
        self._met: dict[int, int] = {}

    def numbers(self, sums: Sequence[NDArray[np.int16]], flags: Sequence[Codes]) -> NDArray[np.integer[Any]]:
        """Return the place in `outcomes` of the decision for each row.

        Args:
            sums: the net points of each mode in units; how far they stand apart decides.
            flags: whether there is doubt, then for each mode whether it is vetoed, then whether anything speaks for it.
        """
        index: NDArray[Any] = np.zeros(len(flags[0]), np.int32 if self._table is not None else np.int64)
        for rival in sums[1:]:
            index *= self._width
            index += sums[0] - rival
            index -= self._least
        marked = np.zeros(len(index), np.uint8)
        for place, flag in enumerate(flags):
            marked |= flag << np.uint8(place)
        index *= self._flags
        index += marked
        if self._table is None:
            standings, where = np.unique(index, return_inverse=True)
            return np.array([self._decided(int(each)) for each in standings], np.int32)[where]
        outcome: NDArray[np.int16] = self._table[index]
        if outcome.min(initial=0) < 0:
            for new in np.unique(index[outcome < 0]):
                self._table[new] = self._decided(int(new))
            outcome = self._table[index]
        return outcome

    def _decided(self, standing: int) -> int:
        """Return the number of the outcome of a standing, decided as one case is when it is first met."""
        if standing in self._met:
            return self._met[standing]
        index, flags = divmod(standing, self._flags)
        nets = []
        for _ in self._modes[1:]:
            index, apart = divmod(index, self._width)
            nets.append(-(apart + self._least) * self._unit)
        standings = [
            Standing(
                mode=mode,
                net=net,
                for_=flags >> place + len(self._modes) & 1,
                against=0,
                contributions=(),
                excluded_by=("",) * (flags >> place & 1),
            )
            for place, (mode, net) in enumerate(zip(self._modes, [0, *reversed(nets)], strict=True), start=1)
        ]
        ranking = tuple(sorted(standings, key=lambda each: (bool(each.excluded_by), -each.net)))
        leader = next((each.mode for each in ranking if not each.excluded_by), "")
        decided = decide(ranking, self._decisions, (leader,), in_doubt=bool(flags & 1))
        outcome = decided.model_copy(update={"ranking": ()})
        self._met[standing] = self.outcomes.setdefault(outcome, len(self.outcomes))
        return self._met[standing]
