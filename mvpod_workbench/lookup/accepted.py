"""Findings that somebody decided to leave as they are: noted in the entry, with a reason, a name and a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.capability import rulesets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.model.knowledge import KnowledgeBase


def still_told(knowledge: KnowledgeBase) -> Callable[[Diagnostic], bool]:
    """Return what says whether a finding is reported: the entry it is about does not accept it; errors always are."""
    accepted = set(_accepted(knowledge))

    def is_told(finding: Diagnostic) -> bool:
        entry = " › ".join(finding.about.split(" › ")[:2])
        return finding.severity == "error" or (entry, str(finding.code)) not in accepted

    return is_told


def _accepted(knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for own in (knowledge, *rulesets(knowledge).values()):
        for kind, entries in (("rules", own.rules.values()), ("facts", own.facts.values()), ("items", own.items())):
            for entry in entries:
                yield from ((f"{kind} › {entry.id}", each.code) for each in entry.accepted)
