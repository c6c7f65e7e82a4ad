"""What a person saved: a case, with or without an interview's journal at its end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.case_files import parse_record
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.journal_reader import HEADER, written
from mvpod_expert.loading.text_files import decoded
from mvpod_expert.loading.yaml_nodes import Mapping, plain
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.cases import JOURNAL
from mvpod_expert.model.interview_record import Record
from mvpod_expert.model.journal import MARK

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase


@dataclass(frozen=True)
class SavedInterview:
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
    text = decoded(data, file, report)
    node = parse_yaml(text, file, report) if text is not None else None
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
    node = _mapping(data, file)
    assert node is not None  # noqa: S101 - it was read as a case
    sections = {key.text: plain(value) for key, value in node}
    start = data if data.endswith(b"\n") else data + b"\n"
    longer = start + HEADER.encode()
    again = _mapping(longer, file)
    if again is not None and plain(again) == {**sections, JOURNAL: None}:
        return longer
    lines = [f"{written(key)}: {written(value)}\n" for key, value in sections.items()]
    return ("".join(lines) + HEADER).encode()


def _mapping(data: bytes, file: str) -> Mapping | None:
    report = DiagnosticCollector()
    text = decoded(data, file, report)
    node = parse_yaml(text, file, report) if text is not None else None
    return node if isinstance(node, Mapping) and not report else None
