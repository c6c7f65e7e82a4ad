"""Bodies of rules, each over a vocabulary of its own: the advice, the audit of a plan, the trends of metrics.

Commands go through all bodies instead of knowing each; what is looked up is looked up in all of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.capability import rulesets
from mvpod_expert.trends import parts as trends_parts

if TYPE_CHECKING:
    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_workbench.lookup.cross_references import Thing

BodyName = str
BODIES: tuple[BodyName, ...] = ("advice", "audit", "trends")


@dataclass(frozen=True)
class Ruleset:
    """Rules with what they are read with and what they are compiled to.

    Args:
        name: which body it is.
        knowledge: its facts, rules and items; principles and sources are those of the home.
        base: its compiled rules.
    """

    name: BodyName
    knowledge: KnowledgeBase
    base: RuleBase

    @property
    def is_advice(self) -> bool:
        """It decides a mode; case tests and documented cases are about it."""
        return self.name == "advice"


def bodies(knowledge: KnowledgeBase, base: RuleBase) -> tuple[Ruleset, ...]:
    """Give the bodies of rules that a home has, the advice first.

    Args:
        knowledge: the knowledge base of the home.
        base: its compiled rules.
    """
    own = sorted(rulesets(knowledge).items())
    beside = (Ruleset(name, read, base.beside[name]) for name, read in own if read.rules)
    return (Ruleset("advice", knowledge, base), *beside)


def gathered(knowledge: KnowledgeBase) -> KnowledgeBase:
    """Give all bodies in one, to look things up in; no two facts, rules or items have one id, the loader sees to that.

    Nothing is advised with it: facts of the audit and of trends are asked and computed apart.
    """
    parts, audit = (knowledge, *rulesets(knowledge).values()), audit_parts.ruleset_of(knowledge)
    return knowledge.model_copy(
        update={
            "facts": {name: fact for part in parts for name, fact in part.facts.items()},
            "rules": {name: rule for part in parts for name, rule in part.rules.items()},
            "shelves": audit.shelves if audit is not None else knowledge.shelves,
        }
    )


def body_of(thing: Thing, knowledge: KnowledgeBase) -> BodyName:
    """Tell to which body a thing belongs; principles, sources and what else all share, to the advice.

    Args:
        thing: the thing.
        knowledge: the knowledge base of the home, or what was gathered of it.
    """
    audit, trends = audit_parts.knowledge_of(knowledge), trends_parts.table_of(knowledge)
    name = thing.fact if thing.kind == "option" else thing.id
    if thing.kind == "area":
        return "audit"
    if audit is not None:
        shelves = {"shelf": {shelf.kind for shelf in audit.shelves}, "item": {item.id for item in audit.items()}}
        owned = {**shelves, "rule": audit.rules, "fact": audit.facts, "option": audit.facts}
        if name in owned.get(thing.kind, ()):
            return "audit"
    if trends is not None:
        owned_by_trends = {"rule": trends.rules, "fact": trends.facts, "option": trends.facts}
        if name in owned_by_trends.get(thing.kind, ()):
            return "trends"
    return "advice"
