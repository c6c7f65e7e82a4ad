"""Where cells were decided otherwise than advised, in a terminal: the patterns first, then each with its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.how import HowExplainer
from mvpod_expert.mode.views.sentences import Sentences
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.views.names import TerminalView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.advice import Advice

MOST_ARGUMENTS = 3
MOST_UNUSABLE = 5


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
