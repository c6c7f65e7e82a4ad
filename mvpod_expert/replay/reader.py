"""A saved result, the JSON of `recommend --format json`, to the nouns it was printed from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from mvpod_expert import composition
from mvpod_expert.loading.text_files import STDIN, STDIN_NAME, read_stdin, read_text
from mvpod_expert.model.advice import SCHEMA_VERSION, SavedResult
from mvpod_expert.model.diagnostics import Code, Place

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector

MAX_BYTES = 100_000_000
MOST_TOLD = 3


class _TwiceError(ValueError):
    """A key stands twice in one object: programs differ in which of the two they read."""


def read_result(path: Path, report: DiagnosticCollector) -> SavedResult | None:
    """Read a saved result, or standard input for `-`: with its JSON, or nothing when it cannot be used."""
    is_stdin = str(path) == STDIN
    shown = STDIN_NAME if is_stdin else str(path)
    text = read_stdin(report, MAX_BYTES) if is_stdin else read_text(path, shown, report, MAX_BYTES)
    if text is None:
        return None
    place = Place(file=shown)
    data = _document(text, place, report)
    if data is None:
        return None
    version = data.get("schema_version")
    if version != SCHEMA_VERSION:
        details = {"version": version, "expected": SCHEMA_VERSION} if isinstance(version, str) else None
        report.add(Code.RESULT_VERSION if details else Code.RESULT_FOREIGN, place, details=details)
        return None
    try:
        return SavedResult(composition.Recommendation.model_validate_json(text), data)
    except ValidationError as error:
        for each in error.errors(include_url=False)[:MOST_TOLD]:
            where = " › ".join(str(step) for step in each["loc"])
            report.add(Code.RESULT_MALFORMED, place, about=where, details={"problem": str(each["msg"])})
        return None


def _document(text: str, place: Place, report: DiagnosticCollector) -> dict[str, Any] | None:
    """Return the JSON object a text is, or nothing with a finding."""
    try:
        data = json.loads(text, object_pairs_hook=_each_once)
        if isinstance(data, dict):
            return data
        report.add(Code.RESULT_FOREIGN, place)
    except _TwiceError as error:
        report.add(Code.RESULT_MALFORMED, place, about=str(error), details={"problem": "duplicate key"})
    except RecursionError:
        report.add(Code.RESULT_NOT_JSON, place)
    except ValueError as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        report.add(Code.RESULT_NOT_JSON, Place(file=place.file, line=line, column=column))
    return None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object's entries; of a key that stands twice JSON does not say which counts."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found
