"""Every schema for editors, by the name of its file, and which files each is for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mvpod_expert.views.editor.cases import CaseShapes
from mvpod_expert.views.editor.facts import FactShapes
from mvpod_expert.views.editor.figures import FigureShapes
from mvpod_expert.views.editor.knowledge_files import KnowledgeShapes
from mvpod_expert.views.editor.parts import DRAFT, HERE, Parts
from mvpod_expert.views.editor.rules import RuleShapes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Stratum
    from mvpod_expert.views.editor.parts import Schema
    from mvpod_expert.views.wording import Wording

FOLDERS: Mapping[str, Stratum] = {
    "doubts": "doubt",
    "derive": "derive",
    "mode": "weigh",
    "plan": "plan",
    "compare": "compare",
}
KNOWLEDGE = ("vocabulary", "principles", "sources", "catalogue", "directions", "cases")
ENDING = ".schema.json"
TESTS = f"case-tests{ENDING}"
SHARED = f"shared{ENDING}"
"""The pieces that several schemas refer to; it lies beside them."""
CLIENTS = ("examples/*.yaml", "clients/*.yaml", "*.case.yaml")
"""Where the case files of clients are looked for."""


def schemas(knowledge: KnowledgeBase, say: Wording) -> dict[str, Schema]:
    """Give the schemas by the names of their files.

    Args:
        knowledge: the home in use: its own facts, options, items and so on are offered.
        say: the wording, in whose language the hover texts are.
    """
    parts = Parts(knowledge, say)
    rules, knows, cases, facts = RuleShapes(parts), KnowledgeShapes(parts), CaseShapes(parts), FactShapes(parts)
    figures = FigureShapes(parts)
    shared = parts.definitions() | facts.definitions() | rules.definitions()
    shared |= {"answers": facts.answers(), "economics": figures.economics()}
    pages: dict[str, tuple[Schema, Mapping[str, Schema]]] = {}
    for folder, stratum in FOLDERS.items():
        page, own = rules.page(stratum)
        # Case tests stand beside the rules, and not every editor can leave files out of a pattern.
        pages[f"rules-{folder}"] = ({"if": {"required": ["tests"]}, "then": {"$ref": TESTS}, "else": page}, own)
    pages |= {name: (getattr(knows, name)(), {}) for name in (*KNOWLEDGE, "decision", "pictures")}
    pages["figures-economics"] = (figures.economics_table(), {})
    pages |= {"case": (cases.case(), {}), "case-tests": (cases.tests(), {})}
    made = {f"{name}{ENDING}": _whole(name, page, own, shared.keys()) for name, (page, own) in pages.items()}
    return made | {SHARED: {"$schema": DRAFT, "title": "mvpod", "definitions": dict(sorted(shared.items()))}}


def globs() -> dict[str, tuple[str, ...]]:
    """Give the files each schema is for, from the folder that holds rules/ and knowledge/."""
    made: dict[str, tuple[str, ...]] = {
        f"rules-{folder}": (f"rules/{folder}/*.yaml", f"rules/{folder}/*.yml") for folder in FOLDERS
    }
    made |= {name: (f"knowledge/{name}/*.yaml", f"knowledge/{name}/*.yml") for name in KNOWLEDGE}
    made |= {name: (f"knowledge/{name}.yaml", f"knowledge/{name}.yml") for name in ("decision", "pictures")}
    made["figures-economics"] = ("knowledge/figures/economics.yaml",)
    return {f"{name}{ENDING}": files for name, files in (made | {"case": CLIENTS}).items()}


def text(schema: Schema) -> str:
    """Write a schema as a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _whole(name: str, page: Schema, own: Mapping[str, Schema], shared: Collection[str]) -> Schema:
    whole = {"$schema": DRAFT, "title": f"mvpod {name}", **page, "definitions": dict(own)}
    return {key: _led(piece, shared) for key, piece in whole.items()}


def _led(piece: Any, shared: Collection[str]) -> Any:
    """Lead references to shared pieces to the file that holds them."""
    if isinstance(piece, list):
        return [_led(each, shared) for each in piece]
    if not isinstance(piece, dict):
        return piece
    target = piece.get("$ref")
    is_shared = isinstance(target, str) and target.startswith(HERE) and target.removeprefix(HERE) in shared
    led = {key: _led(value, shared) for key, value in piece.items()}
    return {**led, "$ref": f"{SHARED}{target}"} if is_shared else led
