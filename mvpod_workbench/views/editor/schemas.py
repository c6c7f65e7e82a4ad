"""Every schema for editors, by the name of its file, and which files each is for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.trends import parts as trends_parts
from mvpod_workbench.views.editor.audit import AuditShapes
from mvpod_workbench.views.editor.cases import PLAN, CaseShapes
from mvpod_workbench.views.editor.facts import FactShapes
from mvpod_workbench.views.editor.figures import FigureShapes
from mvpod_workbench.views.editor.knowledge_files import KnowledgeShapes
from mvpod_workbench.views.editor.parts import (
    DRAFT,
    ENDING,
    HERE,
    SHARED,
    SHARED_BY_AUDIT,
    SHARED_BY_TRENDS,
    Parts,
)
from mvpod_workbench.views.editor.rules import RuleShapes
from mvpod_workbench.views.editor.vendors import VendorShapes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Stratum
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.views.editor.parts import Schema

FOLDERS: Mapping[str, Stratum] = {
    "doubts": "doubt",
    "derive": "derive",
    "mode": "weigh",
    "plan": "plan",
    "compare": "compare",
}
TRENDS = "trends"
AUDIT: Mapping[str, Stratum] = {"derive": "derive", "plan": "plan"}
KNOWLEDGE = ("vocabulary", "principles", "sources", "catalogue", "directions", "cases")
FIGURES = ("economics", "trends", "vendors")
TESTS = f"case-tests{ENDING}"
OF_CLIENTS: Mapping[str, tuple[str, ...]] = {
    "case": ("examples/*.yaml", "clients/*.yaml", "*.case.yaml", "*.vendors.yaml"),
    "plan": ("*.plan.yaml",),
}
"""Where the files of clients are looked for."""

Pages = dict[str, "tuple[Schema, Mapping[str, Schema]]"]
"""Schemas by their names, each with the pieces that only it has."""


def schemas(knowledge: KnowledgeBase, t: Messages) -> dict[str, Schema]:
    """Give the schemas by the names of their files.

    Args:
        knowledge: the home in use: its own facts, options, items and so on are offered.
        t: the messages of one language.
    """
    return _of_advice(knowledge, t) | _of_trends(knowledge, t) | _of_audit(knowledge, t)


def _of_advice(knowledge: KnowledgeBase, t: Messages) -> dict[str, Schema]:
    parts = Parts(knowledge, t)
    rules, knows, cases = RuleShapes(parts), KnowledgeShapes(parts), CaseShapes(parts)
    figures, vendors = FigureShapes(parts), VendorShapes(parts)
    pages: Pages = {f"rules-{folder}": _beside_tests(*rules.page(stratum)) for folder, stratum in FOLDERS.items()}
    pages |= {name: (getattr(knows, name)(), {}) for name in (*KNOWLEDGE, "decision", "pictures")}
    pages["figures-economics"] = (figures.economics_table(), {})
    pages["figures-trends"] = (figures.trend_table(), {})
    pages["figures-vendors"] = (vendors.table(), {})
    case, audit = cases.case(), audit_parts.knowledge_of(knowledge)
    pages["case"] = (cases.plan_or_case(case, audit) if audit is not None else case, {})
    pages["case-tests"] = (cases.tests(), {})
    return _together(SHARED, _pieces(parts) | {"economics": figures.economics(), "vendors": vendors.given()}, pages)


def _of_trends(knowledge: KnowledgeBase, t: Messages) -> dict[str, Schema]:
    """Give the schemas of rules about trends, which have facts of their own."""
    apart = trends_parts.ruleset_of(knowledge)
    if apart is None:
        return _of_nothing(f"rules-{TRENDS}")
    parts = Parts(apart, t)
    page = _beside_tests(*RuleShapes(parts).page("plan", ("recommend",)))
    return _together(SHARED_BY_TRENDS, _pieces(parts), {f"rules-{TRENDS}": page})


def _of_audit(knowledge: KnowledgeBase, t: Messages) -> dict[str, Schema]:
    """Give the schemas of what an existing plan is held against, and of such plans."""
    own = audit_parts.knowledge_of(knowledge)
    if own is None:
        return _of_nothing(*(f"rules-audit-{folder}" for folder in AUDIT), "audit-measures", "audit-standard", "plan")
    support = {"principles": knowledge.principles, "sources": knowledge.sources}
    parts = Parts(own.model_copy(update=support), t)
    rules, audit = RuleShapes(parts), AuditShapes(parts)
    pages: Pages = {f"rules-audit-{folder}": _beside_tests(*rules.page(stratum)) for folder, stratum in AUDIT.items()}
    pages["audit-measures"] = (audit.measures(), {})
    pages["audit-standard"] = (audit.standard(), {})
    pages[PLAN.removesuffix(ENDING)] = (CaseShapes(parts).case(), {})
    return _together(SHARED_BY_AUDIT, _pieces(parts), pages)


def _of_nothing(*names: str) -> dict[str, Schema]:
    """Give schemas that accept everything, for what the home does not have."""
    return {f"{name}{ENDING}": _whole(name, {}, {}, "", ()) for name in names}


def _pieces(parts: Parts) -> dict[str, Schema]:
    """Give the pieces that files about the same facts share."""
    facts = FactShapes(parts)
    rules = RuleShapes(parts)
    return parts.definitions() | facts.definitions() | rules.definitions() | {"answers": facts.answers()}


def _beside_tests(page: Schema, own: Mapping[str, Schema]) -> tuple[Schema, Mapping[str, Schema]]:
    """Let case tests stand beside the rules: not every editor can leave files out of a pattern."""
    return {"if": {"required": ["tests"]}, "then": {"$ref": TESTS}, "else": page}, own


def _together(file: str, shared: Mapping[str, Schema], pages: Pages) -> dict[str, Schema]:
    """Give the schemas of pages, and the file with the pieces they share."""
    made = {f"{name}{ENDING}": _whole(name, page, own, file, shared.keys()) for name, (page, own) in pages.items()}
    return made | {file: {"$schema": DRAFT, "title": "mvpod", "definitions": dict(sorted(shared.items()))}}


def globs() -> dict[str, tuple[str, ...]]:
    """Give the files each schema is for, from the folder that holds rules/ and knowledge/."""
    made = {f"rules-{folder}": _in(f"rules/{folder}") for folder in (*FOLDERS, TRENDS)}
    made |= {f"rules-audit-{folder}": _in(f"rules/audit/{folder}") for folder in AUDIT}
    made |= {name: _in(f"knowledge/{name}") for name in KNOWLEDGE}
    made["vocabulary"] += _in("knowledge/audit/vocabulary")
    made["audit-measures"] = _in("knowledge/audit/measures")
    made["audit-standard"] = ("knowledge/audit/standard.yaml",)
    made |= {name: (f"knowledge/{name}.yaml",) for name in ("decision", "pictures")}
    made |= {f"figures-{name}": (f"knowledge/figures/{name}.yaml",) for name in FIGURES}
    return {f"{name}{ENDING}": files for name, files in {**made, **OF_CLIENTS}.items()}


def _in(folder: str) -> tuple[str, ...]:
    """Give the patterns of a folder's files; the readers look into its folders too, and editors differ in `**`."""
    return tuple(f"{folder}/{way}*.{ending}" for way in ("", "**/") for ending in ("yaml", "yml"))


def text(schema: Schema) -> str:
    """Write a schema as a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _whole(name: str, page: Schema, own: Mapping[str, Schema], file: str, shared: Collection[str]) -> Schema:
    whole = {"$schema": DRAFT, "title": f"mvpod {name}", **page, "definitions": dict(own)}
    return {key: _led(piece, file, shared) for key, piece in whole.items()}


def _led(piece: Any, file: str, shared: Collection[str]) -> Any:
    """Lead references to shared pieces to the file that holds them."""
    if isinstance(piece, list):
        return [_led(each, file, shared) for each in piece]
    if not isinstance(piece, dict):
        return piece
    target = piece.get("$ref")
    is_shared = isinstance(target, str) and target.startswith(HERE) and target.removeprefix(HERE) in shared
    led = {key: _led(value, file, shared) for key, value in piece.items()}
    return {**led, "$ref": f"{file}{target}"} if is_shared else led
