"""What `mvpod rules judge` prints: a borderline profile, the advice on it, and what makes it borderline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.names import TerminalView
from mvpod_workbench.views.tests import TestWords

if TYPE_CHECKING:
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.trace import Standing
    from mvpod_expert.views.console import Tone
    from mvpod_workbench.testing.borderline import Borderline

MOST_ARGUMENTS = 3


class JudgementView(TerminalView):
    """Prints the profiles of a review."""

    def profile(self, borderline: Borderline, advice: Advice, number: int, of: int) -> None:
        """Print a profile: its answers, the advice, each mode's best arguments, what would turn it."""
        self.page.title(self.t("judge.title", number=number, of=of))
        for fact, state in borderline.answers.items():
            self.page.line(f"- {self.pair(fact, state)}", indent=2, hang=2)
        self.page.line(
            self.t("judge.advice", came=TestWords(self.knowledge, self.t).standings(advice.mode)), "strong", hang=2
        )
        for standing in advice.mode.ranking:
            self._arguments(standing)
        if borderline.turn is not None:
            fact, state, mode = borderline.turn
            changed = self.pair(fact, state)
            self.page.line(self.t("judge.turn", changed=changed, mode=self.mode(mode)), "faint", hang=2)

    def tell(self, key: str, tone: Tone, **blanks: object) -> None:
        """Say a sentence."""
        self.page.line(self.t(key, **blanks), tone)

    def _arguments(self, standing: Standing) -> None:
        mode = self.mode(standing.mode)
        vetoes = [self._title(name) for name in standing.excluded_by]
        weighed = sorted(standing.contributions, key=lambda each: -abs(each.points))
        shown = [f"{each.points:+d} {self._title(each.rule)}" for each in weighed[:MOST_ARGUMENTS]]
        told = [f"{self.t('advice.veto')} {title}" for title in vetoes] or shown
        if told:
            self.page.line(self.pair_of(mode, ""), indent=2)
        for each in told:
            self.page.line(f"- {each}", indent=4, hang=2)
        if not vetoes and len(weighed) > MOST_ARGUMENTS:
            self.page.line(self.t("judge.more", count=len(weighed) - MOST_ARGUMENTS), "faint", indent=4)

    def _title(self, rule: str) -> str:
        return self.say(self.knowledge.rules[rule].title)
