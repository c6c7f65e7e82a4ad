"""Trends as sections: what follows, what to reopen, each line with the curves of its metrics, and the methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Curve, Detail, Entry, Figure, Gallery, Listing, Paragraph, Section, Span
from mvpod_expert.trends.sentences import TrendSentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.document.tree import Block, Tone
    from mvpod_expert.trends.model import SeriesTrend, Trends

MOST_FINDINGS = 3
MOST_REOPENED = 8
TONES: dict[str, Tone] = {
    "improving": "good",
    "steady": "plain",
    "worsening": "bad",
    "mixed": "warn",
    "unread": "faint",
}
MARKERS = {"improving": "+", "steady": "=", "worsening": "!", "unread": "?"}


class TrendSections(TrendSentences):
    """Builds sections about the trends of market cells."""

    def key_lines(self, trends: Trends) -> Iterator[str]:
        """Say how many findings there are, the first of them, and how each line is doing."""
        titles = list(map(self.finding, trends.findings))
        if titles:
            first = self.names.semicolon(titles[:MOST_FINDINGS])
            yield self.t("trends.first_findings", count=len(titles), first=first, is_all=len(titles) <= MOST_FINDINGS)
        yield self.t("trends.in_advice", lines=self.names.semicolon(map(self.line, trends.lines)))

    def in_short(self, trends: Trends) -> Iterator[Block]:
        """Return the findings, how each line is doing, and what to reopen."""
        for each in trends.findings:
            yield Entry(self.finding(each), marker="!", tone="warn")
        if trends.tested:
            yield Paragraph(self.tested(trends), "faint")
        *_, lines = self.key_lines(trends)
        yield Paragraph(lines)
        if trends.reopen:
            items = self.names.items(trends.reopen[:MOST_REOPENED])
            yield Paragraph(self.names.pair_of(self.t("trends.reopen"), items))
        yield Paragraph(self.t("trends.see_metrics", file=trends.file), "faint")

    def blocks(self, trends: Trends, detail: Detail) -> Iterator[Block]:
        """Return everything that the history of one market cell says.

        Args:
            trends: what it says.
            detail: with `FULL` every period ahead, and how each metric was read and is to be read.
        """
        yield Section(self.t("trends.findings"), tuple(self._findings(trends)))
        if trends.reopen:
            items = Listing(tuple(map(self.names.item, trends.reopen)))
            yield Section(self.t("trends.reopen"), (items,))
        for line in trends.lines:
            series = (each for each in trends.series if self.table.tracked(each.series).line == line.line)
            figures = Gallery(tuple(self._figure(each, detail) for each in series))
            counts = Paragraph(self.counts(line), TONES[line.health])
            yield Section(self.line(line), (counts, figures))
        if detail == Detail.REPORT:
            methods = (self.t("trends.points_note"), *self._all_methods(trends))
            yield Section(self.t("trends.methods"), (Listing(methods, tone="faint"),))

    def _findings(self, trends: Trends) -> Iterator[Block]:
        if not trends.findings:
            yield Paragraph(self.t("trends.no_findings"), "faint")
        for each in trends.findings:
            reason = Paragraph(self.names.say(each.because.reason))
            support = (Paragraph(self.rests_on(each), "faint"), Paragraph(self.support(each), "faint"))
            yield Entry(self.finding(each), (reason, *support), marker="!", tone="warn")
        if trends.tested:
            yield Paragraph(self.tested(trends), "faint")

    def _figure(self, trend: SeriesTrend, detail: Detail) -> Figure:
        series = self.table.tracked(trend.series)
        band = series.band
        first, last = trend.points[0], trend.points[-1]
        values: dict[str, float | None] = {each.period: each.value for each in trend.points}
        values |= dict.fromkeys(trend.gaps)
        return Figure(
            caption=Span(self.names.pair_of(self.title(trend.series), self.health(trend)), TONES[trend.health]),
            drawing=Curve(
                values=tuple(values[period] for period in sorted(values)),
                ahead=tuple((each.low, each.value, each.high) for each in trend.forecast),
                edges=tuple(end for end in (band.min, band.max) if end is not None) if band else (),
            ),
            alt=self.t(
                "trends.curve_alt",
                title=self.title(trend.series),
                first=self.bare(first.value, series.unit),
                last=self.bare(last.value, series.unit),
                start=first.period,
                end=last.period,
                trend=self.trend(trend),
            ),
            blocks=tuple(self._told(trend, detail)),
            marker=MARKERS[trend.health],
            tone=TONES[trend.health],
        )

    def _told(self, trend: SeriesTrend, detail: Detail) -> Iterator[Block]:
        is_full = detail == Detail.FULL
        yield Paragraph(self.span(trend), "faint")
        yield Paragraph(self.trend(trend))
        for each in trend.forecast if is_full else trend.forecast[-1:]:
            yield Paragraph(self.forecast(trend, each))
        for text in self.gaps(trend):
            yield Paragraph(text, "warn")
        if is_full:
            if trend.level == "within":
                yield Paragraph(self.level(trend))
            for text in self.methods(trend):
                yield Paragraph(text, "faint")
            good = self.t(f"trends.good_{self.table.tracked(trend.series).direction}")
            yield Paragraph(f"{good} · {self.reading(trend.series)}", "faint")

    def _all_methods(self, trends: Trends) -> Iterator[str]:
        """Return each method once, with the series it was used for where others were treated otherwise."""
        used: dict[str, list[str]] = {}
        every = [self.table.tracked(each.series).code for each in trends.series]
        for code, each in zip(every, trends.series, strict=True):
            for text in self.methods(each):
                used.setdefault(text, []).append(code)
        for text, codes in used.items():
            others = [code for code in every if code not in codes]
            names = self.names.comma(codes)
            if len(others) < len(codes):
                names = self.t("trends.all_but", codes=self.names.comma(others))
            yield text + (self.t("list.extra", text=names) if others else "")
