"""Things as they are printed: described or listed in a terminal, a line each in a pipe, or as data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.description import Description, Line, Section, Words, point
from mvpod_expert.views.line_breaking import cells, padded, shortened
from mvpod_workbench.lookup.rulesets import body_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Thing
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.lookup.search import Lister
    from mvpod_workbench.testing.case_test_model import CaseTest
    from mvpod_workbench.views.reference.naming import Naming

MOST_LINES = 12
"""The lines of a section that are shown; what hangs together is not cut off its heading."""
MIN_TITLE = 24
"""The cells that must be left for titles beside the ids."""


def show_description(description: Description, t: Messages, page: Terminal, *, everything: bool) -> None:
    """Print the full description of a thing, long lists in full only where `everything` is wanted."""
    page.line(description.title, "title")
    place = f"{description.file}:{description.line}" if description.line else description.file
    page.line(" · ".join(filter(None, [description.kind, place, description.thing.id])), "faint")
    for line in description.lead:
        _line(line, page, indent=0)
    for section in description.sections:
        page.line(section.heading, "strong")
        shown = section.lines if everything else _cut(section.lines)
        for line in shown:
            _line(line, page, indent=2)
        if len(shown) < len(section.lines):
            page.line(t("reference.more", count=len(section.lines) - len(shown)), "faint", indent=2)


def text_of(words: Words) -> str:
    """Return words as plain text; where nothing can be clicked, a name is followed by its id."""
    return "".join(
        word if isinstance(word, str) else f"{word.text} [{word.thing.id}]" if word.with_id else word.text
        for word in words
    )


def _cut(lines: Sequence[Line]) -> Sequence[Line]:
    """Cut a long list where something new begins, so that a few lines are never left out for nothing."""
    if len(lines) <= MOST_LINES + 2:
        return lines
    end = MOST_LINES
    while end > 1 and lines[end - 1].depth < lines[end].depth:
        end -= 1
    return lines[:end]


def _line(line: Line, page: Terminal, *, indent: int) -> None:
    text = text_of(line.words)
    if line.is_marked:
        page.line(f"- {text}", indent=(indent or 2) + 4 * line.depth, hang=2)
    elif cells(text):
        page.line(text, indent=indent)


def show_list(things: Sequence[Thing], naming: Naming, page: Terminal) -> None:
    """Print one line a thing where ids and titles fit beside each other; else the titles below the ids."""
    sorts: dict[str, list[Thing]] = {}
    for thing in things:
        sorts.setdefault(naming.sort(thing), []).append(thing)
    for number, (sort, of_sort) in enumerate(sorts.items()):
        width = max(cells(thing.id) for thing in of_sort)
        room = page.width - width - 2
        if number:
            page.line()
        for thing in of_sort:
            title = _title(thing, naming)
            if room >= MIN_TITLE:
                page.raw(f"{padded(thing.id, width)}  {shortened(title, room)}".rstrip())
            else:
                page.raw(thing.id)
                page.line(title, indent=4)
        page.line(naming.t(f"counted.{sort}", count=len(of_sort)), "faint")


def plain_lines(things: Sequence[Thing], naming: Naming) -> list[str]:
    """Return one line a thing for other programs: kind, id and title, with tabs between them."""
    return [f"{thing.kind}\t{thing.id}\t{_title(thing, naming)}" for thing in things]


def list_data(things: Sequence[Thing], lister: Lister) -> dict[str, object]:
    """Return the list as data: each thing with its title, place and basis."""
    return {
        "schema_version": "1.0",
        "count": len(things),
        "things": [
            {
                "kind": thing.kind,
                "of": body_of(thing, lister.knowledge),
                "id": thing.id,
                "title": title.model_dump() if (title := lister.titles.get(thing)) else None,
                "file": lister.place(thing).file,
                "line": lister.place(thing).line,
                "basis": lister.basis(thing),
                "draft": _is_draft(thing, lister.knowledge),
            }
            for thing in things
        ],
    }


def _title(thing: Thing, naming: Naming) -> str:
    title = naming.knowledge.sources[thing.id].citation if thing.kind == "source" else naming.title(thing)
    if thing.kind == "option":
        return naming.names.pair_of(naming.names.fact(thing.fact), title)
    return naming.t("listing.draft", title=title) if _is_draft(thing, naming.knowledge) else title


def _is_draft(thing: Thing, knowledge: KnowledgeBase) -> bool:
    return any(each.id == thing.id for each in knowledge.drafts)


def thing_data(thing: Thing, naming: Naming) -> dict[str, object]:
    """Return a thing with `refers_to` and `referred_to_by`: each link's relation and the thing at its other end."""
    around = naming.touching.around(thing)
    own = {thing} | {end for link in around for end in (link.origin, link.target) if _is_state_of(end, thing)}
    states = [{"state": link.target.state} if _is_state_of(link.target, thing) else {} for link in around]
    return {
        **_named(thing, naming),
        "of": body_of(thing, naming.knowledge),
        "refers_to": [
            {"relation": link.relation, **_named(link.target, naming)} for link in around if link.origin in own
        ],
        "referred_to_by": [
            {"relation": link.relation, **_named(link.origin, naming), **state}
            for link, state in zip(around, states, strict=True)
            if link.target in own
        ],
    }


def _is_state_of(end: Thing, thing: Thing) -> bool:
    return thing.kind == "fact" and end.kind == "option" and end.fact == thing.id


def _named(thing: Thing, naming: Naming) -> dict[str, object]:
    title = naming.titles.get(thing)
    return {"kind": thing.kind, "id": thing.id, "title": title.model_dump() if title else None}


def tests_naming(thing: Thing, tests: Iterable[CaseTest]) -> tuple[CaseTest, ...]:
    """Return the case tests that name a thing, in the order of the files."""
    return tuple(test for test in tests if thing.id in set(_in_test(thing.kind, test)))


def tests_section(tests: Iterable[CaseTest], t: Messages) -> Section:
    """List case tests: what each is about, and where it stands."""
    titled = ((test, test.title.in_(t.lang) if test.title else test.id) for test in tests)
    places = ((title, f"{test.id}, {test.place.file}:{test.place.line}") for test, title in titled)
    return Section(t("reference.case_tests"), tuple(point(title + t("list.extra", text=at)) for title, at in places))


def _in_test(kind: str, test: CaseTest) -> Iterator[str]:
    expected = test.expect
    if kind == "rule":
        yield from (*expected.fires, *expected.silent, *(expected.doubts or ()))
    elif kind == "item":
        yield from (*expected.plan, *expected.not_in_plan, *expected.assigned, *expected.assigned.values())
    elif kind == "fact":
        yield from test.cell.answers
