"""Economics as sentences: what numbers contradict, which mode they favour, and results and inputs by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.inputs import SEGMENTS
from mvpod_expert.economics.names import CONTRIBUTIONS, SYNERGY
from mvpod_expert.views.names import Names
from mvpod_expert.views.quantities import Quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.economics.model import Contradiction, Economics, Figure, Filled
    from mvpod_expert.economics.table import EconomicsTable
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

MOST_DRIVERS = 3


class EconomicsSentences(Names):
    """Says in sentences what the numbers of one market cell come to, by what the experts' file says of them."""

    def __init__(self, knowledge: KnowledgeBase, table: EconomicsTable, t: Messages, economics: Economics) -> None:
        super().__init__(knowledge, t)
        self.table = table
        self.economics = economics
        self.draws = f"{economics.draws:,}" if economics.draws else ""
        self.quantities = Quantities(t, economics.currency)
        found = ((mode, economics.figure(name)) for mode, name in CONTRIBUTIONS.items())
        self.modes = {mode: figure for mode, figure in found if figure is not None and figure.value is not None}

    def contradictions(self) -> Iterator[str]:
        """Say where the numbers contradict the rules or an answer."""
        return map(self._contradiction, self.economics.contradictions)

    def best_mode(self, *, with_contradiction: bool = True) -> Iterator[str]:
        """Say which mode the numbers favour, and how the recommendation compares, as a contradiction too or not."""
        best = self.economics.best
        if best is None:
            return
        first, second = best.modes[:2]
        lead = self.quantities.with_unit((self.modes[first].value or 0) - (self.modes[second].value or 0))
        text = self.t("figures.best", mode=self.mode(first), second=self.mode(second), lead=lead)
        if best.draws_best and self.draws:
            counts = ((self.mode(mode), f"{best.draws_best[mode]:,}") for mode in best.modes)
            shown = (self.t("figures.count_best", mode=mode, count=count) for mode, count in counts)
            text += self.t("figures.best_of_draws", draws=self.draws, counts=self.comma(shown))
        yield text
        if with_contradiction or best.standing != "contradicts":
            recommended = self.mode(best.recommended) if best.recommended else ""
            yield self.t(f"figure_standing.{best.standing}", mode=recommended, best=self.mode(first))

    def key_points(self) -> Iterator[str]:
        """Return which mode the numbers favour; and each mode's contribution, what the lead depends on, break-even."""
        if not self.modes:
            return
        if best := self.t("list.sentence_gap").join(self.best_mode(with_contradiction=False)):
            yield best
        values = (f"{self.mode(mode)} {self._money(CONTRIBUTIONS[mode])}" for mode in self.modes)
        told = [self.pair_of(self.t("figures.a_year_of_each"), self.comma(values))]
        if tornadoes := self.economics.tornadoes:
            drivers = self.comma(self._input(bar.input) for bar in tornadoes[0].bars[:MOST_DRIVERS])
            told.append(self.pair_of(self.t("figures.drives_most"), drivers))
        crossings = (each for each in self.economics.figures if each.crossing and each.value is not None)
        told += (self.pair_of(self.say(self.table.result(each.result).title), self._value(each)) for each in crossings)
        yield self.semicolon(told)

    def _contradiction(self, each: Contradiction) -> str:
        """Say what the rules or an answer say, and what the numbers say."""
        is_drawn = each.draws is not None and self.draws
        draws = self.t("figures.in_draws", count=f"{each.draws:,}", draws=self.draws) if is_drawn else ""
        if each.kind == "answer":
            filled = next(one for one in self.economics.fills if one.fact == each.about)
            answered = self.state(each.about, each.rules_say, filled.answered_given)
            numbers = self.state(each.about, each.numbers_say, filled.given)
            return self.t("figures.answer_differs", fact=self.fact(each.about), answered=answered, numbers=numbers)
        rules, numbers = self.mode(each.rules_say), self.mode(each.numbers_say)
        if each.kind == "synergy":
            return self.t("figures.no_synergy", mode=rules, value=self._money(SYNERGY), other=numbers, draws=draws)
        values = {
            "rules_value": self._money(CONTRIBUTIONS[each.rules_say]),
            "numbers_value": self._money(CONTRIBUTIONS[each.numbers_say]),
        }
        return self.t("figures.mode_differs", rules=rules, numbers=numbers, draws=draws, **values)

    def _money(self, result: str) -> str:
        figure = self.economics.figure(result)
        return self.quantities.with_unit((figure.value if figure is not None else None) or 0)

    def _value(self, figure: Figure) -> str:
        """Return a result with its unit and, where it has one, its range."""
        unit = self.table.result(figure.result).unit
        if figure.value is not None:
            text = self.quantities.with_unit(figure.value, unit)
        else:
            text = self.t(f"crossing.{figure.crossing}") if figure.crossing else self.t("figures.no_solution")
        spread = figure.spread
        if spread is None:
            return text
        ends = self.quantities.range(spread.p10, spread.p90, unit)
        text += self.t("list.extra", text=self.t("figures.range", range=ends))
        if figure.crossing and self.economics.draws and spread.counted < self.economics.draws:
            text += self.t("figures.counted", count=f"{spread.counted:,}", draws=self.draws)
        return text

    def _fill(self, each: Filled) -> str:
        """Say which answer a result settles, and what else the ranges leave open."""
        result = self.say(self.table.result(each.result).title)
        answer = self.pair(each.fact, each.state, each.given)
        text = self.t(f"figure_fill.{each.outcome}", answer=answer, result=result)
        others = [self.state(each.fact, state) for state in each.reached if state != each.state]
        return text + (self.t("figures.also_reached", states=self.t("list.or").join(others)) if others else "")

    def _input(self, name: str) -> str:
        """Name an input, with the segment or the group it belongs to."""
        title = self.say(self.table.input(name).title)
        if name.startswith(f"{SEGMENTS}.") and (segment := name.removeprefix(f"{SEGMENTS}.").rpartition(".")[0]):
            return self.t("figures.of_segment", segment=segment, title=title)
        key = f"figure_group.{name.partition('.')[0]}"
        group = self.t(key) if self.t.knows(key) else ""
        return title if group in title else self.t("figures.of_group", group=group, title=title)
