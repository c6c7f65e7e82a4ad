"""The pages of the reference: which thing is told on which page, and what each page holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.trends import parts as trends_parts
from mvpod_workbench.lookup.cross_references import Thing
from mvpod_workbench.lookup.graphs import families, graph_of_rules
from mvpod_workbench.lookup.rulesets import BODIES, body_of
from mvpod_workbench.views.reference.drawing import mermaid

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from mvpod_workbench.views.reference.describing import Describer
    from mvpod_workbench.views.reference.description import Description

PARTS = ("rules", "facts", "catalogue", "audit", "trends", "supports")
"""The parts of the reference that can be left out."""
SERIES = "series"
AFTER = ("standard.md", "questions", f"{SERIES}.md", "rules", "measures")
"""The order of the pages of the audit and of the trends, by what their names begin with."""
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
    made = [*_rules(describer), *_facts(describer), *_shelves(describer), *_standard(describer), *_supports(describer)]
    # Of the audit and the trends first what is asked or recorded, then what the rules make of it.
    yield from sorted(made, key=_order)


def _order(page: Page) -> int:
    return AFTER.index(page.path.split("/")[1].partition("-")[0]) if page.group in BODIES else -1


def _rules(describer: Describer) -> Iterator[Page]:
    naming, t = describer.naming, describer.naming.t
    for name, rules in families(naming.touching).items():
        graph = graph_of_rules(rules[0].family, rules, naming.touching)
        body = describer.rules.body(rules[0])
        kind = rules[0].stratum if body == "advice" else f"{body}_{rules[0].stratum}"
        title = rules[0].family.in_(t.lang)
        yield Page(
            path=f"rules/{name.replace('/', '-')}.md" if body == "advice" else f"{body}/rules-{_within(name)}.md",
            group=f"rules_{rules[0].stratum}" if body == "advice" else body,
            title=title if body == "advice" else t("docs.rules_of", title=title),
            intro=t(f"docs.intro_{kind}", file=rules[0].place.file),
            picture=mermaid(graph, naming) if len(graph.arrows) <= MOST_ARROWS else "",
            descriptions=tuple(describer.rules.describe(rule) for rule in rules),
        )


def _within(family: str) -> str:
    return family.partition("/")[2].replace("/", "-")


def _facts(describer: Describer) -> Iterator[Page]:
    knowledge, t = describer.knowledge, describer.naming.t
    by_file: dict[str, list[str]] = {}
    for fact in knowledge.facts.values():
        by_file.setdefault(fact.place.file, []).append(fact.id)
    for file, facts in by_file.items():
        body = body_of(Thing("fact", facts[0]), knowledge)
        stem, topic = PurePosixPath(file).stem, knowledge.facts[facts[0]].topic.in_(t.lang)
        is_concluded = all(knowledge.facts[fact].derived for fact in facts)
        of_audit = t("docs.conclusions_of" if is_concluded else "docs.questions_of", title=topic)
        path, title, intro = {
            "advice": (f"facts/{stem}.md", topic, ""),
            "audit": (f"audit/questions-{stem}.md", of_audit, ""),
            "trends": (f"trends/{SERIES}.md", t("docs.series"), _read(describer)),
        }[body]
        yield Page(
            path=path,
            group="facts" if body == "advice" else body,
            title=title,
            intro=intro,
            picture="",
            descriptions=tuple(describer.facts.describe(knowledge.facts[fact]) for fact in facts),
        )


def _read(describer: Describer) -> str:
    trends = trends_parts.table_of(describer.knowledge)
    if trends is None:
        return ""
    limits = trends.limits
    return describer.naming.t("docs.intro_series", fewest=limits.fewest_points, clear=limits.clear_below)


def _shelves(describer: Describer) -> Iterator[Page]:
    knowledge, t = describer.knowledge, describer.naming.t
    for shelf in knowledge.shelves:
        items = tuple(describer.catalogue.item(item) for item in shelf.items)
        file = PurePosixPath(shelf.items[0].place.file if shelf.items else shelf.kind).stem
        is_advice = body_of(Thing("shelf", shelf.kind), knowledge) == "advice"
        title = shelf.title.in_(t.lang)
        yield Page(
            path=f"catalogue/{file}.md" if is_advice else f"audit/measures-{file}.md",
            group="catalogue" if is_advice else "audit",
            title=title if is_advice else t("docs.measures_of", title=title),
            intro="",
            picture="",
            descriptions=(describer.catalogue.shelf(shelf), *items),
        )


def _standard(describer: Describer) -> Iterator[Page]:
    t, standard = describer.naming.t, audit_parts.standard_of(describer.knowledge)
    if standard is not None:
        yield Page(
            path="audit/standard.md",
            group="audit",
            title=t("docs.standard"),
            intro=t("docs.intro_standard", file=standard.place.file),
            picture="",
            descriptions=tuple(describer.facts.apart.area(area) for area in standard.areas),
        )


def _supports(describer: Describer) -> Iterator[Page]:
    knowledge, t = describer.knowledge, describer.naming.t
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
            title=t(f"docs.{name}"),
            intro=t(f"docs.intro_{name}", leaning=knowledge.decision.leaning_from, clear=knowledge.decision.clear_from),
            picture="",
            descriptions=tuple(describer.describe(thing) for thing in things),
        )
