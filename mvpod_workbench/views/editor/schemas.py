"""Every schema for editors, by the name of its file, and which files each is for."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

from mvpod_expert.loading.rule_files import FOLDERS
from mvpod_expert.resources import CASE_TESTS
from mvpod_expert.views.schema_parts import DRAFT, ENDING, HERE, SHARED
from mvpod_workbench.lookup.rulesets import authoring, vocabulary_of
from mvpod_workbench.views.editor.cases import CaseShapes
from mvpod_workbench.views.editor.knowledge_files import KnowledgeShapes
from mvpod_workbench.views.editor.rules import RuleShapes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages
from mvpod_expert.views.schema_parts import Schema

KNOWLEDGE = ("vocabulary", "principles", "sources", "catalogue", "directions", "laws", "cases")
TESTS = f"case-tests{ENDING}"
OF_CLIENTS = ("examples/*.yaml", "clients/*.yaml", "*.case.yaml")
"""Where the case files of clients are looked for."""

Pages = dict[str, "tuple[Schema, Mapping[str, Schema]]"]
"""Schemas by their names, each with the pieces that only it has."""


def schemas(knowledge: KnowledgeBase, t: Messages) -> dict[str, Schema]:
    """Return the schemas by the names of their files; a home's own facts, options, items and so on are offered."""
    made = _of_advice(knowledge, t)
    for name, own in authoring().items():
        vocabulary = vocabulary_of(name, knowledge) if own.rule_folders else None
        if vocabulary is not None:
            made |= _of_capability(name, own, vocabulary, t)
    # What the home does not have may say anything.
    return {name: _whole(name.removesuffix(ENDING), {}, {}, "", ()) for name in globs()} | made


def _of_advice(knowledge: KnowledgeBase, t: Messages) -> dict[str, Schema]:
    rules, cases = RuleShapes(knowledge, t), CaseShapes(knowledge, t)
    pages: Pages = {f"rules-{folder}": _beside_tests(*rules.page(stratum)) for folder, stratum in FOLDERS.items()}
    pages |= {name: (schema, {}) for name, schema in KnowledgeShapes(knowledge, t).pages().items()}
    case = cases.case()
    for own in authoring().values():
        pages |= {name: (schema, {}) for name, schema in own.schemas(rules).items()}
        case = own.case(case, rules)
    pages |= {"case": (case, {}), "case-tests": (cases.tests(), {})}
    return _together(SHARED, rules.shared_pieces() | cases.beside(in_cell=True), pages)


def _of_capability(name: str, own: Authoring, vocabulary: KnowledgeBase, t: Messages) -> dict[str, Schema]:
    """Return the schemas of the files about a capability's own facts."""
    rules = RuleShapes(vocabulary, t)
    pages: Pages = {
        _rules_name(folder): _beside_tests(*rules.page(stratum, own.rule_kinds))
        for folder, stratum in own.rule_folders.items()
    }
    pages |= {each: (schema, {}) for each, schema in own.own_schemas(rules).items()}
    if own.answers_file:
        pages[own.answers_file] = (CaseShapes(vocabulary, t).case(), {})
    return _together(rules.shared(name), rules.shared_pieces(), pages)


def _rules_name(folder: str) -> str:
    return f"rules-{folder.replace('/', '-')}"


def _beside_tests(page: Schema, own: Mapping[str, Schema]) -> tuple[Schema, Mapping[str, Schema]]:
    """Let case tests stand beside the rules: not every editor can leave files out of a pattern."""
    return {"if": {"required": ["tests"]}, "then": {"$ref": TESTS}, "else": page}, own


def _together(file: str, shared: Mapping[str, Schema], pages: Pages) -> dict[str, Schema]:
    """Return the schemas of pages, and the file with the pieces they share."""
    made = {f"{name}{ENDING}": _whole(name, page, own, file, shared.keys()) for name, (page, own) in pages.items()}
    return made | {file: {"$schema": DRAFT, "title": "mvpod", "definitions": dict(sorted(shared.items()))}}


def globs() -> dict[str, tuple[str, ...]]:
    """Return the files each schema is for, from the folder that holds rules/ and knowledge/."""
    folders = (*FOLDERS, *(folder for own in authoring().values() for folder in own.rule_folders))
    made = {_rules_name(folder): _in(f"rules/{folder}") for folder in folders}
    made |= {name: _in(f"knowledge/{name}") for name in KNOWLEDGE}
    made |= {name: (f"knowledge/{name}.yaml",) for name in ("decision", "pictures", "rates")}
    made["case"] = OF_CLIENTS
    # Case tests beside the folders of the rules; within one, they share its schema.
    made["case-tests"] = tuple(f"rules/*{ending}" for ending in CASE_TESTS)
    for own in authoring().values():
        for name, files in own.files.items():
            found = (_in(file.rstrip("/")) if file.endswith("/") else (file,) for file in files)
            made[name] = (*made.get(name, ()), *chain.from_iterable(found))
    return {f"{name}{ENDING}": files for name, files in made.items()}


def _in(folder: str) -> tuple[str, ...]:
    """Return the patterns of a folder's files; the readers look into its folders too, and editors differ in `**`."""
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
