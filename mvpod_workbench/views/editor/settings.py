"""VS Code's settings for the schemas: merged into what is there, of which nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T", dict[str, Any], list[Any])
KEY = "yaml.schemas"
RECOMMENDED = "recommendations"
EXTENSION = "redhat.vscode-yaml"


class SettingsUnreadableError(Exception):
    """The file is not plain JSON (it may have comments, which writing it anew would lose), or not a mapping."""


def merged_settings(written: str | None, wanted: Mapping[str, Sequence[str]]) -> str:
    """Return settings (nothing where there are none) with the files each schema is for, by the schema's path.

    Raises:
        SettingsUnreadableError: they cannot be added to without losing something.
    """
    settings, schemas = _read(written, KEY, {})
    return _text(settings | {KEY: {**schemas, **{path: list(files) for path, files in wanted.items()}}})


def merged_extensions(written: str | None) -> str:
    """Return the recommended extensions with the one for YAML among them.

    Raises:
        SettingsUnreadableError: it cannot be added without losing something.
    """
    extensions, recommended = _read(written, RECOMMENDED, [])
    added = [] if EXTENSION in recommended else [EXTENSION]
    return _text(extensions | {RECOMMENDED: [*recommended, *added]})


def snippet(wanted: Mapping[str, Sequence[str]]) -> str:
    """Return what a person would add by hand."""
    return _text({KEY: {path: list(files) for path, files in wanted.items()}})


def _read(written: str | None, key: str, empty: T) -> tuple[dict[str, Any], T]:
    """Return what is written, and what of it stands under a key."""
    try:
        read = json.loads(written if written and written.strip() else "{}", object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise SettingsUnreadableError from error
    there = read.get(key, empty) if isinstance(read, dict) else None
    if not isinstance(there, type(empty)):
        raise SettingsUnreadableError
    return read, there


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return dict(pairs)


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
