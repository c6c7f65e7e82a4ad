"""The pages of the reference: which thing is described on which page, and what each page holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.model.references import Thing
from mvpod_workbench.lookup.graphs import families, graph_of_rules
from mvpod_workbench.lookup.rulesets import ADVICE, authoring, body_names, body_of
from mvpod_workbench.views.reference.drawing import mermaid

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.views.description import Description
    from mvpod_workbench.lookup.rulesets import BodyName
    from mvpod_workbench.views.reference.describing import Describer

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


def part_names() -> tuple[str, ...]:
    """Return the parts of the reference that can be left out."""
    return ("rules", "facts", "catalogue", *body_names()[1:], "supports")


def anchor(thing: Thing) -> str:
    """Return the anchor of a thing, the same in every language and edition."""
    return f"{thing.kind}-{thing.id}".replace(".", "-")


def pages(describer: Describer, left_out: Container[str] = ()) -> tuple[Page, ...]:
    """Return the pages of the reference in the order of the index, but for the parts left out."""
    return tuple(page for page in _pages(describer) if page.group.partition("_")[0] not in left_out)


def where(made: Iterable[Page], describer: Describer) -> Mapping[Thing, str]:
    """Return the page of every thing; a state is described with its fact."""
    found = {description.thing: page.path for page in made for description in page.descriptions}
    options = {
        thing: found[fact]
        for thing in describer.naming.titles
        if thing.kind == "option" and (fact := Thing("fact", thing.fact)) in found
    }
    return found | options


def _pages(describer: Describer) -> Iterator[Page]:
    yield from (*_rules(describer, ADVICE), *_facts(describer, ADVICE), *_shelves(describer, ADVICE))
    yield from _supports(describer)
    for body in body_names()[1:]:
        # First what is asked or recorded, then what the rules make of it.
        for own in authoring()[body].pages(describer.naming):
            yield Page(f"{body}/{own.name}.md", body, own.title, own.intro, "", own.descriptions)
        yield from (*_facts(describer, body), *_rules(describer, body), *_shelves(describer, body))


def _rules(describer: Describer, body: BodyName) -> Iterator[Page]:
    naming, t = describer.naming, describer.naming.t
    for name, rules in families(naming.touching).items():
        if describer.rules.body(rules[0]) != body:
            continue
        graph = graph_of_rules(rules[0].family, rules, naming.touching)
        title, stratum = rules[0].family.in_(t.lang), rules[0].stratum
        is_advice = body == ADVICE
        own = name.partition("/")[2].replace("/", "-")
        yield Page(
            path=f"rules/{name.replace('/', '-')}.md" if is_advice else f"{body}/rules-{own}.md",
            group=f"rules_{stratum}" if is_advice else body,
            title=title if is_advice else t("docs.rules_of", title=title),
            intro=t(t.first(f"docs.intro_{body}_{stratum}", f"docs.intro_{stratum}"), file=rules[0].place.file),
            picture=mermaid(graph, naming) if len(graph.arrows) <= MOST_ARROWS else "",
            descriptions=tuple(describer.rules.describe(rule) for rule in rules),
        )


def _facts(describer: Describer, body: BodyName) -> Iterator[Page]:
    knowledge, naming = describer.knowledge, describer.naming
    by_file: dict[str, list[Fact]] = {}
    for fact in knowledge.facts.values():
        if body_of(Thing("fact", fact.id), knowledge) == body:
            by_file.setdefault(fact.place.file, []).append(fact)
    for facts in by_file.values():
        head = authoring()[body].facts_page(facts, naming)
        yield Page(
            path=f"{'facts' if body == ADVICE else body}/{head.name}.md",
            group="facts" if body == ADVICE else body,
            title=head.title,
            intro=head.intro,
            picture="",
            descriptions=tuple(describer.facts.describe(fact) for fact in facts),
        )


def _shelves(describer: Describer, body: BodyName) -> Iterator[Page]:
    knowledge, naming = describer.knowledge, describer.naming
    for shelf in knowledge.shelves:
        if body_of(Thing("shelf", shelf.kind), knowledge) != body:
            continue
        head = authoring()[body].items_page(shelf, naming)
        items = tuple(describer.catalogue.item(item) for item in shelf.items)
        yield Page(
            path=f"{'catalogue' if body == ADVICE else body}/{head.name}.md",
            group="catalogue" if body == ADVICE else body,
            title=head.title,
            intro=head.intro,
            picture="",
            descriptions=(describer.catalogue.shelf(shelf), *items),
        )


def _supports(describer: Describer) -> Iterator[Page]:
    knowledge, t = describer.knowledge, describer.naming.t
    whole: Mapping[str, Iterable[Thing]] = {
        "decision": (
            *(Thing("mode", mode.id) for mode in knowledge.decision.modes),
            *(Thing("strength", strength.id) for strength in knowledge.decision.strengths),
        ),
        "principles": (Thing("principle", principle) for principle in knowledge.principles),
        "sources": (Thing("source", source) for source in knowledge.sources),
        "cases": (Thing("case", case) for case in knowledge.cases),
    }
    for name, things in whole.items():
        yield Page(
            path=f"{name}.md",
            group="supports",
            title=t(f"docs.{name}"),
            intro=t(f"docs.intro_{name}", leaning=knowledge.decision.leaning_from, clear=knowledge.decision.clear_from),
            picture="",
            descriptions=tuple(describer.describe(thing) for thing in things),
        )
