"""The journal on disk: a case file that grows by one line an entry, synced and read back before the next question.

Nothing that stands in the file is written anew. It is locked while an interview writes to it, whatever name it was
opened by, and compared before each entry with what was written: a file that was cut, removed or added to meanwhile is
made whole again; one that was changed otherwise is left alone, and everything entered goes to a file of its own.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.atomic_write import BINARY, NEW_FILE_MODE, create_beside, sync_folder, write_all, write_file
from mvpod_expert.errors import MvpodError
from mvpod_expert.loading.journal_reader import header, line
from mvpod_expert.loading.text_files import MAX_BYTES
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.facts import shared_facts
from mvpod_expert.model.interview_record import Record
from mvpod_expert.model.journal import (
    Entered,
    Entry,
    Noted,
    Unfit,
    Withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.mode.interview.saved_interviews import SavedInterview
    from mvpod_expert.model.knowledge import KnowledgeBase

READ_BY = "mvpod recommend"
BACKUP_SUFFIX = ".before-interview"
RESCUED = ".rescued"
SHA_SHOWN = 12
GROWING = os.O_RDWR | os.O_APPEND | BINARY
LOCKED = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}
LOCK_AT = 1 << 40
"""Windows locks bytes and not files; these are far behind all that is read."""


class InterviewedElsewhereError(MvpodError):
    """Another interview is writing to the file."""


class UnsavedError(OSError):
    """A journal cannot be written to, and what was entered cannot be saved anywhere else."""


@dataclass(frozen=True)
class Resumed:
    """What an existing file held.

    Args:
        record: what its sections and entries add up to.
        cut_line: a last line that was cut off and does not count.
        set_aside: answers that do not fit today's questions any more; they stay in the file, taken back.
        other_knowledge: the edition of the knowledge it was answered under, when that is not today's.
    """

    record: Record
    cut_line: str | None = None
    set_aside: tuple[Unfit, ...] = ()
    other_knowledge: str | None = None


@dataclass(frozen=True)
class Rescued:
    """Entries that could not simply be added to the file.

    Args:
        file: where all of them stand now, and the next ones will.
        left: the file they were written to before; the same where it could be made whole.
        reason: why it could not be written to, where that is the trouble; else it was changed.
    """

    file: Path
    left: Path
    reason: str | None = None


class JournalFile:
    """A journal on disk, new or existing; it is locked from `resume` to `close`.

    Args:
        path: the file.
        knowledge: the knowledge base.
        read_by: the command that reads the file, as it tells before the journal.
        is_new: the file must not be there yet; where it is, the name gets a number.

    Attributes:
        content: what is in the file.
    """

    def __init__(self, path: Path, knowledge: KnowledgeBase, read_by: str = READ_BY, *, is_new: bool = False) -> None:
        self.path = path
        self._knowledge = knowledge
        self._edition = f"{knowledge.decision.edition} {knowledge.sha256[:SHA_SHOWN]}"
        self._read_by = read_by
        self._is_new = is_new
        self._handle: int | None = None
        self._mode = NEW_FILE_MODE
        self.content = b""
        self._untouched: bytes | None = None

    @property
    def is_open(self) -> bool:
        """Return whether it can be appended to."""
        return self._handle is not None

    @property
    def holds_nothing(self) -> bool:
        """Return whether the file was made by this interview and nothing was entered."""
        return self.content == self._untouched

    def resume(self) -> Resumed:
        """Read what the file holds and make it ready to be appended to; create it when there is none.

        A case file that somebody wrote by hand is first copied to another name.

        Raises:
            InterviewedElsewhereError: another interview is writing to it.
            UnusableInputError: the file is there and is not a case file.
            UnsavedError: it cannot be written.
        """
        try:
            with self._telling():
                return self._resumed()
        except BaseException:
            self.close()
            raise

    def _resumed(self) -> Resumed:
        if self._is_new:
            self.path = create_beside(self.path, b"")
        created = self._open() or self._is_new
        self.content = self._on_disk() or b""
        beginning = header(self._read_by).encode()
        if beginning.startswith(self.content):  # it is new, or the one that began it came no further
            self._untouched = self.content if created else None
            self._write(beginning.removeprefix(self.content))
            resumed = self._under_this_knowledge(Resumed(Record()))
            self._untouched = self.content if created else None
            return resumed
        return self._under_this_knowledge(self._read())

    def append(self, *entries: Entry) -> Rescued | None:
        """Add entries and wait until they are on disk; of entries that cannot all be written, none stays.

        Without entries, what was entered before is written again where the file was touched.

        Returns:
            Nothing, or how they were saved all the same when somebody touched the file or it cannot be written to.

        Raises:
            UnsavedError: they could not be written anywhere.
        """
        with self._telling():
            return self._appended(entries)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise UnsavedError(error.errno, error.strerror or str(error), str(self.path)) from error

    def _appended(self, entries: Iterable[Entry]) -> Rescued | None:
        data = "".join(map(line, entries)).encode()
        self._check(data)
        try:
            if self._is_as_written():
                if data:
                    self._write(data)
                return None
            if self._mend(data):
                return Rescued(self.path, self.path)
        except OSError as error:
            return self._rescue(data, error)
        return self._rescue(data)

    def close(self) -> None:
        """Let another interview write to the file; one that was made for nothing goes."""
        if self._handle is None:
            return
        if self.holds_nothing:
            with contextlib.suppress(OSError):
                if self._is_as_written():
                    self._target.unlink()
        self._let_go()

    def keep(self) -> None:
        """Keep the file even if nothing was entered."""
        self._untouched = None

    def _let_go(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):  # all of it is on disk
                os.close(handle)

    def _open(self) -> bool:
        """Open and lock the file, or what it is a link to; create it where there is none, and return whether it was."""
        while True:
            created = False
            try:
                handle = os.open(self.path, GROWING)
            except FileNotFoundError:
                try:
                    handle = os.open(self._target, GROWING | os.O_CREAT | os.O_EXCL, self._mode)
                except FileExistsError:
                    continue
                created = True
            self._handle = handle
            try:
                _lock(handle)
                if self._is_same():
                    self._mode = stat.S_IMODE(os.fstat(handle).st_mode)
                    if created:
                        sync_folder(self._target.parent)
                    return created
            except BaseException:
                if created:
                    self._target.unlink(missing_ok=True)
                self._let_go()
                raise
            self._let_go()

    @property
    def _target(self) -> Path:
        """The file, or what it is a link to."""
        return Path(os.path.realpath(self.path))

    def _is_same(self) -> bool:
        """Return whether the name still leads to the file that is open."""
        try:
            return self._handle is not None and os.path.samestat(self.path.stat(), os.fstat(self._handle))
        except FileNotFoundError:
            return False

    def _is_as_written(self) -> bool:
        return self._is_same() and self._on_disk() == self.content

    def _on_disk(self) -> bytes | None:
        """Return what is in the file now, a byte more than is allowed at most; nothing where it is not there."""
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(self.path))
            with self.path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return None

    def _write(self, data: bytes, after: bytes | None = None) -> None:
        """Add bytes to the open file and read it back; `after` is what is in it, where that is not `content`."""
        assert self._handle is not None  # noqa: S101 - nobody writes before `resume` or after `close`
        end = os.fstat(self._handle).st_size
        try:
            write_all(self._handle, data)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, end)
            raise
        whole = (self.content if after is None else after) + data
        if self._on_disk() != whole:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.path))
        self.content = whole

    def _check(self, data: bytes) -> None:
        """Refuse what could not be read again."""
        from mvpod_expert.mode.interview.saved_interviews import is_readable  # noqa: PLC0415 - see `_saved`

        if len(self.content) + len(data) > MAX_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(self.path))
        if data and not is_readable(data):
            raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), str(self.path))

    def _mend(self, data: bytes) -> bool:
        """Add entries to a file that was cut, removed, added to or replaced by a copy; return whether it is one."""
        now = self._on_disk() or b""
        if self.content.startswith(now) and self.content != now:
            lost = self.content.removeprefix(now)
        elif now.startswith(self.content):
            lost = b"" if now.endswith(b"\n") else b"\n"
            try:
                self._saved(now + lost + data)
            except UnusableInputError:
                return False
        else:
            return False
        self._let_go()
        try:
            self._open()
        except InterviewedElsewhereError:
            return False
        self._write(lost + data, after=now)
        return True

    def _rescue(self, data: bytes, error: OSError | None = None) -> Rescued:
        """Write all that was entered to a file of its own: beside the journal, here, or where temporary files go."""
        import tempfile  # noqa: PLC0415 - takes long to bring in, and is seldom needed

        left, failed = self.path, error
        for folder in (left.parent, Path(), Path(tempfile.gettempdir())):
            name = folder / f"{left.stem.removesuffix(RESCUED)}{RESCUED}{left.suffix}"
            try:
                self.path = create_beside(name, self.content + data, self._mode)
                self._let_go()
                self._open()
            except OSError as more:
                self.path, failed = left, failed or more
                continue
            self.content += data
            return Rescued(self.path, left, None if error is None else error.strerror or str(error))
        assert failed is not None  # noqa: S101 - else it would have been saved
        raise failed

    def _saved(self, content: bytes) -> SavedInterview:
        # Reading YAML takes as long to bring in as half of all else before the first question of a new interview.
        from mvpod_expert.mode.interview.saved_interviews import read_saved_interview  # noqa: PLC0415

        return read_saved_interview(content, str(self.path), self._knowledge)

    def _read(self) -> Resumed:
        saved = self._saved(self.content)
        if not saved.has_journal:
            self._take_over()
        elif saved.cut_line is not None:
            assert self._handle is not None  # noqa: S101 - it was opened
            whole = self.content.rpartition(b"\n")[0] + b"\n"
            os.ftruncate(self._handle, len(whole))
            self.content = whole
        elif not self.content.endswith(b"\n"):
            self._write(b"\n")
        return Resumed(saved.record, saved.cut_line)

    def _take_over(self) -> None:
        """Put a journal at the end of a case file written by hand, and keep a copy of it as it was."""
        from mvpod_expert.mode.interview.saved_interviews import with_journal  # noqa: PLC0415 - see `_saved`

        longer = with_journal(self.content, str(self.path), self._read_by)
        create_beside(self.path.with_name(self.path.name + BACKUP_SUFFIX), self.content, self._mode)
        if longer.startswith(self.content):
            self._write(longer.removeprefix(self.content))
            return
        self._let_go()  # Windows moves nothing to the place of an open file
        write_file(self.path, longer)
        self._open()
        self.content = longer

    def _under_this_knowledge(self, resumed: Resumed) -> Resumed:
        """Take back what does not fit any more, and note the knowledge from here on."""
        record, entries, set_aside = resumed.record, list[Entry](), dict[str, Unfit]()
        for name, cell in record.cells.items():
            if cell.unfit:
                entries += [Entered(cell=name), *(Withdrawn(fact=fact) for fact in cell.unfit)]
                set_aside |= cell.unfit
        if entries:
            entries.append(Entered(cell=record.at))
        earlier = record.knowledge if record.knowledge not in {None, self._edition} else None
        if record.knowledge != self._edition:
            entries.append(Noted(kind="knowledge", value=self._edition))
        if entries:
            self._write("".join(map(line, entries)).encode())
        for entry in entries:
            record = record.after(entry, shared_facts(self._knowledge.facts))
        return Resumed(record, resumed.cut_line, tuple(set_aside.values()), earlier)


def _lock(handle: int) -> None:
    """Lock an open file against every other interview, until it is closed.

    Raises:
        InterviewedElsewhereError: another one has locked it.
        OSError: it is no ordinary file, or cannot be locked.
    """
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
