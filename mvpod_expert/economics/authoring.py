"""What the workbench knows of economics: the experts' file, and numbers in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.authoring import Authoring
from mvpod_expert.economics.capability import KEY, TABLE
from mvpod_expert.economics.contributions import PARTS
from mvpod_expert.economics.formulas import FORMULAS
from mvpod_expert.economics.inputs import SEGMENTS
from mvpod_expert.economics.names import DIRECT_SEGMENTS, ECONOMICS_INPUTS, MIXED
from mvpod_expert.economics.table import GENERAL, DeclaredInput, DeclaredResult, EconomicsTable, Fill, Limit
from mvpod_expert.views.schema_parts import REMARK, WORD, Parts, Schema, or_null, ref, where, with_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.authoring import Models


PER_CENT = r"^\s*\d+(\.\d+)?\s*[%％]\s*$"
"""A share such as `45%`."""

MONEY = "[0-9]"
"""An amount of money may have a currency and a magnitude: `45万元`, `$60k`."""

PATTERNS = {"share": PER_CENT, "money": MONEY}


class _EconomicsAuthoring(Authoring):
    """Economics in the workbench."""

    models: ClassVar[Models] = {"knowledge/figures/economics.yaml": ("", EconomicsTable)}
    files: ClassVar[Mapping[str, tuple[str, ...]]] = {"figures-economics": ("knowledge/figures/economics.yaml",)}
    enough: ClassVar[tuple[Schema, ...]] = ({"required": [KEY]},)
    settles = ("fills",)

    def case_keys(self, parts: Parts, *, in_cell: bool) -> Mapping[str, Schema]:
        """Return the schema of `economics:`, by what the home declares."""
        table = TABLE.of(parts.knowledge)
        if table is None:
            return {}
        top: dict[str, Schema] = {"currency": REMARK}
        for group, declared in table.by_group().items():
            inputs = {key: _amount(each, parts) for key, each in declared.items()}
            if group == GENERAL:
                top |= inputs
            elif group == SEGMENTS:
                top[group] = parts.listed(parts.mapping({"id": WORD, **inputs}, ("id",), told=False), 1)
            else:
                segments = {DIRECT_SEGMENTS: parts.listed(WORD, 1)} if group == MIXED else {}
                top[group] = or_null(parts.mapping(inputs | segments, told=False))
        return {KEY: or_null(parts.mapping(top, told=False))}

    def schemas(self, parts: Parts) -> Mapping[str, Schema]:
        """Return the schema of knowledge/figures/economics.yaml."""
        table = TABLE.of(parts.knowledge)
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
        fill = or_null(parts.noun(Fill, {}, told=False, allOf=limits))
        result = parts.noun(DeclaredResult, {"id": {"enum": list(FORMULAS)}, "fills": fill, **group}, told=False)
        lists = {
            "inputs": parts.listed(inputs) | with_all(ECONOMICS_INPUTS),
            "results": parts.listed(result) | with_all(FORMULAS),
            "parts": parts.mapping(dict.fromkeys(PARTS, ref("text")), PARTS, told=False),
        }
        return {"figures-economics": parts.noun(EconomicsTable, lists, told=False)}


def _amount(declared: DeclaredInput, parts: Parts) -> Schema:
    """Return the schema of one number, or its range; a share may be written in per cent."""
    named = {"title": declared.title.in_(parts.lang), "description": declared.how.in_(parts.lang)}
    limits = declared.range
    number: Schema = {"type": "number", "minimum": limits.min, "maximum": limits.max}
    one = [number, *([{"type": "string", "pattern": PATTERNS[declared.unit]}] if declared.unit in PATTERNS else [])]
    keys = ("low", "likely", "high")
    ends: Schema = {"type": "object", "properties": {key: {"anyOf": one} for key in keys}, "required": list(keys)}
    return {**named, "anyOf": [*one, ends | {"additionalProperties": False}, {"type": "null"}]}


AUTHORING = _EconomicsAuthoring()
