"""Several market cells side by side in a terminal: their modes, where their answers differ, what to settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.mode.views.plan_terminal import PlanView
    from mvpod_expert.model.advice import Advice, Comparison
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.recommendation import Recommendation
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

MAX_DIFFERENCES_SHOWN = 12


class CellsView:
    """Prints the comparison of a client's cells.

    Args:
        knowledge: the knowledge base the advice was made with.
        t: the messages of one language.
        page: the page to print on.
        plan: prints what has to be settled.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, plan: PlanView) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang
        self.page = page
        self.plan = plan

    def show(self, recommendation: Recommendation) -> None:
        """Print every client's cells that were compared; nothing when none were."""
        for source in dict.fromkeys(each.source for each in recommendation.comparisons):
            cells = {advice.id: advice for advice in recommendation.cells if advice.source == source}
            self.page.title(self.t("compare.title"))
            for advice in cells.values():
                self._row(advice)
            for comparison in recommendation.comparisons:
                if comparison.source == source:
                    self._pair(comparison, cells)

    def _row(self, advice: Advice) -> None:
        decision = advice.mode
        modes = {mode.id: mode.title.in_(self.lang) for mode in self.knowledge.decision.modes}
        by_mode = {standing.mode: standing for standing in decision.ranking}
        nets = self.t("list.comma").join(
            self.t("compare.net", mode=title, net=f"{by_mode[mode].net:+d}") for mode, title in modes.items()
        )
        self.page.line(
            self.t(
                "compare.row",
                cell=advice.id,
                mode=modes[decision.recommended] if decision.recommended else self.t("compare.undecided"),
                verdict=self.t(f"verdict.{decision.verdict}"),
                nets=nets,
            ),
            indent=2,
            hang=2,
        )

    def _pair(self, comparison: Comparison, cells: dict[str, Advice]) -> None:
        one, other = (self._states(cells[cell]) for cell in comparison.cells)
        differing = [fact for fact in one if fact in other and one[fact] != other[fact]]
        if not comparison.plan:
            fact = self.knowledge.facts[self.knowledge.decision.compared_fact]
            state = fact.state_title(comparison.state).in_(self.lang)
            self.page.title(self.t("compare.pair", cells=self.t("list.comma").join(comparison.cells), state=state))
            self.page.line(self.t("compare.nothing"), indent=2)
        self.plan.comparison(comparison)
        if differing:
            texts = [
                self.t(
                    "list.pair",
                    name=self.knowledge.facts[fact].title.in_(self.lang),
                    value=" / ".join(
                        self.knowledge.facts[fact].state_title(states[fact]).in_(self.lang) for states in (one, other)
                    ),
                )
                for fact in differing[:MAX_DIFFERENCES_SHOWN]
            ]
            self.page.line(
                self.t("compare.differ", facts=self.t("list.semicolon").join(texts)), "faint", indent=2, hang=2
            )

    def _states(self, advice: Advice) -> dict[str, str]:
        """Give the answers of a cell that some rule rested on."""
        matched = [each for firing in advice.trace for each in firing.matched if each.origin == "answer"]
        states = {each.fact: each.state for each in matched}
        return {fact: states[fact] for fact in self.knowledge.facts if fact in states}
