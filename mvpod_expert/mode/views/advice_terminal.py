"""The advice in a terminal: the mode and verdict, the evidence, why not the others, the plan, what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.audit.terminal import AuditView
from mvpod_expert.economics import parts as economics_parts
from mvpod_expert.economics.terminal import EconomicsView
from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.views.arguments_terminal import ArgumentsView
from mvpod_expert.mode.views.cells_terminal import CellsView
from mvpod_expert.mode.views.plan_terminal import PlanView
from mvpod_expert.mode.views.sentences import Sentences, near_modes
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.trends import parts as trends_parts
from mvpod_expert.trends.terminal import TrendsView
from mvpod_expert.vendors import parts as vendors_parts
from mvpod_expert.vendors.terminal import VendorsView

if TYPE_CHECKING:
    from mvpod_expert.mode.explanation.model import Argument, ModeAccount
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.recommendation import Recommendation
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages

TONE_OF_VERDICT: dict[str, Tone] = {"clear": "good", "leaning": "good", "open": "warn"}
MAX_OPEN_SHOWN = 8
MAX_ASKED_FIRST = 3


class AdviceView:
    """Prints a recommendation.

    Args:
        knowledge: the knowledge base the advice was made with.
        t: the messages of one language.
        page: the page to print on.
        brief: leave out reasons, details and principles.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, *, brief: bool = False) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.page = page
        self.brief = brief
        self.plan = PlanView(knowledge, t, page, brief=brief)
        self.arguments = ArgumentsView(knowledge, t, page)
        self.sentences = Sentences(knowledge, t)
        self.economics = EconomicsView(knowledge, t, page)
        self.trends = TrendsView(knowledge, t, page)
        self.audit = AuditView(knowledge, t, page)
        self.vendors = VendorsView(knowledge, t, page)

    def show(self, recommendation: Recommendation) -> None:
        """Print every cell's advice, then what the marks mean and what it was made with."""
        for number, advice in enumerate(recommendation.cells):
            if number:
                self.page.line()
            self._cell(advice)
        CellsView(self.knowledge, self.t, self.page, self.plan).show(recommendation)
        self.audit.in_advice(audit_parts.results_in(recommendation))
        self.vendors.in_advice(vendors_parts.results_in(recommendation))
        self.page.line()
        self.page.line(self.plan.legend(), "faint")
        if not self.brief:
            self.page.line(self.t("advice.shorter"), "faint")
        edition = recommendation.knowledge
        self.page.line(
            self.t("advice.made_with", version=edition.version, sha=edition.sha256[:12], engine=recommendation.engine),
            "faint",
        )

    def _cell(self, advice: Advice) -> None:
        how = HowExplainer(self.knowledge, advice)
        accounts = how.accounts()
        self.arguments.begin()
        self._head(advice, accounts)
        self._doubts(advice)
        economics, trends = economics_parts.result_in(advice), trends_parts.result_in(advice)
        if economics is not None:
            self.economics.in_advice(economics)
        if trends is not None:
            self.trends.in_advice(trends, self._where(advice) or advice.source)
        self.page.title(self.t("advice.evidence"))
        self.arguments.bars(accounts)
        for number, account in enumerate(accounts):
            self._account(account, with_reasons=number == 0 and not self.brief)
        self.plan.contingencies(advice)
        title = self.t("advice.plan")
        if advice.override is not None:
            title = self.t("advice.plan_for", mode=self.arguments.names.mode(advice.override.mode))
        self.plan.plan(advice.plan, title)
        if not self.brief:
            self.arguments.principles(how.principles(advice.trace))
        self._unknowns(advice)

    def _head(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> None:
        self.page.line(" · ".join(filter(None, [advice.client, self._where(advice)])) or advice.source, "title")
        decision = advice.mode
        verdict = self.t(f"verdict.{decision.verdict}")
        if decision.recommended:
            mode = self.knowledge.decision.mode(decision.recommended)
            headline = self.t("advice.recommended", mode=self.sentences.leading(decision), verdict=verdict)
            self.page.line(headline, TONE_OF_VERDICT[decision.verdict])
            self.page.line(mode.meaning.in_(self.lang), "faint", indent=2)
        else:
            self.page.line(self.t("advice.undecided", verdict=verdict), "warn")
        self.page.line(self._because(advice, accounts), indent=2)
        if record := self.sentences.record(decision):
            self.page.line(record, indent=2)
        if decision.verdict == "open":
            self._what_decides(advice, accounts)
        if advice.override is not None:
            agrees = advice.override.mode == decision.recommended
            self.page.line(
                self.t(
                    "advice.override_agrees" if agrees else "advice.override",
                    mode=self.arguments.names.mode(advice.override.mode),
                    because=advice.override.because,
                ),
                "warn",
            )

    def _what_decides(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> None:
        """Print what stands between two modes that are near: the best argument of either, and what to ask first."""
        near = [account for account in accounts if account.mode in near_modes(advice.mode)]
        best = [self.knowledge.rules[account.pro[0].rule].title.in_(self.lang) for account in near if account.pro]
        names = [self.arguments.names.mode(account.mode) for account in near]
        if len(best) > 1:
            said = self.t("advice.decides", leader=names[0], second=names[1], pro=best[0], contra=best[1])
            self.page.line(said, indent=2)
        asked = [each.fact for each in advice.unknowns.facts if "mode" in each.can_change][:MAX_ASKED_FIRST]
        if asked:
            titles = (self.knowledge.facts[fact].title.in_(self.lang) for fact in asked)
            self.page.line(self.t("advice.ask_first", facts=self.t("list.comma").join(titles)), indent=2)

    def _where(self, advice: Advice) -> str:
        place = " / ".join(filter(None, [advice.region, advice.segment]))
        return place or (advice.id if advice.id != ONLY_CELL else "")

    def _doubts(self, advice: Advice) -> None:
        if not advice.doubts:
            return
        self.page.title(self.t("advice.doubts"))
        for doubt in advice.doubts:
            rule = self.knowledge.rules[doubt.rule]
            facts = [self.knowledge.facts[each.fact] for each in doubt.matched]
            answers = self.t("list.semicolon").join(
                self.t("list.pair", name=fact.title.in_(self.lang), value=fact.state_title(each.state).in_(self.lang))
                for fact, each in zip(facts, doubt.matched, strict=True)
            )
            self.page.line(f"! {answers}", "warn", indent=2, hang=2)
            self.page.line(rule.because.reason.in_(self.lang), indent=4)
            names = (self.knowledge.facts[fact].title.in_(self.lang) for fact in doubt.reask)
            self.page.line(self.t("advice.reask", facts=self.t("list.comma").join(names)), indent=4)
            self.page.line(f"[{self.arguments.names.support(rule)}]", "faint", indent=4)

    def _because(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> str:
        decision = advice.mode
        feasible = [account for account in accounts if not account.vetoes]
        if not feasible:
            return self.t("advice.all_excluded")
        names = [self.arguments.names.mode(account.mode) for account in feasible]
        if decision.margin is None:
            return self.t("advice.only_feasible", leader=names[0])
        if decision.recommended is None:
            return self.t("advice.too_close", leader=names[0], second=names[1], margin=decision.margin)
        return self.t(
            "advice.leads",
            leader=names[0],
            second=names[1],
            margin=decision.margin,
            robust=len(advice.unknowns.possible_modes) == 1 and not advice.unknowns.may_exclude_all,
            nothing_open=not any(each.bears_on == "mode" for each in advice.unknowns.facts),
        )

    def _account(self, account: ModeAccount, *, with_reasons: bool) -> None:
        mode = self.arguments.names.mode(account.mode)
        if account.vetoes:
            self.page.title(self.t("advice.vetoed", mode=mode))
            for argument in account.vetoes:
                self._argument(argument, with_reason=True)
        elif account.behind_by is not None:
            self.page.title(self.t("advice.why_not", mode=mode, points=account.behind_by))
        for arguments, key, points in (
            (account.pro, "advice.for", account.for_),
            (account.contra, "advice.against", account.against),
        ):
            if arguments:
                self.page.title(self.t(key, mode=mode, points=points))
            for argument in arguments:
                self._argument(argument, with_reason=with_reasons)

    def _argument(self, argument: Argument, *, with_reason: bool) -> None:
        if self.brief:
            self.arguments.head(argument)
        else:
            self.arguments.argument(argument, with_reason=with_reason)

    def _unknowns(self, advice: Advice) -> None:
        unknowns = advice.unknowns
        sharpening = [each for each in unknowns.facts if each.can_change == ("plan",)]
        if sharpening:
            names = [self.knowledge.facts[each.fact].title.in_(self.lang) for each in sharpening]
            shown, more = names[:MAX_OPEN_SHOWN], max(0, len(names) - MAX_OPEN_SHOWN)
            self.page.line()
            self.page.line(self.t("advice.sharpen", facts=self.t("list.comma").join(shown), more=more), "faint")
        of_mode = [each for each in unknowns.facts if each.bears_on == "mode"]
        if not of_mode:
            return
        self.page.title(self.t("advice.unknown", count=len(of_mode)))
        modes = [self.knowledge.decision.mode(mode).title.in_(self.lang) for mode in unknowns.possible_modes]
        if modes and unknowns.may_exclude_all:
            self.page.line(self.t("advice.may_exclude_all"), "warn", indent=2)
        if modes:
            key = "advice.cannot_change" if len(modes) == 1 else "advice.can_change"
            self.page.line(self.t(key, modes=self.t("list.or").join(modes), proven=unknowns.proven), indent=2)
        ordered = sorted(of_mode, key=lambda each: (each.status == "unanswered", "mode" not in each.can_change))
        for open_fact in ordered[:MAX_OPEN_SHOWN]:
            fact = self.knowledge.facts[open_fact.fact]
            status = self.t(f"status.{open_fact.status}")
            what = self.t("list.extra", text=f"{open_fact.fact}{self.t('list.comma')}{status}")
            self.page.line(f"- {fact.title.in_(self.lang)}{what}", "faint", indent=2, hang=2)
        if len(ordered) > MAX_OPEN_SHOWN:
            self.page.line(self.t("advice.more", count=len(ordered) - MAX_OPEN_SHOWN), "faint", indent=2)
