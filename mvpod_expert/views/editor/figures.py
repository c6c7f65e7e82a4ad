"""The schemas of numbers: the experts' files in knowledge/figures/, and what stands under `economics:` in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.figure_names import DIRECT_SEGMENTS, ECONOMICS_INPUTS, ECONOMICS_RESULTS, MIXED, PARTS
from mvpod_expert.model.figure_table import DeclaredInput, DeclaredResult, EconomicsTable, Fill
from mvpod_expert.model.trend_table import TrackedSeries, TrendTable
from mvpod_expert.views.editor.parts import NOT_BLANK, SCALAR, ref, shape

if TYPE_CHECKING:
    from mvpod_expert.model.noun import Noun
    from mvpod_expert.views.editor.parts import Parts, Schema

ONE_NUMBER: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": NOT_BLANK}]}
"""A number, or a share such as `45%`."""


class FigureShapes:
    """Makes the schemas of numbers.

    Args:
        parts: the pieces they are made of.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def economics_table(self) -> Schema:
        """Give the schema of the experts' file on economics."""
        parts, support = self.parts, self._support()
        inputs = parts.listed(self._noun(DeclaredInput, {"id": {"enum": list(ECONOMICS_INPUTS)}}), 1)
        fill = self._noun(Fill, {"fact": ref("asked_fact")})
        result = self._noun(DeclaredResult, {"id": {"enum": list(ECONOMICS_RESULTS)}, "fills": fill, **support})
        names = parts.mapping(dict.fromkeys(PARTS, ref("text")), PARTS, told=False)
        return self._noun(EconomicsTable, {"inputs": inputs, "results": parts.listed(result, 1), "parts": names})

    def trend_table(self) -> Schema:
        """Give the schema of the experts' file on metrics over time."""
        items = self.parts.one_of_ids(
            {item.id: item.title.in_(self.parts.lang) for item in self.parts.knowledge.items()}
        )
        series = self.parts.listed(self._noun(TrackedSeries, {"metric": items}), 1)
        made = shape(TrendTable, "facts", "rules")
        properties = made["properties"] | {"series": series}
        return self.parts.mapping(properties, [each for each in made["required"] if each in properties], told=False)

    def economics(self) -> Schema:
        """Give the schema of what a client's case says under `economics:`, by what the home declares."""
        table = self.parts.knowledge.economics
        if table is None:
            return {"not": {}}
        top: dict[str, Schema] = {"currency": SCALAR}
        groups: dict[str, dict[str, Schema]] = {}
        for declared in table.inputs:
            lang = self.parts.lang
            amount = {"title": declared.title.in_(lang), "description": declared.how.in_(lang), **self._amount()}
            group, dot, key = declared.id.partition(".")
            if dot:
                groups.setdefault(group, {})[key] = amount
            else:
                top[group] = amount
        for group, inputs in groups.items():
            is_listed = group == "segments"
            if group == MIXED:
                inputs[DIRECT_SEGMENTS] = self.parts.listed(SCALAR, 1)
            made = self.parts.mapping({**({"id": SCALAR} if is_listed else {}), **inputs}, told=False)
            top[group] = self.parts.listed(made, 1) if is_listed else _or_empty(made)
        return _or_empty(self.parts.mapping(top, told=False))

    def _amount(self) -> Schema:
        keys = ("low", "likely", "high")
        return {"anyOf": [*ONE_NUMBER["anyOf"], self.parts.mapping(dict.fromkeys(keys, ONE_NUMBER), keys, told=False)]}

    def _support(self) -> dict[str, Schema]:
        return {
            "principle": self.parts.listed(ref("principle"), 1),
            "basis": ref("basis"),
            "sources": self.parts.listed(ref("source")),
        }

    def _noun(self, model: type[Noun], instead: dict[str, Schema]) -> Schema:
        made = shape(model, "place")
        properties = {key: instead.get(key, piece) for key, piece in made["properties"].items()}
        return self.parts.mapping(properties, made["required"], told=False)


def _or_empty(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
