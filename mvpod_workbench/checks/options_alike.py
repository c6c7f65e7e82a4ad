"""Options that nothing distinguishes: whichever is answered, every rule and every picture sees the same.

An ordered choice often has a middle, or a lower half, from which nothing follows, and that may be meant; so this is a
note, for the expert to decide: one option less to ask about, or a rule that is missing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase


def options_alike(knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    """Return a note for each group of options, or neighbouring bands, of an asked fact that nothing distinguishes."""
    seen = _seen(knowledge)
    for fact in knowledge.asked():
        groups: dict[frozenset[int], list[str]] = defaultdict(list)
        for state in fact.states:
            groups[frozenset(number for number, states in enumerate(seen[fact.id]) if state in states)].append(state)
        # Where nothing looks at the fact at all, that is the finding.
        for looks, alike in groups.items() if seen[fact.id] else ():
            # Bands can be merged only with their neighbours.
            if len(alike) > 1 and (fact.kind != "number" or _are_neighbours(alike, fact.states)):
                yield Diagnostic(
                    code=Code.OPTIONS_ALIKE,
                    place=fact.place,
                    about=f"facts › {fact.id}",
                    details={"fact": fact.id, "options": ", ".join(alike), "tested": "yes" if looks else ""},
                    severity="note",
                )


def _seen(knowledge: KnowledgeBase) -> dict[str, list[frozenset[str]]]:
    """Return for each fact the sets of states something looks for."""
    seen: dict[str, list[frozenset[str]]] = defaultdict(list)
    for rule in knowledge.rules.values():
        for test in every_test(rule.when):
            seen[test.fact].append(test.states)
    if knowledge.pictures is not None:
        for fact, states, _ in knowledge.pictures.states():
            if states:
                seen[fact].append(frozenset(states))
    for item in knowledge.items():
        for change in item.changes:
            seen[change.fact] += [frozenset({change.from_}), frozenset({change.to})]
    return seen


def _are_neighbours(alike: Sequence[str], states: Sequence[str]) -> bool:
    return states.index(alike[-1]) - states.index(alike[0]) == len(alike) - 1
