"""Which rules a change of the knowledge can have changed: their own words, or what the facts they test mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mvpod_expert.loading.fact_schemas import outlines
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule


def affected(before: KnowledgeBase, after: KnowledgeBase) -> frozenset[str]:
    """Return the rules whose firing can have changed, or whose words have.

    Args:
        before: the knowledge as it was.
        after: the knowledge as it is; the rules are its rules.

    Returns:
        The rules that are new or say something else, and those that test a fact whose states are others, or which
        other rules conclude now, however far along the chain.
    """
    changed = {name for name, rule in after.rules.items() if not _alike(before.rules.get(name), rule)}
    gone = [rule for name, rule in before.rules.items() if name not in after.rules]
    facts = _changed_facts(before, after) | {each.fact for rule in gone for each in rule.concluded()}
    testing = {name: {test.fact for test in every_test(rule.when)} for name, rule in after.rules.items()}
    waiting = set(changed)
    while True:
        for name in waiting:
            facts |= _concluded(before.rules.get(name)) | _concluded(after.rules[name])
        waiting = {name for name, tested in testing.items() if name not in changed and tested & facts}
        if not waiting:
            return frozenset(changed)
        changed |= waiting


def _changed_facts(before: KnowledgeBase, after: KnowledgeBase) -> set[str]:
    old = dict(zip(before.facts, outlines(before.facts), strict=True))
    new = dict(zip(after.facts, outlines(after.facts), strict=True))
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _concluded(rule: Rule | None) -> set[str]:
    return {each.fact for each in rule.concluded()} if rule else set()


def _alike(one: object, other: object) -> bool:
    """Return whether two nouns say the same, wherever they stand in the files."""
    if one is other or (isinstance(one, Place) and isinstance(other, Place)):
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, FrozenModel) and isinstance(other, FrozenModel):
        return all(_alike(getattr(one, name), getattr(other, name)) for name in type(one).model_fields)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    return one == other
