"""The fact base of a report: what was answered, who said it, what is estimated and what nobody knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Block, Item, Listing, Paragraph, Section, Span
from mvpod_expert.model.facts import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mvpod_expert.mode.views.advice import AdviceSections
    from mvpod_expert.model.advice import Advice, AnswerGiven

MOST_SOURCES = 3
"""The most sources that are named in a line; the section names all of them."""


class FactBase:
    """Says what reports rest on, in the words of the sections of the advice."""

    def __init__(self, sections: AdviceSections) -> None:
        self.names = sections
        self.t = sections.t
        self.asked = {fact.id for fact in sections.knowledge.questions()}

    def in_short(self, advice: Advice, *, with_sources: bool = True) -> Paragraph:
        """Return in a line how many questions were answered, how many answers are estimates, and who gave them."""
        answers = [answer for answer in advice.answers if answer.fact in self.asked]
        known = [answer for answer in answers if answer.state != UNKNOWN]
        by_source = Counter(answer.source for answer in known if answer.source).most_common()
        by_source = by_source if with_sources else []
        named = [source + self.t("list.extra", text=str(count)) for source, count in by_source[:MOST_SOURCES]]
        text = self.t(
            "report.known",
            answered=len(known),
            of=len(self.asked),
            figures=sum(answer.layer == "figures" for answer in known),
            estimated=sum(answer.estimated for answer in known),
            unknown=len(answers) - len(known),
            missing=len(self.asked) - len(answers),
            sources=self.names.comma(named),
            more=len(by_source) - len(named),
        )
        return Paragraph(self.names.pair_of(self.t("report.fact_base"), text), "faint")

    def section(self, cells: Sequence[Advice], names: Mapping[str, str]) -> Iterator[Section]:
        """Return all answers by where they come from; what several market cells share is listed once."""
        first = cells[0].answers
        shared = [answer for answer in first if all(answer in cell.answers for cell in cells)]
        blocks: list[Block] = list(self._by_source(shared))
        for cell in cells if len(cells) > 1 else ():
            own = list(self._by_source(answer for answer in cell.answers if answer not in shared))
            blocks += [Section(names[cell.id], tuple(own))] if own else []
        if blocks:
            yield Section(self.t("report.fact_base"), tuple(blocks), "facts", is_folded=True)

    def _by_source(self, answers: Iterable[AnswerGiven]) -> Iterator[Listing]:
        groups: dict[str, list[str]] = defaultdict(list)
        unknown: list[str] = []
        for answer in answers:
            if answer.state == UNKNOWN:
                unknown.append(self.names.fact(answer.fact))
                continue
            follows = "follows" if self.names.knowledge.facts[answer.fact].sources else "figures"
            group = answer.source or self.t(f"origin.{follows}" if answer.layer == "figures" else "report.no_source")
            told = self.names.pair(answer.fact, answer.state, answer.given)
            mark = self.t("list.extra", text=self.t("origin.estimated")) if answer.estimated else ""
            groups[group].append(told + mark)
        if unknown:
            groups[self.t("report.dont_know")] = unknown
        if groups:
            pair = self.t("list.pair", name="", value="")
            yield Listing(
                tuple(
                    Item((Span(source, "strong"), Span(f"{pair}{self.names.semicolon(told)}")))
                    for source, told in groups.items()
                ),
                tone="faint",
            )
