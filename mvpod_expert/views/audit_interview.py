"""The interview about an existing plan: it begins, ends and is resumed otherwise than the one about the mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.consultation.requests import WORDS
from mvpod_expert.views.interview_terminal import InterviewView

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.consultation.journal_file import Resumed
    from mvpod_expert.consultation.requests import Kind

REQUESTS: tuple[Kind, ...] = ("help", "back", "go", "review", "skip", "client", "done", "quit")


class AuditInterviewView(InterviewView):
    """Prints the interview about a plan; its knowledge base is that of the audit."""

    def welcome(self, file: Path, resumed: Resumed) -> None:
        """Say what is going to happen, and what was read back."""
        count = len(list(self.knowledge.asked()))
        self.page.line(self.say("audit.welcome", count=count, file=file))
        self.read_back(file, resumed)

    def finished(self) -> None:
        """Say that nothing is left to ask, and what a person can do now."""
        self.page.line()
        self.page.line(self.say("audit.all_answered"), "strong")

    def requests(self) -> None:
        """Print what can be asked for at any prompt."""
        self.page.line()
        for kind in REQUESTS:
            word = WORDS[kind][-1 if self.say.lang == "zh" else 0]
            self.page.line(f"{word}  {self.say(f'request.{kind}')}", indent=2, hang=4)
        self.page.line(self.say("request.slash"), "faint", indent=2)

    def not_here(self) -> None:
        """Say that the request belongs to the interview about the mode."""
        self.page.line(self.say("audit.not_here"), "warn", indent=2)

    def saved(self, file: Path, count: int) -> None:
        """Say that everything is saved and how to go on."""
        self.page.line()
        self.page.line(self.say("audit.saved", file=file, count=count), "good")

    def read_again(self, file: Path) -> None:
        """Say how to see the audit again."""
        self.page.line()
        self.page.line(self.say("audit.read_again", file=file), "good")
