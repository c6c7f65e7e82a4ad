"""The description of any thing that can be looked up, whatever its kind, and the case tests that name it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mvpod_expert.views.description import Section, point
from mvpod_workbench.lookup.search import things
from mvpod_workbench.views.reference.catalogue import CatalogueDescriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mvpod_expert.model.references import Thing
    from mvpod_expert.views.description import Description
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.testing.case_test_model import CaseTest


class Describer(CatalogueDescriber):
    """Describes things."""

    @cached_property
    def things(self) -> Mapping[Thing, Any]:
        """The models of everything that can be looked up but states."""
        return things(self.knowledge)

    def describe(self, thing: Thing) -> Description:
        """Report everything about a thing.

        Raises:
            KeyError: there is no such thing, or its kind is described within others.
        """
        noun = thing if thing.kind == "option" else self.things[thing]
        describe: Callable[[Any], Description] = getattr(self, f"of_{thing.kind}")
        return describe(noun)


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
