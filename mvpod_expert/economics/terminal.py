"""Economics in a terminal: contradictions first, then results in groups, what drives and settles, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.economics.names import CONTRIBUTIONS
from mvpod_expert.economics.parts import table_of
from mvpod_expert.economics.sentences import EconomicsSentences
from mvpod_expert.model.cases import ONLY_CELL

if TYPE_CHECKING:
    from mvpod_expert.economics.document import CellEconomics, EconomicsDocument
    from mvpod_expert.economics.model import Economics, Figure, Tornado
    from mvpod_expert.economics.table import EconomicsTable
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

MOST_BARS = 5
MOST_MISSING = 5


class EconomicsView:
    """Prints economics.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
        everything: print every bar, what each result means, and how to estimate everything that is missing.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, *, everything: bool = False) -> None:
        self.knowledge = knowledge
        self.t = t
        self.page = page
        self.everything = everything

    def show(self, case: EconomicsDocument) -> None:
        """Print the economics of every cell."""
        for number, cell in enumerate(case.cells):
            if number:
                self.page.line()
            where = " / ".join(filter(None, [cell.region, cell.segment])) or (cell.id if cell.id != ONLY_CELL else "")
            self.page.line(" · ".join(filter(None, [cell.client, where])) or case.source, "title")
            self._cell(cell)
        if not self.everything:
            self.page.line()
            self.page.line(self.t("figures.more"), "faint")

    def in_advice(self, economics: Economics) -> None:
        """Print what the advice says of numbers: contradictions, the best mode, what was settled, where the rest is."""
        table = table_of(self.knowledge)
        if table is None:
            return
        told = EconomicsSentences(self.knowledge, table, self.t, economics)
        self.page.title(self.t("figures.beside"))
        self._contradictions(told, economics)
        if economics.best is not None:
            self.page.line(told.best(economics.best), indent=2)
            if economics.best.standing != "contradicts":
                self.page.line(told.standing(economics.best), indent=2)
        for each in economics.fills:
            if each.outcome == "filled":
                self.page.line(f"- {told.fill(each)}", indent=2, hang=2)
        self.page.line(self.t("figures.see_economics"), "faint", indent=2)

    def _cell(self, cell: CellEconomics) -> None:
        table, economics = table_of(self.knowledge), cell.economics
        if table is None or economics is None:
            self.page.line(self.t("figures.none_given"), "faint", indent=2)
            return
        told = EconomicsSentences(self.knowledge, table, self.t, economics)
        self.page.line(told.basis_of_ranges(), "warn" if economics.undrawn else "faint")
        if economics.contradictions:
            self.page.title(self.t("figures.contradictions"))
            self._contradictions(told, economics)
        for group in table.groups:
            names = [each.id for each in table.results if each.group == group.id]
            figures = [figure for name in names if (figure := economics.figure(name)) is not None]
            if not figures:
                continue
            self.page.title(group.title.in_(self.t.lang))
            if any(each.result in CONTRIBUTIONS.values() for each in figures):
                self._contributions(told, economics)
            for figure in figures:
                self._figure(figure, told, table)
        for tornado in told.tornadoes():
            self._tornado(tornado, told)
        if economics.fills:
            self.page.title(self.t("figures.fills"))
            for each in economics.fills:
                self.page.line(f"- {told.fill(each)}", indent=2, hang=2)
        self._missing(told)

    def _contradictions(self, told: EconomicsSentences, economics: Economics) -> None:
        for each in economics.contradictions:
            self.page.line(f"! {told.contradiction(each)}", "warn", indent=2, hang=2)

    def _contributions(self, told: EconomicsSentences, economics: Economics) -> None:
        rows = told.contributions()
        if rows:
            widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
            self.page.columns([(row[0], *(_right(row, widths))) for row in rows])
        if economics.best is not None:
            self.page.line(told.best(economics.best), "strong", indent=2)
            self.page.line(told.standing(economics.best), indent=2)

    def _figure(self, figure: Figure, told: EconomicsSentences, table: EconomicsTable) -> None:
        declared = table.result(figure.result)
        title = self.t("list.pair", name=declared.title.in_(self.t.lang), value=told.value(figure))
        self.page.line(title, "strong", indent=2, hang=2)
        self.page.line(told.formula(declared), indent=4, hang=2)
        self.page.line(told.support(declared), "faint", indent=4)
        if self.everything:
            self.page.line(declared.meaning.in_(self.t.lang), indent=4)
        for remark in told.remarks(figure):
            self.page.line(remark, "warn" if figure.meets is False else "plain", indent=4)

    def _tornado(self, tornado: Tornado, told: EconomicsSentences) -> None:
        self.page.title(told.tornado_title(tornado))
        shown = tornado.bars if self.everything else tornado.bars[:MOST_BARS]
        rows = [(told.input(bar.input), bar.at_low, bar.at_high, told.bar(bar)) for bar in shown]
        self.page.spans(rows, tornado.value)
        if len(shown) < len(tornado.bars):
            self.page.line(self.t("advice.more", count=len(tornado.bars) - len(shown)), "faint", indent=2)

    def _missing(self, told: EconomicsSentences) -> None:
        zero = told.counted_as_zero()
        if zero:
            self.page.line()
            self.page.line(zero, "faint", hang=2)
        missing = list(told.missing())
        if not missing:
            return
        self.page.title(self.t("figures.missing", count=len(missing)))
        for name, results, how in missing if self.everything else missing[:MOST_MISSING]:
            self.page.line(f"- {name}", indent=2, hang=2)
            self.page.line(self.t("figures.needed_for", results=results), "faint", indent=4)
            self.page.line(how, indent=4)
        if not self.everything and len(missing) > MOST_MISSING:
            self.page.line(self.t("advice.more", count=len(missing) - MOST_MISSING), "faint", indent=2)


def _right(row: tuple[str, ...], widths: list[int]) -> list[str]:
    """Put numbers to the right of their columns; a Chinese sign counts one here, as in all rows of a column alike."""
    return [text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True)]
