"""Vendors as sections: side by side, what stands in whose way, must-haves, scores, what to ask, how steady it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Bar, Column, Detail, Entry, Item, Listing, Note, Paragraph, Section, Span, Table
from mvpod_expert.vendors.sentences import WHOLE, VendorSentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.document.tree import Block, Tone
    from mvpod_expert.vendors.model import NextQuestion, VendorResult

MOST_QUESTIONS = {Detail.USUAL: 6, Detail.REPORT: 12}
MOST_ITEMS = {Detail.USUAL: 4, Detail.REPORT: 6}
TONES: dict[str, Tone] = {"passed": "good", "failed": "bad", "undecided": "warn"}


class VendorSections(VendorSentences):
    """Builds sections about the vendors for some market cells."""

    def key_lines(self) -> Iterator[str]:
        """Say who is first, and who is out for what."""
        yield from self.summary()
        for each in self.selection.vendors:
            if each.state == "failed":
                reasons = self.names.semicolon(self.gates_failed(each))
                yield self.t("vendors.out", vendor=each.name, reasons=reasons)

    def blocks(self, detail: Detail, cells: Mapping[str, str] | None = None) -> Iterator[Block]:
        """Return everything that is to be said of the vendors.

        Args:
            detail: with `FULL` all must-haves, criteria and questions.
            cells: what market cells are called, where their ids are not to be shown.
        """
        selection = self.selection
        yield Paragraph(self.for_cells(cells), "faint" if selection.must_haves else "warn")
        for text in self.summary():
            yield Paragraph(text, "strong")
        yield Section(self.t("vendors.side_by_side"), tuple(self._side_by_side(detail)))
        yield Section(self.t("vendors.ask_next"), tuple(self._questions(detail)))
        yield Section(self.t("vendors.steadiness"), tuple(self._steadiness(detail)))
        if selection.must_haves:
            yield Section(self.t("vendors.matrix"), tuple(self._must_haves(detail)))
        if detail >= Detail.REPORT:
            note = Paragraph(self.t("vendors.scores_note"), "faint")
            yield Section(self.t("vendors.scores"), (_table(self.scores()), note))

    def _side_by_side(self, detail: Detail) -> Iterator[Block]:
        yield _table(self.side_by_side())
        if detail >= Detail.REPORT:
            columns = (Column(weight=2), Column(weight=2), Column(weight=3))
            bars = tuple((each.name, self.result(each), _points(each)) for each in self.selection.vendors)
            yield Table(columns, bars, self.t("vendors.bars"))
        for each in self.selection.vendors:
            notes = (Paragraph(each.notes, "faint"),) if each.notes else ()
            items = tuple(self.carried(each, MOST_ITEMS.get(detail)))
            carried = (Listing(items),) if items else ()
            head = self.names.pair_of(each.name, self.t(f"vendor_state.{each.state}"))
            yield Entry(head, (*notes, *map(Note, self.reasons(each)), *carried), tone=TONES[each.state])

    def _questions(self, detail: Detail) -> Iterator[Block]:
        questions = self.selection.questions
        shown = questions[: MOST_QUESTIONS.get(detail)]
        if shown:
            yield Listing(tuple(map(self._question, shown)), is_numbered=True)
        else:
            yield Paragraph(self.t("vendors.nothing_to_ask"))
        if len(shown) < len(questions):
            yield Paragraph(self.t("advice.more", count=len(questions) - len(shown)), "faint")

    def _question(self, question: NextQuestion) -> Item:
        head, worth, asked = self.question(question)
        tone: Tone = "warn" if question.decides else "faint"
        return Item(Span(head, "strong"), (Paragraph(worth, tone), *map(Paragraph, asked)))

    def _steadiness(self, detail: Detail) -> Iterator[Block]:
        weights = self.selection.weights if detail >= Detail.REPORT else ()
        told = {self.reach(each) for each in weights}
        yield Listing(tuple(text for text in self.steadiness() if text not in told))
        if weights:
            rows = tuple((self.reach(each), Bar(each.low, each.high, 0, WHOLE, each.weight)) for each in weights)
            yield Table((Column(weight=2), Column()), rows, self.t("vendors.reaches"))

    def _must_haves(self, detail: Detail) -> Iterator[Block]:
        every = self.selection.must_haves
        shown = every if detail == Detail.FULL else self.telling()
        if shown:
            yield _table(self.matrix(shown))
        if not shown:
            yield Paragraph(self.t("vendors.all_known"), "faint")
        elif len(shown) < len(every):
            yield Paragraph(self.alike(), "faint")
        if detail >= Detail.REPORT:
            items = tuple(
                self.names.pair_of(self.names.item(each.function), self.items(each.items, MOST_ITEMS.get(detail)))
                for each in every
            )
            yield Section(self.t("vendors.traced"), (Listing(items),))


def _table(rows: tuple[tuple[str, ...], ...]) -> Table:
    head, *body = rows
    return Table((Column(head[0], weight=2), *map(Column, head[1:])), tuple(body), is_wide=True)


def _points(vendor: VendorResult) -> Bar:
    """Return a bar to the points; where something is unknown, to the most that can be reached, with a line at them."""
    points, most = vendor.points or 0.0, vendor.at_most or 0.0
    return Bar(0, most, 0, WHOLE, points if points < most else None)
