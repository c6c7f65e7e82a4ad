"""The interview about an existing plan: it begins, ends and is resumed otherwise than the one about the mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.audit.capability import standard_of
from mvpod_expert.audit.sections import AuditSections
from mvpod_expert.document.terminal import TerminalRenderer
from mvpod_expert.document.tree import Detail
from mvpod_expert.mode.interview.prompt_commands import WORDS
from mvpod_expert.mode.interview.terminal import InterviewView
from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.rules import Recommend

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.audit.model import Audit
    from mvpod_expert.mode.interview.journal_file import Resumed
    from mvpod_expert.mode.interview.prompt_commands import Kind
    from mvpod_expert.model.facts import Fact

REQUESTS: tuple[Kind, ...] = (
    "help",
    "why",
    "status",
    "back",
    "go",
    "review",
    "skip",
    "save",
    "client",
    "done",
    "quit",
)
OWN = frozenset({"why", "status", "save", "done", "answer_nothing", "saved_as"})
"""What is asked for here as well, and means something of its own."""


class AuditInterviewView(InterviewView):
    """Prints the interview about a plan; its knowledge base is that of the audit."""

    def welcome(self, file: Path, resumed: Resumed) -> None:
        """Say what is going to happen, and what was read back."""
        count = len(list(self.knowledge.asked()))
        self.page.line(self.t("audit.welcome", count=count, file=file))
        self.read_back(file, resumed)

    def finished(self) -> None:
        """Say that nothing is left to ask, and what a person can do now."""
        self.page.line()
        self.page.line(self.t("audit.all_answered"), "strong")

    def requests(self) -> None:
        """Print what can be asked for at any prompt."""
        self.page.line()
        for kind in REQUESTS:
            word = WORDS[kind][-1 if self.t.lang == "zh" else 0]
            self.page.line(f"{word}  {self.about_request(kind)}", indent=2, hang=4)
        self.page.line(self.t("request.slash"), "faint", indent=2)

    def about_request(self, key: str, **blanks: object) -> str:
        """Return one sentence about what can be, or was, asked for."""
        return self.t(f"audit.request_{key}", **blanks) if key in OWN else super().about_request(key, **blanks)

    def why(self, fact: Fact) -> None:
        """Print what the answer helps to conclude, and the measures it can call for."""
        lang = self.t.lang
        items = {item.id: item.title.in_(lang) for item in self.knowledge.items()}
        rules = [
            rule for rule in self.knowledge.rules.values() if any(t.fact == fact.id for t in every_test(rule.when))
        ]
        concluded = [self.knowledge.facts[each.fact].title.in_(lang) for rule in rules for each in rule.concluded()]
        measures = [items[each.item] for rule in rules for each in rule.then if isinstance(each, Recommend)]
        for key, names in (("concludes", concluded), ("calls_for", measures)):
            if names:
                listed = self.t("list.comma").join(dict.fromkeys(names))
                self.page.line(self.t(f"audit.{key}", names=listed), indent=2, hang=2)

    def status(self, audit: Audit) -> None:
        """Print what the answers so far conclude."""
        standard = standard_of(self.knowledge)
        if standard is None:
            return
        sections = AuditSections(self.knowledge, self.knowledge, standard, self.t, audit)
        findings = (sections.finding(defect, Detail.BRIEF) for defect in (*audit.defects, audit.balance))
        TerminalRenderer(self.page, self.t).show(findings, indent=2)
        count = len(list(self.knowledge.asked()))
        measures = len(audit.measures)
        self.page.line(self.t("audit.so_far", answers=len(audit.answers), count=count, measures=measures), indent=2)

    def not_here(self) -> None:
        """Say that the request belongs to the interview about the mode."""
        self.page.line(self.t("audit.not_here"), "warn", indent=2)

    def saved(self, file: Path, count: int) -> None:
        """Say that everything is saved and how to go on."""
        self.page.line()
        self.page.line(self.t("audit.saved", file=file, count=count), "good")

    def read_again(self, file: Path) -> None:
        """Return how to see the audit again."""
        self.page.line()
        self.page.line(self.t("audit.read_again", file=file), "good")
