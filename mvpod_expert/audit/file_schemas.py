"""The editor schemas of the files of knowledge/audit/, and of plans that lie among cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.audit.parts import knowledge_of, standard_of
from mvpod_expert.audit.standard import AuditStandard, Element, Measure, StandardArea
from mvpod_expert.model.catalogue import Shelf
from mvpod_expert.views.schema_parts import ENDING, PART, SHARED, plain_state, ref, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.views.schema_parts import Parts, Schema

HOW_FAR = ("there", "partly")


def measures(parts: Parts) -> Schema:
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


def standard(parts: Parts) -> Schema:
    """Return the schema of the standard."""
    modes = {mode.id for mode in parts.knowledge.decision.modes}
    choices = tuple(_facts(parts, "choice"))
    concluded = parts.titled(_facts(parts, "choice", derived=True))
    kinds = parts.listed(ref("shelf", SHARED))
    states = [_states(fact, parts) for fact in choices]
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


def case_or_plan(case: Schema, parts: Parts, plan: str) -> Schema:
    """Return the schema of case files among which plans lie, which are recognised by the questions they answer."""
    audited = knowledge_of(parts.knowledge)
    if audited is None:
        return case
    ours, theirs = parts.knowledge.facts.keys(), audited.facts.keys()
    # An answer about a plan, and none about a market cell.
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
    return {"if": {"anyOf": [answers, cells]}, "then": {"$ref": f"{plan}{ENDING}"}, "else": case}


def _facts(parts: Parts, kind: str, *, derived: bool = False) -> Iterator[Fact]:
    return (fact for fact in parts.knowledge.facts.values() if fact.kind == kind and fact.derived == derived)


def _states(fact: Fact, parts: Parts) -> Schema:
    """Return in which states of a fact an element is there; to leave that out, it needs a state of that name."""
    states: dict[str, Any] = dict.fromkeys(HOW_FAR, parts.listed(plain_state(parts, fact)))
    return where("fact", fact.id, states, [key for key in HOW_FAR if key not in fact.states])
