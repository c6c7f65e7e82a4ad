"""The truth of conditions, on the trees as they are written: part of the checker, and what engines are held to.

It shares no code with the engines or the views.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import All, Any, AtLeast, Condition, Not, Test

if TYPE_CHECKING:
    from collections.abc import Mapping


def truth(condition: Condition, memory: Mapping[str, str]) -> bool | None:
    """Return a condition's truth in strong Kleene logic.

    Args:
        condition: the condition.
        memory: fact to state; `not_applicable` is a state, a fact that is not known is left out.

    Returns:
        True, false, or nothing when the open facts leave it undecided.
    """
    match condition:
        case Test(fact=fact, states=states):
            state = memory.get(fact)
            return None if state is None else state in states
        case Not(part=part):
            inner = truth(part, memory)
            return None if inner is None else not inner
        case All(parts=parts):
            return _at_least(len(parts), [truth(part, memory) for part in parts])
        case Any(parts=parts):
            return _at_least(1, [truth(part, memory) for part in parts])
        case AtLeast(count=count, parts=parts):
            return _at_least(count, [truth(part, memory) for part in parts])


def _at_least(count: int, truths: list[bool | None]) -> bool | None:
    if sum(each is True for each in truths) >= count:
        return True
    return False if sum(each is not False for each in truths) < count else None
