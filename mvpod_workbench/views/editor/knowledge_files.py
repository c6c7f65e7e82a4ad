"""The schemas of the files in knowledge/, made from the nouns they are read into and the ids of the home in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.loading.vocabulary import ASKED_TEXTS, CONNECTIVES, NEEDED_BY_KIND
from mvpod_expert.model.cases import ReferenceCase
from mvpod_expert.model.catalogue import Change, Item, Shelf
from mvpod_expert.model.decision import DecisionTable, Rates
from mvpod_expert.model.facts import RESERVED_STATES, Band, Fact, Option, SaidAs
from mvpod_expert.model.laws import Direction, Law
from mvpod_expert.model.pictures import Area, LineRow, Pictures
from mvpod_expert.model.principles import Principle, Source
from mvpod_expert.model.written_numbers import CURRENCIES
from mvpod_expert.views.schema_parts import PART, Parts, Schema, or_null, plain_state, ref, where

if TYPE_CHECKING:
    from collections.abc import Mapping


LEAST = {"options": 2, "bands": 1}
"""How many entries the lists of a fact have at least."""
COUNT: Schema = {"type": "integer", "minimum": 1}


class KnowledgeShapes(Parts):
    """Makes the schemas of knowledge/."""

    def pages(self) -> dict[str, Schema]:
        """Return the schema of each kind of files, by its name."""
        return {
            "vocabulary": self._vocabulary(),
            "principles": self._page("principles", self.noun(Principle, {})),
            "sources": self._page("sources", self.noun(Source, {})),
            "catalogue": self._catalogue(),
            "directions": self._directions(),
            "laws": self._laws(),
            "cases": self._cases(),
            "decision": self._decision(),
            "pictures": self._pictures(),
            "rates": self._rates(),
        }

    def _vocabulary(self) -> Schema:
        free = {"allOf": [ref("id"), {"not": {"enum": [*CONNECTIVES, *RESERVED_STATES]}}]}
        options, bands = (self.listed(self.noun(model, {"id": free})) for model in (Option, Band))
        fact = self.noun(
            Fact,
            {"id": free, "options": options, "bands": bands},
            "topic",
            allOf=[*self._kinds(), self._asked_or_derived()],
        )
        synonyms = {"type": "object", "additionalProperties": self.noun(SaidAs, {})}
        return self._page("facts", fact, {"topic": ref("text"), "synonyms": synonyms}, ("topic",))

    def _catalogue(self) -> Schema:
        """Return the schema of a shelf; the parts its items have are known for the kinds that the home has."""
        states = {"type": ["string", "boolean"]}
        asked = self.knowledge.asked()
        changed = [where("fact", each.id, dict.fromkeys(("from", "to"), ref(f"state_{each.id}"))) for each in asked]
        change = self.noun(Change, {"from": states, "to": states}, allOf=changed)
        parts = {"type": "object", "propertyNames": ref("id"), "additionalProperties": PART}
        item = self.noun(Item, {"parts": parts, "changes": self.listed(change)}, "kind")
        shelf = self.shape(Shelf, "items")
        header = {**shelf["properties"]}
        header["chooses"]["anyOf"][0]["properties"]["at_most"] = COUNT
        is_not_carried = {"properties": {"carried": {"const": False}}, "required": ["carried"]}
        needs_function = {"required": ["carried_by"], "properties": {"carried_by": {"minItems": 1}}}
        carried = {"if": is_not_carried, "else": {"properties": {"items": {"items": needs_function}}}}
        page = self._page("items", item, header, shelf["required"])
        return page | {"allOf": [carried, *map(self._parts_of, self.knowledge.shelves)]}

    def _parts_of(self, shelf: Shelf) -> Schema:
        """Say which parts the items of a shelf have, and which of them they need."""
        fields = {field.id: {"title": field.title.in_(self.lang), **PART} for field in shelf.fields}
        needed = [field.id for field in shelf.fields if not field.optional]
        parts = {"parts": self.mapping(fields, needed, told=False)}
        item = {"properties": parts} | ({"required": ["parts"]} if needed else {})
        return where("kind", shelf.kind, {"items": {"items": item}})

    def _directions(self) -> Schema:
        states = [
            where("raising", fact.id, {"through": self.listed(plain_state(self, fact))})
            for fact in self.knowledge.asked()
        ]
        return self._page("directions", self.noun(Direction, {}, allOf=states))

    def _laws(self) -> Schema:
        facts = self.knowledge.facts.values()
        stated = self.mapping({fact.id: ref(f"tested_{fact.id}") for fact in facts}, told=False)
        options = self.one_or_more(ref("item"))
        rows = {"type": "object", "propertyNames": ref("item"), "additionalProperties": options}
        return self._page("laws", self.noun(Law, {"answers": stated, "unless": stated, "rows": rows}))

    def _decision(self) -> Schema:
        derived = self.titled(fact for fact in self.knowledge.facts.values() if fact.derived)
        overrides = {"decided_fact": derived, "compared_fact": derived, "leaning_from": COUNT}
        made = self.noun(DecisionTable, overrides, "places", "record", "rates")
        made["properties"]["strengths"]["items"]["properties"]["points"] = COUNT
        return made

    def _rates(self) -> Schema:
        rate: Schema = {"type": "number", "exclusiveMinimum": 0}
        return self.noun(Rates, {"per_dollar": self.mapping(dict.fromkeys(CURRENCIES, rate), told=False)})

    def _pictures(self) -> Schema:
        asked = tuple(self.knowledge.asked())
        named = self.mapping({fact.id: self.listed(plain_state(self, fact)) for fact in asked}, told=False)
        area = self.noun(Area, {"strong": named, "missing": named})
        cells = {"type": "object", "propertyNames": ref("id"), "additionalProperties": ref("item")}
        row = self.noun(LineRow, {"cells": cells})
        enums = {fact.id: {"propertyNames": {"enum": list(fact.states)}} for fact in asked}
        columns = [
            where("stage", name, {"rows": {"items": {"properties": {"cells": enum}}}}) for name, enum in enums.items()
        ]
        lines = self.mapping({"stage": ref("asked_fact"), "rows": self.listed(row)}, ("stage", "rows"), allOf=columns)
        return self.noun(Pictures, {"house": self.listed(area), "lines": or_null(lines)})

    def _cases(self) -> Schema:
        case = self.noun(ReferenceCase, {}, "cell")
        case["properties"]["answers"] = self.told("answers", ref("answers"))
        case["required"] = [*case["required"], "answers"]
        return self._page("cases", case)

    def _page(self, key: str, entry: Schema, header: Mapping[str, Schema] | None = None, needed: Any = ()) -> Schema:
        return self.mapping({**(header or {}), key: self.listed(self.entry(entry), 1)}, (*needed, key))

    def _kinds(self) -> list[Schema]:
        """Say what each kind of fact needs and has not."""
        made = []
        every = [name for names in NEEDED_BY_KIND.values() for name in names]
        for kind, needed in NEEDED_BY_KIND.items():
            own: dict[str, Schema] = {name: {"minItems": LEAST[name]} for name in needed if name in LEAST}
            own |= {name: {"type": "object"} for name in needed if name not in LEAST}
            foreign: dict[str, Schema] = {
                name: {"maxItems": 0} if name in LEAST else {"type": "null"} for name in every if name not in needed
            }
            made.append(where("kind", kind, own | foreign, needed))
        return made

    def _asked_or_derived(self) -> Schema:
        null: dict[str, Schema] = {key: {"type": "null"} for key in ASKED_TEXTS}
        off: dict[str, Schema] = {key: {"const": False} for key in ("may_not_apply", "client_can_change")}
        piece = where("derived", True, null | off | {"scope": {"const": "cell"}})  # noqa: FBT003 - the value looked for
        # An asked fact without a question of its own is worked out, and says why alone.
        together = {"question": ["how"], "how": ["question"]}
        told = {key: {"type": "object"} for key in ASKED_TEXTS}
        piece["else"] = {"required": ["why"], "properties": told, "dependencies": together}
        return piece
