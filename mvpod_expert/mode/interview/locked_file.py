"""A file that one interview at a time adds to: locked while it is open, whatever name it was opened by.

Where it cannot be added to, all that was entered is written to a file of its own.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import NamedTuple

from mvpod_expert.atomic_write import BINARY, NEW_FILE_MODE, create_beside, sync_folder, write_all
from mvpod_expert.errors import MvpodError
from mvpod_expert.loading.text_files import MAX_BYTES

APPENDING = os.O_RDWR | os.O_APPEND | BINARY
RESCUED = ".rescued"
LOCKED = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}
LOCK_AT = 1 << 40
"""Windows locks bytes and not files; these are far behind all that is read."""


class InterviewedElsewhereError(MvpodError):
    """Another interview is writing to the file."""


class LockedFile:
    """A file, or what a link leads to, that is added to; locked from `open`, which finds its `mode`, to `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mode = NEW_FILE_MODE
        self._handle: int | None = None

    @property
    def is_open(self) -> bool:
        """Return whether it can be added to."""
        return self._handle is not None

    @property
    def target(self) -> Path:
        """The file, or what it is a link to."""
        return Path(os.path.realpath(self.path))

    def open(self) -> bool:
        """Open and lock the file; create it where there is none, and return whether it was.

        Raises:
            InterviewedElsewhereError: another interview has locked it.
            OSError: it is no ordinary file, or cannot be opened or locked.
        """
        while True:
            created = False
            try:
                handle = os.open(self.path, APPENDING)
            except FileNotFoundError:
                try:
                    handle = os.open(self.target, APPENDING | os.O_CREAT | os.O_EXCL, self.mode)
                except FileExistsError:
                    continue
                created = True
            self._handle = handle
            try:
                _lock(handle)
                if self.is_same():
                    self.mode = stat.S_IMODE(os.fstat(handle).st_mode)
                    if created:
                        sync_folder(self.target.parent)
                    return created
            except BaseException:
                if created:
                    self.target.unlink(missing_ok=True)
                self.close()
                raise
            self.close()

    def close(self) -> None:
        """Close the file, which lets another interview write to it."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):  # all of it is on disk
                os.close(handle)

    def move_to(self, path: Path) -> None:
        """Close the file, and open another in its place; where that fails, the name stays."""
        left, self.path = self.path, path
        self.close()
        try:
            self.open()
        except OSError:
            self.path = left
            raise

    def is_same(self) -> bool:
        """Return whether the name still leads to the file that is open."""
        try:
            return self._handle is not None and os.path.samestat(self.path.stat(), os.fstat(self._handle))
        except FileNotFoundError:
            return False

    def read(self) -> bytes | None:
        """Return what the name leads to now, a byte more than is allowed at most; nothing where there is no file."""
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(self.path))
            with self.path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return None

    def add(self, data: bytes, before: bytes) -> bytes:
        """Add bytes to what is in the open file, wait until they are on disk, and return all that is in it now.

        Raises:
            OSError: they cannot be written, of which none stays then; or something else is read back.
        """
        assert self._handle is not None  # noqa: S101 - nobody writes before `open` or after `close`
        end = os.fstat(self._handle).st_size
        try:
            write_all(self._handle, data)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, end)
            raise
        if self.read() != before + data:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.path))
        return before + data

    def cut(self, size: int) -> None:
        """Leave only the first bytes of the open file."""
        assert self._handle is not None  # noqa: S101 - it was opened
        os.ftruncate(self._handle, size)


def _lock(handle: int) -> None:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - is on Windows alone

            os.lseek(handle, LOCK_AT, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - is not on Windows

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in LOCKED:
            raise InterviewedElsewhereError from None
        raise


class Rescued(NamedTuple):
    """Entries that could not simply be added to the file.

    Args:
        file: where all of them stand now, and the next ones will.
        left: the file they were written to before; the same where it could be made whole.
        reason: why it could not be written to, where that is the trouble; else it was changed.
    """

    file: Path
    left: Path
    reason: str | None = None


def rescue(file: LockedFile, content: bytes, error: OSError | None) -> Rescued:
    """Write all that was entered beside the journal, here, or where temporary files go, and go on there.

    `error` is why the journal could not be written to; nothing where somebody changed it.

    Raises:
        OSError: it could not be written anywhere.
    """
    import tempfile  # noqa: PLC0415 - takes long to bring in, and is seldom needed

    left, failed = file.path, error
    for folder in (left.parent, Path(), Path(tempfile.gettempdir())):
        name = folder / f"{left.stem.removesuffix(RESCUED)}{RESCUED}{left.suffix}"
        try:
            file.move_to(create_beside(name, content, file.mode))
        except OSError as more:
            failed = failed or more
            continue
        return Rescued(file.path, left, None if error is None else error.strerror or str(error))
    assert failed is not None  # noqa: S101 - else it would have been saved
    raise failed
