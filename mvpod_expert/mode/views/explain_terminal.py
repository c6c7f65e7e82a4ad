"""Explanations in a terminal: how, why not and what if; how sure and the cases alike have views of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mvpod_expert.mode.explanation.model import How, HowAbout, Similar, WhatIf, WhyNot
from mvpod_expert.mode.explanation.sensitivity_model import REACHES, Sensitivity
from mvpod_expert.mode.views.arguments_terminal import ArgumentsView
from mvpod_expert.mode.views.rule_words import RuleWords
from mvpod_expert.mode.views.sensitivity_terminal import SensitivityView
from mvpod_expert.mode.views.sentences import Sentences
from mvpod_expert.mode.views.similar_terminal import SimilarView
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.principles import BASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mvpod_expert.mode.explanation.model import Argument, Explained, ExplainedCell, ModeAccount, PlanChange
    from mvpod_expert.mode.explanation.sensitivity_model import Counterfactual
    from mvpod_expert.model.advice import Decision, Firing
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

Depth = Literal["sentence", "arguments", "proof"]
DEPTHS: tuple[Depth, ...] = ("sentence", "arguments", "proof")

MOST_SETS = 4
"""The sets of each group that are printed unless all are asked for."""

MOST_AGAINST = 5


class ExplainView:
    """Prints explanations.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
        depth: how much is told: one sentence, the arguments, or the whole proof.
        everything: print every entry of long lists.
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        t: Messages,
        page: Terminal,
        *,
        depth: Depth = "arguments",
        everything: bool = False,
    ) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.page = page
        self.depth = depth
        self.everything = everything
        self.arguments = ArgumentsView(knowledge, t, page)
        self.sentences = Sentences(knowledge, t)
        self.words = RuleWords(knowledge, t)

    def show(self, explained: Explained) -> None:
        """Print every cell's explanation, and what it was made with."""
        for number, cell in enumerate(explained.cells):
            if number:
                self.page.line()
            self._cell(cell)
        if self.depth == "sentence":
            return
        edition = explained.knowledge
        self.page.line()
        made_with = self.t(
            "advice.made_with", version=edition.version, sha=edition.sha256[:12], engine=explained.engine
        )
        self.page.line(made_with, "faint")

    def _cell(self, cell: ExplainedCell) -> None:
        where = " / ".join(filter(None, [cell.region, cell.segment])) or (cell.id if cell.id != ONLY_CELL else "")
        self.page.line(" · ".join(filter(None, [cell.client, where])) or cell.source, "title")
        self.page.line(cell.sentence.in_(self.lang), "strong")
        self.arguments.begin()
        if self.depth == "sentence":
            return
        match cell.explanation:
            case How():
                self._how(cell.explanation)
            case HowAbout():
                self._how_about(cell.explanation)
            case WhyNot():
                self._why_not(cell.explanation)
            case WhatIf():
                self._what_if(cell.explanation)
            case Sensitivity():
                SensitivityView(self.knowledge, self.t, self.page, everything=self.everything).show(cell.explanation)
            case Similar():
                SimilarView(self.knowledge, self.t, self.page, everything=self.everything).show(cell.explanation)

    def _how(self, how: How) -> None:
        self.page.title(self.t("advice.evidence"))
        self.arguments.bars(how.accounts)
        for account in how.accounts:
            self.page.title(self._sum(account))
            for argument in (*account.vetoes, *account.pro, *account.contra):
                self._argument(argument)
            if not (account.vetoes or account.pro or account.contra):
                self.page.line(self.t("explain.no_arguments"), "faint", indent=2)
        if self.depth == "proof":
            self.arguments.principles(how.principles, with_meaning=True)
            self.arguments.sources(how.sources)
            self.page.line()
            self.page.line(
                self.t("list.space").join(
                    self.t(
                        "plan.legend",
                        mark=self.arguments.names.basis(basis),
                        meaning=self.t(f"basis_meaning.{basis}"),
                    )
                    for basis in BASES
                ),
                "faint",
            )

    def _how_about(self, how: HowAbout) -> None:
        for proof in how.proofs:
            rule = self.knowledge.rules[proof.rule]
            effects = self.t("list.semicolon").join(map(self.words.outcome, proof.effects))
            self.page.line()
            self.page.line(f"{rule.title.in_(self.lang)} → {effects}", "good", indent=2, hang=2)
            self.arguments.grounds(rule, proof.grounds)

    def _sum(self, account: ModeAccount) -> str:
        """Say how a mode's points add up."""
        name = self.arguments.names.mode(account.mode)
        text = self.t("explain.sum", mode=name, net=f"{account.net:+d}", pro=account.for_, contra=account.against)
        return f"{text} {self.t('advice.excluded')}" if account.vetoes else text

    def _argument(self, argument: Argument) -> None:
        if self.depth == "proof":
            self.arguments.proof(argument)
        else:
            self.arguments.head(argument)

    def _why_not(self, why: WhyNot) -> None:
        if why.decision.recommended == why.mode:
            return
        mode = self.arguments.names.mode(why.mode)
        self.arguments.bars(each for each in (why.leader, why.account) if each is not None)
        for key, arguments in (
            ("explain.vetoed_by", why.account.vetoes),
            ("explain.its_best", why.account.pro),
            ("explain.against_it", why.account.contra),
        ):
            self._some_arguments(self.t(key, mode=mode), arguments)
        if why.leader is not None:
            name = self.arguments.names.mode(why.leader.mode)
            self._some_arguments(self.t("explain.for_the_other", mode=name), why.leader.pro)
        self._turnings(why)

    def _some_arguments(self, title: str, arguments: Sequence[Argument]) -> None:
        if not arguments:
            return
        shown = arguments if self.everything or self.depth == "proof" else arguments[:MOST_AGAINST]
        self.page.title(title)
        for argument in shown:
            if self.depth == "proof":
                self.arguments.proof(argument)
            else:
                self.arguments.argument(argument, with_reason=argument.points is None)
        self._more(len(arguments) - len(shown))

    def _turnings(self, why: WhyNot) -> None:
        mode = self.arguments.names.mode(why.mode)
        self.page.title(self.t("explain.turnings", mode=mode, count=len(why.turnings), up_to=why.up_to))
        if not why.turnings:
            self.page.line(self.t("explain.no_turning", up_to=why.up_to, mode=mode), indent=2)
            return
        for reach in REACHES:
            group = [each for each in why.turnings if each.reach == reach]
            if group:
                self.page.line(self.t(f"reach.{reach}", count=len(group)), "strong", indent=2)
            shown = group if self.everything else group[:MOST_SETS]
            for each in shown:
                self._turning(each)
            self._more(len(group) - len(shown))
        self.page.line(self.t("explain.verified"), "faint", indent=2)

    def _turning(self, turning: Counterfactual) -> None:
        changes = self.t("list.semicolon").join(map(self.sentences.change, turning.changes))
        lead = (
            "" if turning.margin is None else self.t("list.extra", text=self.t("explain.lead", margin=turning.margin))
        )
        self.page.line(f"- {changes}{lead}", indent=4, hang=2)

    def _what_if(self, what: WhatIf) -> None:
        self.page.line()
        self.page.columns(self._side_by_side(what.before, what.after))
        self._rules("explain.rules_came", what.came)
        self._rules("explain.rules_went", what.went)
        self._plan("came", what.plan)
        self._plan("went", what.plan)
        self._plan("reassigned", what.plan)
        if not (what.came or what.went or what.plan):
            self.page.line(self.t("explain.nothing_changes"), indent=2)

    def _side_by_side(self, before: Decision, after: Decision) -> list[list[str]]:
        rows = [
            ["", self.t("explain.before"), self.t("explain.after")],
            [self.t("explain.decision"), self.sentences.decided(before), self.sentences.decided(after)],
            [self.t("explain.margin"), *(self._points(each.margin) for each in (before, after))],
        ]
        for mode in self.knowledge.decision.modes:
            standings = [next(one for one in each.ranking if one.mode == mode.id) for each in (before, after)]
            nets = [
                f"{each.net:+d}" + (f" {self.t('advice.excluded')}" if each.excluded_by else "") for each in standings
            ]
            rows.append([mode.title.in_(self.lang), *nets])
        return rows

    @staticmethod
    def _points(margin: int | None) -> str:
        return "-" if margin is None else str(margin)

    def _rules(self, key: str, firings: Iterable[Firing]) -> None:
        listed = list(firings)
        if not listed:
            return
        self.page.title(self.t(key, count=len(listed)))
        for firing in listed:
            rule = self.knowledge.rules[firing.rule]
            effects = self.t("list.semicolon").join(map(self.words.outcome, firing.effects))
            self.page.line(f"- {rule.title.in_(self.lang)} → {effects}", indent=2, hang=2)
            self.page.line(self.arguments.names.support(rule), "faint", indent=4)

    def _plan(self, change: str, changes: Iterable[PlanChange]) -> None:
        listed = [each for each in changes if each.change == change]
        if not listed:
            return
        self.page.title(self.t(f"plan_change.{change}", count=len(listed)))
        for each in listed:
            text = self.words.names.item(each.item)
            options = [self.t("list.comma").join(map(self.words.names.item, names)) for names in (each.was, each.to)]
            if change == "reassigned":
                text = self.t("explain.reassigned", item=text, was=options[0], to=options[1])
            elif any(options):
                text = self.t("list.pair", name=text, value="".join(options))
            self.page.line(f"- {text}", indent=2, hang=2)

    def _more(self, count: int) -> None:
        if count > 0:
            self.page.line(self.t("explain.more", count=count), "faint", indent=4)
