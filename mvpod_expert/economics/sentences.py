"""What numbers say, in sentences of one language: for the terminal and for reports alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.inputs import declared_name, segment_of
from mvpod_expert.economics.names import CONTRIBUTIONS, MIXED, SYNERGY
from mvpod_expert.views.names import Names
from mvpod_expert.views.quantities import Quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.economics.model import Bar, BestByNumbers, Contradiction, Economics, Figure, Filled, Tornado
    from mvpod_expert.economics.table import DeclaredResult, EconomicsTable
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


class EconomicsSentences:
    """Says what the numbers of one market cell come to.

    Args:
        knowledge: the knowledge base.
        table: what the experts say of numbers.
        t: the messages of one language.
        economics: the results.
    """

    def __init__(self, knowledge: KnowledgeBase, table: EconomicsTable, t: Messages, economics: Economics) -> None:
        self.table = table
        self.t = t
        self.lang = t.lang
        self.economics = economics
        self.names = Names(knowledge, t)
        self.facts = knowledge.facts
        self.quantities = Quantities(t, economics.currency)

    def basis_of_ranges(self) -> str:
        """Say how ranges were made."""
        if self.economics.undrawn:
            return self.t("figures.undrawn")
        if self.economics.draws is None:
            return self.t("figures.no_ranges")
        return self.t("figures.drawn", draws=f"{self.economics.draws:,}", seed=self.economics.seed)

    def input(self, name: str) -> str:
        """Name an input, with the segment it belongs to."""
        title = self.table.input(declared_name(name)).title.in_(self.lang)
        segment = segment_of(name)
        if segment:
            return self.t("figures.of_segment", segment=segment, title=title)
        key = f"figure_group.{name.partition('.')[0]}"
        group = self.t(key) if self.t.knows(key) else ""
        return title if group in title else self.t("figures.of_group", group=group, title=title)

    def inputs(self, names: tuple[str, ...]) -> str:
        """Name several inputs."""
        return self.t("list.comma").join(map(self.input, names))

    def value(self, figure: Figure) -> str:
        """Give a result with its unit and, where it has one, its range."""
        declared = self.table.result(figure.result)
        if figure.value is None:
            text = self.t(f"crossing.{figure.crossing}") if figure.crossing else self.t("figures.no_solution")
        else:
            text = self.quantities.with_unit(figure.value, declared.unit)
        if figure.spread is None:
            return text
        ranged = self.quantities.spread(figure.spread, declared.unit)
        text += self.t("list.extra", text=self.t("figures.range", range=ranged))
        if figure.crossing and self.economics.draws and figure.spread.counted < self.economics.draws:
            text += self.t("figures.counted", count=f"{figure.spread.counted:,}", draws=f"{self.economics.draws:,}")
        return text

    def remarks(self, figure: Figure) -> Iterator[str]:
        """Give what else is to be said of a result."""
        declared = self.table.result(figure.result)
        if figure.value is not None and figure.crossing:
            yield self.t(f"crossing.{figure.crossing}")
        if figure.meets is not None and declared.at_least is not None:
            least = self.quantities.with_unit(declared.at_least, declared.unit)
            yield self.t("figures.meets" if figure.meets else "figures.falls_short", least=least)
        if figure.leg_reps is not None:
            segments = self.t("list.comma").join(self.economics.direct_segments)
            named = {"segments": segments} if figure.leg_reps == "workload" else {}
            yield self.t(f"leg_reps.{figure.leg_reps}", **named)
        if figure.spread is not None and figure.value is not None:
            spread = figure.spread
            if not spread.p10 <= figure.value <= spread.p90:
                yield self.t("figures.one_sided")

    def counted_as_zero(self) -> str:
        """Say which numbers were not given and counted as nothing; empty when there are none."""
        names = dict.fromkeys(name for each in self.economics.figures for name in each.counted_as_zero)
        return self.t("figures.counted_as_zero", inputs=self.inputs(tuple(names))) if names else ""

    def formula(self, declared: DeclaredResult) -> str:
        """Give a result's formula."""
        return self.t("figures.formula", formula=declared.formula.in_(self.lang))

    def support(self, declared: DeclaredResult) -> str:
        """Give what a result rests on: basis, principles, sources."""
        comma = self.t("list.comma")
        parts = [comma.join(declared.principle), comma.join(declared.sources)]
        return f"{self.names.basis(declared.basis)} " + " · ".join(filter(None, parts))

    def modes(self) -> tuple[tuple[str, Figure], ...]:
        """Give the modes whose contribution is there."""
        found = ((mode, self.economics.figure(name)) for mode, name in CONTRIBUTIONS.items())
        return tuple((mode, figure) for mode, figure in found if figure is not None and figure.value is not None)

    def contributions(self) -> tuple[tuple[str, ...], ...]:
        """Give the table of contributions: a head, a row for each part, and the sum; empty without contributions."""
        modes = self.modes()
        if not modes:
            return ()
        head = ("", *(self.names.mode(mode) for mode, _ in modes))
        rows = [
            (
                self.table.parts[part].in_(self.lang),
                *(self.quantities.bare(each.parts[part], "money") if each.parts.get(part) else "" for _, each in modes),
            )
            for part in self.table.parts
            if any(each.parts.get(part) for _, each in modes)
        ]
        total = (
            self.t("figures.contribution"),
            *(self.quantities.bare(each.value or 0, "money") for _, each in modes),
        )
        return (head, *rows, total)

    def best(self, best: BestByNumbers) -> str:
        """Say which mode contributes most, by how much, and how the rules' recommendation stands to it."""
        first, second = best.modes[:2]
        values = {mode: figure.value or 0 for mode, figure in self.modes()}
        lead = self.quantities.with_unit(values[first] - values[second], "money")
        text = self.t("figures.best", mode=self.names.mode(first), second=self.names.mode(second), lead=lead)
        if best.draws_best and self.economics.draws:
            counts = (f"{best.draws_best[mode]:,}" for mode in best.modes)
            told = (
                self.t("figures.count_best", mode=self.names.mode(mode), count=count)
                for mode, count in zip(best.modes, counts, strict=True)
            )
            draws = f"{self.economics.draws:,}"
            text += self.t("figures.best_of_draws", draws=draws, counts=self.t("list.comma").join(told))
        return text

    def standing(self, best: BestByNumbers) -> str:
        """Say how the rules' recommendation stands to the numbers."""
        mode = self.names.mode(best.recommended) if best.recommended else ""
        return self.t(f"figure_standing.{best.standing}", mode=mode, best=self.names.mode(best.modes[0]))

    def contradiction(self, each: Contradiction) -> str:
        """Say what the rules or an answer say, and what the numbers say."""
        draws = ""
        if each.draws is not None and self.economics.draws:
            draws = self.t("figures.in_draws", count=f"{each.draws:,}", draws=f"{self.economics.draws:,}")
        if each.kind == "answer":
            filled = next(one for one in self.economics.fills if one.fact == each.about)
            return self.t(
                "figures.answer_differs",
                fact=self.names.fact(each.about),
                answered=self.names.state(each.about, each.rules_say, filled.answered_given),
                numbers=self.names.state(each.about, each.numbers_say, filled.given),
            )
        values = {mode: self.quantities.with_unit(figure.value or 0, "money") for mode, figure in self.modes()}
        if each.kind == "mode":
            return self.t(
                "figures.mode_differs",
                rules=self.names.mode(each.rules_say),
                numbers=self.names.mode(each.numbers_say),
                rules_value=values[each.rules_say],
                numbers_value=values[each.numbers_say],
                draws=draws,
            )
        synergy = self.economics.figure(SYNERGY)
        value = self.quantities.with_unit(synergy.value or 0 if synergy else 0, "money")
        other = self.names.mode(each.numbers_say)
        return self.t("figures.no_synergy", mode=self.names.mode(each.rules_say), value=value, other=other, draws=draws)

    def fill(self, each: Filled) -> str:
        """Say which answer a result settles, and what else the ranges leave open."""
        pair = self.names.pair(each.fact, each.state, each.given)
        result = self.table.result(each.result).title.in_(self.lang)
        text = self.t(f"figure_fill.{each.outcome}", answer=pair, result=result)
        others = [self.names.state(each.fact, state) for state in each.reached if state != each.state]
        if others:
            text += self.t("figures.also_reached", states=self.t("list.or").join(others))
        return text

    def tornado_title(self, tornado: Tornado) -> str:
        """Name what a tornado is of, with its likely value."""
        value = self.quantities.with_unit(tornado.value, "money")
        if tornado.of == "synergy":
            return self.t("figures.tornado_synergy", value=value)
        one, other = (self.names.mode(mode) for mode in tornado.modes)
        remark = ""
        if self._is_synergy(tornado):
            is_turned = tornado.modes[0] != MIXED
            remark = self.t("figures.is_synergy_turned" if is_turned else "figures.is_synergy")
        return self.t("figures.tornado_difference", mode=one, other=other, value=value, remark=remark)

    def tornadoes(self) -> tuple[Tornado, ...]:
        """Give the tornadoes to show: the synergy's is left out where the lead of the best mode is the synergy."""
        shown = self.economics.tornadoes
        is_one = any(self._is_synergy(each) for each in shown)
        return tuple(each for each in shown if not (is_one and each.of == SYNERGY))

    def _is_synergy(self, tornado: Tornado) -> bool:
        return MIXED in tornado.modes and any(each.of == SYNERGY for each in self.economics.tornadoes)

    def bar(self, bar: Bar) -> str:
        """Say where a result goes with one input at its low and its high."""
        given = next(each for each in self.economics.inputs if each.input == bar.input)
        unit = self.table.input(declared_name(bar.input)).unit
        written = self.quantities.bare if unit == "money" else self.quantities.with_unit
        ends = (written(each, unit) for each in (given.low, given.high))
        results = (self.quantities.bare(each, "money") for each in (bar.at_low, bar.at_high))
        pairs = (self.t("figures.leads_to", input=one, result=other) for one, other in zip(ends, results, strict=True))
        turns = self.t("figures.turns") if (bar.at_low > 0) != (bar.at_high > 0) else ""
        return self.t("list.semicolon").join(pairs) + turns

    def missing(self) -> Iterator[tuple[str, str, str]]:
        """Give each missing input once: its name, the results that wait for it, and how to estimate it."""
        waiting: dict[str, list[str]] = {}
        for each in self.economics.missing:
            for name in each.missing:
                waiting.setdefault(name, []).append(self.table.result(each.result).title.in_(self.lang))
        for name, results in sorted(waiting.items(), key=lambda pair: -len(pair[1])):
            declared = self.table.input(declared_name(name))
            titles = self.t("list.comma").join(results)
            yield f"{self.input(name)}{self.t('list.extra', text=name)}", titles, declared.how.in_(self.lang)
