"""Files written whole or not at all: beside their place, synced, then moved there.

A full disk or an interruption leaves the old files; of several files, all new ones lie ready before the first is moved.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NEW_FILE_MODE = 0o666


def write_files(texts: Mapping[Path, str]) -> None:
    """Write texts to files, which keep their rights; a link stays a link.

    Args:
        texts: the text of each file.

    Raises:
        OSError: a file cannot be written; none was changed, unless moving the finished files failed half-way.
    """
    drafts: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            target = path.resolve()
            drafts.append((_draft(target, text), target))
        for draft, target in drafts:
            draft.replace(target)
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
    for folder in {target.parent for _, target in drafts}:
        _sync_folder(folder)


def _draft(target: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".draft", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(_mode(target))
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return NEW_FILE_MODE & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the moves last, where the system can open folders."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
