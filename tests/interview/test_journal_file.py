"""The journal on disk: nothing a person typed is lost."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.loading.case_files import parse_case, read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.journal_reader import shared_facts
from mvpod_expert.mode.interview.journal_file import JournalFile, Resumed
from mvpod_expert.mode.interview.locked_file import LockedFile
from mvpod_expert.mode.interview.saved_interviews import plain_case
from mvpod_expert.model.cases import Answer, Override
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.interview_record import Record
from mvpod_expert.model.journal import (
    Answered,
    Entered,
    Noted,
    Opened,
    Overridden,
    PutOff,
    Withdrawn,
)
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mvpod_expert.model.cases import Given
    from mvpod_expert.model.journal import Entry

FACTS = KNOWLEDGE.facts
SHARED = shared_facts(FACTS)


def answered(fact: str, given: Given, state: str | None = None) -> Answered:
    return Answered(answer=Answer(fact=fact, given=given, state=state or str(given), layer="interview"))


ENTRIES: Sequence[Entry] = [
    answered("market_stage", "mature"),
    answered("deal_size_usd", 12000, "small"),
    answered("partner_capability", "not_applicable"),
    answered("existing_channel_dependence", "unknown"),
]
EVERY_KIND: Sequence[Entry] = [
    *ENTRIES,
    Noted(kind="client", value='A: "B" {c}, #d 客户'),
    PutOff(fact="price_spread"),
    PutOff(fact="price_spread"),
    answered("cash_runway", "unknown"),
    Opened(cell="no", region="华东: a", segment="- x"),
    answered("market_stage", "new_entry"),
    answered("product_complexity", "high"),
    Noted(kind="phase", value="plan"),
    Opened(cell="south", like="main"),
    Withdrawn(fact="market_stage"),
    Entered(cell="no"),
    answered("market_stage", "mature"),
    Overridden(override=Override(mode="direct", because="first")),
    Overridden(override=None),
    Overridden(override=Override(mode="hybrid", because='they: "insist" # 说')),
]


def opened(path: Path) -> tuple[JournalFile, Resumed]:
    file = JournalFile(path, KNOWLEDGE)
    return file, file.resume()


def resumed(path: Path) -> Resumed:
    file, found = opened(path)
    file.close()
    return found


def filled(path: Path, entries: Sequence[Entry] = ENTRIES) -> bytes:
    file, _ = opened(path)
    for entry in entries:
        file.append(entry)
    file.close()
    return path.read_bytes()


def told(record: Record) -> Record:
    """Return what a record says, without where in a file it stands."""
    cells = {
        name: replace(
            cell, written=None, answers={f: a.model_copy(update={"place": None}) for f, a in cell.answers.items()}
        )
        for name, cell in record.cells.items()
    }
    return replace(record, knowledge=None, cells=cells, sections=None, reader=None)


def states(record: Record) -> dict[str, str]:
    return {fact: each.state for fact, each in record.cell.answers.items()}


def test_every_kind_of_entry_is_read_back(tmp_path: Path) -> None:
    """What was appended makes the same record as in memory, names that YAML would stumble on included."""
    filled(tmp_path / "a.yaml", EVERY_KIND)
    record = Record()
    for entry in EVERY_KIND:
        record = record.after(entry, SHARED)
    back = resumed(tmp_path / "a.yaml").record
    assert told(back) == told(record)
    assert [list(cell.answers) for cell in back.cells.values()] == [list(c.answers) for c in record.cells.values()]
    assert back.cells["no"].answers.keys() == {"market_stage", "product_complexity", "cash_runway"}
    assert back.cells["main"].answers["product_complexity"].state == "high"
    assert "market_stage" not in back.cells["south"].answers


def test_cut_anywhere_only_the_cut_line_is_lost(tmp_path: Path) -> None:
    """Whatever byte a crash stops at, all whole entries count and the part of one does not."""
    whole = filled(tmp_path / "a.yaml")
    start = whole.index(b'- {"answer')
    for end in range(len(whole) + 1):
        path = tmp_path / "cut.yaml"
        path.write_bytes(whole[:end])
        found = resumed(path)
        kept = whole[start:end].count(b"}")
        assert list(found.record.cell.answers) == [each.answer.fact for each in ENTRIES][:kept]  # type: ignore[union-attr]
        if end > start:
            assert (found.cut_line is not None) == (whole[end - 1 : end] not in b"}\n")
        assert path.read_bytes().endswith(b"\n")


def test_a_case_file_written_by_hand_is_kept(tmp_path: Path) -> None:
    """Its answers and client carry on, and the file as it was lies beside it."""
    text = '# my notes\nclient: "A: B"\nanswers: {market_stage: mature}  # no line end'
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    file, found = opened(tmp_path / "a.yaml")
    file.append(ENTRIES[1])
    file.close()
    assert (found.record.client, found.cut_line, states(found.record)) == ("A: B", None, {"market_stage": "mature"})
    assert (tmp_path / "a.yaml.before-interview").read_text(encoding="utf-8") == text
    again = resumed(tmp_path / "a.yaml").record
    assert (again.client, list(again.cell.answers)) == ("A: B", ["market_stage", "deal_size_usd"])


def test_the_cells_of_a_file_written_by_hand_are_kept_apart(tmp_path: Path) -> None:
    """Taken over, a file of several market cells says of each what it said, company-wide questions included."""
    text = """
answers: {market_stage: mature, cash_runway: unknown}
cells:
  - {id: east, region: East, answers: {product_complexity: high}}
  - {id: west, answers: {product_complexity: low, market_stage: new_entry}}
"""
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    report = DiagnosticCollector()
    before = parse_case(text, "a.yaml", KNOWLEDGE, report)
    record = resumed(tmp_path / "a.yaml").record
    after = read_case(tmp_path / "a.yaml", KNOWLEDGE, report)
    assert not report
    assert before is not None
    assert after is not None
    for case in (record.case("a.yaml"), after):
        assert [(cell.id, cell.region, cell.memory()) for cell in case.cells] == [
            (cell.id, cell.region, cell.memory()) for cell in before.cells
        ]


def test_saved_as_a_plain_case_it_says_the_same(tmp_path: Path) -> None:
    """Without the journal, the same client, cells and answers."""
    for entries in (ENTRIES, EVERY_KIND):
        path = tmp_path / f"{len(entries)}.yaml"
        filled(path, entries)
        case = resumed(path).record.case(str(path))
        report = DiagnosticCollector()
        again = parse_case(plain_case(case, KNOWLEDGE.facts), str(path), KNOWLEDGE, report)
        assert not report.diagnostics
        assert again is not None
        assert again.client == case.client
        assert [(cell.id, cell.region, cell.segment, cell.memory()) for cell in again.cells] == [
            (cell.id, cell.region, cell.segment, cell.memory()) for cell in case.cells
        ]


def test_a_file_that_is_no_case_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Findings, and not a byte changed."""
    for text in ("answers: {market_stage: matur}\n", "journal: {a: b}\n", "journal:\n- {answr: market_stage}\n"):
        (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(UnusableInputError):
            resumed(tmp_path / "a.yaml")
        assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == text


def test_answers_under_older_knowledge_are_kept_and_what_changed_is_said(tmp_path: Path) -> None:
    """A question and an option that are gone are reported and do not count; nothing is taken out of the file."""
    filled(tmp_path / "a.yaml", ENTRIES[:1])
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    text = text.replace(KNOWLEDGE.sha256[:12], "0123456789ab")
    text += "- {answer: shoe_size, given: 44}\n- {answer: price_spread, given: enormous}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    refused = mvpod("recommend", "a.yaml", folder=tmp_path)
    assert refused.code == 2
    assert "shoe_size" in refused.said
    printed = mvpod("interview", "--answers", "a.yaml", folder=tmp_path, typed="q\n")
    assert printed.code == 130
    assert "0123456789ab" in printed.said
    assert "The question shoe_size is not asked any more; its answer 44 does not count" in printed.said
    assert f"{FACTS['price_spread'].title.en} has no answer enormous any more; it will be asked again" in printed.said
    after = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert after.startswith(text)
    assert mvpod("recommend", "a.yaml", folder=tmp_path).code in {0, 4}
    assert "any more" not in mvpod("interview", "--answers", "a.yaml", folder=tmp_path, typed="q\n").said


def test_a_signal_while_a_removed_file_is_written_again_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs that end on a signal in the middle of mending a file take it for closed, and leave nothing."""
    file = JournalFile(tmp_path / "a.yaml", KNOWLEDGE)
    file.resume()
    file.append(ENTRIES[0])
    file.path.unlink()
    with monkeypatch.context() as interrupted:
        interrupted.setattr(LockedFile, "open", lambda _: sys.exit(129))
        with pytest.raises(SystemExit):
            file.append(ENTRIES[1])
    assert file.is_open
    file.append()
    file.close()
    assert b"market_stage" in file.path.read_bytes()
