"""Documents as JSON text, and their JSON Schemas: the contract for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert import __version__, composition
from mvpod_expert.capability import named, registered
from mvpod_expert.commands.streams import print_document
from mvpod_expert.model.advice import Recommendation, saved_data
from mvpod_expert.model.printable import plain_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mvpod_expert.document.tree import Block, Detail
    from mvpod_expert.mode.explanation.model import NearMiss
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages


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


def print_result(  # noqa: PLR0913 - the result, its two forms, and what is printed below them
    result: FrozenModel,
    pages: Callable[[Detail], Iterable[Block]],
    t: Messages,
    notes: Iterable[str] = (),
    *,
    form: str,
    everything: str,
    page: Terminal | None = None,
) -> None:
    """Print the result of a capability's command as JSON, or its pages with notes below them.

    `everything` is the message that says how to see everything; empty where it is shown.
    """
    from mvpod_expert.document.terminal import show  # noqa: PLC0415 - most of what is JSON is shown in no other form
    from mvpod_expert.document.tree import Detail, Paragraph, Section  # noqa: PLC0415

    if form == "json":
        print_document(json_text(result))
        return
    below = tuple(Paragraph(text, "faint") for text in (*notes, *([t(everything)] if everything else [])))
    sections = pages(Detail.USUAL if everything else Detail.FULL)
    show((*sections, *([Section("", below)] if below else [])), t, page)


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
