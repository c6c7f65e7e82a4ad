"""The advice in a terminal: the mode and verdict, the evidence, why not the others, the plan, what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.explanation.how import HowExplainer
from mvpod_expert.loading.case_files import ONLY_CELL

if TYPE_CHECKING:
    from mvpod_expert.explanation.how import Argument, Ground, ModeAccount
    from mvpod_expert.model.advice import Advice, Recommendation
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.page import Page, Tone
    from mvpod_expert.views.wording import Wording

TONE_OF_VERDICT: dict[str, Tone] = {"clear": "good", "leaning": "good"}
MAX_OPEN_SHOWN = 8


class AdviceView:
    """Prints a recommendation.

    Args:
        knowledge: the knowledge base the advice was made with.
        say: the wording.
        page: the page to print on.
    """

    def __init__(self, knowledge: KnowledgeBase, say: Wording, page: Page) -> None:
        self.knowledge = knowledge
        self.say = say
        self.lang = say.lang
        self.page = page

    def show(self, recommendation: Recommendation) -> None:
        """Print every cell's advice, then what it was made with."""
        for number, advice in enumerate(recommendation.cells):
            if number:
                self.page.line()
            self._cell(advice)
        self.page.line()
        edition = recommendation.knowledge
        self.page.line(
            self.say(
                "advice.made_with", version=edition.version, sha=edition.sha256[:12], engine=recommendation.engine
            ),
            "faint",
        )

    def _cell(self, advice: Advice) -> None:
        how = HowExplainer(self.knowledge, advice)
        accounts = how.accounts()
        self._head(advice, accounts)
        self.page.title(self.say("advice.evidence"))
        self.page.bars([self._bar(account) for account in accounts])
        for number, account in enumerate(accounts):
            self._account(account, with_reasons=number == 0)
        self._principles(how)
        self._plan(advice)
        self._unknowns(advice)

    def _head(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> None:
        where = " / ".join(filter(None, [advice.region, advice.segment])) or (
            advice.id if advice.id != ONLY_CELL else ""
        )
        self.page.line(" · ".join(filter(None, [advice.client, where])) or advice.source, "title")
        decision = advice.mode
        verdict = self.say(f"verdict.{decision.verdict}")
        if decision.recommended:
            mode = self.knowledge.decision.mode(decision.recommended)
            headline = self.say("advice.recommended", mode=mode.title.in_(self.lang), verdict=verdict)
            self.page.line(headline, TONE_OF_VERDICT[decision.verdict])
            self.page.line(mode.meaning.in_(self.lang), "faint", indent=2)
        else:
            self.page.line(self.say("advice.undecided", verdict=verdict), "warn")
        self.page.line(self._because(advice, accounts), indent=2)

    def _because(self, advice: Advice, accounts: tuple[ModeAccount, ...]) -> str:
        decision = advice.mode
        feasible = [account for account in accounts if not account.standing.excluded_by]
        if not feasible:
            return self.say("advice.all_excluded")
        names = [account.mode.title.in_(self.lang) for account in feasible]
        if decision.margin is None:
            return self.say("advice.only_feasible", leader=names[0])
        if decision.recommended is None:
            return self.say("advice.too_close", leader=names[0], second=names[1], margin=decision.margin)
        return self.say(
            "advice.leads",
            leader=names[0],
            second=names[1],
            margin=decision.margin,
            robust=len(advice.unknowns.possible_modes) == 1 and not advice.unknowns.may_exclude_all,
            nothing_open=not advice.unknowns.facts,
        )

    def _bar(self, account: ModeAccount) -> tuple[str, int, str]:
        standing = account.standing
        note = f"{standing.net:+d} (+{standing.for_} -{standing.against})"
        if standing.excluded_by:
            note += f" {self.say('advice.excluded')}"
        return account.mode.title.in_(self.lang), standing.net, note

    def _account(self, account: ModeAccount, *, with_reasons: bool) -> None:
        mode = account.mode.title.in_(self.lang)
        standing = account.standing
        if account.vetoes:
            self.page.title(self.say("advice.vetoed", mode=mode))
            for argument in account.vetoes:
                self._argument(argument, with_reasons=True)
        elif account.behind_by is not None:
            self.page.title(self.say("advice.why_not", mode=mode, points=account.behind_by))
        for arguments, key, points in (
            (account.pro, "advice.for", standing.for_),
            (account.contra, "advice.against", standing.against),
        ):
            if arguments:
                self.page.title(self.say(key, mode=mode, points=points))
            for argument in arguments:
                self._argument(argument, with_reasons=with_reasons)

    def _argument(self, argument: Argument, *, with_reasons: bool) -> None:
        mark = self.say("advice.veto") if argument.points is None else f"{argument.points:+d}"
        tone: Tone = "good" if (argument.points or -1) > 0 else "bad"
        self.page.line(f"{mark}  {argument.rule.title.in_(self.lang)}", tone, indent=2, hang=4)
        grounds = self.say("list.semicolon").join(self._ground(ground) for ground in argument.grounds)
        support = f"{', '.join(argument.rule.because.principle)} · {self.say(f'basis.{argument.rule.because.basis}')}"
        if argument.rule.because.sources:
            support += f" ({', '.join(argument.rule.because.sources)})"
        self.page.line(grounds, "faint", indent=6)
        self.page.line(f"[{support}]", "faint", indent=6)
        if with_reasons:
            self.page.line(argument.rule.because.reason.in_(self.lang), indent=6)

    def _ground(self, ground: Ground) -> str:
        text = self.say("list.pair", name=ground.title.in_(self.lang), value=ground.state.in_(self.lang))
        given = ground.matched.given
        if isinstance(given, int | float) and not isinstance(given, bool):
            unit = ground.unit.in_(self.lang) if ground.unit else ""
            text += self.say("list.extra", text=f"{given:,} {unit}".strip())
        if ground.behind:
            text += f" ← {self.say('list.comma').join(self._ground(each) for each in ground.behind)}"
        return text

    def _principles(self, how: HowExplainer) -> None:
        principles = how.principles()
        if not principles:
            return
        self.page.title(self.say("advice.principles"))
        for principle in principles:
            inferred = self.say("list.extra", text=self.say("advice.inferred")) if principle.inferred else ""
            where = ", ".join(f"{each.section}.{each.paragraph}.{each.sentence}" for each in principle.passage)
            title = principle.title.in_(self.lang)
            self.page.line(f"{principle.id}  {title}{inferred} — {where}", indent=2, hang=4)

    def _plan(self, advice: Advice) -> None:
        if not advice.plan:
            return
        items = {item.id: item for item in self.knowledge.items()}
        titles = {shelf.kind: shelf.title for shelf in self.knowledge.shelves}
        self.page.title(self.say("advice.plan"))
        kind = None
        for planned in advice.plan:
            if planned.kind != kind:
                kind = planned.kind
                self.page.line(titles[kind].in_(self.lang), "strong", indent=2)
            item = items[planned.item]
            support = f"{', '.join(item.principle)} · {self.say(f'basis.{item.basis}')}"
            self.page.line(f"- {item.title.in_(self.lang)} [{support}]", indent=2, hang=2)
            self.page.line(item.text.in_(self.lang), "faint", indent=4)

    def _unknowns(self, advice: Advice) -> None:
        unknowns = advice.unknowns
        if not unknowns.facts:
            return
        self.page.title(self.say("advice.unknown", count=len(unknowns.facts)))
        modes = [self.knowledge.decision.mode(mode).title.in_(self.lang) for mode in unknowns.possible_modes]
        if modes and unknowns.may_exclude_all:
            self.page.line(self.say("advice.may_exclude_all"), "warn", indent=2)
        if modes:
            key = "advice.cannot_change" if len(modes) == 1 else "advice.can_change"
            self.page.line(self.say(key, modes=self.say("list.or").join(modes), proven=unknowns.proven), indent=2)
        shown = sorted(unknowns.facts, key=lambda each: (each.status == "unanswered", not each.matters))
        for open_fact in shown[:MAX_OPEN_SHOWN]:
            fact = self.knowledge.facts[open_fact.fact]
            status = self.say(f"status.{open_fact.status}")
            what = self.say("list.extra", text=f"{open_fact.fact}{self.say('list.comma')}{status}")
            self.page.line(f"- {fact.title.in_(self.lang)}{what}", "faint", indent=2, hang=2)
        if len(shown) > MAX_OPEN_SHOWN:
            self.page.line(self.say("advice.more", count=len(shown) - MAX_OPEN_SHOWN), "faint", indent=2)
