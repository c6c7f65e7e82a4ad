"""What a person saved: an interview's journal, or a case file written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.loading.yaml_nodes import Mapping
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.mode.interview.journal import MARK
from mvpod_expert.mode.interview.journal_reader import JOURNAL, read_journal

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.mode.interview.journal import Record
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase


@dataclass(frozen=True)
class SavedInterview:
    """What a file holds.

    Args:
        text: what counts of it.
        record: what a journal adds up to.
        case: what a file without a journal says.
        cut_line: a journal's last line that was cut off and does not count.
    """

    text: str
    record: Record | None = None
    case: CaseFile | None = None
    cut_line: str | None = None


def read_saved_interview(path: Path, knowledge: KnowledgeBase) -> SavedInterview:
    """Read a journal or a case file.

    Args:
        path: the file.
        knowledge: the knowledge base, for its questions and modes.

    Raises:
        UnusableInputError: it is neither; all findings.
    """
    report = DiagnosticCollector()
    text = read_text(path, str(path), report)
    report.raise_if_any()
    assert text is not None  # noqa: S101 - nothing was found, so there is a text
    cut_line = None
    if text.startswith(MARK) and not text.endswith("\n"):
        text, _, cut_line = text.rpartition("\n")
        text += "\n"
    node = parse_yaml(text, str(path), report)
    report.raise_if_any()
    listing = node.get(JOURNAL) if isinstance(node, Mapping) else None
    if listing is None:
        case = parse_case(text, str(path), knowledge, report)
        report.raise_if_any()
        return SavedInterview(text, case=case)
    record = read_journal(listing, knowledge.facts, report, [mode.id for mode in knowledge.decision.modes])
    report.raise_if_any()
    return SavedInterview(text, record, cut_line=cut_line)
