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
        """Print them.

        Args:
            advised: the advice on every cell.
            unusable: the files that could not be used.
            everything: print the cells that followed the advice as well.
        """
        otherwise = [each for each in advised if each.chosen != each.mode.recommended]
        key = "overrides.count" if otherwise else "overrides.none"
        self.page.line(self.t(key, cells=len(advised), count=len(otherwise)))
        patterns = Counter((each.mode.recommended, each.chosen) for each in otherwise)
        for (recommended, chosen), count in patterns.most_common():
            advised_mode, chosen_mode = map(self.mode, (recommended, chosen))
            text = self.t("overrides.pattern", advised=advised_mode, chosen=chosen_mode, count=count)
            self.page.line(f"- {text}", "strong", indent=2, hang=2)
        for advice in advised if everything else otherwise:
            self._cell(advice)
        if unusable:
            shown = self.comma(unusable[:MOST_UNUSABLE])
            self.page.line()
            self.page.line(self.t("overrides.unusable", count=len(unusable), files=shown), "faint")

    def _cell(self, advice: Advice) -> None:
        where = " · ".join(filter(None, [advice.client, advice.id if advice.id != ONLY_CELL else "", advice.source]))
        chosen = self.mode(advice.chosen) if advice.chosen != advice.mode.recommended else ""
        self.page.line()
        sentences = Sentences(self.knowledge, self.t)
        decided = sentences.decided(advice.mode)
        self.page.line(self.t("overrides.cell", where=where, decided=decided, chosen=chosen), hang=2)
        if advice.override is None:
            return
        self.page.line(self.t("overrides.because", because=advice.override.because), "warn", indent=2, hang=2)
        if chosen:
            arguments = HowExplainer(self.knowledge, advice).accounts()[0].pro[:MOST_ARGUMENTS]
            told = self.comma(map(sentences.argument, arguments))
            self.page.line(self.t("overrides.over", arguments=told), "faint", indent=2, hang=2)
