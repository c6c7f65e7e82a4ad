"""The description of any thing that can be looked up, whatever its kind, and the case tests that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.views.description import Section, point
from mvpod_workbench.lookup.search import things
from mvpod_workbench.views.reference.catalogue import CatalogueDescriber
from mvpod_workbench.views.reference.facts import FactDescriber
from mvpod_workbench.views.reference.rules import RuleDescriber
from mvpod_workbench.views.reference.supports import SupportDescriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Thing
    from mvpod_expert.views.description import Description
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.testing.case_test_model import CaseTest


class Describer:
    """Describes things.

    Args:
        most_related: of the other rules that test a rule's facts, so many that share most; by default all.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, most_related: int | None = None) -> None:
        self.knowledge = knowledge
        self.rules = RuleDescriber(knowledge, t, most_related)
        self.naming = self.rules.naming
        self.facts = FactDescriber(self.rules)
        self.supports = SupportDescriber(self.facts)
        self.catalogue = CatalogueDescriber(self.rules)
        self.things = things(knowledge)

    def describe(self, thing: Thing) -> Description:
        """Report everything about a thing.

        Raises:
            KeyError: there is no such thing, or its kind is described within others.
        """
        if thing.kind == "option":
            return self.facts.describe_state(thing)
        ways: dict[str, Callable[[Any], Description]] = {
            "rule": self.rules.describe,
            "fact": self.facts.describe,
            "principle": self.supports.principle,
            "source": self.supports.source,
            "item": self.catalogue.item,
            "shelf": self.catalogue.shelf,
            "case": self.supports.case,
            "mode": self.supports.mode,
            "strength": self.supports.strength,
        }
        return ways[thing.kind](self.things[thing])


def tests_naming(thing: Thing, tests: Iterable[CaseTest]) -> tuple[CaseTest, ...]:
    """Return the case tests that name a thing, in the order of the files."""
    return tuple(test for test in tests if thing.id in set(_named(thing.kind, test)))


def tests_section(tests: Iterable[CaseTest], t: Messages) -> Section:
    """List case tests: what each is about, and where it stands."""
    titled = ((test, test.title.in_(t.lang) if test.title else test.id) for test in tests)
    places = ((title, f"{test.id}, {test.place.file}:{test.place.line}") for test, title in titled)
    return Section(t("reference.case_tests"), tuple(point(title + t("list.extra", text=at)) for title, at in places))


def _named(kind: str, test: CaseTest) -> Iterator[str]:
    expected = test.expect
    if kind == "rule":
        yield from (*expected.fires, *expected.silent, *(expected.doubts or ()))
    elif kind == "item":
        yield from (*expected.plan, *expected.not_in_plan, *expected.assigned, *expected.assigned.values())
    elif kind == "fact":
        yield from test.cell.answers
