"""Files that this program alone writes and reads, for one person: nobody else's are taken, or written through.

A file counts when it is an ordinary one of one name, belongs to the person who runs the program and can be opened by
nobody else, in a folder where nobody else can put one; and when its seal, a keyed hash of name and content, is right.
The key is a file of the same kind in the person's folder for state, so that what was altered, renamed or brought in by
another is not taken even where the cache folder lies on a shared disk. Somebody who can act as the same person can do
all that the person can, and is not kept out.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 200_000_000
KEY_BYTES = 32
SEAL_BYTES = 32
OTHERS = 0o077
OTHERS_WRITE = 0o022
CAREFULLY = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def sealed(place: Path) -> bytes | None:
    """Return the content of a file that `keep_sealed` wrote there, or nothing."""
    if not _is_own_folder(place.parent):
        return None
    content, key = _own(place, MAX_BYTES), _key()
    if content is None or key is None:
        return None
    seal, document = content[:SEAL_BYTES], content[SEAL_BYTES:]
    return document if hmac.compare_digest(seal, _seal(key, place.name, document)) else None


def keep_sealed(place: Path, document: bytes) -> None:
    """Write a file so that `sealed` gives its content, or leave it where the folder or the key is not this person's.

    Raises:
        OSError: it cannot be written.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = _key() or _new_key()
    if key is not None and _is_own_folder(place.parent):
        _put(place, _seal(key, place.name, document) + document)


def _seal(key: bytes, name: str, document: bytes) -> bytes:
    return hmac.digest(key, name.encode() + b"\0" + document, "sha256")


def _key_place() -> Path:
    from platformdirs import user_state_path  # noqa: PLC0415 - not needed where there is nothing kept

    return user_state_path("mvpod", appauthor=False) / "cache-key"


def _key() -> bytes | None:
    place = _key_place()
    key = _own(place, KEY_BYTES) if _is_own_folder(place.parent) else None
    return key if key is not None and len(key) == KEY_BYTES else None


def _new_key() -> bytes | None:
    place = _key_place()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_own_folder(place.parent):
        return None
    _put(place, secrets.token_bytes(KEY_BYTES))
    return _key()


def _is_own_folder(folder: Path) -> bool:
    """Return whether a folder is no link, belongs to this person and only this person can put files there."""
    try:
        state = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and _is_ours(state, OTHERS_WRITE)


def _is_ours(state: os.stat_result, forbidden: int) -> bool:
    if not hasattr(os, "geteuid"):  # Windows: the person's profile is closed to others, modes say nothing
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & forbidden


def _own(place: Path, most: int) -> bytes | None:
    try:
        with os.fdopen(os.open(place, os.O_RDONLY | CAREFULLY), "rb") as file:
            state = os.fstat(file.fileno())
            is_single = stat.S_ISREG(state.st_mode) and state.st_nlink == 1
            if not is_single or not _is_ours(state, OTHERS) or state.st_size > most:
                return None
            return file.read(most)
    except OSError:
        return None


def _put(place: Path, content: bytes) -> None:
    """Write beside the place, under a name nobody can foresee, and move it there, so that nobody reads a part."""
    draft = place.with_name(f".{place.name[:16]}.{secrets.token_hex(8)}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | CAREFULLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.replace(place)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
