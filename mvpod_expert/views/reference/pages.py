"""The pages of the reference: which thing is told on which page, and what each page holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mvpod_expert.authoring.lookup.graphs import families, graph_of_rules
from mvpod_expert.authoring.lookup.touching import Thing
from mvpod_expert.views.reference.drawing import mermaid

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from mvpod_expert.views.reference.describing import Describer
    from mvpod_expert.views.reference.description import Description

PARTS = ("rules", "facts", "catalogue", "supports")
"""The parts of the reference that can be left out."""
MOST_ARROWS = 60
"""Pictures with more arrows than this explain nothing on a page; the command draws them all the same."""


@dataclass(frozen=True)
class Page:
    """One page of the reference.

    Args:
        path: where it stands, from the folder of the reference.
        group: the part of the index it is listed in.
        title: what it is called.
        intro: what it is about; may be empty.
        picture: a Mermaid flowchart; may be empty.
        descriptions: the things it tells.
    """

    path: str
    group: str
    title: str
    intro: str
    picture: str
    descriptions: tuple[Description, ...]


def anchor(thing: Thing) -> str:
    """Give the anchor of a thing, the same in every language and edition."""
    return f"{thing.kind}-{thing.id}".replace(".", "-")


def pages(describer: Describer, left_out: Container[str] = ()) -> tuple[Page, ...]:
    """Give the pages of the reference in the order of the index, but for the parts left out."""
    return tuple(page for page in _pages(describer) if page.group.partition("_")[0] not in left_out)


def where(made: Iterable[Page], describer: Describer) -> Mapping[Thing, str]:
    """Give the page of every thing; a state is told with its fact."""
    found = {description.thing: page.path for page in made for description in page.descriptions}
    options = {
        thing: found[fact]
        for thing in describer.naming.titles
        if thing.kind == "option" and (fact := Thing("fact", thing.fact)) in found
    }
    return found | options


def _pages(describer: Describer) -> Iterator[Page]:
    knowledge, naming, say = describer.knowledge, describer.naming, describer.naming.say
    for name, rules in families(naming.touching).items():
        graph = graph_of_rules(rules[0].family, rules, naming.touching)
        yield Page(
            path=f"rules/{name.replace('/', '-')}.md",
            group=f"rules_{rules[0].stratum}",
            title=rules[0].family.in_(say.lang),
            intro=say(f"docs.intro_{rules[0].stratum}", file=rules[0].place.file),
            picture=mermaid(graph, naming) if len(graph.arrows) <= MOST_ARROWS else "",
            descriptions=tuple(describer.rules.describe(rule) for rule in rules),
        )
    by_file: dict[str, list[str]] = {}
    for fact in knowledge.facts.values():
        by_file.setdefault(fact.place.file, []).append(fact.id)
    for file, facts in by_file.items():
        yield Page(
            path=f"facts/{PurePosixPath(file).stem}.md",
            group="facts",
            title=knowledge.facts[facts[0]].topic.in_(say.lang),
            intro="",
            picture="",
            descriptions=tuple(describer.facts.describe(knowledge.facts[fact]) for fact in facts),
        )
    for shelf in knowledge.shelves:
        items = tuple(describer.catalogue.item(item) for item in shelf.items)
        file = shelf.items[0].place.file if shelf.items else shelf.kind
        yield Page(
            path=f"catalogue/{PurePosixPath(file).stem}.md",
            group="catalogue",
            title=shelf.title.in_(say.lang),
            intro="",
            picture="",
            descriptions=(describer.catalogue.shelf(shelf), *items),
        )
    whole: Mapping[str, Iterable[Thing]] = {
        "decision": (
            *(Thing("mode", mode.id) for mode in knowledge.decision.modes),
            *(Thing("strength", strength.id) for strength in knowledge.decision.strengths),
        ),
        "principles": (Thing("principle", each) for each in knowledge.principles),
        "sources": (Thing("source", each) for each in knowledge.sources),
        "cases": (Thing("case", each) for each in knowledge.cases),
    }
    for name, things in whole.items():
        yield Page(
            path=f"{name}.md",
            group="supports",
            title=say(f"docs.{name}"),
            intro=say(
                f"docs.intro_{name}", leaning=knowledge.decision.leaning_from, clear=knowledge.decision.clear_from
            ),
            picture="",
            descriptions=tuple(describer.describe(thing) for thing in things),
        )
