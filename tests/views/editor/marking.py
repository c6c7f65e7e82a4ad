"""The schemas put to use as an editor does: a file is read as data, and every mark has the way to its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_nodes import plain
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.views.messages import Messages
from mvpod_expert.views.schema_parts import ENDING
from mvpod_workbench.views.editor.schemas import globs, schemas
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
SCHEMAS = schemas(KNOWLEDGE, Messages("en"))
BASE = "https://editor.example/"
REGISTRY: Registry[Any] = Registry().with_resources(
    (BASE + name, Resource(contents=schema, specification=DRAFT7)) for name, schema in SCHEMAS.items()
)
VALIDATORS = {
    name.removesuffix(ENDING): jsonschema.Draft7Validator({"$ref": BASE + name}, registry=REGISTRY) for name in SCHEMAS
}


def data(text: str) -> Any:
    """Read a text as the product does; what only a list can be in JSON becomes one."""
    report = DiagnosticCollector()
    node = parse_yaml(text, "x.yaml", report)
    assert node is not None
    assert not report.diagnostics
    return _listed(plain(node))


def marks(kind: str, document: Any) -> list[tuple[str, ...]]:
    """Return the ways to everything a schema refuses, the deepest cause of each."""
    found = (_deepest(error) for error in VALIDATORS[kind].iter_errors(document))
    return sorted({tuple(map(str, way)) for way in found})


def places(kind: str, document: Any) -> set[str]:
    """Return the last steps of the ways to what is refused, and what the messages quote."""
    return {"/".join(way) for way in marks(kind, document)}


def _deepest(error: jsonschema.ValidationError) -> list[str | int]:
    way = list(error.absolute_path)
    for inner in error.context or ():
        deeper = _deepest(inner)
        way = deeper if len(deeper) > len(way) else way
    return way


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return list(map(_listed, value)) if isinstance(value, list | tuple) else value


def shipped() -> Iterator[tuple[str, Path]]:
    """Return every shipped file with the kind of schema that the settings have for it."""
    for name, patterns in globs().items():
        for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
            yield name.removesuffix(ENDING), path
