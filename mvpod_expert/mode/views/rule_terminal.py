"""How near a rule came to firing on a case, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.views.rule_words import RuleWords
from mvpod_expert.mode.views.sentences import Sentences

if TYPE_CHECKING:
    from mvpod_expert.mode.explanation.near_miss_model import Judged, NearMiss
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages

MOST_CASES = 5
TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "warn"}


class RuleView:
    """Prints how rules fared.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.page = page
        self.words = RuleWords(knowledge, t)
        self.sentences = Sentences(knowledge, t)

    def near_miss(self, near: NearMiss, name: str) -> None:
        """Print how a rule fared on a case.

        Args:
            near: the rule held against the case.
            name: the case's name.
        """
        self.page.title(name)
        self.page.line(self.t(f"rule.{_state(near.condition.truth)}"), _tone(near.condition.truth))
        self._condition(near.condition)
        if near.changes:
            changes = self.t("list.semicolon").join(map(self.sentences.change, near.changes))
            self.page.line(self.t("rule.would_fire", changes=changes), indent=2, hang=2)
        cases = [f"{self.knowledge.cases[each].company.in_(self.lang)} ({each})" for each in near.cases[:MOST_CASES]]
        if cases:
            more = len(near.cases) - len(cases)
            self.page.line(self.t("rule.fires_in", cases=self.t("list.comma").join(cases), more=more), indent=2, hang=2)
        else:
            self.page.line(self.t("rule.fires_nowhere"), indent=2)

    def _condition(self, condition: Judged) -> None:
        for line in self.words.lines(condition, told=True):
            mark = self.t(f"rule.mark_{_state(line.truth)}")
            self.page.line(f"{mark} {line.text}", _tone(line.truth), indent=2 + 4 * line.depth, hang=2)


def _state(truth: bool | None) -> str:  # noqa: FBT001 - three-valued
    return {True: "holds", False: "fails", None: "open"}[truth]


def _tone(truth: bool | None) -> Tone:  # noqa: FBT001 - three-valued
    return TONES[truth]
