"""Market cells side by side: what has to be settled between two of them, seen from the answers of either."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mvpod_expert.model.advice import Comparison
from mvpod_expert.model.decision import compared_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mvpod_expert.mode.planning import Planner
    from mvpod_expert.mode.tracing import Tracer
    from mvpod_expert.model.advice import Advice, Firing
    from mvpod_expert.model.cases import Cell


def comparisons(cells: Sequence[tuple[Cell, Advice]], tracer: Tracer, planner: Planner) -> Iterable[Comparison]:
    """Compare the decided cells of one client, two by two.

    A rule sees the answers of one cell and how its mode stands to the other's; it fires once, on the first of the two
    whose answers make it fire.

    Args:
        cells: the cells with the advice on each.
        tracer: fires the compare rules.
        planner: puts together what they recommend.
    """
    table = tracer.knowledge.decision
    decided = [(cell, advice) for cell, advice in cells if advice.chosen is not None]
    for (one, advice), (other, other_advice) in combinations(decided, 2):
        state = compared_state(table, advice.chosen or "", other_advice.chosen or "")
        firings: dict[str, Firing] = {}
        for cell in (one, other):
            for firing in tracer.fire("compare", cell, {**cell.memory(), table.compared_fact: state}):
                firings.setdefault(firing.rule, firing)
        yield Comparison(
            source=advice.source,
            cells=(one.id, other.id),
            state=state,
            plan=planner.plan(firings.values()),
            trace=tuple(firings.values()),
        )
