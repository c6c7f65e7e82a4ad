"""The rules with most points for the mode that leads, and against it, over columns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_portfolio.bit_planes import ONE, ZERO, Plane, PlaneProgram, PlaneRun, number

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from mvpod_portfolio.decision_program import Weighed

TOP = 3
"""How many reasons for a mode are named, and how many against it."""


class Reasons:
    """Finds the rules; the order of the files decides between equal points."""

    def __init__(self, weighed: Sequence[Weighed], modes: int) -> None:
        self._rules = {number: each.fires for number, each in enumerate(weighed, start=1)}
        program = PlaneProgram()
        self._slots = []
        for sign in (1, -1):
            bits: dict[tuple[int, int], list[int]] = defaultdict(list)
            for mode in range(modes):
                ordered = sorted(
                    (each for each in enumerate(weighed, start=1) if sign * each[1].points[mode] > 0),
                    key=lambda each, mode=mode: -abs(each[1].points[mode]),  # type: ignore[misc]
                )
                taken = [ZERO] * TOP
                for rule, _ in ordered:
                    here = program.both(program.input(("fires", rule)), program.input(("leads", mode)))
                    for slot in reversed(range(TOP)):
                        before = ONE if slot == 0 else taken[slot - 1]
                        placed = program.every((here, before, program.negated(taken[slot])))
                        taken[slot] = program.either(taken[slot], placed)
                        for bit in range(rule.bit_length()):
                            if rule >> bit & 1:
                                bits[slot, bit].append(placed)
            width = len(weighed).bit_length()
            self._slots.append([[program.some(bits[slot, bit]) for bit in range(width)] for slot in range(TOP)])
        self._run = PlaneRun(program, [node for side in self._slots for slot in side for node in slot])

    def first(
        self, planes: Mapping[int, Plane], leads: Sequence[Plane], rows: int
    ) -> tuple[tuple[NDArray[np.int16], ...], ...]:
        """Return the rules for, and against, in each row: place by row, the rule's number or 0."""

        def given(key: Hashable) -> Plane:
            assert isinstance(key, tuple)  # noqa: S101 - as they were made above
            return leads[key[1]] if key[0] == "leads" else planes[self._rules[key[1]]]

        found = self._run.planes(given, len(leads[0]))
        return tuple(tuple(number([found[node] for node in slot], rows) for slot in side) for side in self._slots)
