"""The knowledge base: everything the experts wrote, linked and without findings."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from mvpod_expert.model.cases import ReferenceCase
from mvpod_expert.model.catalogue import Item, Shelf
from mvpod_expert.model.decision import DecisionTable
from mvpod_expert.model.facts import Fact
from mvpod_expert.model.frozen import ReadLater
from mvpod_expert.model.laws import Direction, Law
from mvpod_expert.model.pictures import Pictures
from mvpod_expert.model.principles import Principle, Source
from mvpod_expert.model.reviewing import Draft
from mvpod_expert.model.rules import Rule, Stratum
from mvpod_expert.model.tables import Table


class KnowledgeBase(ReadLater):
    """All facts, rules, principles, sources, catalogue items and reference cases by id, in the order of the files.

    Args:
        sha256: the fingerprint of the files it was read from.
        tables: the decision tables, whose rows are among the rules.
        drafts: the entries marked as drafts; the other fields hold them only where they were asked for.

    What capabilities keep here is added by `mvpod_expert.composition`.
    """

    sha256: str
    decision: DecisionTable
    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    principles: Mapping[str, Principle]
    sources: Mapping[str, Source]
    shelves: tuple[Shelf, ...]
    cases: Mapping[str, ReferenceCase]
    directions: tuple[Direction, ...] = ()
    laws: tuple[Law, ...] = ()
    pictures: Pictures | None = None
    tables: Mapping[str, Table] = {}
    drafts: tuple[Draft, ...] = ()

    def asked(self) -> Iterator[Fact]:
        """Return the facts that a case can answer, in the order of the questionnaire."""
        return (fact for fact in self.facts.values() if not fact.derived)

    def questions(self) -> Iterator[Fact]:
        """Return the facts that an interview asks, in the order of the questionnaire."""
        return (fact for fact in self.asked() if fact.question is not None)

    def rules_of(self, stratum: Stratum) -> Iterator[Rule]:
        """Return the rules that fire in a stratum, in the order of the files."""
        return (rule for rule in self.rules.values() if rule.stratum == stratum)

    def now_called(self, old: str) -> str | None:
        """Return the id that a fact, rule, item or source has today which once had this one, or nothing."""
        named = chain(
            ((rule.id, rule.formerly) for rule in self.rules.values()),
            ((fact.id, fact.formerly) for fact in self.facts.values()),
            ((item.id, item.formerly) for item in self.items()),
            ((source.id, source.formerly) for source in self.sources.values()),
        )
        return next((name for name, formerly in named if old in formerly), None)

    def functions(self) -> tuple[str, ...]:
        """Return the system functions: the items that carry others, in the order of the files."""
        carrying = {name for item in self.items() for name in item.carried_by}
        return tuple(item.id for item in self.items() if item.id in carrying)

    def with_brought(self, names: Iterable[str]) -> set[str]:
        """Return items with all that they bring along, directly or not."""
        items = {item.id: item for item in self.items()}
        waiting, reached = {*names}, set[str]()
        while waiting:
            name = waiting.pop()
            reached.add(name)
            waiting |= {*items[name].brings, *items[name].carried_by} - reached
        return reached

    def items(self) -> Iterator[Item]:
        """Return every catalogue item, shelf by shelf."""
        return (item for shelf in self.shelves for item in shelf.items)
