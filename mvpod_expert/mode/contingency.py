"""Deciding again: what the mode would be if items of the plan changed the answers they say they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.advice import Contingency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mvpod_expert.model.catalogue import Change, Item
    from mvpod_expert.model.plan import PlanItem
    from mvpod_expert.model.trace import Decision


def contingencies(
    plan: Iterable[PlanItem],
    items: Mapping[str, Item],
    memory: Mapping[str, str],
    recommended: str | None,
    redecide: Callable[[dict[str, str]], Decision],
) -> tuple[Contingency, ...]:
    """Decide again with each planned item's changes, and with all of them together.

    Args:
        plan: the plan.
        items: the catalogue.
        memory: the known answers.
        recommended: the mode decided without them.
        redecide: makes the decision on changed answers.

    Returns:
        One for each item that would change an answer of this case, then all together where there are several.
    """
    single = {each.item: _applicable(items[each.item], memory) for each in plan}
    sets: list[tuple[tuple[str, ...], tuple[Change, ...]]] = [
        ((name,), changes) for name, changes in single.items() if changes
    ]
    if len(sets) > 1:
        together: dict[str, Change] = {}
        for _, changes in sets:
            for change in changes:
                together.setdefault(change.fact, change)
        sets.append((tuple(names[0] for names, _ in sets), tuple(together.values())))
    found: list[Contingency] = []
    for names, changes in sets:
        decision = redecide({**memory, **{change.fact: change.to for change in changes}})
        found.append(
            Contingency(
                items=names,
                changes=changes,
                recommended=decision.recommended,
                margin=decision.margin,
                flips=decision.recommended != recommended,
            )
        )
    return tuple(found)


def _applicable(item: Item, memory: Mapping[str, str]) -> tuple[Change, ...]:
    return tuple(change for change in item.changes if memory.get(change.fact) == change.from_)
