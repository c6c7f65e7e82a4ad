"""Files that commands write for a person: never over what was read, and over somebody else's only with `--force`.

What this program wrote is known by a mark in the content, which a person who edits the file leaves in.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.views.messages import Messages, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


MOST_BYTES = 100_000_000
ZIPPED = b"PK\x03\x04"
PROPERTIES = "docProps/core.xml"
"""Where Word documents and Excel workbooks say what made them."""


force_option = click.option("--force", is_flag=True, help=spoken()("output.option_force"))


def write_outputs(
    contents: Mapping[Path, str | bytes], mark: bytes, t: Messages, *, inputs: Iterable[Path] = (), force: bool = False
) -> None:
    """Write files, whole or not at all, and make their folders; over those that somebody else made only with `force`.

    The mark is a pattern found in what the same command wrote before, and in nothing else. `inputs` is what it read; of
    a folder, no file is written over that the command did not make. Raises `click.ClickException`, with nothing made,
    where a file is an input or somebody else's, or cannot be written.
    """
    read = [path for path in inputs if path.exists()]
    for path in contents:
        if not path.exists():
            continue
        is_own = _is_own(path, mark)
        if any(_is_read(path, each, is_own=is_own) for each in read):
            raise click.ClickException(t("output.is_input", file=path))
        if not is_own and not force:
            raise click.ClickException(t("output.foreign", file=path))
    file = next(iter(contents), None)
    try:
        for path in contents:
            file = path
            path.parent.mkdir(parents=True, exist_ok=True)
        write_files(contents)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(t("output.not_written", file=file, reason=reason)) from error


def _is_read(path: Path, read: Path, *, is_own: bool) -> bool:
    if read.is_dir():
        return not is_own and path.resolve().is_relative_to(read.resolve())
    return path.samefile(read)


def _is_own(path: Path, mark: bytes) -> bool:
    """Return whether a file carries the mark, or holds nothing that could be lost."""
    try:
        if not path.is_file() or not path.stat().st_size:
            return True
        if path.stat().st_size > MOST_BYTES:
            return False
        content = path.read_bytes()
        if content.startswith(ZIPPED):
            with zipfile.ZipFile(path) as zipped, zipped.open(PROPERTIES) as properties:
                content = properties.read(MOST_BYTES)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False
    return re.search(mark, content) is not None
