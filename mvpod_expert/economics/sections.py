"""Economics as sections: contradictions, contributions side by side, what drives them, results, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.capability import Presenter, ReportPart
from mvpod_expert.document.tree import Bar, Column, Detail, Item, Lines, Listing, Note, Paragraph, Section, Span, Table
from mvpod_expert.economics.capability import ECONOMICS, TABLE
from mvpod_expert.economics.names import MIXED, SYNERGY
from mvpod_expert.economics.sentences import EconomicsSentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.document.tree import Block, Inline
    from mvpod_expert.economics.model import Bar as Swing
    from mvpod_expert.economics.model import Figure, Tornado
    from mvpod_expert.economics.table import DeclaredInput, DeclaredResult
    from mvpod_expert.model.advice import Advice, Recommendation

MOST_BARS = {Detail.BRIEF: 5, Detail.USUAL: 8, Detail.REPORT: 8}
MOST_MISSING = 5


class EconomicsSections(EconomicsSentences):
    """Builds sections about the economics of one market cell."""

    def in_short(self) -> Iterator[Block]:
        """Return contradictions, the best mode by the numbers, and the answers that the numbers settle."""
        yield from map(Note, self.contradictions())
        yield from map(Paragraph, self.best_mode(with_contradiction=False))
        yield Listing(tuple(self._fill(fill) for fill in self.economics.fills if fill.outcome == "filled"))
        yield Paragraph(self.t("figures.see_economics"), "faint")

    def of_items(self, mode: str | None) -> Iterator[tuple[str, str]]:
        """Return where metrics stand by the numbers of the mode that is planned for, and what moves cost, by item."""
        known = {given.input: given.likely for given in self.economics.inputs}
        known |= {figure.result: figure.value for figure in self.economics.figures if figure.value is not None}
        declarations: tuple[DeclaredInput | DeclaredResult, ...] = (*self.table.inputs, *self.table.results)
        for declared in declarations:
            if declared.metric is not None and declared.id in known and mode and declared.id.startswith(mode):
                yield declared.metric, self.quantities.with_unit(known[declared.id], declared.unit)
        for given in self.economics.inputs:
            declared_input = self.table.input(given.input)
            for cost in declared_input.moves:
                low, high = given.low * cost.low, given.high * cost.high
                yield cost.item, self.t("figures.a_year", amount=self.quantities.range(low, high, declared_input.unit))

    def blocks(self, detail: Detail) -> Iterator[Block]:
        """Return everything that follows from the numbers.

        `FULL` has all inputs that drive a result, and how to estimate each one that is missing; `BRIEF` leaves out
        formulas and which answers the numbers settle.
        """
        economics = self.economics
        key = "no_ranges" if economics.draws is None else "drawn"
        how = self.t(f"figures.{'undrawn' if economics.undrawn else key}", draws=self.draws, seed=economics.seed)
        yield Paragraph(how, "warn" if economics.undrawn else "faint")
        if economics.contradictions:
            yield Section(self.t("figures.contradictions"), tuple(map(Note, self.contradictions())))
        currency = self.t("list.extra", text=economics.currency) if economics.currency else ""
        yield Section(self.t("figures.contributions") + currency, tuple(self._contributions(detail)))
        yield from self._results(detail)
        if economics.fills and detail != Detail.BRIEF:
            yield Section(self.t("figures.fills"), (Listing(tuple(map(self._fill, economics.fills))),))
        zero = dict.fromkeys(name for figure in economics.figures for name in figure.counted_as_zero)
        if zero and detail != Detail.BRIEF:
            yield Paragraph(self.t("figures.counted_as_zero", inputs=self.comma(map(self._input, zero))), "faint")
        yield from self._missing(detail)

    def _results(self, detail: Detail) -> Iterator[Block]:
        """Return the results by group with their formulas; in brief one table of their amounts alone."""
        columns = (
            Column(self.t("figures.column_result"), weight=2),
            Column(self.t("figures.column_amount"), weight=2, stacked="head"),
            Column(self.t("figures.column_formula"), weight=4, stacked="lines"),
        )
        brief: list[tuple[str, Lines]] = []
        for group in self.table.groups:
            found = (self.economics.figure(each.id) for each in self.table.results if each.group == group.id)
            rows = tuple(self._result(each, detail) for each in found if each is not None)
            if detail == Detail.BRIEF:
                brief += [row[:2] for row in rows]
            elif rows:
                yield Section(self.say(group.title), (Table(columns, rows, is_wide=True),))
        if brief:
            heads = tuple(Column(each.title) for each in columns[:2])
            yield Section(self.t("figures.results"), (Table(heads, tuple(brief)),))

    def _contributions(self, detail: Detail) -> Iterator[Block]:
        modes = self.modes
        if modes:
            parts = self.table.parts.items()
            found = ((name, [each.parts.get(part) or None for each in modes.values()]) for part, name in parts)
            rows = [(self.say(name), values) for name, values in found if any(values)]
            rows.append((self.t("figures.contribution"), [each.value or 0 for each in modes.values()]))
            bare = self.quantities.bare
            shown = ((head, *("" if value is None else bare(value) for value in values)) for head, values in rows)
            columns = (Column(weight=2), *(Column(self.mode(mode), "right") for mode in modes))
            yield Table(columns, tuple(shown), has_total=True)
        yield from (Paragraph(text, "strong") for text in self.best_mode())
        # Where the lead of the best mode is the synergy, the synergy's own tornado would say the same again.
        is_said = any(map(self._is_synergy, self.economics.tornadoes))
        for tornado in self.economics.tornadoes:
            if not (is_said and tornado.of == SYNERGY):
                yield from self._tornado(tornado, detail)

    def _is_synergy(self, tornado: Tornado) -> bool:
        return MIXED in tornado.modes and any(tornadoe.of == SYNERGY for tornadoe in self.economics.tornadoes)

    def _tornado(self, tornado: Tornado, detail: Detail) -> Iterator[Block]:
        shown = tornado.bars[: MOST_BARS.get(detail)]
        ends = [tornado.value, *(end for bar in tornado.bars for end in (bar.at_low, bar.at_high))]
        low, high = min(ends), max(ends)
        columns = (Column(self.t("figures.column_input"), weight=2), Column(self.t("figures.column_leads_to")))
        rows = tuple(
            (
                Lines((self._input(swing.input), Span(self._swing(swing), "faint"))),
                Bar(swing.at_low, swing.at_high, low, high, tornado.value),
            )
            for swing in shown
        )
        value = self.quantities.with_unit(tornado.value)
        title = self.t("figures.tornado_synergy", value=value)
        if tornado.of != SYNERGY:
            one, other = map(self.mode, tornado.modes)
            key = "figures.is_synergy" if tornado.modes[0] == MIXED else "figures.is_synergy_turned"
            remark = self.t(key) if self._is_synergy(tornado) else ""
            title = self.t("figures.tornado_difference", mode=one, other=other, value=value, remark=remark)
        yield Table(columns, rows, title)
        if len(shown) < len(tornado.bars):
            yield Paragraph(self.t("figures.less_driving", count=len(tornado.bars) - len(shown)), "faint")
        if any((bar.at_low > 0) != (bar.at_high > 0) for bar in shown):
            yield Paragraph(self.t("figures.turns_note"), "faint")

    def _swing(self, swing: Swing) -> str:
        """Say where a result goes with one input at its low and its high."""
        given = next(each for each in self.economics.inputs if each.input == swing.input)
        unit = self.table.input(swing.input).unit
        bare = self.quantities.bare
        written = bare if unit == "money" else self.quantities.with_unit
        ends = ((given.low, swing.at_low), (given.high, swing.at_high))
        shown = (self.t("figures.leads_to", input=written(one, unit), result=bare(other)) for one, other in ends)
        turns = self.t("figures.turns") if (swing.at_low > 0) != (swing.at_high > 0) else ""
        return self.semicolon(shown) + turns

    def _result(self, figure: Figure, detail: Detail) -> tuple[str, Lines, Lines]:
        declared = self.table.result(figure.result)
        support = self.supported(declared.basis, self.comma(declared.principle), self.comma(declared.sources))
        meaning = (Span(self.say(declared.meaning), "faint"),) if detail >= Detail.REPORT else ()
        formula = self.t("figures.formula", formula=self.say(declared.formula))
        return (
            self.say(declared.title),
            Lines((self._value(figure), *self._remarks(figure))),
            Lines((formula, *meaning, support)),
        )

    def _remarks(self, figure: Figure) -> Iterator[Inline]:
        """Return what else is to be said of a result."""
        declared = self.table.result(figure.result)
        if figure.value is not None and figure.crossing:
            yield self.t(f"crossing.{figure.crossing}")
        if figure.meets is not None and declared.at_least is not None:
            least = self.quantities.with_unit(declared.at_least, declared.unit)
            key = "figures.meets" if figure.meets else "figures.falls_short"
            yield Span(self.t(key, least=least), "plain" if figure.meets else "warn")
        if figure.leg_reps is not None:
            segments = self.comma(self.economics.direct_segments)
            named = {"segments": segments} if figure.leg_reps == "workload" else {}
            yield self.t(f"leg_reps.{figure.leg_reps}", **named)
        spread, value = figure.spread, figure.value
        if spread is not None and value is not None and not spread.p10 <= value <= spread.p90:
            yield self.t("figures.one_sided")

    def _missing(self, detail: Detail) -> Iterator[Block]:
        """Return each missing input once, with the results that wait for it and how to estimate it."""
        waiting: dict[str, list[str]] = {}
        for each in self.economics.missing:
            for name in each.missing:
                waiting.setdefault(name, []).append(self.say(self.table.result(each.result).title))
        if not waiting:
            return
        if detail == Detail.BRIEF:
            title = self.t("figures.missing", count=len(waiting))
            yield Paragraph(self.pair_of(title, self.semicolon(map(self._input, waiting))), "faint")
            return
        names = sorted(waiting, key=lambda name: -len(waiting[name]))
        shown = names[:MOST_MISSING] if detail == Detail.USUAL else names
        items = []
        for name in shown:
            needed = Paragraph(self.t("figures.needed_for", results=self.comma(waiting[name])), "faint")
            how = () if detail == Detail.REPORT else (Paragraph(self.say(self.table.input(name).how)),)
            items.append(Item(self._input(name) + self.t("list.extra", text=name), (needed, *how)))
        more = self.rest(len(names) - len(shown))
        yield Section(self.t("figures.missing", count=len(names)), (Listing(tuple(items)), *more))


class _EconomicsPresenter(Presenter):
    """Presents the economics of each market cell."""

    order: ClassVar[int] = 0

    def warnings(self, advice: Advice) -> Iterator[str]:
        """Return where the numbers contradict the advice, and that it is less sure for it."""
        sections = self._sections(advice)
        told = tuple(sections.contradictions()) if sections is not None else ()
        if told:
            yield self.t("list.sentence_gap").join((*told, self.t("figures.less_sure")))

    def of_items(self, advice: Advice) -> Mapping[str, str]:
        """Return where metrics stand by the numbers, and what moves cost."""
        sections = self._sections(advice)
        return dict(sections.of_items(advice.chosen)) if sections is not None else {}

    def of_cell(self, advice: Advice) -> Iterator[Section]:
        """Return where the numbers contradict, which mode they favour, and what they settle."""
        sections = self._sections(advice)
        if sections is not None:
            yield Section(self.t("figures.beside"), tuple(sections.in_short()))

    def in_report(
        self, recommendation: Recommendation, names: Mapping[str, str], detail: Detail
    ) -> Iterator[ReportPart]:
        """Return the economics of each cell; its key points are the best mode, the contributions and break-even."""
        for number, advice in enumerate(recommendation.cells, start=1):
            sections = self._sections(advice)
            if sections is None:
                continue
            lines = tuple(sections.key_points())
            if len(recommendation.cells) > 1:
                lines = tuple(sections.pair_of(names[advice.id], text) for text in lines)
            blocks = tuple(sections.blocks(detail))
            section = Section(self.t("figures.section"), blocks, f"cell-{number}-economics")
            yield ReportPart(self.t("figures.brief"), lines, section, advice.id)

    def _sections(self, advice: Advice) -> EconomicsSections | None:
        table, economics = TABLE.of(self.knowledge), ECONOMICS.of(advice)
        if table is None or economics is None:
            return None
        return EconomicsSections(self.knowledge, table, self.t, economics)


PRESENTER = _EconomicsPresenter
