"""How sure a decision is, in a terminal: single answers, open questions, numbers near a limit, and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.stability import WHOLE
from mvpod_expert.mode.views.sentences import Sentences

if TYPE_CHECKING:
    from mvpod_expert.mode.explanation.sensitivity_model import BandStep, Counterfactual, Sensitivity, Stability
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

MOST_FLIPS = 6
MOST_RULES = 6


class SensitivityView:
    """Prints how sure a decision is.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
        everything: print every entry of long lists.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, *, everything: bool = False) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.page = page
        self.everything = everything
        self.sentences = Sentences(knowledge, t)

    def show(self, sure: Sensitivity) -> None:
        """Print it."""
        self._flips(sure)
        self._unknown(sure)
        self._numbers(sure)
        self._strengths(sure)
        self._rules(sure)

    def _flips(self, sure: Sensitivity) -> None:
        for mode in [*(each.id for each in self.knowledge.decision.modes), None]:
            turning = [each for each in sure.flips if each.recommended == mode]
            if turning:
                title = self.t("sure.flips", mode=self.sentences.mode(mode), count=len(turning))
                self.page.title(title)
                shown = turning if self.everything else turning[:MOST_FLIPS]
                for each in shown:
                    self._flip(each)
                self._more(len(turning) - len(shown))

    def _flip(self, turning: Counterfactual) -> None:
        reach = self.t(f"reach_short.{turning.reach}")
        self.page.line(
            f"- {self.sentences.change(turning.changes[0])}{self.t('list.extra', text=reach)}", indent=2, hang=2
        )

    def _unknown(self, sure: Sensitivity) -> None:
        self.page.title(self.t("sure.unknown"))
        modes = self.t("list.or").join(map(self.sentences.mode, sure.possible_modes))
        key = "sure.possible" if sure.open_facts else "sure.one_possible"
        self.page.line(self.t(key, modes=modes, count=len(sure.open_facts)), indent=2)
        if sure.may_exclude_all:
            self.page.line(self.t("advice.may_exclude_all"), "warn", indent=2)
        if sure.question is None:
            return
        fact = self.knowledge.facts[sure.question.fact]
        self.page.line(self.t("sure.question", fact=fact.title.in_(self.lang)), "strong", indent=2)
        self.page.line((fact.question or fact.title).in_(self.lang), indent=4)
        for prospect in sure.question.prospects:
            value = self.sentences.mode(prospect.recommended)
            if prospect.margin is not None and prospect.recommended is not None:
                value += self.t("list.extra", text=self.t("explain.lead", margin=prospect.margin))
            name = fact.state_title(prospect.state).in_(self.lang)
            self.page.line(f"- {self.t('list.pair', name=name, value=value)}", indent=4, hang=2)

    def _numbers(self, sure: Sensitivity) -> None:
        if not sure.numbers:
            return
        self.page.title(self.t("sure.numbers"))
        for step in sorted(sure.numbers, key=lambda each: (not each.turns, _relative(each))):
            self.page.line(f"- {self._step(step)}", "warn" if step.turns else "plain", indent=2, hang=2)

    def _step(self, step: BandStep) -> str:
        fact = self.knowledge.facts[step.fact]
        unit = fact.unit.in_(self.lang) if fact.unit else ""
        is_up = step.limit >= step.given
        side = ("from" if is_up else "to") if step.at_limit else ("above" if is_up else "below")
        return self.t(
            "sure.step_turns" if step.turns else "sure.step",
            fact=fact.title.in_(self.lang),
            given=f"{step.given:,} {unit}".strip(),
            distance=f"{step.distance:,}",
            limit=self.t(f"limit.{side}", limit=f"{step.limit:,}"),
            band=fact.state_title(step.to).in_(self.lang),
            mode=self.sentences.mode(step.recommended),
        )

    def _strengths(self, sure: Sensitivity) -> None:
        if not sure.strengths:
            return
        self.page.title(self.t("sure.strengths"))
        titles = {each.id: each.title.in_(self.lang) for each in self.knowledge.decision.strengths}
        for each in sure.strengths:
            self.page.line(f"- {self._interval(titles[each.name], each, '')}", indent=2, hang=2)

    def _rules(self, sure: Sensitivity) -> None:
        """Print the rules whose weight matters most; those that could as well be dropped or doubled are counted."""
        sensitive = [each for each in sure.rules if each.low > 0 or (each.high is not None and each.high < 2 * WHOLE)]
        sensitive.sort(key=_slack)
        self.page.title(self.t("sure.rules", count=len(sure.rules)))
        shown = sensitive if self.everything else sensitive[:MOST_RULES]
        for each in shown:
            title = self.knowledge.rules[each.name].title.in_(self.lang)
            self.page.line(f"- {self._interval(title, each, '%')}", indent=2, hang=2)
        self._more(len(sensitive) - len(shown))
        if len(sensitive) < len(sure.rules):
            self.page.line(self.t("sure.not_sensitive", count=len(sure.rules) - len(sensitive)), "faint", indent=2)

    def _interval(self, title: str, each: Stability, unit: str) -> str:
        """Say between which weights the decision stays, and what it becomes outside."""
        parts = []
        if each.low > 0:
            parts.append(self.t("sure.below", limit=f"{each.low}{unit}", mode=self.sentences.mode(each.below)))
        if each.high is not None:
            parts.append(self.t("sure.above", limit=f"{each.high}{unit}", mode=self.sentences.mode(each.above)))
        outside = self.t("list.semicolon").join(parts) or self.t("sure.whatever")
        return self.t("sure.interval", name=title, now=f"{each.now}{unit}", outside=outside)

    def _more(self, count: int) -> None:
        if count > 0:
            self.page.line(self.t("explain.more", count=count), "faint", indent=4)


def _relative(step: BandStep) -> float:
    """Give how far a number is from a limit, in terms of the limit."""
    return step.distance / (abs(step.limit) or 1)


def _slack(each: Stability) -> int:
    """Give how far a weight can move on its shorter side."""
    down = each.now - each.low if each.low > 0 else each.now + 1
    up = each.high - each.now if each.high is not None else each.now + 1
    return min(down, up)
