"""The journal on disk: a case file that grows by one line an entry, synced before the next question is asked.

A killed process loses nothing: a last line that was cut off is known by its missing line end, told and left out. One
interview at a time writes to a file. `mvpod recommend` reads the file as it is.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.errors import MvpodError
from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.journals import JOURNAL, read_journal, shared_facts
from mvpod_expert.loading.nodes import Mapping
from mvpod_expert.loading.reading import read_text
from mvpod_expert.loading.report import Report
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.journal import Answered, Entered, Entry, Noted, Opened, PutOff, Record, Unfit, Withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as ById
    from pathlib import Path

    from filelock import BaseFileLock

    from mvpod_expert.model.cases import CaseFile, Given
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase

MARK = "# mvpod interview:"
HEADER = f"{MARK} one line an entry, saved as it was given. `mvpod recommend` reads this file.\njournal:\n"
BACKUP_SUFFIX = ".before-interview"
PLAIN = re.compile(r"[a-z][a-z0-9_-]*")
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
    """

    def __init__(self, path: Path, knowledge: KnowledgeBase) -> None:
        self.path = path
        self._facts = knowledge.facts
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
            self._replace(HEADER)
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
                file.write("".join(map(_line, entries)).encode())
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
        report = Report()
        text = read_text(self.path, str(self.path), report)
        report.raise_if_any()
        assert text is not None  # noqa: S101 - nothing was found, so there is a text
        cut_line = None
        if text.startswith(MARK) and not text.endswith("\n"):
            text, _, cut_line = text.rpartition("\n")
            text += "\n"
        node = parse_yaml(text, str(self.path), report)
        report.raise_if_any()
        listing = node.get(JOURNAL) if isinstance(node, Mapping) else None
        if listing is None:
            return Resumed(self._taken_over(text, report))
        record = read_journal(listing, self._facts, report)
        report.raise_if_any()
        if cut_line is not None:
            self._replace(text)
        return Resumed(record, cut_line)

    def _taken_over(self, text: str, report: Report) -> Record:
        """Turn a case file written by hand into a journal."""
        case = parse_case(text, str(self.path), self._facts, report)
        report.raise_if_any()
        assert case is not None  # noqa: S101 - nothing was found, so there is a case
        record, entries = Record(), list(_entries(case, self._facts))
        for entry in entries:
            record = record.after(entry, shared_facts(self._facts))
        self.path.with_name(self.path.name + BACKUP_SUFFIX).write_text(text, encoding="utf-8")
        self._replace(HEADER + "".join(map(_line, entries)))
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
            record = record.after(entry, shared_facts(self._facts))
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


def plain_case(case: CaseFile) -> str:
    """Write a case as a case file: the client and every cell's answers, without the journal."""
    client = f"client: {_written(case.client)}\n" if case.client else ""
    if [cell.id for cell in case.cells] == [ONLY_CELL]:
        return f"{client}answers:\n" + "".join(_answer_lines(case, 0, "  "))
    cells = []
    for number, cell in enumerate(case.cells):
        about = "".join(
            f"    {key}: {_written(value)}\n"
            for key, value in (("region", cell.region), ("segment", cell.segment))
            if value is not None
        )
        answers = "".join(_answer_lines(case, number, "      "))
        cells.append(f"  - id: {_written(cell.id)}\n{about}    answers:\n{answers}")
    return f"{client}cells:\n{''.join(cells)}"


def _answer_lines(case: CaseFile, cell: int, indent: str) -> Iterator[str]:
    for answer in case.cells[cell].answers.values():
        yield f"{indent}{answer.fact}: {_written(answer.given)}\n"


def _entries(case: CaseFile, facts: ById[str, Fact]) -> Iterator[Entry]:
    if case.client:
        yield Noted(kind="client", value=case.client)
    for cell in case.cells:
        if cell.id != ONLY_CELL:
            yield Opened(cell=cell.id, region=cell.region, segment=cell.segment)
        for answer in cell.answers.values():
            is_its_own = len(case.cells) > 1 and facts[answer.fact].scope == "company"
            yield Answered(answer=answer.model_copy(update={"layer": "cell" if is_its_own else "interview"}))


def _line(entry: Entry) -> str:
    match entry:
        case Answered(answer=answer):
            here = True if answer.layer == "cell" else None
            pairs: dict[str, Given | None] = {"answer": answer.fact, "given": answer.given, "here": here}
        case Unfit():
            raise AssertionError(entry)
        case Withdrawn(fact=fact):
            pairs = {"withdraw": fact}
        case PutOff(fact=fact):
            pairs = {"skip": fact}
        case Opened(cell=cell, region=region, segment=segment, like=like):
            pairs = {"cell": cell, "region": region, "segment": segment, "like": like}
        case Entered(cell=cell):
            pairs = {"enter": cell}
        case Noted(kind=kind, value=value):
            pairs = {kind: value}
    inside = ", ".join(f"{key}: {_written(value)}" for key, value in pairs.items() if value is not None)
    return f"- {{{inside}}}\n"


def _written(value: Given | None) -> str:
    """Write a value so that YAML reads it back as it is."""
    if isinstance(value, str) and PLAIN.fullmatch(value) and value not in {"yes", "no", "on", "off", "true", "false"}:
        return value
    return json.dumps(value, ensure_ascii=False)
