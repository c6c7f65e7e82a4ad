"""Trends as sections: what follows, what to reopen, each line with the curves of its metrics, and the methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.capability import Presenter, ReportPart
from mvpod_expert.document.tree import Curve, Detail, Entry, Figure, Gallery, Listing, Paragraph, Section, Span
from mvpod_expert.trends.capability import STRENGTHS, TABLE, TRENDS
from mvpod_expert.trends.sentences import MONEY, TrendSentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.document.tree import Block, Tone
    from mvpod_expert.model.advice import Advice, Recommendation
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.trends.model import SalesStrength, SeriesTrend, Trends
    from mvpod_expert.views.messages import Messages

MOST_DRIVERS = 6
MOST_REOPENED = 8
MOST_GAPS = 6
MOST_DRAWN = 6
MOST_TOLD = 5

LOOKS: dict[str, tuple[str, Tone]] = {
    "improving": ("+", "good"),
    "steady": ("=", "plain"),
    "worsening": ("!", "bad"),
    "mixed": ("", "warn"),
    "unread": ("?", "faint"),
}
"""The marker and the tone of each state of a series or a line."""


class TrendSections(TrendSentences):
    """Builds sections about the trends of market cells."""

    def in_short(self, trends: Trends) -> Iterator[Block]:
        """Return the findings, how each line is doing, and what to reopen."""
        for finding in trends.findings:
            yield Entry(self.finding(finding), marker="!", tone="warn")
        yield from self._tested(trends)
        *_, lines = self.key_lines(trends)
        yield Paragraph(lines)
        if trends.reopen:
            yield Paragraph(self.pair_of(self.t("trends.reopen"), self.items(trends.reopen[:MOST_REOPENED])))
        yield Paragraph(self.t("trends.see_metrics", file=trends.file), "faint")

    def blocks(self, trends: Trends, detail: Detail) -> Iterator[Block]:
        """Return everything that the history of one market cell says.

        `FULL` has every period ahead, and how each metric was read and is to be read; `BRIEF` draws the metrics alone
        that worsen or are outside their band.
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
            yield Section(self.line(line), (Paragraph(counts, LOOKS[line.health][1]), figures))
        if detail == Detail.REPORT:
            methods = (self.t("trends.points_note"), *self.all_methods(trends))
            yield Section(self.t("trends.methods"), (Listing(methods, tone="faint"),))

    def _in_brief(self, trends: Trends) -> Iterator[Block]:
        yield Paragraph(self.semicolon(map(self.line, trends.lines)), "strong")
        if trends.reopen:
            named, more = self.items(trends.reopen[:MOST_REOPENED]), len(trends.reopen) - MOST_REOPENED
            rest = f" {self.t('advice.more', count=more)}" if more > 0 else ""
            yield Paragraph(self.pair_of(self.t("trends.reopen"), named + rest))
        telling = [each for each in trends.series if each.health == "worsening" or each.level in {"below", "above"}]
        figures = tuple(self._figure(each, Detail.BRIEF) for each in telling[:MOST_DRAWN])
        if figures:
            yield Gallery(figures)
        yield from self.rest(len(telling) - len(figures))

    def strength(self, strength: SalesStrength, detail: Detail, names: Mapping[str, str]) -> Iterator[Block]:
        """Return where the sales strength of a whole company goes, and what moves it; `names` are those of cells."""
        lines = self.comma(map(self.line_title, strength.lines))
        yield Paragraph(self.t("trends.strength_is", count=strength.included, lines=lines), "faint")
        yield Gallery((self._figure(strength.index, detail),))
        drivers = strength.drivers if detail == Detail.FULL else strength.drivers[:MOST_DRIVERS]
        if drivers:
            shown = tuple(self.driver(driver, strength, names, detail) for driver in drivers)
            yield Section(self.t("trends.drivers"), (Listing(shown),))
        if strength.left_out:
            left_out = self.comma(self.say(self.table.tracked(series).title) for series in strength.left_out)
            yield Paragraph(self.t("trends.strength_without", series=left_out), "faint")

    def _findings(self, trends: Trends, detail: Detail) -> Iterator[Block]:
        if not trends.findings:
            yield Paragraph(self.t("trends.no_findings"), "faint")
        most = MOST_TOLD if detail == Detail.BRIEF else len(trends.findings)
        for finding in trends.findings[:most]:
            pairs = ((self.table.facts[name], state) for name, state in finding.matched.items())
            states = (self.pair_of(self.say(fact.title), self.say(fact.state_title(state))) for fact, state in pairs)
            rests_on = Paragraph(self.t("trends.rests_on", states=self.semicolon(states)), "faint")
            support = self.supported(finding.because.basis, self.support(self.table.rules[finding.rule]))
            reason = Paragraph(self.say(finding.because.reason))
            blocks = (reason, *((rests_on,) if detail != Detail.BRIEF else ()), Paragraph(support, "faint"))
            yield Entry(self.finding(finding), blocks, marker="!", tone="warn")
        if others := trends.findings[most:]:
            yield Paragraph(self.pair_of(self.t("trends.others"), self.semicolon(map(self.finding, others))))
        yield from self._tested(trends)

    def _tested(self, trends: Trends) -> Iterator[Paragraph]:
        if trends.tested:
            yield Paragraph(self.t("trends.tested", count=trends.tested), "faint")

    def _figure(self, trend: SeriesTrend, detail: Detail) -> Figure:
        series = self.table.tracked(trend.series)
        values: dict[str, float | None] = {point.period: point.value for point in trend.points}
        values |= dict.fromkeys(trend.gaps)
        ends = (series.band.min, series.band.max) if series.band else ()
        title = self.title(series, detail)
        health = self.t(f"trend_health.{trend.health}")
        if trend.level in {"below", "above"}:
            health += self.t("list.extra", text=self.level(trend))
        marker, tone = LOOKS[trend.health]
        return Figure(
            caption=Span(f"{marker} {self.pair_of(title, health)}", tone),
            drawing=Curve(
                values=tuple(values[period] for period in sorted(values)),
                ahead=tuple((each.low, each.value, each.high) for each in trend.forecast),
                edges=tuple(end for end in ends if end is not None),
            ),
            alt=self._span("curve_alt", trend, is_bare=True, title=title, trend=self.trend(trend)),
            blocks=tuple(self._details(trend, detail)),
        )

    def _span(self, key: str, shown: SeriesTrend, *, is_bare: bool, **blanks: str) -> str:
        """Return a message with the first and the last value and their periods."""
        unit, first, last = self.table.tracked(shown.series).unit, shown.points[0], shown.points[-1]
        return self.t(
            f"trends.{key}",
            first=(self.with_unit if unit in MONEY and not is_bare else self.bare)(first.value, unit),
            last=(self.bare if is_bare else self.with_unit)(last.value, unit),
            start=first.period,
            end=last.period,
            **blanks,
        )

    def _details(self, trend: SeriesTrend, detail: Detail) -> Iterator[Block]:
        series = self.table.tracked(trend.series)
        yield Paragraph(self._span("span", trend, is_bare=False), "faint")
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


class _TrendPresenter(Presenter):
    """Presents trends; market cells that have the same history share what is said of it."""

    order: ClassVar[int] = 1

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        super().__init__(knowledge, t)
        table = TABLE.of(knowledge)
        self.sections = TrendSections(knowledge, table, t) if table is not None else None
        self._shown: list[tuple[Trends, str]] = []

    def warnings(self, advice: Advice) -> Iterator[str]:
        """Return how many findings there are and the first; nothing where there are none."""
        trends = TRENDS.of(advice)
        if trends is not None and trends.findings and self.sections is not None:
            yield self.t("trends.warning", count=len(trends.findings), first=self.sections.finding(trends.findings[0]))

    def of_items(self, advice: Advice) -> Mapping[str, str]:
        """Return the last recorded value of each metric that the history has; of two series of one metric the first."""
        trends, sections = TRENDS.of(advice), self.sections
        return sections.latest(trends) if trends is not None and sections is not None else {}

    def of_cell(self, advice: Advice) -> Iterator[Section]:
        """Return the trends in short; those of an earlier cell that has the same are not repeated."""
        trends, sections = TRENDS.of(advice), self.sections
        if trends is None or sections is None:
            return
        earlier = next((name for shown, name in self._shown if shown == trends), None)
        blocks = (Paragraph(self.t("trends.same_as", cell=earlier), "faint"),) if earlier else sections.in_short(trends)
        self._shown.append((trends, sections.place(advice.id, advice.region, advice.segment) or advice.source))
        yield Section(self.t("trends.title"), tuple(blocks))

    def of_client(self, recommendation: Recommendation) -> Iterator[Section]:
        """Return in short where the sales strength of each company goes."""
        if self.sections is not None and (strengths := STRENGTHS.of(recommendation)):
            lines = map(self.sections.strength_line, strengths)
            yield Section(self.t("trends.strength"), tuple(map(Paragraph, lines)))

    def in_report(
        self, recommendation: Recommendation, names: Mapping[str, str], detail: Detail
    ) -> Iterator[ReportPart]:
        """Return each history once, with the market cells that have it."""
        sections = self.sections
        if sections is None:
            return
        shared: list[tuple[Trends, list[str]]] = []
        for advice in recommendation.cells:
            found = TRENDS.of(advice)
            cells = next((cells for trends, cells in shared if trends == found), None)
            if cells is not None:
                cells.append(advice.id)
            elif found is not None:
                shared.append((found, [advice.id]))
        title = self.t("trends.strength")
        for number, (trends, cells) in enumerate(shared, start=1):
            whose = self.t("trends.for_cells", cells=sections.semicolon(names[cell] for cell in cells))
            strengths = STRENGTHS.of(recommendation) if number == 1 else ()
            company = (Section(title, tuple(sections.strength(each, detail, names))) for each in strengths)
            head = (Paragraph(whose, "faint"),) if len(names) > 1 else ()
            blocks = (*company, *head, *sections.blocks(trends, detail))
            section = Section(self.t("trends.title"), blocks, f"trends-{number}", "page")
            all_together = (sections.pair_of(title, sections.strength_line(each)) for each in strengths)
            where = (whose,) if len(shared) > 1 else ()
            yield ReportPart(self.t("trends.brief"), (*all_together, *where, *sections.key_lines(trends)), section)


PRESENTER = _TrendPresenter
