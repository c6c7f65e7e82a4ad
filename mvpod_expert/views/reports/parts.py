"""What a report is made of, in short: the page that is read first, and the contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.reports.blocks import BriefPart, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.views.reports.audit_blocks import AuditPage
    from mvpod_expert.views.reports.blocks import CellPage, CellsTrends
    from mvpod_expert.views.reports.vendor_blocks import VendorsPage
    from mvpod_expert.views.wording import Wording


class Parts:
    """Says in short what stands in which part.

    Args:
        say: the wording.
        cells: the market cells.
        trends: the trends, each history once.
        audits: the audit of an existing plan, if there is one.
        vendors: the vendors, if there are some.
    """

    def __init__(
        self,
        say: Wording,
        cells: Sequence[CellPage],
        trends: Sequence[CellsTrends],
        audits: Sequence[AuditPage],
        vendors: Sequence[VendorsPage],
    ) -> None:
        self.say = say
        self.cells = cells
        self.trends = trends
        self.audits = audits
        self.vendors = vendors

    def brief(self) -> Iterator[BriefPart]:
        """Give what each part comes to; the modes themselves stand in the table of market cells."""
        numbers = [line for cell in self.cells for line in self._numbers(cell)]
        if numbers:
            anchor = next(f"{cell.anchor}-economics" for cell in self.cells if cell.economics)
            yield BriefPart(anchor, self.say("report.brief_numbers"), tuple(numbers))
        for trends in self.trends:
            where = (trends.cells,) if len(self.trends) > 1 else ()
            yield BriefPart(trends.anchor, self.say("report.brief_trends"), (*where, *trends.page.in_short))
        for audit in self.audits:
            yield BriefPart("audit", self.say("report.brief_plan"), audit.in_short)
        if self.vendors:
            several = len(self.vendors) > 1
            lines = [line for page in self.vendors for line in ((page.plans,) if several else ()) + page.in_short]
            yield BriefPart("vendors", self.say("vendors.title"), tuple(lines))

    def _numbers(self, cell: CellPage) -> Iterator[str]:
        """Say where numbers contradict, or else which mode they favour; several market cells are named."""
        if cell.economics is None:
            return
        best = self.say("report.sentence_gap").join(cell.economics.best)
        for text in cell.economics.contradictions or filter(None, [best]):
            yield self.say("list.pair", name=cell.name, value=text) if len(self.cells) > 1 else text

    def contents(self, *, has_between: bool) -> Iterator[Entry]:
        """Give the parts in the order of the report."""
        for cell in self.cells:
            pictures = Entry(f"{cell.anchor}-pictures", self.say("report.pictures"))
            economics = Entry(f"{cell.anchor}-economics", self.say("report.economics"))
            yield Entry(cell.anchor, cell.name, (pictures, economics) if cell.economics else (pictures,))
        for trends in self.trends:
            yield Entry(trends.anchor, self.say("trends.title"))
        if has_between:
            yield Entry("between", self.say("report.between_cells"))
        if self.audits:
            yield Entry("audit", self.say("audit.title"))
        if self.vendors:
            yield Entry("vendors", self.say("vendors.title"))
        for cell in self.cells:
            yield Entry(f"{cell.anchor}-plan", cell.plan_title)
        for cell in self.cells:
            yield Entry(f"{cell.anchor}-proof", cell.proof_title)
