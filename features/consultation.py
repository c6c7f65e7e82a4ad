"""What a scenario remembers: the answers, the files, and what the program printed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from features.program import Printed, mvpod

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase

Answers = dict[str, str | int | float]


@dataclass
class Consultation:
    """One consultant's session with the program.

    Args:
        folder: where the files are.
        knowledge: the questionnaire, to find a question by the words a person uses for it.
    """

    folder: Path
    knowledge: KnowledgeBase
    answers: Answers = field(default_factory=dict)
    case: Path | None = None
    page: Printed | None = None
    numbers: Printed | None = None
    earlier_numbers: Printed | None = None
    asked: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    edited: Path | None = None
    report: Path | None = None
    heard: str = ""

    @property
    def seen(self) -> Printed:
        """The page that was seen last."""
        assert self.page is not None, "nothing has been run yet"
        return self.page

    @property
    def exact(self) -> Printed:
        """The same advice as exact numbers."""
        assert self.numbers is not None, "no recommendation has been asked for yet"
        return self.numbers

    @property
    def earlier(self) -> Printed:
        """The exact numbers of the recommendation before."""
        assert self.earlier_numbers is not None, "there was no recommendation before"
        return self.earlier_numbers

    @earlier.setter
    def earlier(self, printed: Printed) -> None:
        self.earlier_numbers = printed

    def answer(self, question: str, words: str) -> None:
        """Take an answer, both in words: 'customer concentration', 'high'."""
        fact = self.fact(question)
        self.answers[fact.id] = self._given(fact, words)

    def fact(self, words: str) -> Fact:
        """Find a question by its id with spaces, or by its title in either language."""
        for fact in self.knowledge.asked():
            if words in (fact.id.replace("_", " "), fact.title.zh) or words.casefold() == fact.title.en.casefold():
                return fact
        pytest.fail(f"the questionnaire has no question called {words!r}")

    def recommend(self, *options: str) -> None:
        """Ask for a recommendation: the whole page a person reads, and the same as exact numbers."""
        file = self.case or self.write("case.yaml", {"answers": self.answers})
        self.page = mvpod("recommend", file, "--full", *options, folder=self.folder)
        self.numbers = mvpod("recommend", file, "--format", "json", *options, folder=self.folder)

    def write(self, name: str, content: Mapping[str, object]) -> Path:
        """Write a case file."""
        path = self.folder / name
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        return path

    def argument_points(self, mode: str) -> list[int]:
        """Return the signed points of each argument about a mode, as they stand on the page."""
        title = self.knowledge.decision.mode(mode).title.en
        points = []
        for heading in (f"For {title} (", f"Against {title} ("):
            if heading in self.seen.out:
                part = self.seen.part(heading, "For ", "Against ", "Why not ", "The MVPOD principles", "What follows")
                lines = [line.strip() for line in part.splitlines()[1:]]
                points += [int(line.split()[0]) for line in lines if line.startswith(("+", "-"))]
        return points

    def _given(self, fact: Fact, words: str) -> str | int | float:
        if words in ("don't know", "不知道"):
            return "unknown"
        if fact.kind == "number":
            if not words.replace(",", "").replace(".", "").isdigit():
                return words  # a band, or money as people write it
            number = float(words.replace(",", ""))
            return int(number) if number.is_integer() else number
        for state in fact.states:
            title = fact.state_title(state)
            if words in (state.replace("_", " "), title.zh, title.en):
                return state
        pytest.fail(f"{fact.id} has no answer {words!r}; it has {', '.join(fact.states)}")
