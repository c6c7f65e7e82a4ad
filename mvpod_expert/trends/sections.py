"""Trends as sections: what follows, what to reopen, each line with the curves of its metrics, and the methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Curve, Detail, Entry, Figure, Gallery, Listing, Paragraph, Section, Span
from mvpod_expert.trends.sentences import MONEY, TrendSentences, period_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.document.tree import Block, Tone
    from mvpod_expert.trends.model import Driver, LineHealth, SalesStrength, SeriesTrend, TrendFinding, Trends
    from mvpod_expert.trends.table import TrackedSeries

MOST_FINDINGS = 3
MOST_DRIVERS = 6
MOST_NAMED = 2
MOST_REOPENED = 8
MOST_GAPS = 6
MOST_DRAWN = 6
MOST_TOLD = 5

TONES: dict[str, Tone] = {
    "improving": "good",
    "steady": "plain",
    "worsening": "bad",
    "mixed": "warn",
    "unread": "faint",
}
MARKERS = {"improving": "+", "steady": "=", "worsening": "!", "unread": "?"}


class TrendSections(TrendSentences):
    """Builds sections about the trends of market cells.

    Args:
        table: what the experts' file says of series.
    """

    def key_lines(self, trends: Trends) -> Iterator[str]:
        """Return how many findings there are, the first of them, and how each line is doing."""
        titles = list(map(self._finding, trends.findings))
        if titles:
            first = self.semicolon(titles[:MOST_FINDINGS])
            yield self.t("trends.first_findings", count=len(titles), first=first, is_all=len(titles) <= MOST_FINDINGS)
        yield self.t("trends.in_advice", lines=self.semicolon(map(self._line, trends.lines)))

    def first_finding(self, trends: Trends) -> str:
        """Return how many findings there are, and the first of them."""
        return self.t("trends.warning", count=len(trends.findings), first=self._finding(trends.findings[0]))

    def in_short(self, trends: Trends) -> Iterator[Block]:
        """Return the findings, how each line is doing, and what to reopen."""
        for finding in trends.findings:
            yield Entry(self._finding(finding), marker="!", tone="warn")
        yield from self._tested(trends)
        *_, lines = self.key_lines(trends)
        yield Paragraph(lines)
        if trends.reopen:
            yield Paragraph(self.pair_of(self.t("trends.reopen"), self.items(trends.reopen[:MOST_REOPENED])))
        yield Paragraph(self.t("trends.see_metrics", file=trends.file), "faint")

    def latest(self, trends: Trends) -> dict[str, str]:
        """Return the last recorded value of each metric with its period; of two series of one metric the first."""
        found: dict[str, str] = {}
        for trend in trends.series:
            series = self.table.tracked(trend.series)
            if trend.points and series.metric not in found:
                last = trend.points[-1]
                value = self.with_unit(last.value, series.unit)
                found[series.metric] = value + self.t("list.extra", text=last.period)
        return found

    def blocks(self, trends: Trends, detail: Detail) -> Iterator[Block]:
        """Return everything that the history of one market cell says.

        Args:
            trends: what it says.
            detail: with `FULL` every period ahead, and how each metric was read and is to be read; `BRIEF` draws the
                metrics alone that worsen or are outside their band.
        """
        yield Section(self.t("trends.findings"), tuple(self._findings(trends, detail)))
        if detail == Detail.BRIEF:
            yield from self._in_brief(trends)
            return
        if trends.reopen:
            yield Section(self.t("trends.reopen"), (Listing(tuple(map(self.item, trends.reopen))),))
        for line in trends.lines:
            series = (trend for trend in trends.series if self.table.tracked(trend.series).line == line.line)
            names = ("improving", "steady", "worsening", "unread", "outside")
            counts = self.t("trends.line_counts", **{name: len(getattr(line, name)) for name in names})
            figures = Gallery(tuple(self._figure(trend, detail) for trend in series))
            yield Section(self._line(line), (Paragraph(counts, TONES[line.health]), figures))
        if detail == Detail.REPORT:
            methods = (self.t("trends.points_note"), *self._all_methods(trends))
            yield Section(self.t("trends.methods"), (Listing(methods, tone="faint"),))

    def _in_brief(self, trends: Trends) -> Iterator[Block]:
        yield Paragraph(self.semicolon(map(self._line, trends.lines)), "strong")
        if trends.reopen:
            more = len(trends.reopen) - MOST_REOPENED
            named = self.items(trends.reopen[:MOST_REOPENED]) + (
                f" {self.t('advice.more', count=more)}" if more > 0 else ""
            )
            yield Paragraph(self.pair_of(self.t("trends.reopen"), named))
        telling = [each for each in trends.series if each.health == "worsening" or each.level in {"below", "above"}]
        figures = tuple(self._figure(each, Detail.BRIEF) for each in telling[:MOST_DRAWN])
        if figures:
            yield Gallery(figures)
        yield from self.rest(len(telling) - len(figures))

    def strength(self, strength: SalesStrength, detail: Detail, names: Mapping[str, str]) -> Iterator[Block]:
        """Return the sales strength of a whole company: where it goes, and what moves it.

        Args:
            strength: the index over all series.
            detail: with `FULL` every period ahead.
            names: what market cells are called.
        """
        lines = self.comma(self._line_title(line) for line in strength.lines)
        yield Paragraph(self.t("trends.strength_is", count=strength.included, lines=lines), "faint")
        yield Gallery((self._figure(strength.index, detail),))
        drivers = strength.drivers if detail == Detail.FULL else strength.drivers[:MOST_DRIVERS]
        if drivers:
            shown = tuple(self._driver(driver, strength, names, detail) for driver in drivers)
            yield Section(self.t("trends.drivers"), (Listing(shown),))
        if strength.left_out:
            left_out = self.comma(self.say(self.table.tracked(series).title) for series in strength.left_out)
            yield Paragraph(self.t("trends.strength_without", series=left_out), "faint")

    def strength_line(self, strength: SalesStrength) -> str:
        """Return in one sentence where the sales strength goes, and what moves it most."""
        series = self.table.tracked(strength.index.series)
        texts = [self.trend(strength.index)]
        if strength.index.forecast:
            texts.append(self.forecast(strength.index.forecast[-1], series.unit))
        if strength.drivers:
            most = (self._driver(driver, strength, {}, Detail.BRIEF) for driver in strength.drivers[:MOST_NAMED])
            texts.append(self.t("trends.driven", drivers=self.comma(most)))
        return self.semicolon(texts)

    def _driver(self, driver: Driver, strength: SalesStrength, names: Mapping[str, str], detail: Detail) -> str:
        title = self._title(self.table.tracked(driver.series), detail)
        where = [names.get(driver.cell, driver.cell)] if driver.cell is not None else []
        per = self.t(f"trend_per.{period_kind(strength.index.points[0].period)}")
        return self.t("trends.driver", series=" · ".join((title, *where)), adds=f"{driver.adds:+.1f}", per=per)

    def _title(self, series: TrackedSeries, detail: Detail) -> str:
        """Return the title of a series; with its code where the report is long enough to explain codes."""
        title = self.say(series.title)
        return title if detail == Detail.BRIEF else self.t("trends.series", title=title, code=series.code)

    def _findings(self, trends: Trends, detail: Detail) -> Iterator[Block]:
        if not trends.findings:
            yield Paragraph(self.t("trends.no_findings"), "faint")
        most = MOST_TOLD if detail == Detail.BRIEF else None
        for finding in trends.findings[:most]:
            rule = self.table.rules[finding.rule]
            pairs = ((self.table.facts[name], state) for name, state in finding.matched.items())
            states = (self.pair_of(self.say(fact.title), self.say(fact.state_title(state))) for fact, state in pairs)
            rests_on = Paragraph(self.t("trends.rests_on", states=self.semicolon(states)), "faint")
            blocks = (
                Paragraph(self.say(finding.because.reason)),
                *((rests_on,) if detail != Detail.BRIEF else ()),
                Paragraph(self.supported(finding.because.basis, self.support(rule)), "faint"),
            )
            yield Entry(self._finding(finding), blocks, marker="!", tone="warn")
        if detail == Detail.BRIEF and (others := trends.findings[MOST_TOLD:]):
            yield Paragraph(self.pair_of(self.t("trends.others"), self.semicolon(map(self._finding, others))))
        yield from self._tested(trends)

    def _tested(self, trends: Trends) -> Iterator[Paragraph]:
        if trends.tested:
            yield Paragraph(self.t("trends.tested", count=trends.tested), "faint")

    def _finding(self, finding: TrendFinding) -> str:
        return self.say(self.table.rules[finding.rule].title)

    def _line(self, line: LineHealth) -> str:
        health = self.t(f"trend_health.{line.health}")
        return self.t("trends.line", line=self._line_title(line.line), health=health)

    def _line_title(self, name: str) -> str:
        return self.say(next(line.title for line in self.table.lines if line.id == name))

    def _figure(self, trend: SeriesTrend, detail: Detail) -> Figure:
        series = self.table.tracked(trend.series)
        first, last = trend.points[0], trend.points[-1]
        values: dict[str, float | None] = {point.period: point.value for point in trend.points}
        values |= dict.fromkeys(trend.gaps)
        ends = (series.band.min, series.band.max) if series.band else ()
        title = self._title(series, detail)
        health = self.t(f"trend_health.{trend.health}")
        if trend.level in {"below", "above"}:
            health += self.t("list.extra", text=self.level(trend))
        return Figure(
            caption=Span(f"{MARKERS[trend.health]} {self.pair_of(title, health)}", TONES[trend.health]),
            drawing=Curve(
                values=tuple(values[period] for period in sorted(values)),
                ahead=tuple((each.low, each.value, each.high) for each in trend.forecast),
                edges=tuple(end for end in ends if end is not None),
            ),
            alt=self.t(
                "trends.curve_alt",
                title=title,
                first=self.bare(first.value, series.unit),
                last=self.bare(last.value, series.unit),
                start=first.period,
                end=last.period,
                trend=self.trend(trend),
            ),
            blocks=tuple(self._details(trend, detail)),
        )

    def _details(self, trend: SeriesTrend, detail: Detail) -> Iterator[Block]:
        series = self.table.tracked(trend.series)
        first, last = trend.points[0], trend.points[-1]
        span = self.t(
            "trends.span",
            first=(self.with_unit if series.unit in MONEY else self.bare)(first.value, series.unit),
            last=self.with_unit(last.value, series.unit),
            start=first.period,
            end=last.period,
        )
        yield Paragraph(span, "faint")
        yield Paragraph(self.trend(trend))
        is_full = detail == Detail.FULL
        for each in trend.forecast if is_full else trend.forecast[-1:]:
            yield Paragraph(self.forecast(each, series.unit))
        if trend.gaps:
            periods = self.comma(trend.gaps[:MOST_GAPS]) + ("…" if len(trend.gaps) > MOST_GAPS else "")
            yield Paragraph(self.t("trends.gaps", count=len(trend.gaps), periods=periods), "warn")
        if is_full:
            if trend.level == "within":
                yield Paragraph(self.level(trend))
            for text in self.methods(trend):
                yield Paragraph(text, "faint")
            good = self.t(f"trends.good_{series.direction}")
            texts = [self.say(item.text) for item in self.knowledge.items() if item.id == series.metric]
            yield Paragraph(" · ".join((good, *texts)), "faint")

    def _all_methods(self, trends: Trends) -> Iterator[str]:
        """Return each method once, with the series it was used for where others were treated otherwise."""
        used: dict[str, list[str]] = {}
        every = [self.table.tracked(trend.series).code for trend in trends.series]
        for code, each in zip(every, trends.series, strict=True):
            for text in self.methods(each):
                used.setdefault(text, []).append(code)
        for text, codes in used.items():
            others = [code for code in every if code not in codes]
            names = self.comma(codes)
            if len(others) < len(codes):
                names = self.t("trends.all_but", codes=self.comma(others))
            yield text + (self.t("list.extra", text=names) if others else "")
