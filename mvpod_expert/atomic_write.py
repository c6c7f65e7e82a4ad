"""The one way this program writes files: beside their place, synced, then moved there.

A full disk or an interruption leaves the old file whole and no draft. A file keeps its permissions, and a link stays a
link: what it points to is written. Only the interview's journal, which grows line by line, and the knowledge cache have
ways of their own.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NEW_FILE_MODE = 0o666
"""Before the umask."""

BINARY = getattr(os, "O_BINARY", 0)
CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | BINARY


def write_file(path: Path, content: str | bytes) -> None:
    """Write one file; see `write_files`."""
    write_files({path: content})


def write_files(contents: Mapping[Path, str | bytes]) -> None:
    """Write files whole; all drafts are on disk before the first one is moved to its place.

    Args:
        contents: the content of each file; text is written as UTF-8 with the line ends it has. What is there and is no
            ordinary file, such as a pipe, is written to as it is.

    Raises:
        OSError: a file cannot be written. None was changed, unless a move failed after others had succeeded.
    """
    drafts: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            target = Path(os.path.realpath(path))
            if target.is_symlink():
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
            if target.exists() and not target.is_file():
                target.write_bytes(content.encode() if isinstance(content, str) else content)
            else:
                drafts.append((_draft(target, content), target))
        for draft, target in drafts:
            draft.replace(target)
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
    for folder in {target.parent for _, target in drafts}:
        sync_folder(folder)


@contextlib.contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """Yield an empty file beside a file; what is written to it takes the file's place at the end, or nothing does.

    For what is too large to be held as a whole; see `write_files` for links, permissions and failures.

    Raises:
        OSError: it cannot be written, or is there and no ordinary file.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink() or (target.exists() and not target.is_file()):
        number = errno.ELOOP if target.is_symlink() else errno.EINVAL
        raise OSError(number, os.strerror(number), str(path))
    draft = _draft(target, b"")
    try:
        yield draft
        _sync(draft, os.O_RDWR | BINARY)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(target.parent)


def create_file(path: Path, content: str | bytes, mode: int | None = None) -> None:
    """Write a file that must not be there yet, with the permissions of a new file or those named; text as UTF-8.

    Raises:
        FileExistsError: something of that name is there.
        OSError: it cannot be written; nothing was left.
    """
    _create(path, content, mode, None)
    sync_folder(path.parent)


def create_beside(path: Path, content: str | bytes, mode: int | None = None) -> Path:
    """Write a new file under a name, or that name with the first free number; return the path it got."""
    for number in count(1):
        free = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        with contextlib.suppress(FileExistsError):
            create_file(free, content, mode)
            return free
    raise AssertionError(path)


def write_all(handle: int, data: bytes) -> None:
    """Write all of some bytes to an open file and wait until they are on disk."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Wait until names made in a folder are on disk, where the system can do that."""
    if os.name == "nt":
        return
    _sync(folder, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _draft(target: Path, content: str | bytes) -> Path:
    # The name is short: the target's own may be as long as the file system allows.
    draft = target.with_name(f".mvpod-{os.urandom(8).hex()}.draft")
    there = target.stat() if target.exists() else None
    _create(draft, content, None if there is None else stat.S_IMODE(there.st_mode), there)
    return draft


def _create(path: Path, content: str | bytes, mode: int | None, like: os.stat_result | None) -> None:
    """Write a new file with the permissions named, and where it is to replace a file, with the owner of that one."""
    handle = os.open(path, CREATE, NEW_FILE_MODE if mode is None else mode)
    try:
        try:
            write_all(handle, content.encode() if isinstance(content, str) else content)
        finally:
            os.close(handle)
        made = path.stat()
        if like is not None and (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
            with contextlib.suppress(PermissionError):
                os.chown(path, like.st_uid, like.st_gid)
        if mode is not None:
            path.chmod(mode)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
