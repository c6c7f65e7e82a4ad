"""The documented cases nearest to a client's, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.views.sentences import Sentences

if TYPE_CHECKING:
    from mvpod_expert.mode.explanation.model import ComparedAnswer, NearCase, Similar
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

MOST_ANSWERS = 5


class SimilarView:
    """Prints the cases alike.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
        everything: print every answer compared.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, *, everything: bool = False) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.page = page
        self.everything = everything
        self.sentences = Sentences(knowledge, t)

    def show(self, similar: Similar) -> None:
        """Print them, and what they are not."""
        self.page.line(self.t("similar.warning"), "warn")
        for near in similar.cases:
            self._case(near)

    def _case(self, near: NearCase) -> None:
        case = self.knowledge.cases[near.case]
        outcome = case.outcome
        name = " · ".join(
            [case.company.in_(self.lang), case.offer.in_(self.lang), case.market.in_(self.lang), case.period]
        )
        self.page.title(f"{name} ({case.id})")
        used = self.t("similar.used", mode=self.sentences.mode(outcome.mode))
        if outcome.also_acceptable:
            others = self.t("list.or").join(map(self.sentences.mode, outcome.also_acceptable))
            used += self.t("list.extra", text=self.t("similar.also", modes=others))
        self.page.line(used, "strong", indent=2)
        self.page.line(case.reason.in_(self.lang), indent=2)
        self.page.line(self.t("similar.result", result=outcome.result.in_(self.lang)), indent=2)
        if case.switch is not None:
            self.page.line(self.t("similar.switch", switch=case.switch.in_(self.lang)), indent=2)
        compared = len(near.alike) + len(near.different)
        documented = sum(each.documented for each in (*near.alike, *near.different))
        self.page.line(
            self.t(
                "similar.likeness",
                alike=len(near.alike),
                compared=compared,
                not_told=near.not_told,
                documented=documented,
                estimated=compared - documented,
            ),
            "faint",
            indent=2,
        )
        self._answers("similar.alike", near.alike)
        self._answers("similar.different", near.different)
        self.page.line(
            self.t("similar.sources", sources=self.t("list.semicolon").join(case.sources)), "faint", indent=2
        )

    def _answers(self, key: str, answers: tuple[ComparedAnswer, ...]) -> None:
        if not answers:
            return
        self.page.line(self.t(key), "strong", indent=2)
        shown = answers if self.everything else answers[:MOST_ANSWERS]
        for each in shown:
            fact = self.knowledge.facts[each.fact]
            ours, theirs = (fact.state_title(state).in_(self.lang) for state in (each.ours, each.theirs))
            value = ours if ours == theirs else self.t("similar.ours_theirs", ours=ours, theirs=theirs)
            mark = self.t("list.extra", text=self.t("similar.documented" if each.documented else "similar.estimated"))
            self.page.line(
                f"- {self.t('list.pair', name=fact.title.in_(self.lang), value=value)}{mark}", indent=4, hang=2
            )
        if len(answers) > len(shown):
            self.page.line(self.t("explain.more", count=len(answers) - len(shown)), "faint", indent=4)
