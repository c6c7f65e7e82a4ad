"""The checker's part about roadmaps: quarter by quarter by hand, sharing no code with what made them.

A measure begins after all that come before it, and no quarter holds more than the client can carry out. What is small
and waits for nothing is a quick win and goes first, then the smaller ones, then the order of the files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.explanation.oracles.parts import differing, differs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.audit.model import Audit
    from mvpod_expert.audit.standard import AuditStandard, Measure
    from mvpod_expert.replay.model import Violation


def check_roadmap(
    audit: Audit, standard: AuditStandard, measures: Sequence[Measure], open_facts: Mapping[str, tuple[str, ...]]
) -> Iterator[Violation]:
    """Go through the roadmap of an audit.

    Args:
        audit: the audit.
        standard: what plans are held against.
        measures: all measures, in the order of the files.
        open_facts: for each measure the facts that are not known and may yet call for it.
    """
    told = {measure.measure: measure for measure in audit.measures}
    chosen = [measure for measure in measures if measure.id in told]
    after = {each.id: tuple(name for name in each.after if name in told) for each in chosen}
    efforts = [effort.id for effort in standard.efforts]
    keys: dict[str, tuple[bool, int, int]] = {}
    to_settle: dict[str, tuple[str, ...]] = {}
    for place, each in enumerate(chosen):
        waiting = (fact for name in each.after if name not in told for fact in open_facts.get(name, ()))
        to_settle[each.id] = tuple(dict.fromkeys(waiting))
        is_quick_win = each.effort == efforts[0] and not after[each.id] and not to_settle[each.id]
        keys[each.id] = not is_quick_win, efforts.index(each.effort), place
    quarters = _quarters(after, keys, audit.capacity)
    for each in chosen:
        quarter = quarters.get(each.id, 0)
        yield from differing(
            each.id,
            told[each.id],
            {
                "after": after[each.id],
                "to_settle": to_settle[each.id],
                "is_quick_win": not keys[each.id][0],
                "quarter": quarter,
                "wave": standard.waves[max(1, min(quarter, len(standard.waves))) - 1].id,
            },
        )
    if all(told[name].quarter == quarters.get(name) for name in keys):
        names = [measure.measure for measure in audit.measures if measure.measure in keys]
        in_order = sorted(names, key=lambda name: (quarters[name], keys[name]))
        moved = [(name, at) for at, name in enumerate(names) if in_order[at] != name]
        for name, at in moved[:1]:
            yield differs(name, "order", at + 1, in_order.index(name) + 1)


def _quarters(
    after: Mapping[str, Sequence[str]], keys: Mapping[str, tuple[bool, int, int]], capacity: int | None
) -> dict[str, int]:
    """Return the quarter in which each measure begins.

    Args:
        after: for each measure those that come before it.
        keys: what goes first among those that could begin.
        capacity: how many a quarter can hold; no limit where there is none.
    """
    begun: dict[str, int] = {}
    quarter = 1
    while len(begun) < len(after):
        could = [name for name in after if name not in begun and begun.keys() >= set(after[name])]
        begins = sorted(could, key=keys.__getitem__)[:capacity]
        if not begins or (capacity is not None and capacity < 1):
            break
        begun |= dict.fromkeys(begins, quarter)
        quarter += 1
    return begun


def check_quarters(audit: Audit) -> Iterator[Violation]:
    """Look at a roadmap without the knowledge: nothing before what comes before it, no quarter too full."""
    quarter_of = {measure.measure: measure.quarter for measure in audit.measures}
    begun: dict[int, int] = {}
    for each in audit.measures:
        begun[each.quarter] = begun.get(each.quarter, 0) + 1
        ready = 1 + max((quarter_of.get(name, 0) for name in each.after), default=0)
        is_full = audit.capacity is not None and begun[each.quarter] > audit.capacity
        if each.quarter < ready or is_full:
            yield differs(each.measure, "quarter", each.quarter, max(ready, each.quarter + is_full))
