"""The schemas of numbers: the experts' files in knowledge/figures/, and what stands under `economics:` in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics import parts as economics_parts
from mvpod_expert.economics.inputs import SEGMENTS
from mvpod_expert.economics.names import DIRECT_SEGMENTS, ECONOMICS_INPUTS, ECONOMICS_RESULTS, MIXED, PARTS
from mvpod_expert.economics.table import DeclaredInput, DeclaredResult, EconomicsTable, Fill, Limit
from mvpod_expert.trends import parts as trends_parts
from mvpod_expert.trends.table import LEVELS, MOVEMENTS, NamedState, TrackedSeries, TrendTable
from mvpod_workbench.views.editor.parts import REMARK, WORD, or_null, ref, where

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_workbench.views.editor.parts import Parts, Schema

PER_CENT = r"^\s*\d+(\.\d+)?\s*[%％]\s*$"
"""A share such as `45%`; every other amount is a number."""


class FigureShapes:
    """Makes the schemas of numbers.

    Args:
        parts: the pieces they are made of.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def economics_table(self) -> Schema:
        """Give the schema of the experts' file on economics."""
        parts, table = self.parts, economics_parts.table_of(self.parts.knowledge)
        inputs = parts.noun(DeclaredInput, {"id": {"enum": list(ECONOMICS_INPUTS)}}, told=False)
        group = {"group": parts.titled(table.groups)} if table is not None else {}
        limits = [
            where(
                "fact",
                fact.id,
                {"options": parts.listed(parts.noun(Limit, {"state": {"enum": list(fact.states)}}, told=False))},
            )
            for fact in parts.knowledge.asked()
        ]
        fill = or_null(parts.noun(Fill, {"fact": ref("asked_fact")}, told=False, allOf=limits))
        own = {"id": {"enum": list(ECONOMICS_RESULTS)}, "fills": fill, **group, **parts.rests_on()}
        result = parts.noun(DeclaredResult, own, told=False, allOf=parts.supported())
        lists = {
            "inputs": parts.listed(inputs) | _with_all(ECONOMICS_INPUTS),
            "results": parts.listed(result) | _with_all(ECONOMICS_RESULTS),
            "parts": parts.mapping(dict.fromkeys(PARTS, ref("text")), PARTS, told=False),
        }
        return parts.noun(EconomicsTable, lists, told=False)

    def trend_table(self) -> Schema:
        """Give the schema of the experts' file on metrics over time."""
        parts, table = self.parts, trends_parts.table_of(self.parts.knowledge)
        line = {"line": parts.titled(table.lines)} if table is not None else {}
        banded = [where("direction", "band", {"band": {"type": "object"}}, ("band",))]
        series = parts.noun(TrackedSeries, {"metric": ref("item"), **line}, told=False, allOf=banded)
        state = parts.noun(NamedState, {}, told=False)
        named = {"movements": MOVEMENTS, "levels": LEVELS}
        own = {key: parts.listed(state) | _with_all(names) for key, names in named.items()}
        return parts.noun(TrendTable, own | {"series": parts.listed(series, 1)}, "facts", "rules", told=False)

    def economics(self) -> Schema:
        """Give the schema of what a client's case says under `economics:`, by what the home declares."""
        table = economics_parts.table_of(self.parts.knowledge)
        top: dict[str, Schema] = {"currency": REMARK}
        groups: dict[str, dict[str, Schema]] = {}
        for declared in table.inputs if table is not None else ():
            lang = self.parts.lang
            amount = {"title": declared.title.in_(lang), "description": declared.how.in_(lang), **_amount(declared)}
            group, dot, key = declared.id.partition(".")
            if dot:
                groups.setdefault(group, {})[key] = amount
            else:
                top[group] = amount
        for group, inputs in groups.items():
            if group == MIXED:
                inputs[DIRECT_SEGMENTS] = self.parts.listed(WORD, 1)
            if group == SEGMENTS:
                segment = self.parts.mapping({"id": WORD, **inputs}, ("id",), told=False)
                top[group] = self.parts.listed(segment, 1)
            else:
                top[group] = or_null(self.parts.mapping(inputs, told=False))
        return or_null(self.parts.mapping(top, told=False))


def _amount(declared: DeclaredInput) -> Schema:
    """Give one number, or its range; a share may be written in per cent."""
    limits = declared.range
    number: Schema = {"type": "number", "minimum": limits.min, "maximum": limits.max}
    one = [number, *([{"type": "string", "pattern": PER_CENT}] if declared.unit == "share" else [])]
    keys = ("low", "likely", "high")
    ends: Schema = {"type": "object", "properties": {key: {"anyOf": one} for key in keys}, "required": list(keys)}
    return {"anyOf": [*one, ends | {"additionalProperties": False}, {"type": "null"}]}


def _with_all(names: Iterable[str]) -> Schema:
    """Say that a list has an entry of each name."""
    return {"allOf": [{"contains": {"properties": {"id": {"const": name}}, "required": ["id"]}} for name in names]}
