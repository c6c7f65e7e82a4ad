"""Rule sets, each over a vocabulary of its own: that of the advice, and those of the capabilities.

Commands go through all rule sets instead of knowing each; what is looked up is looked up in all of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mvpod_expert.authoring import Authoring
from mvpod_expert.capability import registered, rulesets
from mvpod_expert.model.references import KINDS, Thing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase

BodyName = str
ADVICE: BodyName = "advice"


@dataclass(frozen=True)
class Ruleset:
    """Facts, rules and items of one rule set, with what they are compiled to; principles and sources are the home's."""

    name: BodyName
    knowledge: KnowledgeBase
    base: RuleBase

    @property
    def is_advice(self) -> bool:
        """It decides a mode; case tests and documented cases are about it."""
        return self.name == ADVICE


@cache
def authoring() -> Mapping[BodyName, Authoring]:
    """Return what each capability tells the workbench; the advice has nothing beside itself."""
    return {ADVICE: Authoring(), **{capability.key: capability.authoring() for capability in registered()}}


@cache
def body_names() -> tuple[BodyName, ...]:
    """Return the rule sets that a home can have, the advice first, the others by name."""
    return (ADVICE, *sorted(name for name, own in authoring().items() if own.rule_folders))


def bodies(knowledge: KnowledgeBase, base: RuleBase) -> tuple[Ruleset, ...]:
    """Return the rule sets that a home has, the advice first."""
    own = sorted(rulesets(knowledge).items())
    beside = (Ruleset(name, read, base.beside[name]) for name, read in own if read.rules)
    return (Ruleset(ADVICE, knowledge, base), *beside)


def vocabulary_of(name: BodyName, knowledge: KnowledgeBase) -> KnowledgeBase | None:
    """Return what rules of a rule set may name: of items its own if it has any, else those of the home."""
    if name == ADVICE:
        return knowledge
    own = {each.key: each.own_rules(knowledge) for each in registered()}.get(name)
    if own is None:
        return None
    shelves = own.shelves or knowledge.shelves
    shared = {"principles": knowledge.principles, "sources": knowledge.sources}
    return own.model_copy(update={**shared, "shelves": shelves})


def gathered(knowledge: KnowledgeBase) -> KnowledgeBase:
    """Return all rule sets in one, to look things up in; no two facts, rules or items have one id (the loader checks).

    Nothing is advised with it: facts of capabilities are asked or computed apart.
    """
    parts = (knowledge, *rulesets(knowledge).values())
    return knowledge.model_copy(
        update={
            "facts": {name: fact for part in parts for name, fact in part.facts.items()},
            "rules": {name: rule for part in parts for name, rule in part.rules.items()},
            "shelves": tuple({shelf.kind: shelf for part in parts for shelf in part.shelves}.values()),
        }
    )


def body_of(thing: Thing, knowledge: KnowledgeBase) -> BodyName:
    """Return the rule set that a thing belongs to; principles, sources and what else all share belong to the advice."""
    for capability in registered():
        if thing.kind not in KINDS and thing in authoring()[capability.key].titles(knowledge):
            return capability.key
        own = capability.own_rules(knowledge)
        if own is not None and _has(own, thing):
            return capability.key
    return ADVICE


def _has(own: KnowledgeBase, thing: Thing) -> bool:
    match thing.kind:
        case "rule":
            return thing.id in own.rules
        case "fact":
            return thing.id in own.facts
        case "option":
            return thing.fact in own.facts
        case "item":
            return any(item.id == thing.id for item in own.items())
        case "shelf":
            return any(shelf.kind == thing.id for shelf in own.shelves)
    return False
