"""Documents as JSON text, and their JSON Schemas: the contract for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert import __version__, composition
from mvpod_expert.capability import named, registered
from mvpod_expert.model.advice import saved_data
from mvpod_expert.views.documents import plain_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.mode.explanation.model import NearMiss
    from mvpod_expert.model.advice import Recommendation
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.rules import Rule


def documents() -> dict[str, type[FrozenModel]]:
    """Return the models of what has a published schema, by name."""
    from mvpod_expert.mode.explanation.model import Explained  # noqa: PLC0415 - most commands show none

    beside = {name: named(model) for capability in registered() for name, model in capability.documents.items()}
    return {"recommendation": composition.Recommendation, "explanation": Explained, **beside}


def recommendation_text(recommendation: Recommendation) -> str:
    """Return a recommendation as it is saved: with the version of mvpod and a checksum."""
    return plain_json(saved_data(recommendation, __version__))


def json_text(model: FrozenModel) -> str:
    """Return a model as indented JSON text."""
    return plain_json(model.model_dump(mode="json", by_alias=True))


def rule_data(rule: Rule, held: Iterable[NearMiss]) -> dict[str, object]:
    """Return a rule, and how near it came to firing on each cell of a case, as plain data."""
    written = rule.model_dump(
        mode="json", by_alias=True, include={"id", "title", "family", "stratum", "then", "because"}
    )
    return {**written, "cases": [near_miss.model_dump(mode="json", by_alias=True) for near_miss in held]}


def schema_text(document: str) -> str:
    """Return the JSON Schema (draft 2020-12) of a document as JSON text."""
    schema = documents()[document].model_json_schema(by_alias=True, mode="serialization")
    titled = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": f"mvpod {document}"}
    return plain_json(titled)
