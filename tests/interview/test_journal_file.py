"""The journal on disk: nothing a person typed is lost."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from features.program import Conversation, Printed, mvpod, surroundings
from mvpod_expert.consultation.journal_file import InterviewedElsewhereError, JournalFile, Resumed
from mvpod_expert.consultation.journal_lines import plain_case
from mvpod_expert.loading.case_files import parse_case, read_case
from mvpod_expert.loading.journals import shared_facts
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.report import Report
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.journal import Answered, Entered, Noted, Opened, PutOff, Record, Withdrawn
from mvpod_expert.resources import find_home

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mvpod_expert.model.cases import Given
    from mvpod_expert.model.journal import Entry

KNOWLEDGE = load_knowledge(find_home())
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
    """Give what a record says, without the places its answers were read from."""
    cells = {
        name: replace(cell, answers={f: a.model_copy(update={"place": None}) for f, a in cell.answers.items()})
        for name, cell in record.cells.items()
    }
    return replace(record, knowledge=None, cells=cells)


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
    """Whatever byte a crash stops at, all whole lines count and the part of a line does not."""
    whole = filled(tmp_path / "a.yaml")
    start = whole.index(b"- {answer")
    for end in range(start, len(whole) + 1):
        path = tmp_path / "cut.yaml"
        path.write_bytes(whole[:end])
        found = resumed(path)
        kept = whole[:end].count(b"\n") - whole[:start].count(b"\n")
        assert list(found.record.cell.answers) == [each.answer.fact for each in ENTRIES][:kept]  # type: ignore[union-attr]
        assert (found.cut_line is not None) == (whole[end - 1 : end] != b"\n")
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
    report = Report()
    before = parse_case(text, "a.yaml", FACTS, report)
    record = resumed(tmp_path / "a.yaml").record
    after = read_case(tmp_path / "a.yaml", FACTS, report)
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
        report = Report()
        again = parse_case(plain_case(case), str(path), FACTS, report)
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
    """A question and an option that are gone are told and do not count; nothing is taken out of the file."""
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


def test_two_interviews_on_one_file_are_one_too_many(tmp_path: Path) -> None:
    """The second says so and leaves; when the first has ended, the file is free."""
    file, _ = opened(tmp_path / "a.yaml")
    with pytest.raises(InterviewedElsewhereError):
        JournalFile(tmp_path / "a.yaml", KNOWLEDGE).resume()
    printed = mvpod("interview", "--answers", "a.yaml", folder=tmp_path, typed="q\n")
    assert printed.code == 2
    assert "Another interview is writing to a.yaml" in printed.said
    file.close()
    assert mvpod("interview", "--answers", "a.yaml", folder=tmp_path, typed="q\n").code == 130


def test_a_killed_interview_does_not_lock_its_file(tmp_path: Path) -> None:
    """The lock ends with the process, however it ended."""
    talk = Conversation("interview", "--answers", "a.yaml", folder=tmp_path)
    talk.listen()
    talk.kill()
    assert mvpod("interview", "--answers", "a.yaml", folder=tmp_path, typed="q\n").code == 130


def test_killed_at_every_request_nothing_is_lost(tmp_path: Path) -> None:
    """Whatever is asked for between the answers, a process killed right after it leaves what an unkilled one has."""
    typed = [
        "1",
        "why",
        "2",
        "skip",
        "client A: B",
        "status",
        "?",
        "u",
        "cell north / big",
        "1",
        "whatif market_stage=1",
    ]
    typed += [
        "save copy.yaml",
        "xyzzy",
        "cell south like north",
        "2",
        "review",
        "cell main",
        "skip",
        "u",
        "plan",
        "back",
    ]
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    whole.mkdir()
    killed.mkdir()
    talk = Conversation("interview", "--answers", "a.yaml", folder=whole)
    talk.listen()
    for words in typed:
        talk.say(words)
        talk.listen()
        other = Conversation("interview", "--answers", "a.yaml", folder=killed)
        other.listen()
        other.say(words)
        other.listen()
        other.kill()
        assert (killed / "a.yaml").read_bytes() == (whole / "a.yaml").read_bytes(), words
    talk.say("done")
    assert talk.listen() is None
    ended = mvpod("interview", "--answers", "a.yaml", folder=killed, typed="done\n")
    assert (killed / "copy.yaml").read_bytes() == (whole / "copy.yaml").read_bytes()
    advice = "Recommended"
    assert ended.part(advice) == Printed(0, talk.end().out, "").part(advice)


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    """Exit 2 and a sentence that says why; nothing is left behind."""
    printed = mvpod("interview", "--answers", "nowhere/a.yaml", folder=tmp_path)
    assert printed.code == 2
    assert "cannot be written to nowhere/a.yaml: No such file or directory" in printed.said
    assert not (tmp_path / "nowhere").exists()


def give_up_writing_everywhere() -> None:
    """Drop what lets root write where the permissions forbid it (CAP_DAC_OVERRIDE, with PR_CAPBSET_DROP)."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="the permissions of folders and root's rights are Linux's")
@pytest.mark.parametrize("there", [False, True])
def test_a_read_only_folder_is_told(there: bool, tmp_path: Path) -> None:
    """Before the first question, for a new file and for one that is there, which stays as it is."""
    (tmp_path / "closed").mkdir()
    file = tmp_path / "closed" / "a.yaml"
    if there:
        file.write_text("answers: {market_stage: mature}\n", encoding="utf-8")
    (tmp_path / "closed").chmod(0o500)
    done = subprocess.run(
        [sys.executable, "-m", "mvpod_expert", "interview", "--answers", file, "--lang", "en"],
        cwd=tmp_path,
        env=surroundings(),
        input="1\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=give_up_writing_everywhere,
    )
    (tmp_path / "closed").chmod(0o700)
    assert done.returncode == 2
    assert "Permission denied" in done.stderr
    assert "Question" not in done.stdout
    assert [each.name for each in (tmp_path / "closed").iterdir()] == (["a.yaml"] if there else [])


def test_a_full_disk_is_told_and_leaves_no_part_of_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is not on disk is not passed over, and what is there stays readable."""
    file, _ = opened(tmp_path / "a.yaml")
    before = (tmp_path / "a.yaml").read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        file.append(ENTRIES[0])
    assert (tmp_path / "a.yaml").read_bytes() == before


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs a shell's file size limit")
def test_a_real_write_that_fails_ends_the_interview_with_a_reason(tmp_path: Path) -> None:
    """Under a file size limit, as on a full disk, the answers so far stay and the person is told."""
    (tmp_path / "a.yaml").write_text("# " + "x" * 980 + "\nanswers: {market_stage: mature}\n", encoding="utf-8")
    limited = f"trap '' XFSZ; ulimit -f 1; exec {sys.executable} -m mvpod_expert interview --answers a.yaml --lang en"
    typed = "u\n" * 60
    # Measuring coverage writes files of its own, which would meet the limit as well.
    around = {name: value for name, value in surroundings().items() if not name.startswith("COV")}
    done = subprocess.run(
        ["bash", "-c", limited],
        cwd=tmp_path,
        env=around,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "cannot be written to a.yaml: File too large" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8").endswith("}\n")
    assert states(resumed(tmp_path / "a.yaml").record)["market_stage"] == "mature"


def test_an_engine_that_is_not_there_is_told_before_the_first_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody answers everything to learn that the advice cannot be made as asked."""
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("raise ImportError('not here')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    printed = mvpod("interview", "--answers", "a.yaml", "--engine", "durable", folder=tmp_path, typed="1\n")
    assert printed.code == 2
    assert "The engine durable is not available here" in printed.said
    assert "Question 1" not in printed.out
