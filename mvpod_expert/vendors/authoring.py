"""What the workbench knows of vendors: the experts' file, and vendors in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.authoring import Authoring
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.frozen import ID_LENGTH, ID_PATTERN
from mvpod_expert.vendors.capability import KEY, TABLE
from mvpod_expert.vendors.table import FITS, Criterion, KnockOut, VendorGate, VendorTable
from mvpod_expert.views.schema_parts import REMARK, Parts, Schema, or_null, ref, where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvpod_expert.authoring import Models


NONE: Schema = {"type": "null"}
VENDOR_ID: Schema = {"type": ["string", "integer"], "pattern": ID_PATTERN, "maxLength": ID_LENGTH, "minimum": 0}
ONE_WAY: Schema = {
    "if": {"properties": {"criterion": {"type": "string"}}, "required": ["criterion"]},
    "then": {
        "properties": {"at_most": {"type": "integer"}, "fits": {"maxItems": 0}, "above": NONE},
        "required": ["at_most"],
    },
    "else": {
        "properties": {"at_most": NONE, "fits": {"minItems": 1}, "above": {"type": "number"}},
        "required": ["fits", "above"],
    },
}
"""What knocks out: a criterion at most so high, or else fits of more than a share."""


class _VendorsAuthoring(Authoring):
    """Vendors in the workbench."""

    models: ClassVar[Models] = {"knowledge/figures/vendors.yaml": ("", VendorTable)}
    files: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "figures-vendors": ("knowledge/figures/vendors.yaml",),
        "case": ("*.vendors.yaml",),
    }
    # A file may have vendors alone, and then has nothing else in it.
    enough: ClassVar[tuple[Schema, ...]] = ({"required": [KEY], "maxProperties": 1},)

    def case_keys(self, parts: Parts, *, in_cell: bool) -> Mapping[str, Schema]:
        """Return the schema of `vendors:`, by what the home declares."""
        table = TABLE.of(parts.knowledge)
        if table is None:
            return {}
        titles = {item.id: item.title.in_(parts.lang) for item in parts.knowledge.items()}
        fits: dict[str, str] = {each: table.fits[each].in_(parts.lang) for each in FITS}
        fit = or_null(parts.one_of_ids(fits | _unknown(parts)))
        functions = {name: {"title": titles[name], **fit} for name in parts.knowledge.functions()}
        criteria = {name: _criterion(table.criterion(name), parts) for name in table.criteria()}
        vendor = parts.mapping(
            {
                "id": VENDOR_ID,
                "name": REMARK,
                "functions": or_null(parts.mapping(functions, told=False)),
                "criteria": or_null(parts.mapping(criteria, told=False)),
                "notes": REMARK,
            },
            ("id",),
        )
        return {KEY: parts.listed(vendor, 1)}

    def schemas(self, parts: Parts) -> Mapping[str, Schema]:
        """Return the schema of knowledge/figures/vendors.yaml."""
        table = TABLE.of(parts.knowledge)
        own_id = {**parts.shape(Criterion)["properties"]["id"], "description": parts.t("editor.criterion_id")}
        own_criteria = {gate.id: or_null(parts.titled(gate.criteria)) for gate in (table.gates if table else ())}
        by_gate = [
            where("id", gate, {"knock_outs": {"items": {"properties": {"criterion": criteria}}}})
            for gate, criteria in own_criteria.items()
        ]
        inside = {
            "criteria": parts.listed(parts.noun(Criterion, {"id": own_id}), 1),
            "knock_outs": parts.listed(parts.noun(KnockOut, {}, allOf=[ONE_WAY])),
        }
        gates = parts.listed(parts.noun(VendorGate, inside, allOf=by_gate), 1)
        fits = parts.mapping(dict.fromkeys(FITS, ref("text")), FITS, told=False)
        return {"figures-vendors": parts.noun(VendorTable, {"fits": fits, "gates": gates})}


def _criterion(criterion: Criterion, parts: Parts) -> Schema:
    """Return the schema of a criterion: a score alone, or with the evidence that was seen."""
    lang = parts.lang
    levels = [level.in_(lang) for level in criterion.levels]
    score: Schema = {"type": "integer", "enum": list(range(len(levels))), "enumDescriptions": levels}
    # A score that follows from the functions is not given.
    scores = [*([] if criterion.from_functions else [score]), parts.one_of_ids(_unknown(parts)), NONE]
    proven = parts.mapping({"score": {"anyOf": scores}, "evidence": REMARK})
    judged = "\n".join(f"- `{number}`: {level}" for number, level in enumerate(levels))
    title, evidence = criterion.title.in_(lang), criterion.evidence.in_(lang)
    return {
        "title": title,
        "description": f"{title} {evidence}",
        "markdownDescription": f"**{title}**\n\n{judged}\n\n{evidence}",
        "anyOf": [*scores, proven],
    }


def _unknown(parts: Parts) -> dict[str, str]:
    return {UNKNOWN: parts.t(f"editor.{UNKNOWN}")}


AUTHORING = _VendorsAuthoring()
