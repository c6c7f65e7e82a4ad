"""The knowledge with its compiled rules, kept between runs so that a start does not read every file anew.

What is kept is a by-product, as Python's own `.pyc` files are: it lies in the person's cache folder, is named after the
content of every file it was made of (the knowledge, this program's code, the interpreter), and is made again when it
is missing, cannot be trusted, read or written. `MVPOD_CACHE` names another folder; empty, it keeps nothing.
Only knowledge without findings is kept, so findings are always found afresh.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import stat
import sys
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.engine.plain_form import read, written
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.model.frozen import gc_paused
from mvpod_expert.resources import PACKAGE, Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.knowledge import KnowledgeBase

FOLDER_VARIABLE = "MVPOD_CACHE"
SUFFIX = ".prepared"
KEPT = 4


@dataclass(frozen=True)
class Prepared:
    """The knowledge base and its compiled rules."""

    knowledge: KnowledgeBase
    base: RuleBase


def prepare(home: Home, *, drafts: bool = False) -> Prepared:
    """Return the knowledge of a home, compiled: as it was kept, or read and kept; with `drafts` nothing is kept.

    Raises:
        UnusableInputError: there were findings; all of them.
    """
    folder = cache_folder()
    if drafts or folder is None or not home.root.is_dir():
        return _read(home, drafts=drafts)
    try:
        place = folder / f"{_fingerprint(home)}{SUFFIX}"
    except OSError:
        return _read(home)
    kept = _kept(place)
    if kept is not None:
        return kept
    prepared = _read(home)
    # A folder that cannot be written to, or a value without a plain form, costs time and never the run.
    with contextlib.suppress(OSError, TypeError):
        # Somebody may have saved a file meanwhile: then this is not the knowledge that the name stands for.
        if folder / f"{_fingerprint(home)}{SUFFIX}" == place:
            _keep(prepared, place)
    return prepared


def _read(home: Home, *, drafts: bool = False) -> Prepared:
    # Reading and compiling bring half the program along, which a start from the cache does without.
    from mvpod_expert.engine.compile import compile_rules  # noqa: PLC0415
    from mvpod_expert.loading.knowledge_base import load_knowledge  # noqa: PLC0415

    knowledge = load_knowledge(home, drafts=drafts)
    return Prepared(knowledge, compile_rules(knowledge))


def cache_folder() -> Path | None:
    """Return the folder of what is kept between runs, or nothing where nothing is to be kept."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path  # noqa: PLC0415 - not needed where a folder is named

    return user_cache_path("mvpod", appauthor=False)


def _fingerprint(home: Home) -> str:
    """Hash the knowledge by content, and the code that shapes it by name, size and time."""
    digest = hashlib.sha256(sys.version.encode())
    for path in files_read(home):
        if home.is_case_tests(path):
            continue
        digest.update(f"\0{home.shown(path)}\0".encode(errors="surrogateescape"))
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - `Path` takes as long as reading
            digest.update(hashlib.sha256(file.read()).digest())
    for code in sorted(code_of(str(PACKAGE))):
        digest.update(code.encode())
    return digest.hexdigest()


def code_of(folder: str) -> Iterator[str]:
    """Yield name, size and time of every module of the program; `scandir`, because each start does this."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from code_of(entry.path)
            elif entry.name.endswith(".py"):
                state = entry.stat()
                yield f"\0{entry.path}\0{state.st_size}\0{state.st_mtime_ns}"


def _kept(place: Path) -> Prepared | None:
    """Return what was kept, if this person's program wrote it, under this name, and it is whole."""
    content = sealed(place)
    if content is None:
        return None
    try:
        with gc_paused():
            return read(content, Prepared, SEAL_BYTES)
    except (ValueError, TypeError, LookupError, AttributeError, ImportError):
        return None


def _keep(prepared: Prepared, place: Path) -> None:
    """Write it, then drop the oldest."""
    keep_sealed(place, written(prepared))
    kept = sorted(place.parent.glob(f"{'?' * len(place.stem)}{SUFFIX}"), key=lambda path: path.lstat().st_mtime)
    for old in kept[:-KEPT]:
        old.unlink(missing_ok=True)


MAX_BYTES = 200_000_000
KEY_BYTES = 32
SEAL_BYTES = 32
OTHERS = 0o077
OTHERS_WRITE = 0o022
CAREFULLY = reduce(or_, (getattr(os, f"O_{flag}", 0) for flag in ("NOFOLLOW", "NONBLOCK", "CLOEXEC", "BINARY")))


def sealed(place: Path) -> bytes | None:
    """Return the content of a file that `keep_sealed` wrote there, after `SEAL_BYTES` of its seal, or nothing."""
    if not _is_own_folder(place.parent):
        return None
    content, key = _own(place, MAX_BYTES), _key()
    if content is None or key is None:
        return None
    seal, document = content[:SEAL_BYTES], memoryview(content)[SEAL_BYTES:]
    return content if hmac.compare_digest(seal, _seal(key, place.name, document)) else None


def keep_sealed(place: Path, document: bytes) -> None:
    """Write a file so that `sealed` gives its content, or leave it where the folder or the key is not this person's.

    Raises:
        OSError: it cannot be written.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = _key() or _new_key()
    if key is not None and _is_own_folder(place.parent):
        _put(place, _seal(key, place.name, document) + document)


def _seal(key: bytes, name: str, document: bytes | memoryview) -> bytes:
    seal = hmac.new(key, name.encode() + b"\0", "sha256")
    seal.update(document)
    return seal.digest()


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
