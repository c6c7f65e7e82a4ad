"""One rule in a terminal, and how near it came to firing on a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.arguments_terminal import ArgumentsView
from mvpod_expert.views.rule_words import RuleWords
from mvpod_expert.views.sentences import Sentences

if TYPE_CHECKING:
    from mvpod_expert.model.explanation import Judged, NearMiss
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.views.page import Page, Tone
    from mvpod_expert.views.wording import Wording

MOST_CASES = 5
TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "warn"}


class RuleView:
    """Prints rules.

    Args:
        knowledge: the knowledge base.
        say: the wording.
        page: the page to print on.
    """

    def __init__(self, knowledge: KnowledgeBase, say: Wording, page: Page) -> None:
        self.knowledge = knowledge
        self.say = say
        self.lang = say.lang
        self.page = page
        self.words = RuleWords(knowledge, say)
        self.arguments = ArgumentsView(knowledge, say, page)
        self.sentences = Sentences(knowledge, say)

    def rule(self, rule: Rule, condition: Judged) -> None:
        """Print a rule: where it stands, when it fires, what follows and why."""
        self.page.line(rule.title.in_(self.lang), "title")
        self.page.line(f"{rule.place.file}:{rule.place.line} · {rule.id}", "faint")
        self.page.line(self.say("rule.when"), "strong")
        self._condition(condition, told=False)
        self.page.line(self.say("rule.then"), "strong")
        for outcome in rule.then:
            self.page.line(f"- {self.words.outcome(outcome)}", indent=2, hang=2)
        self.page.line(self.say("rule.because"), "strong")
        self.page.line(rule.because.reason.in_(self.lang), indent=2)
        basis = rule.because.basis
        self.page.line(f"{self.arguments.names.basis(basis)} {self.arguments.names.support(rule)}", basis, indent=2)

    def near_miss(self, near: NearMiss, name: str) -> None:
        """Print how a rule fared on a case.

        Args:
            near: the rule held against the case.
            name: the case's name.
        """
        self.page.title(name)
        self.page.line(self.say(f"rule.{_state(near.condition.truth)}"), _tone(near.condition.truth))
        self._condition(near.condition, told=True)
        if near.changes:
            changes = self.say("list.semicolon").join(map(self.sentences.change, near.changes))
            self.page.line(self.say("rule.would_fire", changes=changes), indent=2, hang=2)
        cases = [f"{self.knowledge.cases[each].company.in_(self.lang)} ({each})" for each in near.cases[:MOST_CASES]]
        if cases:
            more = len(near.cases) - len(cases)
            self.page.line(
                self.say("rule.fires_in", cases=self.say("list.comma").join(cases), more=more), indent=2, hang=2
            )
        else:
            self.page.line(self.say("rule.fires_nowhere"), indent=2)

    def _condition(self, condition: Judged, *, told: bool) -> None:
        for line in self.words.lines(condition, told=told):
            mark = self.say(f"rule.mark_{_state(line.truth)}") if told else "-"
            tone: Tone = _tone(line.truth) if told else "plain"
            self.page.line(f"{mark} {line.text}", tone, indent=2 + 4 * line.depth, hang=2)


def _state(truth: bool | None) -> str:  # noqa: FBT001 - three-valued
    return {True: "holds", False: "fails", None: "open"}[truth]


def _tone(truth: bool | None) -> Tone:  # noqa: FBT001 - three-valued
    return TONES[truth]
