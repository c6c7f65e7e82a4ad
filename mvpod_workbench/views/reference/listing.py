"""Lists of things: aligned in a terminal, one plain line each in a pipe, or data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.console import cells, shortened
from mvpod_workbench.lookup.rulesets import body_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Thing
    from mvpod_expert.views.console import Terminal
    from mvpod_workbench.lookup.listing import Lister
    from mvpod_workbench.views.reference.naming import Naming

MIN_TITLE = 24
"""The cells that must be left for titles beside the ids."""


def show_list(things: Sequence[Thing], naming: Naming, page: Terminal) -> None:
    """Print one line a thing where ids and titles fit beside each other; else the titles below the ids."""
    sorts: dict[str, list[Thing]] = {}
    for thing in things:
        sorts.setdefault(naming.sort(thing), []).append(thing)
    for number, (sort, of_sort) in enumerate(sorts.items()):
        width = max(cells(thing.id) for thing in of_sort)
        if number:
            page.line()
        for thing in of_sort:
            _show(thing, naming, page, width)
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


def _show(thing: Thing, naming: Naming, page: Terminal, width: int) -> None:
    title = _title(thing, naming)
    room = page.width - width - 2
    if room >= MIN_TITLE:
        page.raw(f"{thing.id}{' ' * (width - cells(thing.id))}  {shortened(title, room)}".rstrip())
    else:
        page.raw(thing.id)
        page.line(title, indent=4)


def _title(thing: Thing, naming: Naming) -> str:
    is_source = thing.kind == "source"
    title = naming.knowledge.sources[thing.id].citation if is_source else naming.title(thing)
    if thing.kind == "option":
        return naming.t("list.pair", name=naming.names.fact(thing.fact), value=title)
    return naming.t("listing.draft", title=title) if _is_draft(thing, naming.knowledge) else title


def _is_draft(thing: Thing, knowledge: KnowledgeBase) -> bool:
    return any(each.id == thing.id for each in knowledge.drafts)
