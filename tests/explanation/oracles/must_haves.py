"""The checker's part about must-haves: the functions that carry items of the plans, taken out of the plans again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.explanation.oracles.parts import differing, differs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.plan import PlanItem
    from mvpod_expert.replay.model import Violation
    from mvpod_expert.vendors.model import VendorSelection


def check_must_haves(
    selection: VendorSelection, cells: Sequence[Advice], knowledge: KnowledgeBase | None
) -> Iterator[Violation]:
    """Hold what is reported of the plans against the plans that were saved.

    Args:
        selection: the vendors.
        cells: the advice on the cells of the case.
        knowledge: the knowledge it was made with; without it, what carries an item is taken from the saved plan.
    """
    plans = {cell.id: cell.plan for cell in cells}
    expected = tuple(name for name in plans if name in selection.cells)
    yield from differing(selection.source, selection, {"cells": expected})
    if not expected or not plans.keys() >= set(selection.cells):
        return
    carried = _carried({name: plans[name] for name in selection.cells}, knowledge)
    told = {each.item: each for each in selection.traced}
    if [each.item for each in selection.traced] != list(carried):
        yield differs(selection.source, "traced", list(told), list(carried))
    for name, (functions, planned) in carried.items():
        if name in told:
            yield from differing(name, told[name], {"cells": planned, "functions": functions})
    needed: dict[str, list[str]] = defaultdict(list)
    for name, (functions, _) in carried.items():
        for function in functions:
            needed[function].append(name)
    must = [have.function for have in selection.must_haves]
    in_order = [item.id for item in knowledge.items()] if knowledge is not None else must
    all_needed = [each for each in in_order if each in needed] + sorted(needed.keys() - set(in_order))
    if must != all_needed:
        yield differs(selection.source, "must_haves", must, all_needed)
    for each in selection.must_haves:
        yield from differing(each.function, each, {"items": tuple(needed[each.function])})


def _carried(
    plans: Mapping[str, Sequence[PlanItem]], knowledge: KnowledgeBase | None
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the items that functions carry, with these functions, where planned, and the cells each is planned in."""
    written = {item.id: item.carried_by for item in knowledge.items()} if knowledge is not None else {}
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for cell, plan in plans.items():
        planned = {item.item for item in plan}
        for item in plan:
            functions = [name for name in written.get(item.item, item.carried_by) if name in planned]
            known, before = found.get(item.item, ((), ()))
            if functions:
                found[item.item] = tuple(dict.fromkeys((*known, *functions))), (*before, cell)
    return found
