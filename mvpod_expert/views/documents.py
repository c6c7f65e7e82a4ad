"""Data as JSON text, the same way for every document the program prints."""

from __future__ import annotations

import json

from pydantic_core import PydanticSerializationError, to_json

from mvpod_expert.model.printable import as_text, escape_json


def plain_json(data: object) -> str:
    """Return data as indented JSON; characters stay as they are but for those that could steer a terminal."""
    try:
        text = to_json(data, indent=2).decode()
    except PydanticSerializationError:  # a name of a file may have bytes that are no text, which only `json` lets pass
        text = as_text(json.dumps(data, ensure_ascii=False, indent=2))
    return escape_json(text)
