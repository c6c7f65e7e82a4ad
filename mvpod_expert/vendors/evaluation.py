"""Vendors against a client's own plans: the must-haves of the plans, and the vendors held against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.vendors.model import MustHave, TracedItem
from mvpod_expert.vendors.selection import select

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.model import VendorSelection


def selections(case: CaseFile, advised: Sequence[Advice], knowledge: KnowledgeBase) -> Iterator[VendorSelection]:
    """Give the vendors of a case side by side: those all cells share, then those of cells that have their own.

    Args:
        case: the case.
        advised: the advice on its cells.
        knowledge: the knowledge base.
    """
    table = knowledge.vendors
    if table is None:
        return
    of_own = {cell.id: cell.vendors for cell in case.cells if cell.vendors}
    sharing = [each for each in advised if each.id not in of_own]
    groups = [(case.vendors, sharing), *((of_own[each.id], [each]) for each in advised if each.id in of_own)]
    for given, cells in groups:
        if given and cells:
            items, functions = traced(cells), [item.id for item in knowledge.items()]
            origin = (case.file, tuple(each.id for each in cells))
            yield select(table, given, must_haves(items, functions), items, origin)


def traced(advised: Sequence[Advice]) -> tuple[TracedItem, ...]:
    """Give the items of plans that functions carry, each once, with the cells it is planned in."""
    cells: dict[str, list[str]] = {}
    functions: dict[str, tuple[str, ...]] = {}
    for advice in advised:
        for item in advice.plan:
            if item.carried_by:
                cells.setdefault(item.item, []).append(advice.id)
                functions[item.item] = item.carried_by
    return tuple(TracedItem(item=item, cells=tuple(named), functions=functions[item]) for item, named in cells.items())


def must_haves(items: Sequence[TracedItem], order: Sequence[str]) -> tuple[MustHave, ...]:
    """Give the functions that items need, in the order of the catalogue."""
    needed: dict[str, list[str]] = {}
    for each in items:
        for function in each.functions:
            needed.setdefault(function, []).append(each.item)
    return tuple(MustHave(function=function, items=tuple(needed[function])) for function in order if function in needed)
