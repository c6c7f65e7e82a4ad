"""The schemas of the files in knowledge/, made from the nouns they are read into and the ids of the home in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.model.cases import DocumentedOutcome, ReferenceCase
from mvpod_expert.model.catalogue import Change, Item, Shelf
from mvpod_expert.model.decision import DecisionTable, Mode
from mvpod_expert.model.directions import Direction
from mvpod_expert.model.facts import RESERVED_STATES, Band, Fact, Option
from mvpod_expert.model.pictures import Area, LineRow, Pictures
from mvpod_expert.model.principles import Principle, Source
from mvpod_expert.views.editor.facts import FactShapes
from mvpod_expert.views.editor.parts import ref, shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.model.noun import Noun
    from mvpod_expert.views.editor.parts import Parts, Schema

CONNECTIVES = ("all", "any", "not", "at_least")
ONLY_OF: Mapping[str, tuple[str, ...]] = {"choice": ("options",), "number": ("unit", "range", "bands"), "flag": ()}
LISTS = {"options", "bands"}


class KnowledgeShapes:
    """Makes the schemas of knowledge/.

    Args:
        parts: the pieces they are made of.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.knowledge = parts.knowledge
        self.facts = FactShapes(parts)

    def vocabulary(self) -> Schema:
        """Give the schema of a file of facts."""
        free = {"allOf": [ref("id"), {"not": {"enum": [*CONNECTIVES, *RESERVED_STATES]}}]}
        band = self._noun(Band, {"id": free})
        option = self._noun(Option, {"id": free})
        fact = self._noun(
            Fact,
            {
                "id": free,
                "principle": self.parts.listed(ref("principle")),
                "options": self.parts.listed(option),
                "bands": self.parts.listed(band),
            },
            "topic",
            "place",
            allOf=[*self._kinds(), self._asked_or_derived()],
        )
        return self._page("facts", fact, {"topic": ref("text")}, ("topic",))

    def principles(self) -> Schema:
        """Give the schema of a file of principles."""
        return self._page("principles", self._noun(Principle, {}, "place"))

    def sources(self) -> Schema:
        """Give the schema of a file of sources."""
        return self._page("sources", self._noun(Source, {}, "place"))

    def catalogue(self) -> Schema:
        """Give the schema of a shelf; what parts its items have, only the shelf itself can tell."""
        one_text, fields = ref("text"), self._fields()
        part = {"anyOf": [one_text, self.parts.listed(one_text, 1)]}
        states = {"type": ["string", "boolean"]}
        items = self.parts.listed(ref("item"))
        item = self._noun(
            Item,
            {
                "parts": {
                    "type": "object",
                    "properties": {name: {"title": title, **part} for name, title in fields.items()},
                    "propertyNames": ref("id"),
                    "additionalProperties": part,
                },
                "brings": items,
                "carried_by": items,
                "changes": self.parts.listed(
                    self._noun(Change, {"fact": ref("asked_fact"), "from": states, "to": states}, allOf=self._changed())
                ),
                "principle": self.parts.listed(ref("principle"), 1),
                "basis": ref("basis"),
                "sources": self.parts.listed(ref("source")),
            },
            "kind",
            "place",
            allOf=self.parts.supported(),
        )
        shelf = shape(Shelf, "items")
        header = {**shelf["properties"]}
        header["chooses"]["anyOf"][0]["properties"]["among"] = ref("shelf")
        header["chooses"]["anyOf"][0]["properties"]["at_most"] = {"type": "integer", "minimum": 1}
        is_not_carried = {"properties": {"carried": {"const": False}}, "required": ["carried"]}
        needs_function = {"required": ["carried_by"], "properties": {"carried_by": {"minItems": 1}}}
        carried = {"if": is_not_carried, "else": {"properties": {"items": {"items": needs_function}}}}
        return self._page("items", item, header, shelf["required"]) | carried

    def directions(self) -> Schema:
        """Give the schema of a file of promises."""
        states = [
            self._if("raising", fact.id, {"through": self.parts.listed(_plain_state(self.facts, fact))})
            for fact in self.knowledge.asked()
        ]
        direction = self._noun(
            Direction,
            {
                "raising": ref("asked_fact"),
                "never_favours": ref("mode"),
                "over": self.parts.listed(ref("mode")),
                "basis": ref("basis"),
                "sources": self.parts.listed(ref("source")),
            },
            "place",
            allOf=[*self.parts.supported(), *states],
        )
        return self._page("directions", direction)

    def decision(self) -> Schema:
        """Give the schema of the decision table."""
        derived = {fact.id: fact.title.in_(self.parts.lang) for fact in self.knowledge.facts.values() if fact.derived}
        mode = self._noun(Mode, {"needs": self.parts.listed(ref("shelf"))})
        overrides = {
            "decided_fact": self.parts.one_of_ids(derived),
            "compared_fact": self.parts.one_of_ids(derived),
            "modes": self.parts.listed(mode),
            "leaning_from": {"type": "integer", "minimum": 1},
        }
        made = self._noun(DecisionTable, overrides, "place")
        made["properties"]["strengths"]["items"]["properties"]["points"] = {"type": "integer", "minimum": 1}
        return made

    def pictures(self) -> Schema:
        """Give the schema of the pictures."""
        asked = tuple(self.knowledge.asked())
        named = {
            "type": "object",
            "properties": {fact.id: self.parts.listed(_plain_state(self.facts, fact)) for fact in asked},
            "additionalProperties": False,
        }
        facts = self.parts.listed(ref("asked_fact"))
        area = self._noun(Area, {"strong": named, "missing": named, "settled": facts})
        cells = {"type": "object", "propertyNames": ref("id"), "additionalProperties": ref("item")}
        row = self._noun(LineRow, {"today": ref("asked_fact"), "cells": cells})
        columns = [
            self._if(
                "stage",
                fact.id,
                {"rows": {"items": {"properties": {"cells": {"propertyNames": {"enum": list(fact.states)}}}}}},
            )
            for fact in asked
        ]
        lines = self.parts.mapping(
            {"stage": ref("asked_fact"), "rows": self.parts.listed(row)}, ("stage", "rows"), allOf=columns
        )
        return self._noun(
            Pictures, {"house": self.parts.listed(area), "lines": {"anyOf": [lines, {"type": "null"}]}}, "place"
        )

    def cases(self) -> Schema:
        """Give the schema of a file of documented cases."""
        modes = {"mode": ref("mode"), "also_acceptable": self.parts.listed(ref("mode"))}
        case = self._noun(
            ReferenceCase,
            {"documented": self.parts.listed(ref("fact")), "outcome": self._noun(DocumentedOutcome, modes)},
            "cell",
            "place",
        )
        case["properties"]["answers"] = self.parts.told("answers", ref("answers"))
        case["required"] = [*case["required"], "answers"]
        return self._page("cases", case)

    def _page(self, key: str, entry: Schema, header: Mapping[str, Schema] | None = None, needed: Any = ()) -> Schema:
        return self.parts.mapping({**(header or {}), key: self.parts.listed(entry, 1)}, (*needed, key))

    def _noun(self, model: type[Noun], instead: Mapping[str, Schema], *leave: str, **more: Any) -> Schema:
        made = shape(model, *leave)
        properties = {key: instead.get(key, piece) for key, piece in made["properties"].items()}
        return self.parts.mapping(properties, made["required"], **more)

    def _if(self, key: str, value: str, then: Mapping[str, Schema]) -> Schema:
        return {"if": {"properties": {key: {"const": value}}, "required": [key]}, "then": {"properties": dict(then)}}

    def _kinds(self) -> list[Schema]:
        """Say what each kind of fact needs and has not."""
        made = []
        every = [name for names in ONLY_OF.values() for name in names]
        for kind, needed in ONLY_OF.items():
            least = {"options": 2, "bands": 1}
            own: dict[str, Schema] = {name: {"minItems": least[name]} for name in needed if name in LISTS}
            own |= {name: {"type": "object"} for name in needed if name not in LISTS}
            foreign: dict[str, Schema] = {
                name: {"maxItems": 0} if name in LISTS else {"type": "null"} for name in every if name not in needed
            }
            piece = self._if("kind", kind, own | foreign)
            piece["then"]["required"] = list(needed)
            made.append(piece)
        return made

    def _asked_or_derived(self) -> Schema:
        asked = ("question", "why", "how")
        null: dict[str, Schema] = {key: {"type": "null"} for key in asked}
        off: dict[str, Schema] = {key: {"const": False} for key in ("may_not_apply", "client_can_change")}
        piece = self._if("derived", "", null | off | {"scope": {"const": "cell"}})
        piece["if"]["properties"]["derived"] = {"const": True}
        piece["else"] = {"required": list(asked), "properties": {key: {"type": "object"} for key in asked}}
        return piece

    def _fields(self) -> dict[str, str]:
        return {
            field.id: field.title.in_(self.parts.lang) for shelf in self.knowledge.shelves for field in shelf.fields
        }

    def _changed(self) -> list[Schema]:
        return [
            self._if("fact", fact.id, dict.fromkeys(("from", "to"), ref(f"state_{fact.id}")))
            for fact in self.knowledge.asked()
        ]


def _plain_state(facts: FactShapes, fact: Fact) -> Schema:
    """Give a state where files are read as text: a flag's states are quoted there."""
    if fact.kind == "flag":
        return {"type": "string", "enum": list(fact.states)}
    return facts.parts.one_of_ids({state: fact.state_title(state).in_(facts.lang) for state in fact.states})
