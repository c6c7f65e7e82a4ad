"""What `mvpod rules judge` prints: a borderline profile, the advice on it, and what makes it borderline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.names import TerminalView
from mvpod_workbench.views.tests import TestWords

if TYPE_CHECKING:
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.trace import Standing
    from mvpod_workbench.testing.borderline import Borderline

MOST_ARGUMENTS = 3


class JudgementView(TerminalView):
    """Prints the profiles of a review."""

    def profile(self, borderline: Borderline, advice: Advice, number: int, of: int) -> None:
        """Print a profile: its answers, the advice, each mode's best arguments, what would turn it."""
        self.page.title(self.t("judge.title", number=number, of=of))
        for fact, state in borderline.answers.items():
            self.page.line(f"- {self.pair(fact, state)}", indent=2, hang=2)
        self.print("judge.advice", "strong", hang=2, came=TestWords(self.knowledge, self.t).standings(advice.mode))
        for standing in advice.mode.ranking:
            self._arguments(standing)
        if borderline.turn is not None:
            fact, state, mode = borderline.turn
            self.print("judge.turn", "faint", hang=2, changed=self.pair(fact, state), mode=self.mode(mode))

    def _arguments(self, standing: Standing) -> None:
        weighed = sorted(standing.contributions, key=lambda each: -abs(each.points))
        vetoes = [f"{self.t('advice.veto')} {self._title(name)}" for name in standing.excluded_by]
        shown = vetoes or [f"{each.points:+d} {self._title(each.rule)}" for each in weighed[:MOST_ARGUMENTS]]
        if shown:
            self.page.line(self.pair_of(self.mode(standing.mode), ""), indent=2)
        for each in shown:
            self.page.line(f"- {each}", indent=4, hang=2)
        if not vetoes and len(weighed) > MOST_ARGUMENTS:
            self.print("judge.more", "faint", indent=4, count=len(weighed) - MOST_ARGUMENTS)

    def _title(self, rule: str) -> str:
        return self.say(self.knowledge.rules[rule].title)
