"""What people make of the advice, in a terminal: borderline profiles they judge, and cells they decided otherwise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.views.sentences import Sentences
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.views.names import TerminalView
from mvpod_workbench.views.tests import TestWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.trace import Standing
    from mvpod_workbench.testing.borderline import Borderline

MOST_ARGUMENTS = 3
MOST_UNUSABLE = 5


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


class OverridesView(TerminalView):
    """Prints overrides."""

    def show(self, advised: Sequence[Advice], unusable: Sequence[str], *, everything: bool) -> None:
        """Print them; with `everything`, the cells that followed the advice as well."""
        otherwise = [each for each in advised if each.chosen != each.mode.recommended]
        key = "overrides.count" if otherwise else "overrides.none"
        self.print(key, cells=len(advised), count=len(otherwise))
        patterns = Counter((each.mode.recommended, each.chosen) for each in otherwise)
        for (recommended, chosen), count in patterns.most_common():
            modes = {"advised": self.mode(recommended), "chosen": self.mode(chosen)}
            self.page.line(f"- {self.t('overrides.pattern', count=count, **modes)}", "strong", indent=2, hang=2)
        for advice in advised if everything else otherwise:
            self._cell(advice)
        if unusable:
            self.page.line()
            shown = self.comma(unusable[:MOST_UNUSABLE])
            self.print("overrides.unusable", "faint", count=len(unusable), files=shown)

    def _cell(self, advice: Advice) -> None:
        where = " · ".join(filter(None, [advice.client, advice.id if advice.id != ONLY_CELL else "", advice.source]))
        chosen = self.mode(advice.chosen) if advice.chosen != advice.mode.recommended else ""
        sentences = Sentences(self.knowledge, self.t)
        self.page.line()
        self.print("overrides.cell", hang=2, where=where, decided=sentences.decided(advice.mode), chosen=chosen)
        if advice.override is None:
            return
        self.print("overrides.because", "warn", indent=2, hang=2, because=advice.override.because)
        if chosen:
            arguments = HowExplainer(self.knowledge, advice).accounts()[0].pro[:MOST_ARGUMENTS]
            shown = self.comma(map(sentences.argument, arguments))
            self.print("overrides.over", "faint", indent=2, hang=2, arguments=shown)
