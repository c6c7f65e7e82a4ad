"""The journal on disk: a case file that grows by one line an entry, synced before the next question is asked.

A killed process loses nothing: a last line that was cut off is known by its missing line end, told and left out. One
interview at a time writes to a file. `mvpod recommend` reads the file as it is.
"""

from __future__ import annotations

import contextlib
import errno
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.errors import MvpodError
from mvpod_expert.mode.interview.journal import Entered, Entry, Noted, Record, Unfit, Withdrawn
from mvpod_expert.mode.interview.journal_lines import READ_BY, entries_of, header, line
from mvpod_expert.model.facts import shared_facts

if TYPE_CHECKING:
    from pathlib import Path

    from filelock import BaseFileLock

    from mvpod_expert.mode.interview.saved_interviews import SavedInterview
    from mvpod_expert.model.knowledge import KnowledgeBase

BACKUP_SUFFIX = ".before-interview"
SHA_SHOWN = 12


class InterviewedElsewhereError(MvpodError):
    """Another interview is writing to the file."""


@dataclass(frozen=True)
class Resumed:
    """What an existing file held.

    Args:
        record: what its entries add up to.
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

    Args:
        path: the file.
        knowledge: the knowledge base.
        read_by: the command that reads the file, as it tells at its beginning.
    """

    def __init__(self, path: Path, knowledge: KnowledgeBase, read_by: str = READ_BY) -> None:
        self.path = path
        self._header = header(read_by)
        self._knowledge = knowledge
        self._edition = f"{knowledge.decision.edition} {knowledge.sha256[:SHA_SHOWN]}"
        self._lock: BaseFileLock | None = None

    def resume(self) -> Resumed:
        """Read what the file holds and make it ready to be appended to; create it when there is none.

        A case file that somebody wrote by hand is kept beside it under another name before it is written anew.

        Raises:
            InterviewedElsewhereError: another interview is writing to it.
            UnusableInputError: the file is there and is not a case file.
            OSError: it cannot be written.
        """
        self._take_lock()
        if not self.path.exists():
            self._replace(self._header)
            resumed = Resumed(Record())
        else:
            resumed = self._read()
        return self._under_this_knowledge(resumed)

    def append(self, *entries: Entry) -> None:
        """Add entries and wait until they are on disk; of entries that cannot all be written, none stays.

        Raises:
            OSError: they could not be written.
        """
        with self.path.open("r+b") as file:
            end = file.seek(0, os.SEEK_END)
            try:
                file.write("".join(map(line, entries)).encode())
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(file.fileno(), end)
                raise

    def close(self) -> None:
        """Let another interview write to the file."""
        if self._lock is not None:
            self._lock.release()

    def _take_lock(self) -> None:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - its import waits until the file is opened

        if not self.path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.path.parent))
        lock = FileLock(self.path.with_name(f".{self.path.name}.lock"))
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise InterviewedElsewhereError from None
        self._lock = lock

    def _read(self) -> Resumed:
        # Reading YAML takes as long to bring in as half of all else, and a new interview reads none.
        from mvpod_expert.mode.interview.saved_interviews import read_saved_interview  # noqa: PLC0415

        saved = read_saved_interview(self.path, self._knowledge)
        if saved.record is None:
            return Resumed(self._taken_over(saved))
        if saved.cut_line is not None:
            self._replace(saved.text)
        return Resumed(saved.record, saved.cut_line)

    def _taken_over(self, saved: SavedInterview) -> Record:
        """Turn a case file written by hand into a journal."""
        assert saved.case is not None  # noqa: S101 - it holds either a journal or a case
        record, entries = Record(), list(entries_of(saved.case, self._knowledge.facts))
        for entry in entries:
            record = record.after(entry, shared_facts(self._knowledge.facts))
        self.path.with_name(self.path.name + BACKUP_SUFFIX).write_text(saved.text, encoding="utf-8")
        self._replace(self._header + "".join(map(line, entries)))
        return record

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
            self.append(*entries)
        for entry in entries:
            record = record.after(entry, shared_facts(self._knowledge.facts))
        return Resumed(record, resumed.cut_line, tuple(set_aside.values()), earlier)

    def _replace(self, text: str) -> None:
        """Write the whole file at once: either the old or the new one is there, never a part."""
        draft = self.path.with_name(f".{self.path.name}.draft")
        try:
            with draft.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        finally:
            draft.unlink(missing_ok=True)
