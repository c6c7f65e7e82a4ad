"""Market cells side by side: what has to be settled between them, seen from the answers of either.

Which compare rules fire for two cells depends on the modes of both and on the answers of each by itself. Cells of one
mode whose answers make the same rules fire are therefore compared once, together: the work grows with the cells, and
the comparisons with the combinations of rules and modes, not with the pairs of cells.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from mvpod_expert.model.advice import Comparison
from mvpod_expert.model.decision import compared_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mvpod_expert.engine.inference import Tracer
    from mvpod_expert.mode.planning import Planner
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.trace import Firing

    Alike = tuple[str, tuple[tuple[str, ...], ...]]


def comparisons(
    source: str, decided: Sequence[tuple[Cell, str]], tracer: Tracer, planner: Planner
) -> Iterable[Comparison]:
    """Compare the decided cells of one client's case file, each two that differ in nothing that counts only once.

    A rule sees the answers of one cell and how its mode stands to the other's; it fires once, on the first of the two
    whose answers make it fire.
    """
    table = tracer.knowledge.decision
    modes = tuple(dict.fromkeys(mode for _, mode in decided))
    groups: dict[Alike, list[Cell]] = {}
    for cell, mode in decided:
        states = [compared_state(table, mode, other) for other in modes]
        fired = tuple(tuple(each.rule for each in _fired(cell, state, tracer)) for state in states)
        groups.setdefault((mode, fired), []).append(cell)
    for (one, cells), (other, others) in combinations_with_replacement(
        [(key[0], group) for key, group in groups.items()], 2
    ):
        is_same = cells is others
        if is_same and len(cells) == 1:
            continue
        pair = (cells[0], others[1] if is_same else others[0])
        state = compared_state(table, one, other)
        firings: dict[str, Firing] = {}
        for cell in pair:
            for firing in _fired(cell, state, tracer):
                firings.setdefault(firing.rule, firing)
        is_only_pair = len(cells) + len(others) == (4 if is_same else 2)
        yield Comparison(
            source=source,
            cells=(pair[0].id, pair[1].id),
            alike=None if is_only_pair else (_ids(cells), _ids(others)),
            state=state,
            plan=planner.plan(firings.values()),
            trace=tuple(firings.values()),
        )


def _fired(cell: Cell, state: str, tracer: Tracer) -> list[Firing]:
    return tracer.fire("compare", cell, {**cell.memory(), tracer.knowledge.decision.compared_fact: state})


def _ids(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(cell.id for cell in cells)
