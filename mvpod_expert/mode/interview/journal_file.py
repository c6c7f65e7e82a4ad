"""The journal on disk: a case file that grows by one line an entry, synced and read back before the next question.

Nothing that stands in the file is written anew. It is compared before each entry with what was written: a file that was
cut, removed or added to meanwhile is made whole again; one that was changed otherwise is left alone, and everything
entered goes to a file of its own.
"""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.atomic_write import create_beside, write_file
from mvpod_expert.loading.filled_sections import WrittenSections, page_of
from mvpod_expert.loading.journal_reader import HEADER, line
from mvpod_expert.loading.text_files import MAX_BYTES
from mvpod_expert.mode.interview.locked_file import InterviewedElsewhereError, LockedFile, Rescued, rescue
from mvpod_expert.model.cases import JOURNAL
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.facts import shared_facts
from mvpod_expert.model.interview_record import Record
from mvpod_expert.model.journal import Entered, Entry, Noted, Unfit, Withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mvpod_expert.mode.interview.saved_interviews import SavedInterview
    from mvpod_expert.model.knowledge import KnowledgeBase

BACKUP_SUFFIX = ".before-interview"
SHA_SHOWN = 12


class UnsavedError(OSError):
    """A journal cannot be written to, and what was entered cannot be saved anywhere else."""


class Resumed(NamedTuple):
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


class JournalFile:
    """A journal on disk, new or existing; it is locked from `resume` to `close`.

    With `is_new` the file must not be there yet; where it is, the name gets a number. `content` is what is in the file.
    """

    def __init__(self, path: Path, knowledge: KnowledgeBase, *, is_new: bool = False) -> None:
        self.is_open = False  # in use; what interrupts a write may leave the file itself closed for now
        self._file = LockedFile(path)
        self._knowledge = knowledge
        self._edition = f"{knowledge.decision.edition} {knowledge.sha256[:SHA_SHOWN]}"
        self._is_new = is_new
        self.content = b""
        self._untouched: bytes | None = None

    @property
    def path(self) -> Path:
        """Where what was entered stands; another file than the one asked for when that could not be written to."""
        return self._file.path

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
                resumed = self._resumed()
        except BaseException:
            self.close()
            raise
        self.is_open = True
        return resumed

    def _resumed(self) -> Resumed:
        if self._is_new:
            self._file.path = create_beside(self.path, b"")
        created = self._file.open() or self._is_new
        self.content = self._file.read() or b""
        beginning = HEADER.encode()
        if beginning.startswith(self.content):  # it is new, or the one that began it came no further
            self._untouched = self.content if created else None
            self._write(beginning.removeprefix(self.content))
            sections = WrittenSections(page_of({JOURNAL: None}), str(self.path), self._knowledge)
            resumed = self._under_this_knowledge(Resumed(Record(reader=sections)))
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
        return self._rescue(data, None)

    def close(self) -> None:
        """Let another interview write to the file; one that was made for nothing goes."""
        if self._file.is_open and self.holds_nothing:
            with contextlib.suppress(OSError):
                if self._is_as_written():
                    self._file.target.unlink()
        self.is_open = False
        self._file.close()

    def keep(self) -> None:
        """Keep the file even if nothing was entered."""
        self._untouched = None

    def _is_as_written(self) -> bool:
        return self._file.is_same() and self._file.read() == self.content

    def _write(self, data: bytes) -> None:
        self.content = self._file.add(data, self.content)

    def _check(self, data: bytes) -> None:
        """Refuse what could not be read again."""
        from mvpod_expert.mode.interview.saved_interviews import is_readable  # noqa: PLC0415 - see `_saved`

        if len(self.content) + len(data) > MAX_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(self.path))
        if data and not is_readable(data):
            raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), str(self.path))

    def _mend(self, data: bytes) -> bool:
        """Add entries to a file that was cut, removed, added to or replaced by a copy; return whether it is one."""
        now = self._file.read() or b""
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
        self._file.close()
        try:
            self._file.open()
        except InterviewedElsewhereError:
            return False
        self.content = self._file.add(lost + data, now)
        return True

    def _rescue(self, data: bytes, error: OSError | None) -> Rescued:
        rescued = rescue(self._file, self.content + data, error)
        self.content += data
        return rescued

    def _saved(self, content: bytes) -> SavedInterview:
        # Reading YAML takes as long to bring in as half of all else before the first question of a new interview.
        from mvpod_expert.mode.interview.saved_interviews import read_saved_interview  # noqa: PLC0415

        return read_saved_interview(content, str(self.path), self._knowledge)

    def _read(self) -> Resumed:
        saved = self._saved(self.content)
        if not saved.has_journal:
            self._take_over()
        elif saved.cut_line is not None:
            whole = self.content.rpartition(b"\n")[0] + b"\n"
            self._file.cut(len(whole))
            self.content = whole
        elif not self.content.endswith(b"\n"):
            self._write(b"\n")
        return Resumed(saved.record, saved.cut_line)

    def _take_over(self) -> None:
        """Put a journal at the end of a case file written by hand, and keep a copy of it as it was."""
        from mvpod_expert.mode.interview.saved_interviews import with_journal  # noqa: PLC0415 - see `_saved`

        longer = with_journal(self.content, str(self.path))
        create_beside(self.path.with_name(self.path.name + BACKUP_SUFFIX), self.content, self._file.mode)
        if longer.startswith(self.content):
            self._write(longer.removeprefix(self.content))
            return
        self._file.close()  # Windows moves nothing to the place of an open file
        write_file(self.path, longer)
        self._file.open()
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
