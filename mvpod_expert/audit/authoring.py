"""What the workbench knows of the audit: its rules, areas, measures and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.audit.capability import KEY, KNOWLEDGE, standard_of
from mvpod_expert.audit.knowledge_reader import RULE_FOLDERS
from mvpod_expert.audit.standard import AuditStandard, Element, Measure, StandardArea
from mvpod_expert.authoring import Authoring, Page
from mvpod_expert.model.catalogue import Item, Shelf
from mvpod_expert.model.facts import Fact
from mvpod_expert.model.references import Kind, Link, Thing
from mvpod_expert.views.description import Description, Line, NamesThings, joined, paragraph, point, sections
from mvpod_expert.views.schema_parts import ENDING, PART, SHARED, Parts, Schema, plain_state, ref, where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.authoring import Models
    from mvpod_expert.model.frozen import Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Stratum

HOW_FAR = ("there", "partly")


class _AuditAuthoring(Authoring):
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
        here = ((area, element) for area in found.areas for element in area.elements if element.fact == fact.id)
        for area, element in here:
            there, partly = (
                t("list.or").join(naming.names.state(fact.id, each) for each in states if each in fact.states)
                for states in (element.there, element.partly)
            )
            title = area.title.in_(t.lang)
            yield paragraph(t("audit_reference.element", area=title, there=there, partly=partly))
            for key, kinds in (("wanted_for", element.wanted_for), ("to_be", element.to_be)):
                shelves = [naming.ref(Thing("shelf", kind)) for kind in kinds]
                if shelves:
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
        page = super().facts_page(facts, naming)
        return Page(f"questions-{page.name}", naming.t(f"audit_reference.{key}", title=page.title))

    def items_page(self, shelf: Shelf, naming: NamesThings) -> Page:
        """Return the head of the page for the measures of one file."""
        page = super().items_page(shelf, naming)
        return Page(f"measures-{page.name}", naming.t("audit_reference.measures_of", title=page.title))

    def pages(self, naming: NamesThings) -> Iterator[Page]:
        """Return the page about the standard."""
        t, found = naming.t, standard_of(naming.knowledge)
        if found is not None:
            intro = t("audit_reference.intro_standard", file=found.place.file)
            described = tuple(_described(area, found, naming) for area in found.areas)
            yield Page("standard", t("audit_reference.standard"), intro, described)

    def case_keys(self, parts: Parts, *, in_cell: bool) -> Mapping[str, Schema]:
        """Return the schema of `audit:`, which stands at the top of a case."""
        is_there = KNOWLEDGE.of(parts.knowledge) is not None and not in_cell
        return {KEY: ref("answers", parts.shared(KEY))} if is_there else {}

    def case(self, schema: Schema, parts: Parts) -> Schema:
        """Return the schema of case files, among which plans lie; these are recognised by the questions they answer."""
        audited = KNOWLEDGE.of(parts.knowledge)
        if audited is None:
            return schema
        ours, theirs = parts.knowledge.facts.keys(), audited.facts.keys()
        # A plan has an answer about a plan, and none about a market cell.
        answers = {
            "properties": {
                "answers": {
                    "type": "object",
                    "propertyNames": {"not": {"enum": sorted(ours - theirs)}},
                    "not": {"propertyNames": {"not": {"enum": sorted(theirs - ours)}}},
                }
            },
            "required": ["answers"],
        }
        cells = {"properties": {"cells": {"type": "array", "contains": answers}}, "required": ["cells"]}
        return {"if": {"anyOf": [answers, cells]}, "then": {"$ref": f"{self.answers_file}{ENDING}"}, "else": schema}

    def own_schemas(self, parts: Parts) -> Mapping[str, Schema]:
        """Return the schemas of the measures and of the standard."""
        return {"audit-measures": _measures(parts), "audit-standard": _standard(parts)}


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


def _measures(parts: Parts) -> Schema:
    """Return the schema of a file of measures; of metrics and functions the catalogue's are offered."""
    found = standard_of(parts.knowledge)
    own = {"area": parts.titled(found.areas), "effort": parts.titled(found.efforts)} if found is not None else {}
    measure = parts.noun(
        Measure,
        {
            "parts": {"type": "object", "propertyNames": ref("id"), "additionalProperties": PART},
            "carried_by": parts.listed(ref("item", SHARED)),
            "metric": ref("item", SHARED),
            **own,
        },
        "kind",
    )
    made = parts.noun(Shelf, {"items": parts.listed(parts.entry(measure), 1)}, "fields", "blanks", "carried", "chooses")
    return made | {"required": ["kind", "title", "items"]}


def _standard(parts: Parts) -> Schema:
    """Return the schema of the standard."""
    modes = {mode.id for mode in parts.knowledge.decision.modes}
    choices = tuple(_facts(parts, "choice"))
    concluded = parts.titled(_facts(parts, "choice", derived=True))
    kinds = parts.listed(ref("shelf", SHARED))
    # To leave out in which states of a fact an element is there, it needs a state of that name.
    states = [
        where(
            "fact",
            fact.id,
            dict.fromkeys(HOW_FAR, parts.listed(plain_state(parts, fact))),
            [key for key in HOW_FAR if key not in fact.states],
        )
        for fact in choices
    ]
    element = parts.noun(Element, {"fact": parts.titled(choices), "wanted_for": kinds, "to_be": kinds}, allOf=states)
    return parts.noun(
        AuditStandard,
        {
            "mode": parts.titled(fact for fact in choices if modes <= set(fact.states)),
            "capacity": parts.titled(_facts(parts, "number")),
            "defects": parts.listed(concluded),
            "balance": concluded,
            "areas": parts.listed(parts.noun(StandardArea, {"elements": parts.listed(element)})),
        },
    )


def _facts(parts: Parts, kind: str, *, derived: bool = False) -> Iterator[Fact]:
    return (fact for fact in parts.knowledge.facts.values() if fact.kind == kind and fact.derived == derived)


AUTHORING = _AuditAuthoring()
