"""Saving when things go wrong: killed, locked out, read-only, full; nothing a person typed is lost."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from features.program import Conversation, Printed, surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.loading.journal_reader import shared_facts
from mvpod_expert.mode.interview.journal_file import JournalFile
from mvpod_expert.mode.interview.locked_file import InterviewedElsewhereError
from tests.interview.test_journal_file import ENTRIES, opened, resumed, states
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path


FACTS = KNOWLEDGE.facts
SHARED = shared_facts(FACTS)


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


@pytest.mark.thorough
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
        talk.t(words)
        talk.listen()
        other = Conversation("interview", "--answers", "a.yaml", folder=killed)
        other.listen()
        other.t(words)
        other.listen()
        other.kill()
        assert (killed / "a.yaml").read_bytes() == (whole / "a.yaml").read_bytes(), words
    talk.t("done")
    assert talk.listen() is None
    ended = mvpod("interview", "--answers", "a.yaml", folder=killed, typed="done\n")
    assert (killed / "copy.yaml").read_bytes() == (whole / "copy.yaml").read_bytes()
    advice = "Undecided"  # two modes have the same points
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


def test_stopped_before_the_first_question_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the file is being read ends it as Ctrl-C does everywhere: a sentence, 130, and a free file."""
    (tmp_path / "sitecustomize.py").write_text(
        "import fcntl\n"
        "flock = fcntl.flock\n"
        "def stopped(*args):\n"
        "    flock(*args)\n"
        "    raise KeyboardInterrupt\n"
        "fcntl.flock = stopped\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    printed = mvpod("interview", "--answers", "a.yaml", folder=tmp_path)
    assert printed.code == 130
    assert "mistake in mvpod" not in printed.said
