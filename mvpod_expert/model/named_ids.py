"""Ids that name something elsewhere in the knowledge: said once in the models, for editors and for renaming."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from mvpod_expert.model.frozen import Id

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

KEYWORD = "x-names"
"""The keyword that says it in a JSON Schema."""


@dataclass(frozen=True)
class Names:
    """Says of a field what its ids name.

    Args:
        kind: a kind of thing; `asked_fact`; `option`; or `states` for a mapping of facts to their states.
        of: for an option the key, beside or around it, that names its fact.
    """

    kind: str
    of: str = ""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the field's JSON Schema, with the kind where it is for files that are read."""
        made = handler(schema)
        return {**made, KEYWORD: self.kind} if handler.mode == "validation" else made


FactId = Annotated[Id, Names("fact")]
AskedFactId = Annotated[Id, Names("asked_fact")]
ItemId = Annotated[Id, Names("item")]
ShelfId = Annotated[Id, Names("shelf")]
ModeId = Annotated[Id, Names("mode")]
SourceId = Annotated[Id, Names("source")]
