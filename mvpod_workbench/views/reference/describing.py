"""The description of any thing that can be looked up, whatever its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_workbench.views.reference.catalogue import CatalogueDescriber
from mvpod_workbench.views.reference.facts import FactDescriber
from mvpod_workbench.views.reference.rules import RuleDescriber
from mvpod_workbench.views.reference.supports import SupportDescriber

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Thing
    from mvpod_expert.views.description import Description
    from mvpod_expert.views.messages import Messages


class Describer:
    """Describes things.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        most_related: of the other rules that test a rule's facts, so many that share most; by default all.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, most_related: int | None = None) -> None:
        self.knowledge = knowledge
        self.rules = RuleDescriber(knowledge, t, most_related)
        self.naming = self.rules.naming
        self.facts = FactDescriber(self.rules)
        self.supports = SupportDescriber(self.facts)
        self.catalogue = CatalogueDescriber(self.rules)
        self.items = {item.id: item for item in knowledge.items()}

    def describe(self, thing: Thing) -> Description:  # noqa: C901, PLR0911 - one way for each kind
        """Report everything about a thing.

        Raises:
            KeyError: there is no such thing, or its kind is told within others.
        """
        knowledge, decision = self.knowledge, self.knowledge.decision
        match thing.kind:
            case "rule":
                return self.rules.describe(knowledge.rules[thing.id])
            case "fact":
                return self.facts.describe(knowledge.facts[thing.id])
            case "option":
                return self.facts.describe_state(thing)
            case "principle":
                return self.supports.principle(knowledge.principles[thing.id])
            case "source":
                return self.supports.source(knowledge.sources[thing.id])
            case "item":
                return self.catalogue.item(self.items[thing.id])
            case "shelf":
                return self.catalogue.shelf(self.catalogue.shelves[thing.id])
            case "case":
                return self.supports.case(knowledge.cases[thing.id])
            case "mode":
                return self.supports.mode(decision.mode(thing.id))
            case "strength":
                return self.supports.strength(
                    next(strength for strength in decision.strengths if strength.id == thing.id)
                )
            case _:
                raise KeyError(thing)
