"""Orphans: items no rule can bring into a plan, principles nothing cites, sources nothing leans on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.capability import rulesets
from mvpod_expert.model.diagnostics import Code, Diagnostic
from mvpod_expert.model.rules import Assign, Propose, Recommend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.knowledge import KnowledgeBase


def orphans(knowledge: KnowledgeBase) -> list[Diagnostic]:
    """Find what stands in the files and can never be seen: a warning each, in the order of the files."""
    reached = _reachable(knowledge)
    bodies = (knowledge, *rulesets(knowledge).values())
    cited = {name for body in bodies for fact in body.facts.values() for name in fact.principle}
    used: set[str] = set()
    for support in (each for body in bodies for each in _supports(body)):
        cited.update(support[0])
        used.update(support[1])
    found = [
        Diagnostic(
            code=Code.ITEM_UNREACHED,
            place=item.place,
            about=f"items › {item.id}",
            details={"id": item.id},
            severity="warning",
        )
        for item in knowledge.items()
        if item.id not in reached
    ]
    for code, kind, nouns, names in (
        (Code.PRINCIPLE_UNUSED, "principles", knowledge.principles, cited),
        (Code.SOURCE_UNUSED, "sources", knowledge.sources, used),
    ):
        found += [
            Diagnostic(code=code, place=noun.place, about=f"{kind} › {name}", details={"id": name}, severity="warning")
            for name, noun in nouns.items()
            if name not in names
        ]
    return found


def _reachable(knowledge: KnowledgeBase) -> set[str]:
    """Return the items that some rule can bring into a plan, directly or along with another item."""
    items = {item.id: item for item in knowledge.items()}
    waiting = {
        name
        for rule in knowledge.rules.values()
        for outcome in rule.then
        if isinstance(outcome, Recommend | Assign | Propose)
        for name in ([outcome.item, outcome.to] if isinstance(outcome, Assign) else [outcome.item])
    }
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= {*items[name].brings, *items[name].carried_by} - reached
    return reached


def _supports(knowledge: KnowledgeBase) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    yield from ((rule.because.principle, rule.because.sources) for rule in knowledge.rules.values())
    yield from ((item.principle, item.sources) for item in knowledge.items())
    yield from (((), direction.sources) for direction in knowledge.directions)
    yield from (((), law.sources) for law in knowledge.laws)
