"""Data as JSON text, the same way for every document the program prints."""

from __future__ import annotations

import json

from mvpod_expert.model.printable import escape_json


def plain_json(data: object) -> str:
    """Return data as indented JSON; characters stay as they are but for those that could steer a terminal."""
    return escape_json(json.dumps(data, ensure_ascii=False, indent=2))
