"""Trends in a terminal: what they say first, then line by line each metric with its curve, and what to open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.trends.parts import table_of
from mvpod_expert.trends.sentences import TrendSentences
from mvpod_expert.trends.sparklines import sparkline

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.document import TrendsDocument
    from mvpod_expert.trends.model import SeriesTrend, Trends
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages

ROOM = 48
MOST_REOPENED = 8
TONES: dict[str, Tone] = {
    "improving": "good",
    "steady": "plain",
    "worsening": "bad",
    "mixed": "warn",
    "unread": "faint",
}
MARKS = {"improving": "+", "steady": "=", "worsening": "!", "unread": "?"}


class TrendsView:
    """Prints trends.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
        everything: print every period ahead, gaps, methods and how each metric is read.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, *, everything: bool = False) -> None:
        self.knowledge = knowledge
        self.t = t
        self.page = page
        self.everything = everything
        self._shown: list[tuple[Trends, str]] = []

    def show(self, trends: TrendsDocument) -> None:
        """Print the trends of every market cell."""
        table = table_of(self.knowledge)
        if table is None:
            return
        told = TrendSentences(self.knowledge, table, self.t)
        for number, each in enumerate(trends.cells):
            if number:
                self.page.line()
            name = each.cell or trends.source
            self.page.line(self.t("trends.table_title", client=name), "title")
            self._cell(each, told)
        self.page.line()
        self.page.line(self.t("trends.points_note"), "faint")
        if not self.everything:
            self.page.line(self.t("trends.more"), "faint")

    def in_advice(self, trends: Trends, where: str) -> None:
        """Print what the advice says of trends: the findings, how lines stand, where the rest is.

        Args:
            trends: what the history says.
            where: what the market cell is called; another cell with the same history is sent here.
        """
        table = table_of(self.knowledge)
        if table is None:
            return
        told = TrendSentences(self.knowledge, table, self.t)
        self.page.title(self.t("trends.title"))
        earlier = next((name for shown, name in self._shown if shown == trends), None)
        if earlier is not None:
            self.page.line(self.t("trends.same_as", cell=earlier), "faint", indent=2)
            return
        self._shown.append((trends, where))
        for each in trends.findings:
            self.page.line(f"! {told.finding(each)}", "warn", indent=2, hang=2)
        if trends.tested:
            self.page.line(told.tested(trends), "faint", indent=2)
        lines = self.t("list.semicolon").join(map(told.line, trends.lines))
        self.page.line(self.t("trends.in_advice", lines=lines), indent=2, hang=2)
        if trends.reopen:
            names = told.names.items(trends.reopen[:MOST_REOPENED])
            self.page.line(self.t("list.pair", name=self.t("trends.reopen"), value=names), indent=2, hang=2)
        self.page.line(self.t("trends.see_metrics", file=trends.file), "faint", indent=2)

    def _cell(self, trends: Trends, told: TrendSentences) -> None:
        self.page.title(self.t("trends.findings"))
        if not trends.findings:
            self.page.line(self.t("trends.no_findings"), "faint", indent=2)
        for finding in trends.findings:
            self.page.line(f"! {told.finding(finding)}", "warn", indent=2, hang=2)
            self.page.line(finding.because.reason.in_(self.t.lang), indent=4)
            self.page.line(told.rests_on(finding), "faint", indent=4, hang=2)
            self.page.line(told.support(finding), "faint", indent=4, hang=2)
        if trends.tested:
            self.page.line(told.tested(trends), "faint", indent=2)
        if trends.reopen:
            self.page.title(self.t("trends.reopen"))
            for item in trends.reopen:
                self.page.line(f"- {told.names.item(item)}", indent=2, hang=2)
        read = {each.series: each for each in trends.series}
        for line in trends.lines:
            self.page.title(told.line(line))
            self.page.line(told.counts(line), TONES[line.health], indent=2)
            for name, each in read.items():
                if told.table.tracked(name).line == line.line:
                    self._series(each, told)

    def _series(self, trend: SeriesTrend, told: TrendSentences) -> None:
        head = self.t("list.pair", name=told.title(trend.series), value=told.health(trend))
        self.page.line(f"{MARKS[trend.health]} {head}", TONES[trend.health], indent=2, hang=2)
        self.page.raw(f"    {sparkline(with_gaps(trend), min(ROOM, self.page.width - 4))}")
        self.page.line(told.span(trend), "faint", indent=4, hang=2)
        self.page.line(told.trend(trend), indent=4, hang=2)
        ahead = trend.forecast if self.everything else trend.forecast[-1:]
        for each in ahead:
            self.page.line(told.forecast(trend, each), indent=4, hang=2)
        if not self.everything:
            if trend.gaps:
                self.page.line(next(told.remarks(trend)), "warn", indent=4, hang=2)
            return
        if trend.level == "within":
            self.page.line(told.level(trend), indent=4, hang=2)
        for remark in told.remarks(trend):
            self.page.line(remark, "faint", indent=4, hang=2)
        reading = f"{told.good(told.table.tracked(trend.series))} · {told.reading(trend.series)}"
        self.page.line(reading, "faint", indent=4, hang=2)


def with_gaps(trend: SeriesTrend) -> list[float | None]:
    """Give the values of a series with nothing where a period has none, in the order of time."""
    known: dict[str, float | None] = {each.period: each.value for each in trend.points}
    known |= dict.fromkeys(trend.gaps)
    return [known[period] for period in sorted(known)]
