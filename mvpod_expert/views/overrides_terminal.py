"""Where cells were decided otherwise than advised, in a terminal: the patterns first, then each with its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mvpod_expert.explanation.how import HowExplainer
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.views.sentences import Sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.page import Page
    from mvpod_expert.views.wording import Wording

MOST_ARGUMENTS = 3
MOST_UNUSABLE = 5


class OverridesView:
    """Prints overrides.

    Args:
        knowledge: the knowledge base.
        say: the wording.
        page: the page to print on.
        everything: print the cells that followed the advice as well.
    """

    def __init__(self, knowledge: KnowledgeBase, say: Wording, page: Page, *, everything: bool = False) -> None:
        self.knowledge = knowledge
        self.say = say
        self.page = page
        self.everything = everything
        self.sentences = Sentences(knowledge, say)

    def show(self, advised: Sequence[Advice], unusable: Sequence[str]) -> None:
        """Print them.

        Args:
            advised: the advice on every cell.
            unusable: the files that could not be used.
        """
        otherwise = [each for each in advised if each.chosen != each.mode.recommended]
        key = "overrides.count" if otherwise else "overrides.none"
        self.page.line(self.say(key, cells=len(advised), count=len(otherwise)))
        patterns = Counter((each.mode.recommended, each.chosen) for each in otherwise)
        for (recommended, chosen), count in patterns.most_common():
            advised_mode, chosen_mode = (self.sentences.mode(each) for each in (recommended, chosen))
            text = self.say("overrides.pattern", advised=advised_mode, chosen=chosen_mode, count=count)
            self.page.line(f"- {text}", "strong", indent=2, hang=2)
        for advice in advised if self.everything else otherwise:
            self._cell(advice)
        if unusable:
            shown = self.say("list.comma").join(unusable[:MOST_UNUSABLE])
            self.page.line()
            self.page.line(self.say("overrides.unusable", count=len(unusable), files=shown), "faint")

    def _cell(self, advice: Advice) -> None:
        where = " · ".join(filter(None, [advice.client, advice.id if advice.id != ONLY_CELL else "", advice.source]))
        chosen = self.sentences.mode(advice.chosen) if advice.chosen != advice.mode.recommended else ""
        self.page.line()
        decided = self.sentences.decided(advice.mode)
        self.page.line(self.say("overrides.cell", where=where, decided=decided, chosen=chosen), hang=2)
        if advice.override is None:
            return
        self.page.line(self.say("overrides.because", because=advice.override.because), "warn", indent=2, hang=2)
        if chosen:
            arguments = HowExplainer(self.knowledge, advice).accounts()[0].pro[:MOST_ARGUMENTS]
            told = self.say("list.comma").join(map(self.sentences.argument, arguments))
            self.page.line(self.say("overrides.over", arguments=told), "faint", indent=2, hang=2)
