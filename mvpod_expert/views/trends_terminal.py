"""Trends in a terminal: what they say first, then line by line each metric with its curve, and what to open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.sparklines import sparkline
from mvpod_expert.views.trends_sentences import TrendSentences

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trends import SeriesTrend, Trends
    from mvpod_expert.model.trends_of_cells import TrendsOfCells
    from mvpod_expert.views.page import Page, Tone
    from mvpod_expert.views.wording import Wording

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
        say: the wording.
        page: the page to print on.
        everything: print every period ahead, gaps, methods and how each metric is read.
    """

    def __init__(self, knowledge: KnowledgeBase, say: Wording, page: Page, *, everything: bool = False) -> None:
        self.knowledge = knowledge
        self.say = say
        self.page = page
        self.everything = everything

    def show(self, trends: TrendsOfCells) -> None:
        """Print the trends of every market cell."""
        table = self.knowledge.trends
        if table is None:
            return
        told = TrendSentences(self.knowledge, table, self.say)
        for number, each in enumerate(trends.cells):
            if number:
                self.page.line()
            name = each.cell or trends.source
            self.page.line(self.say("trends.table_title", client=name), "title")
            self._cell(each, told)
        self.page.line()
        self.page.line(self.say("trends.points_note"), "faint")
        if not self.everything:
            self.page.line(self.say("trends.more"), "faint")

    def in_advice(self, trends: Trends) -> None:
        """Print what the advice says of trends: the findings, how lines stand, where the rest is."""
        table = self.knowledge.trends
        if table is None:
            return
        told = TrendSentences(self.knowledge, table, self.say)
        self.page.title(self.say("trends.title"))
        for each in trends.findings:
            self.page.line(f"! {told.finding(each)}", "warn", indent=2, hang=2)
        if trends.tested:
            self.page.line(told.tested(trends), "faint", indent=2)
        lines = self.say("list.semicolon").join(map(told.line, trends.lines))
        self.page.line(self.say("trends.in_advice", lines=lines), indent=2, hang=2)
        if trends.reopen:
            names = told.names.items(trends.reopen[:MOST_REOPENED])
            self.page.line(self.say("list.pair", name=self.say("trends.reopen"), value=names), indent=2, hang=2)
        self.page.line(self.say("trends.see_metrics", file=trends.file), "faint", indent=2)

    def _cell(self, trends: Trends, told: TrendSentences) -> None:
        self.page.title(self.say("trends.findings"))
        if not trends.findings:
            self.page.line(self.say("trends.no_findings"), "faint", indent=2)
        for finding in trends.findings:
            self.page.line(f"! {told.finding(finding)}", "warn", indent=2, hang=2)
            self.page.line(finding.because.reason.in_(self.say.lang), indent=4)
            self.page.line(told.rests_on(finding), "faint", indent=4, hang=2)
            self.page.line(told.support(finding), "faint", indent=4, hang=2)
        if trends.tested:
            self.page.line(told.tested(trends), "faint", indent=2)
        if trends.reopen:
            self.page.title(self.say("trends.reopen"))
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
        head = self.say("list.pair", name=told.title(trend.series), value=told.health(trend))
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
