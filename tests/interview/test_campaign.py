"""Whole interviews in a pseudo-terminal, killed and tampered with at random steps; both front ends.

Tools of this kind lose what was typed since they last saved, or leave a file that they cannot read themselves.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from features.program import surroundings
from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.mode.interview.saved_interviews import read_saved_interview
from mvpod_expert.model.diagnostics import UnusableInputError
from tests.interview.test_terminal import ENDS, OFFER, PROMPT, SECONDS, heeding_hangups, plain
from tests.interview.test_touched_files import MENDED, RESCUED
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase

AUDITED = audit_parts.KNOWLEDGE.of(KNOWLEDGE)
assert AUDITED is not None
ASKED_BY = {"interview": KNOWLEDGE, "audit": AUDITED}
DEADLY = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)
EVENTS = [*DEADLY, *DEADLY, signal.SIGSTOP, *MENDED, *RESCUED, None, None]
FULL = "Nothing is left to ask"


class Campaign:
    """One interview, gone on with however often it was ended.

    Args:
        command: the front end.
        folder: where it runs.
        seed: of the events.
    """

    def __init__(self, command: str, folder: Path, seed: int) -> None:
        self.command = command
        self.knowledge: KnowledgeBase = ASKED_BY[command]
        self.folder = folder
        self.random = random.Random(seed)
        self.acknowledged: set[str] = set()
        self.happened: list[str] = []

    @property
    def file(self) -> Path:
        """The file the answers are in now."""
        rescued = sorted(self.folder.glob("a.rescued*.yaml"), key=lambda path: path.stat().st_mtime_ns)
        return rescued[-1] if rescued else self.folder / "a.yaml"

    def play(self, steps: int) -> None:
        """Answer, with an event at each step."""
        child, answered = self.start(), set[str]()
        for _ in range(steps):
            at = child.expect([PROMPT["en"], OFFER["en"], FULL, ENDS["en"]])
            self.acknowledged |= answered
            self.check()
            if at:
                break
            fact = self.asked(child.before)
            event = self.random.choice(EVENTS)
            self.happened.append(getattr(event, "name", None) or getattr(event, "__name__", "nothing"))
            if event is not None and not isinstance(event, signal.Signals) and self.file.is_file():
                event(self.file)
            child.sendline("u" if fact.kind == "number" else self.random.choice("12"))
            if event is signal.SIGSTOP:
                child.kill(signal.SIGSTOP)
                child.kill(signal.SIGCONT)
            if event in DEADLY:
                time.sleep(self.random.random() / 10)
                child.kill(event)
                child.expect(pexpect.EOF)
                child.close()
                child = self.start()
                answered = set()
            else:
                answered = {fact.id}
        child.kill(signal.SIGHUP)
        child.expect(pexpect.EOF)
        child.close()
        self.check()

    def start(self) -> pexpect.spawn:
        environment = {**surroundings(measured=False), "TERM": "xterm-256color"}
        return pexpect.spawn(
            sys.executable,
            ["-m", "mvpod_expert", self.command, "--plain", "--answers", self.file.name, "--lang", "en"],
            cwd=str(self.folder),
            env=environment,
            encoding="utf-8",
            timeout=SECONDS,
            preexec_fn=heeding_hangups,
            dimensions=(40, 80),
        )

    def asked(self, shown: str) -> Fact:
        """Find the question that was shown last."""
        squeezed = "".join(plain(shown).split())
        questions = [(fact, "".join(fact.question.en.split())) for fact in self.knowledge.asked() if fact.question]
        return max(questions, key=lambda pair: squeezed.rfind(pair[1]))[0]

    def check(self) -> None:
        """See that every answer after which another question came can be read, and that nothing else was left."""
        kept: set[str] = set()
        for path in filter(Path.is_file, self.folder.glob("a*.yaml")):
            try:
                record = read_saved_interview(path.read_bytes(), path.name, KNOWLEDGE).record
            except (UnusableInputError, OSError):
                assert path.name == "a.yaml" or path != self.file, self.happened
                continue
            kept |= {fact for cell in record.cells.values() for fact in cell.answers}
            kept |= {path[-1] for path in record.filled}
        assert self.acknowledged <= kept, (self.acknowledged - kept, self.happened)
        assert not [each.name for each in self.folder.iterdir() if each.name.startswith(".")]


@pytest.mark.skipif(shutil.which("mkfifo") is None, reason="signals and links as on Unix")
@pytest.mark.parametrize("command", ["interview", "audit"])
@pytest.mark.thorough
def test_whatever_happens_no_answer_is_lost(command: str, tmp_path: Path) -> None:
    """One short interview; `test_a_long_campaign` is the same at length."""
    Campaign(command, tmp_path, 4).play(12)


@pytest.mark.thorough
@pytest.mark.skipif(shutil.which("mkfifo") is None, reason="signals and links as on Unix")
@pytest.mark.parametrize("command", ["interview", "audit"])
def test_a_long_campaign(command: str, tmp_path: Path) -> None:
    """Interviews of many steps; MVPOD_CAMPAIGN sets how many."""
    happened: list[str] = []
    for seed in range(int(os.environ.get("MVPOD_CAMPAIGN", "4"))):
        (tmp_path / str(seed)).mkdir()
        campaign = Campaign(command, tmp_path / str(seed), 1000 + seed)
        campaign.play(25)
        happened += campaign.happened
        assert campaign.acknowledged
    assert len(set(happened)) > 5
