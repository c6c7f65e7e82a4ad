"""Vendors against a client's own plans: the must-haves of the plans, and the vendors held against them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import Service
from mvpod_expert.vendors.capability import GIVEN, SELECTIONS, TABLE
from mvpod_expert.vendors.model import MustHave, TracedItem
from mvpod_expert.vendors.selection import select

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.capability import ServiceContext
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.model import VendorGiven, VendorSelection
    from mvpod_expert.vendors.table import VendorTable


class _VendorService(Service):
    """Holds vendors against the plans of one adviser."""

    def __init__(self, context: ServiceContext) -> None:
        self.knowledge = context.knowledge
        self.table = TABLE.of(context.knowledge)

    def of_case(self, case: CaseFile, advised: Sequence[Advice]) -> Mapping[str, tuple[Any, ...]]:
        """Return the vendors of the case side by side."""
        if self.table is None:
            return {}
        own = {cell.id: given for cell in case.cells if (given := GIVEN.of(cell))}
        found = selections(case.file, GIVEN.of(case), own, advised, self.table, self.knowledge)
        return {SELECTIONS.name: tuple(found)}


SERVICE = _VendorService


def selections(  # noqa: PLR0913, PLR0917 - one for each thing vendors are held against
    source: str,
    shared: tuple[VendorGiven, ...],
    own: Mapping[str, tuple[VendorGiven, ...]],
    advised: Sequence[Advice],
    table: VendorTable,
    knowledge: KnowledgeBase,
) -> Iterator[VendorSelection]:
    """Return the vendors of a case side by side: those all cells share, then those of cells that have their own.

    Args:
        source: the file of the case.
        shared: the vendors of the case.
        own: the vendors of cells that have their own, by cell.
        advised: the advice on its cells.
        table: gates, criteria and knock-outs.
        knowledge: the knowledge base.
    """
    if not shared and not own:
        return
    sharing = [advice for advice in advised if advice.id not in own]
    groups = [(shared, sharing), *((own[advice.id], [advice]) for advice in advised if advice.id in own)]
    for given, cells in groups:
        if given and cells:
            items, functions = traced(cells), [item.id for item in knowledge.items()]
            origin = (source, tuple(cell.id for cell in cells))
            yield select(table, given, must_haves(items, functions), items, origin)


def traced(advised: Sequence[Advice]) -> tuple[TracedItem, ...]:
    """Return the items of plans that planned functions carry, each once, with the cells it is planned in."""
    cells: dict[str, list[str]] = {}
    functions: dict[str, dict[str, None]] = {}
    for advice in advised:
        planned = {item.item for item in advice.plan}
        for item in advice.plan:
            carrying = [name for name in item.carried_by if name in planned]
            if carrying:
                cells.setdefault(item.item, []).append(advice.id)
                functions.setdefault(item.item, {}).update(dict.fromkeys(carrying))
    return tuple(
        TracedItem(item=item, cells=tuple(named), functions=tuple(functions[item])) for item, named in cells.items()
    )


def must_haves(items: Sequence[TracedItem], order: Sequence[str]) -> tuple[MustHave, ...]:
    """Return the functions that items need, in the order of the catalogue."""
    needed: dict[str, list[str]] = {}
    for item in items:
        for function in item.functions:
            needed.setdefault(function, []).append(item.item)
    return tuple(MustHave(function=function, items=tuple(needed[function])) for function in order if function in needed)
