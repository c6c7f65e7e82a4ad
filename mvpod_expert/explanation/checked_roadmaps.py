"""The checker's part about roadmaps: not made again, but held against what a roadmap promises.

A measure begins after all that come before it, no quarter holds more than the client can carry out, nothing begins
later than it could, and within a quarter quick wins go first, then the smaller ones, then the order of the files. There
is one roadmap that keeps all of it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mvpod_expert.explanation.checked_parts import differing, differs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.model.audit import Audit, PlannedMeasure
    from mvpod_expert.model.audit_standard import AuditStandard, Measure
    from mvpod_expert.model.replay import Flaw


def check_roadmap(
    audit: Audit, standard: AuditStandard, measures: Sequence[Measure], open_facts: Mapping[str, tuple[str, ...]]
) -> Iterator[Flaw]:
    """Go through the roadmap of an audit.

    Args:
        audit: the audit.
        standard: what plans are held against.
        measures: all measures, in the order of the files.
        open_facts: for each measure the facts that are not known and may yet call for it.
    """
    written = {each.id: each for each in measures}
    places = {each.id: place for place, each in enumerate(measures)}
    planned = [each for each in audit.measures if each.measure in written]
    chosen = {each.measure for each in planned}
    efforts = [each.id for each in standard.efforts]
    for each in planned:
        before = written[each.measure].after
        waiting = (fact for name in before if name not in chosen for fact in open_facts.get(name, ()))
        is_small = written[each.measure].effort == efforts[0]
        yield from differing(
            each.measure,
            each,
            {
                "after": tuple(name for name in before if name in chosen),
                "to_settle": tuple(dict.fromkeys(waiting)),
                "is_quick_win": is_small and not each.after and not each.to_settle,
                "wave": standard.waves[max(1, min(each.quarter, len(standard.waves))) - 1].id,
            },
        )

    def key(each: PlannedMeasure) -> tuple[bool, int, int]:
        return not each.is_quick_win, efforts.index(written[each.measure].effort), places[each.measure]

    yield from _quarters(planned, audit.capacity, {each.measure: key(each) for each in planned})
    told = [each.measure for each in planned]
    in_order = [each.measure for each in sorted(planned, key=lambda each: (each.quarter, key(each)))]
    for name, other in zip(told, in_order, strict=True):
        if name != other:
            yield differs(name, "order", told.index(name) + 1, in_order.index(name) + 1)
            break


def check_quarters(audit: Audit) -> Iterator[Flaw]:
    """Look at a roadmap without the knowledge: what comes before, and what fits a quarter."""
    yield from _quarters(audit.measures, audit.capacity, None)


def _quarters(
    planned: Sequence[PlannedMeasure], capacity: int | None, keys: Mapping[str, tuple[bool, int, int]] | None
) -> Iterator[Flaw]:
    quarter_of = {each.measure: each.quarter for each in planned}
    begun = Counter(quarter_of.values())
    for quarter in begun if capacity is not None else ():
        for each in [each for each in planned if each.quarter == quarter][capacity:]:
            yield differs(each.measure, "quarter", quarter, quarter + 1)
    for each in planned:
        ready = 1 + max((quarter_of.get(name, 0) for name in each.after), default=0)
        if each.quarter < ready:
            yield differs(each.measure, "quarter", each.quarter, ready)
            continue
        for quarter in range(ready, each.quarter):
            is_full = capacity is not None and begun[quarter] >= capacity
            better = keys is None or all(
                keys[other.measure] < keys[each.measure] for other in planned if other.quarter == quarter
            )
            if not is_full or not better:
                yield differs(each.measure, "quarter", each.quarter, quarter)
                break
