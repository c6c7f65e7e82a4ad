"""VS Code's settings for the schemas: merged into what is there, of which nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    settings = _read(written)
    schemas = settings.get(KEY, {})
    if not isinstance(schemas, dict):
        raise SettingsUnreadableError
    return _text(settings | {KEY: {**schemas, **{path: list(files) for path, files in wanted.items()}}})


def merged_extensions(written: str | None) -> str:
    """Return the recommended extensions with the one for YAML among them.

    Raises:
        SettingsUnreadableError: it cannot be added without losing something.
    """
    extensions = _read(written)
    recommended = extensions.get(RECOMMENDED, [])
    if not isinstance(recommended, list):
        raise SettingsUnreadableError
    added = [] if EXTENSION in recommended else [EXTENSION]
    return _text(extensions | {RECOMMENDED: [*recommended, *added]})


def snippet(wanted: Mapping[str, Sequence[str]]) -> str:
    """Return what a person would add by hand."""
    return _text({KEY: {path: list(files) for path, files in wanted.items()}})


def _read(written: str | None) -> dict[str, Any]:
    if written is None or not written.strip():
        return {}
    try:
        read = json.loads(written, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise SettingsUnreadableError from error
    if not isinstance(read, dict):
        raise SettingsUnreadableError
    return read


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return dict(pairs)


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
