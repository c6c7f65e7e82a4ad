"""What the workbench knows of the audit: its rules, areas, measures and files."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.audit.file_schemas import case_or_plan, measures, standard
from mvpod_expert.audit.parts import KEY, knowledge_of, standard_of
from mvpod_expert.audit.reader import RULE_FOLDERS
from mvpod_expert.audit.standard import AuditStandard, Measure
from mvpod_expert.authoring import Authoring, Page
from mvpod_expert.model.facts import Fact
from mvpod_expert.model.references import Link, Thing
from mvpod_expert.views.description import Description, joined, paragraph, point, sections
from mvpod_expert.views.schema_parts import ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.audit.standard import StandardArea
    from mvpod_expert.authoring import Models
    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Kind
    from mvpod_expert.model.rules import Stratum
    from mvpod_expert.views.description import Line, NamesThings
    from mvpod_expert.views.schema_parts import Parts, Schema


class AuditAuthoring(Authoring):
    """The audit in the workbench."""

    new_rule = "audit-rule"
    rule_folders: ClassVar[Mapping[str, Stratum]] = {
        f"{KEY}/{folder}": stratum for folder, stratum in RULE_FOLDERS.items()
    }
    sorts: ClassVar[Mapping[Kind, str]] = {
        "rule": "audit_rule",
        "fact": "question",
        "derived_fact": "finding_fact",
        "item": "measure",
        "shelf": "measures",
    }
    listed: ClassVar[Mapping[str, Kind]] = {"questions": "fact", "measures": "item"}
    models: ClassVar[Models] = {
        "knowledge/audit/vocabulary": ("facts", Fact),
        "knowledge/audit/measures": ("items", Measure),
        "knowledge/audit/standard.yaml": ("", AuditStandard),
    }
    files: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "vocabulary": ("knowledge/audit/vocabulary/",),
        "audit-measures": ("knowledge/audit/measures/",),
        "audit-standard": ("knowledge/audit/standard.yaml",),
        "plan": ("*.plan.yaml",),
    }
    answers_file = "plan"

    def links(self, knowledge: KnowledgeBase) -> Iterator[Link]:
        """Return what measures and the standard refer to."""
        for item in knowledge.items():
            if isinstance(item, Measure):
                here = Thing("item", item.id)
                yield Link(here, "closes", Thing("area", item.area))
                yield Link(here, "moves", Thing("item", item.metric))
                for other in item.after:
                    yield Link(here, "comes_after", Thing("item", other))
        for area in _areas(knowledge):
            for element in area.elements:
                yield Link(Thing("area", area.id), "holds", Thing("fact", element.fact))
                for kind in dict.fromkeys((*element.wanted_for, *element.to_be)):
                    yield Link(Thing("fact", element.fact), "held_against", Thing("shelf", kind))

    def titles(self, knowledge: KnowledgeBase) -> Mapping[Thing, Text]:
        """Return the titles of the areas."""
        return {Thing("area", area.id): area.title for area in _areas(knowledge)}

    def about_fact(self, fact: Fact, naming: NamesThings) -> Iterator[Line]:
        """Return what the standard takes a question for."""
        t, found = naming.t, standard_of(naming.knowledge)
        if found is None:
            return
        for area in found.areas:
            for element in area.elements:
                if element.fact == fact.id:
                    there, partly = (_states(fact, states, naming) for states in (element.there, element.partly))
                    title = area.title.in_(t.lang)
                    yield paragraph(t("audit_reference.element", area=title, there=there, partly=partly))
                    for key, kinds in (("wanted_for", element.wanted_for), ("to_be", element.to_be)):
                        if kinds:
                            shelves = [naming.ref(Thing("shelf", kind)) for kind in kinds]
                            yield paragraph(t(f"audit_reference.{key}"), *joined(shelves, t("list.comma")))
        uses = {"plan_mode": (found.mode,), "capacity": (found.capacity,), "defect": found.defects}
        for key, facts in (uses | {"balance": (found.balance,)}).items():
            if fact.id in facts:
                yield paragraph(t(f"audit_reference.standard_{key}"))

    def about_item(self, item: Item, naming: NamesThings) -> Iterator[Line]:
        """Return what a measure takes and brings, who carries it out, and what shows that it worked."""
        found = standard_of(naming.knowledge)
        if not isinstance(item, Measure) or found is None:
            return
        t, lang = naming.t, naming.t.lang
        area = naming.title(Thing("area", item.area))
        effort = next((each.title.in_(lang) for each in found.efforts if each.id == item.effort), item.effort)
        yield paragraph(t("audit_reference.measure", area=area, effort=effort, owner=item.owner.in_(lang)))
        yield paragraph(item.effect.in_(lang))
        yield paragraph(t("audit_reference.moves"), naming.ref(Thing("item", item.metric)))

    def facts_page(self, facts: Sequence[Fact], naming: NamesThings) -> Page:
        """Return the head of the page for the questions, or the conclusions, of one file."""
        key = "conclusions_of" if all(fact.derived for fact in facts) else "questions_of"
        title = naming.t(f"audit_reference.{key}", title=facts[0].topic.in_(naming.t.lang))
        return Page(f"questions-{PurePosixPath(facts[0].place.file).stem}", title)

    def items_page(self, shelf: Shelf, naming: NamesThings) -> Page:
        """Return the head of the page for the measures of one file."""
        stem = PurePosixPath(shelf.items[0].place.file if shelf.items else shelf.kind).stem
        title = naming.t("audit_reference.measures_of", title=shelf.title.in_(naming.t.lang))
        return Page(f"measures-{stem}", title)

    def pages(self, naming: NamesThings) -> Iterator[Page]:
        """Return the page that tells the standard."""
        t, found = naming.t, standard_of(naming.knowledge)
        if found is not None:
            intro = t("audit_reference.intro_standard", file=found.place.file)
            described = tuple(_described(area, found, naming) for area in found.areas)
            yield Page("standard", t("audit_reference.standard"), intro, described)

    def case_keys(self, parts: Parts, *, in_cell: bool) -> Mapping[str, Schema]:
        """Return the schema of `audit:`, which stands at the top of a case."""
        is_there = knowledge_of(parts.knowledge) is not None and not in_cell
        return {KEY: ref("answers", parts.shared(KEY))} if is_there else {}

    def case(self, schema: Schema, parts: Parts) -> Schema:
        """Return the schema of case files, among which plans lie too."""
        return case_or_plan(schema, parts, self.answers_file)

    def own_schemas(self, parts: Parts) -> Mapping[str, Schema]:
        """Return the schemas of the measures and of the standard."""
        return {"audit-measures": measures(parts), "audit-standard": standard(parts)}


def _areas(knowledge: KnowledgeBase) -> tuple[StandardArea, ...]:
    found = standard_of(knowledge)
    return found.areas if found is not None else ()


def _described(area: StandardArea, found: AuditStandard, naming: NamesThings) -> Description:
    """Return what an area asks for, and the measures that close its gaps."""
    t, thing = naming.t, Thing("area", area.id)
    elements = tuple(point(naming.ref(Thing("fact", element.fact))) for element in area.elements)
    closing = tuple(point(naming.ref(each)) for each in naming.referring(thing, "closes"))
    return Description(
        thing=thing,
        title=area.title.in_(t.lang),
        kind=t("thing.area"),
        file=found.place.file,
        line=1,
        lead=(paragraph(area.meaning.in_(t.lang)),),
        sections=sections((t("audit_reference.elements"), elements), (t("audit_reference.closing"), closing)),
    )


def _states(fact: Fact, states: Iterable[str], naming: NamesThings) -> str:
    named = (naming.names.state(fact.id, state) for state in states if state in fact.states)
    return naming.t("list.or").join(named)
