"""The pages of the reference: which thing is described on which page, and what each page holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.model.references import Thing
from mvpod_workbench.lookup.graphs import families, graph_of_rules
from mvpod_workbench.lookup.rulesets import ADVICE, BodyName, authoring, body_names, body_of
from mvpod_workbench.views.reference.drawing import mermaid

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from mvpod_expert.authoring import Page as Head
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.views.description import Description
    from mvpod_workbench.views.reference.describing import Describer

MOST_ARROWS = 60
"""Pictures with more arrows than this explain nothing on a page; the command draws them all the same."""


class Page(NamedTuple):
    """One page of the reference.

    Args:
        path: where it stands, from the folder of the reference.
        group: the part of the index it is listed in.
        title: what it is called.
        intro: what it is about; may be empty.
        descriptions: the things it describes.
        picture: a Mermaid flowchart; may be empty.
    """

    path: str
    group: str
    title: str
    intro: str
    descriptions: tuple[Description, ...]
    picture: str = ""


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
        for thing in describer.titles
        if thing.kind == "option" and (fact := Thing("fact", thing.fact)) in found
    }
    return found | options


def _pages(describer: Describer) -> Iterator[Page]:
    yield from (*_rules(describer, ADVICE), *_facts(describer, ADVICE), *_shelves(describer, ADVICE))
    yield from _supports(describer)
    for body in body_names()[1:]:
        # First what is asked or recorded, then what the rules make of it.
        yield from (_page("", body, head, head.descriptions) for head in authoring()[body].pages(describer))
        yield from (*_facts(describer, body), *_rules(describer, body), *_shelves(describer, body))


def _page(folder: str, body: BodyName, head: Head, descriptions: Iterable[Description]) -> Page:
    group = folder if body == ADVICE else body
    return Page(f"{group}/{head.name}.md", group, head.title, head.intro, tuple(descriptions))


def _rules(describer: Describer, body: BodyName) -> Iterator[Page]:
    t = describer.t
    for name, rules in families(describer.touching).items():
        if describer.body(rules[0]) != body:
            continue
        graph = graph_of_rules(rules[0].family, rules, describer.touching)
        title, stratum = rules[0].family.in_(t.lang), rules[0].stratum
        is_advice = body == ADVICE
        own = name.partition("/")[2].replace("/", "-")
        yield Page(
            path=f"rules/{name.replace('/', '-')}.md" if is_advice else f"{body}/rules-{own}.md",
            group=f"rules_{stratum}" if is_advice else body,
            title=title if is_advice else t("docs.rules_of", title=title),
            intro=t(t.first(f"docs.intro_{body}_{stratum}", f"docs.intro_{stratum}"), file=rules[0].place.file),
            descriptions=tuple(map(describer.of_rule, rules)),
            picture=mermaid(graph, describer) if len(graph.arrows) <= MOST_ARROWS else "",
        )


def _facts(describer: Describer, body: BodyName) -> Iterator[Page]:
    by_file: dict[str, list[Fact]] = {}
    for fact in describer.knowledge.facts.values():
        if body_of(Thing("fact", fact.id), describer.knowledge) == body:
            by_file.setdefault(fact.place.file, []).append(fact)
    for facts in by_file.values():
        yield _page("facts", body, authoring()[body].facts_page(facts, describer), map(describer.of_fact, facts))


def _shelves(describer: Describer, body: BodyName) -> Iterator[Page]:
    for shelf in describer.knowledge.shelves:
        if body_of(Thing("shelf", shelf.kind), describer.knowledge) == body:
            described = (describer.of_shelf(shelf), *map(describer.of_item, shelf.items))
            yield _page("catalogue", body, authoring()[body].items_page(shelf, describer), described)


def _supports(describer: Describer) -> Iterator[Page]:
    knowledge, t = describer.knowledge, describer.t
    decision = knowledge.decision
    limits = {"leaning": decision.leaning_from, "clear": decision.clear_from}
    for name, described in (
        ("decision", (*map(describer.of_mode, decision.modes), *map(describer.of_strength, decision.strengths))),
        ("principles", map(describer.of_principle, knowledge.principles.values())),
        ("sources", map(describer.of_source, knowledge.sources.values())),
        ("cases", map(describer.of_case, knowledge.cases.values())),
    ):
        intro = t(f"docs.intro_{name}", **limits)
        yield Page(f"{name}.md", "supports", t(f"docs.{name}"), intro, tuple(described))
