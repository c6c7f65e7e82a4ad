"""What a report is made of, in short: the page that is read first, and the contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.reports.blocks import BriefPart, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.audit.report import AuditPage
    from mvpod_expert.reports.blocks import CellPage, CellsTrends
    from mvpod_expert.vendors.report import VendorsPage
    from mvpod_expert.views.messages import Messages


class Parts:
    """Says in short what stands in which part.

    Args:
        t: the messages of one language.
        cells: the market cells.
        trends: the trends, each history once.
        audits: the audit of an existing plan, if there is one.
        vendors: the vendors, if there are some.
    """

    def __init__(
        self,
        t: Messages,
        cells: Sequence[CellPage],
        trends: Sequence[CellsTrends],
        audits: Sequence[AuditPage],
        vendors: Sequence[VendorsPage],
    ) -> None:
        self.t = t
        self.cells = cells
        self.trends = trends
        self.audits = audits
        self.vendors = vendors

    def brief(self) -> Iterator[BriefPart]:
        """Give what each part comes to; the modes themselves stand in the table of market cells."""
        numbers = [line for cell in self.cells for line in self._numbers(cell)]
        if numbers:
            anchor = next(f"{cell.anchor}-economics" for cell in self.cells if cell.economics)
            yield BriefPart(anchor, self.t("report.brief_numbers"), tuple(numbers))
        for trends in self.trends:
            where = (trends.cells,) if len(self.trends) > 1 else ()
            yield BriefPart(trends.anchor, self.t("report.brief_trends"), (*where, *trends.page.in_short))
        for audit in self.audits:
            yield BriefPart("audit", self.t("report.brief_plan"), audit.in_short)
        if self.vendors:
            several = len(self.vendors) > 1
            lines = [line for page in self.vendors for line in ((page.plans,) if several else ()) + page.in_short]
            yield BriefPart("vendors", self.t("vendors.title"), tuple(lines))

    def _numbers(self, cell: CellPage) -> Iterator[str]:
        """Say where numbers contradict, or else which mode they favour; several market cells are named."""
        if cell.economics is None:
            return
        best = self.t("report.sentence_gap").join(cell.economics.best)
        for text in cell.economics.contradictions or filter(None, [best]):
            yield self.t("list.pair", name=cell.name, value=text) if len(self.cells) > 1 else text

    def contents(self, *, has_between: bool) -> Iterator[Entry]:
        """Give the parts in the order of the report."""
        for cell in self.cells:
            pictures = Entry(f"{cell.anchor}-pictures", self.t("report.pictures"))
            economics = Entry(f"{cell.anchor}-economics", self.t("report.economics"))
            yield Entry(cell.anchor, cell.name, (pictures, economics) if cell.economics else (pictures,))
        for trends in self.trends:
            yield Entry(trends.anchor, self.t("trends.title"))
        if has_between:
            yield Entry("between", self.t("report.between_cells"))
        if self.audits:
            yield Entry("audit", self.t("audit.title"))
        if self.vendors:
            yield Entry("vendors", self.t("vendors.title"))
        for cell in self.cells:
            yield Entry(f"{cell.anchor}-plan", cell.plan_title)
        for cell in self.cells:
            yield Entry(f"{cell.anchor}-proof", cell.proof_title)
