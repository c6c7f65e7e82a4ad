"""The checker's part about measures: what calls for each, and what the catalogue says of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.audit.standard import Measure
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.rules import Recommend
from tests.explanation.oracles.flaws import OracleFlaw
from tests.explanation.oracles.parts import differing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.audit.model import Audit
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.replay.model import Violation


def _called_for(audit: Audit) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for firing in audit.trace:
        for effect in firing.effects:
            if isinstance(effect, Recommend):
                found[effect.item].append(firing.rule)
    return found


def check_called_for(audit: Audit) -> Iterator[Violation]:
    """Hold the measures against those the firings call for: all of them, and no others."""
    called = _called_for(audit)
    planned = {measure.measure: measure for measure in audit.measures}
    for name in called:
        if name not in planned:
            yield OracleFlaw(kind="measure_missing", about=name)
    for each in audit.measures:
        if each.measure not in called or planned[each.measure] is not each:
            yield OracleFlaw(kind="measure_unfounded", about=each.measure)
        else:
            yield from differing(each.measure, each, {"rules": tuple(called[each.measure])})


def check_measures(audit: Audit, knowledge: KnowledgeBase) -> Iterator[Violation]:
    """Hold the measures against the firings and against the catalogue of the audit.

    Args:
        audit: the audit.
        knowledge: the knowledge base of the audit.
    """
    yield from check_called_for(audit)
    written = {each.id: each for each in knowledge.items() if isinstance(each, Measure)}
    for measure in audit.measures:
        item = written.get(measure.measure)
        if item is None:
            yield OracleFlaw(kind="not_declared", about=measure.measure)
            continue
        yield from differing(
            measure.measure,
            measure,
            {
                "kind": item.kind,
                "title": item.title,
                "text": item.text,
                "area": item.area,
                "effort": item.effort,
                "effect": item.effect,
                "owner": item.owner,
                "metric": item.metric,
                "carried_by": item.carried_by,
                "principle": item.principle,
                "basis": item.basis,
                "sources": item.sources,
            },
        )


def open_facts(knowledge: KnowledgeBase, memory: Mapping[str, str], unwanted: set[str]) -> dict[str, tuple[str, ...]]:
    """Return for each measure the facts that are not known and may yet call for it.

    Args:
        knowledge: the knowledge base of the audit.
        memory: what is known and concluded.
        unwanted: what the to-be does not call for, which is no gap whatever it turns out to be.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for rule in knowledge.rules.values():
        for outcome in rule.then:
            if isinstance(outcome, Recommend):
                tested = (test.fact for test in every_test(rule.when))
                found[outcome.item] |= dict.fromkeys(
                    fact for fact in tested if fact not in memory and fact not in unwanted
                )
    return {item: tuple(facts) for item, facts in found.items()}
