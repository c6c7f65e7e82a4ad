"""The case tests that name a thing: a rule that must fire or stay silent, an item of the plan, an answered fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.description import Section, point

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.references import Thing
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.testing.case_test_model import CaseTest


def tests_naming(thing: Thing, tests: Iterable[CaseTest]) -> tuple[CaseTest, ...]:
    """Return the case tests that name a thing, in the order of the files."""
    return tuple(test for test in tests if thing.id in set(_named(thing.kind, test)))


def tests_section(tests: Iterable[CaseTest], t: Messages) -> Section:
    """List case tests: what each is about, and where it stands."""
    return Section(t("reference.case_tests"), tuple(point(_told(test, t)) for test in tests))


def _named(kind: str, test: CaseTest) -> Iterator[str]:
    expected = test.expect
    if kind == "rule":
        yield from (*expected.fires, *expected.silent, *(expected.doubts or ()))
    elif kind == "item":
        yield from (*expected.plan, *expected.not_in_plan, *expected.assigned, *expected.assigned.values())
    elif kind == "fact":
        yield from test.cell.answers


def _told(test: CaseTest, t: Messages) -> str:
    title = test.title.in_(t.lang) if test.title else test.id
    return title + t("list.extra", text=f"{test.id}, {test.place.file}:{test.place.line}")
