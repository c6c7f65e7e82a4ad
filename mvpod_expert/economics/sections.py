"""Economics as sections: contradictions, contributions side by side, what drives them, results, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Bar, Column, Detail, Item, Lines, Listing, Note, Paragraph, Section, Span, Table
from mvpod_expert.economics.sentences import EconomicsSentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.document.tree import Block
    from mvpod_expert.economics.model import Figure, Tornado

MOST_BARS = 8
MOST_MISSING = 5


class EconomicsSections(EconomicsSentences):
    """Builds sections about the economics of one market cell."""

    def in_short(self) -> Iterator[Block]:
        """Return contradictions, the best mode by the numbers, and the answers that the numbers settle."""
        yield from map(Note, self.contradictions())
        yield from map(Paragraph, self.best_mode(with_contradiction=False))
        yield Listing(tuple(self.fill(each) for each in self.economics.fills if each.outcome == "filled"))
        yield Paragraph(self.t("figures.see_economics"), "faint")

    def blocks(self, detail: Detail) -> Iterator[Block]:
        """Return everything that follows from the numbers.

        Args:
            detail: with `FULL` all inputs that drive a result, and how to estimate each one that is missing.
        """
        yield Paragraph(self.basis_of_ranges(), "warn" if self.economics.undrawn else "faint")
        if self.economics.contradictions:
            yield Section(self.t("figures.contradictions"), tuple(map(Note, self.contradictions())))
        yield Section(self.t("figures.contributions") + self._currency(), tuple(self._contributions(detail)))
        for group in self.table.groups:
            names = [each.id for each in self.table.results if each.group == group.id]
            figures = [figure for name in names if (figure := self.economics.figure(name)) is not None]
            if figures:
                yield Section(self.names.say(group.title), (self._results(figures, detail),))
        if self.economics.fills:
            yield Section(self.t("figures.fills"), (Listing(tuple(map(self.fill, self.economics.fills))),))
        yield from self._missing(detail)

    def contradictions(self) -> Iterator[str]:
        """Say where the numbers contradict the rules or an answer."""
        return map(self.contradiction, self.economics.contradictions)

    def best_mode(self, *, with_contradiction: bool = True) -> Iterator[str]:
        """Say which mode the numbers favour, and how the recommendation compares.

        Args:
            with_contradiction: say the latter where it is a contradiction too.
        """
        best = self.economics.best
        if best is not None:
            yield self.best(best)
            if with_contradiction or best.standing != "contradicts":
                yield self.standing(best)

    def _currency(self) -> str:
        return self.t("list.extra", text=self.economics.currency) if self.economics.currency else ""

    def _contributions(self, detail: Detail) -> Iterator[Block]:
        head, *rows = self.contributions() or ((),)
        if rows:
            columns = (Column(weight=2), *(Column(text, "right") for text in head[1:]))
            yield Table(columns, tuple(rows), has_total=True)
        for text in self.best_mode():
            yield Paragraph(text, "strong")
        for tornado in self.tornadoes():
            yield from self._tornado(tornado, detail)

    def _tornado(self, tornado: Tornado, detail: Detail) -> Iterator[Block]:
        shown = tornado.bars if detail == Detail.FULL else tornado.bars[:MOST_BARS]
        ends = [tornado.value, *(end for bar in tornado.bars for end in (bar.at_low, bar.at_high))]
        low, high = min(ends), max(ends)
        columns = (Column(self.t("figures.column_input"), weight=2), Column(self.t("figures.column_leads_to")))
        rows = tuple(
            (
                Lines((self.input(bar.input), Span(self.bar(bar), "faint"))),
                Bar(bar.at_low, bar.at_high, low, high, tornado.value),
            )
            for bar in shown
        )
        yield Table(columns, rows, self.tornado_title(tornado))
        if len(shown) < len(tornado.bars):
            yield Paragraph(self.t("figures.less_driving", count=len(tornado.bars) - len(shown)), "faint")
        if any((bar.at_low > 0) != (bar.at_high > 0) for bar in shown):
            yield Paragraph(self.t("figures.turns_note"), "faint")

    def _results(self, figures: list[Figure], detail: Detail) -> Table:
        columns = (
            Column(self.t("figures.column_result"), weight=2),
            Column(self.t("figures.column_amount"), weight=2, stacked="head"),
            Column(self.t("figures.column_formula"), weight=4, stacked="lines"),
        )
        return Table(columns, tuple(self._result(each, detail) for each in figures), is_wide=True)

    def _result(self, figure: Figure, detail: Detail) -> tuple[str, Lines, Lines]:
        declared = self.table.result(figure.result)
        meaning = (Span(self.names.say(declared.meaning), "faint"),) if detail >= Detail.REPORT else ()
        return (
            self.names.say(declared.title),
            Lines((self.value(figure), *self.remarks(figure))),
            Lines((self.formula(declared), *meaning, self.support(declared))),
        )

    def _missing(self, detail: Detail) -> Iterator[Block]:
        zero = self.counted_as_zero()
        if zero:
            yield Paragraph(zero, "faint")
        missing = list(self.missing())
        if not missing:
            return
        shown = missing[:MOST_MISSING] if detail == Detail.USUAL else missing
        items = tuple(
            Item(
                name,
                (
                    Paragraph(self.t("figures.needed_for", results=results), "faint"),
                    *(() if detail == Detail.REPORT else (Paragraph(how),)),
                ),
            )
            for name, results, how in shown
        )
        blocks: list[Block] = [Listing(items)]
        if len(shown) < len(missing):
            blocks.append(Paragraph(self.t("advice.more", count=len(missing) - len(shown)), "faint"))
        yield Section(self.t("figures.missing", count=len(missing)), tuple(blocks))
