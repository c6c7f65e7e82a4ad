"""What a person saved: a case, with or without an interview's journal at its end; and what is left unfinished."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.case_files import parse_record
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.journal_reader import HEADER, written
from mvpod_expert.loading.text_files import MAX_BYTES, decoded
from mvpod_expert.loading.yaml_nodes import Mapping, Node, plain
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.cases import JOURNAL, ONLY_CELL, Answer, CaseFile, Cell, Given
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.interview_record import Record
from mvpod_expert.model.journal import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as ById
    from pathlib import Path

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

MOST_LISTED = 8
PLAIN = re.compile(r"[a-z][a-z0-9_-]*")
NO_TEXT = frozenset({"yes", "no", "on", "off", "true", "false", "null"})


class SavedInterview(NamedTuple):
    """What a file holds: what its sections and journal add up to, and a last line of the journal that was cut off."""

    record: Record
    has_journal: bool = True
    cut_line: str | None = None


def read_saved_interview(data: bytes, file: str, knowledge: KnowledgeBase) -> SavedInterview:
    """Read the bytes of a case with or without a journal; a last line without its end counts if it is whole.

    Raises:
        UnusableInputError: it is no case; all findings, which name `file`.
    """
    report = DiagnosticCollector()
    saved = _read(data, file, knowledge, report)
    if report and MARK.encode() in data and not data.endswith(b"\n"):
        before, _, cut_line = data.rpartition(b"\n")
        report = DiagnosticCollector()
        saved = _read(before + b"\n", file, knowledge, report, cut_line.decode(errors="replace"))
    report.raise_if_any()
    return saved


def _read(
    data: bytes, file: str, knowledge: KnowledgeBase, report: DiagnosticCollector, cut_line: str | None = None
) -> SavedInterview:
    node = _parsed(data, file, report)
    if node is None:
        return SavedInterview(Record())
    has_journal = isinstance(node, Mapping) and node.get(JOURNAL) is not None
    return SavedInterview(parse_record(node, file, knowledge, report), has_journal, cut_line)


def is_readable(lines: bytes) -> bool:
    """Return whether lines of a journal are read as what they were written from."""
    report = DiagnosticCollector()
    node = parse_yaml(lines.decode(), "", report)
    entries = [json.loads(splitline.removeprefix("- ")) for splitline in lines.decode().splitlines()]
    return not report and node is not None and json.loads(json.dumps(plain(node))) == entries


def with_journal(data: bytes, file: str) -> bytes:
    """Return a case file with an empty journal at its end; the case itself stays as it is written.

    A case in braces, such as JSON, or one that is indented has no place for more lines: its sections are written out,
    one a line.
    """
    node, report = _parsed(data, file, DiagnosticCollector()), DiagnosticCollector()
    assert isinstance(node, Mapping)  # noqa: S101 - it was read as a case
    sections = {key.text: plain(value) for key, value in node}
    start = data if data.endswith(b"\n") else data + b"\n"
    longer = start + HEADER.encode()
    again = _parsed(longer, file, report)
    if again is not None and not report and plain(again) == {**sections, JOURNAL: None}:
        return longer
    lines = [f"{written(key)}: {written(value)}\n" for key, value in sections.items()]
    return ("".join(lines) + HEADER).encode()


def _parsed(data: bytes, file: str, report: DiagnosticCollector) -> Node | None:
    text = decoded(data, file, report)
    return parse_yaml(text, file, report) if text is not None else None


class Unfinished(NamedTuple):
    """An interview that can go on: how many answers it has, if it can be read, and the day of the last one."""

    path: Path
    client: str | None
    answered: int | None
    day: str

    def told(self, t: Messages) -> tuple[str, str]:
        """Return what it is called, and where it stands."""
        about = {"file": self.path.name, "count": self.answered, "day": self.day}
        key = "screen.unfinished_about" if self.answered is not None else "screen.unfinished_damaged"
        return self.client or self.path.name, t(key, **about)


def unfinished(folder: Path, knowledge: KnowledgeBase) -> tuple[list[Unfinished], bool]:
    """Return the interviews in a folder that have answers and were not advised on, the one answered last first.

    Those that cannot be read are among them, since a person looks for them. And whether there are older files.
    """
    found: list[Unfinished] = []
    for path, changed in sorted(_journals(folder), key=lambda pair: -pair[1]):
        if len(found) == MOST_LISTED:
            return found, True
        day = time.strftime("%Y-%m-%d", time.localtime(changed))
        try:
            record = read_saved_interview(path.read_bytes(), path.name, knowledge).record
        except OSError:
            continue
        except UnusableInputError:
            found.append(Unfinished(path, None, None, day))
            continue
        answered = len(record.filled) + sum(len(cell.answers) + len(cell.filled) for cell in record.cells.values())
        if answered and not record.is_done:
            found.append(Unfinished(path, record.client, answered, day))
    return found, False


def _journals(folder: Path) -> Iterator[tuple[Path, float]]:
    """Return the files with a journal of this program, and when they were written last."""
    for path in folder.glob("*.yaml"):
        try:
            about = path.stat()
            if path.is_file() and about.st_size <= MAX_BYTES and MARK.encode() in path.read_bytes():
                yield path, about.st_mtime
        except OSError:
            continue


def plain_case(case: CaseFile, facts: ById[str, Fact]) -> str:
    """Write a case as a case file: the client, what it offers, and every cell's answers and override."""
    noted = (("client", case.client), ("offer", case.offer))
    client = "".join(f"{key}: {written(value)}\n" for key, value in noted if value)
    if [cell.id for cell in case.cells] == [ONLY_CELL]:
        return client + "".join(_cell_lines(case.cells[0], "", facts))
    cells = "".join(f"  - id: {_value(cell.id)}\n" + "".join(_cell_lines(cell, "    ", facts)) for cell in case.cells)
    return f"{client}cells:\n{cells}"


def _cell_lines(cell: Cell, indent: str, facts: ById[str, Fact]) -> Iterator[str]:
    for key, value in (("region", cell.region), ("segment", cell.segment)):
        if value is not None:
            yield f"{indent}{key}: {_value(value)}\n"
    if cell.override is not None:
        mode, because = _value(cell.override.mode), _value(cell.override.because)
        yield f"{indent}override: {{mode: {mode}, because: {because}}}\n"
    yield f"{indent}answers:\n"
    for answer in cell.answers.values():
        yield f"{indent}  {answer.fact}: {_answer(answer, facts[answer.fact])}\n"


def _answer(answer: Answer, fact: Fact) -> str:
    given = answer.given
    if fact.is_per_cent and isinstance(given, float):
        given = f"{given}%"  # 0.3 alone would be read as two numbers
    told = (("source", answer.source), ("estimated", answer.estimated))
    more = "".join(f", {key}: {_value(value)}" for key, value in told if value)
    return f"{{value: {_value(given)}{more}}}" if more else _value(given)


def _value(value: Given) -> str:
    if isinstance(value, str) and PLAIN.fullmatch(value) and value not in NO_TEXT:
        return value
    return written(value)
