"""Vendors in a terminal: who is first, side by side, what stands in whose way, must-haves, what to ask, how steady."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.vendors.parts import table_of
from mvpod_expert.vendors.sentences import VendorSentences
from mvpod_expert.views.console import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.document import VendorsDocument
    from mvpod_expert.vendors.model import VendorResult, VendorSelection
    from mvpod_expert.vendors.table import VendorTable
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages

MOST_QUESTIONS = 6
MOST_ITEMS = 4
TONES: dict[str, Tone] = {"passed": "good", "failed": "bad", "undecided": "warn"}


class VendorsView:
    """Prints vendors.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
        everything: print all must-haves with their items, all criteria and all questions.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, *, everything: bool = False) -> None:
        self.knowledge = knowledge
        self.t = t
        self.page = page
        self.everything = everything

    def show(self, compared: VendorsDocument) -> None:
        """Print every group of vendors."""
        table = table_of(self.knowledge)
        if table is None:
            return
        for number, selection in enumerate(compared.selections):
            if number:
                self.page.line()
            title = " · ".join(filter(None, [compared.client, self.t("vendors.title")]))
            self.page.line(title, "title")
            self._selection(selection, table)
        self.page.line()
        self.page.line(self.t("vendors.points_note"), "faint")
        self.page.line(table.note.in_(self.t.lang), "faint")
        if not self.everything:
            self.page.line(self.t("vendors.more"), "faint")

    def in_advice(self, selections: Sequence[VendorSelection]) -> None:
        """Print what the advice says of vendors: who is first, and where the rest is."""
        table = table_of(self.knowledge)
        if table is None or not selections:
            return
        self.page.title(self.t("vendors.title"))
        for selection in selections:
            for each in VendorSentences(self.knowledge, table, self.t, selection).summary():
                self.page.line(each, indent=2)
        self.page.line(self.t("vendors.see_vendors"), "faint", indent=2)

    def _selection(self, selection: VendorSelection, table: VendorTable) -> None:
        told = VendorSentences(self.knowledge, table, self.t, selection)
        self.page.line(told.for_cells(), "faint" if selection.must_haves else "warn")
        for each in told.summary():
            self.page.line(each, "strong")
        self.page.title(self.t("vendors.side_by_side"))
        self._table(told.side_by_side())
        for vendor in selection.vendors:
            self._vendor(vendor, told)
        self._must_haves(selection, told)
        if self.everything:
            self.page.title(self.t("vendors.scores"))
            self._table(told.scores())
            self.page.line(self.t("vendors.scores_note"), "faint", indent=2)
        self._questions(selection, told)
        self.page.title(self.t("vendors.steadiness"))
        for each in told.steadiness():
            self.page.line(f"- {each}", indent=2, hang=2)

    def _vendor(self, vendor: VendorResult, told: VendorSentences) -> None:
        self.page.line()
        state = self.t(f"vendor_state.{vendor.state}")
        self.page.line(self.t("list.pair", name=vendor.name, value=state), TONES[vendor.state], indent=2, hang=2)
        if vendor.notes:
            self.page.line(vendor.notes, "faint", indent=4)
        for each in told.reasons(vendor):
            self.page.line(f"! {each}", "warn", indent=4, hang=2)
        for each in told.carried(vendor, None if self.everything else MOST_ITEMS):
            self.page.line(f"- {each}", indent=4, hang=2)

    def _must_haves(self, selection: VendorSelection, told: VendorSentences) -> None:
        if not selection.must_haves:
            return
        self.page.title(self.t("vendors.matrix"))
        shown = selection.must_haves if self.everything else told.telling()
        if shown:
            self._table(told.matrix(shown))
        rest = len(selection.must_haves) - len(shown)
        if not shown:
            self.page.line(self.t("vendors.all_known"), "faint", indent=2)
        elif rest:
            self.page.line(self.t("vendors.all_alike", count=rest), "faint", indent=2)
        if self.everything:
            for each in selection.must_haves:
                name = told.names.item(each.function)
                carries = self.t("vendors.carries", items=told.items(each.items))
                self.page.line(f"- {name}", indent=2, hang=2)
                self.page.line(carries, "faint", indent=4)

    def _questions(self, selection: VendorSelection, told: VendorSentences) -> None:
        self.page.title(self.t("vendors.ask_next"))
        if not selection.questions:
            self.page.line(self.t("vendors.nothing_to_ask"), indent=2)
        shown = selection.questions if self.everything else selection.questions[:MOST_QUESTIONS]
        for number, each in enumerate(shown, start=1):
            head, worth, asked = told.question(each)
            self.page.line(f"{number}. {head}", "strong", indent=2, hang=3)
            self.page.line(worth, "warn" if each.decides else "faint", indent=5)
            for text in asked:
                self.page.line(text, indent=5)
        if len(shown) < len(selection.questions):
            self.page.line(self.t("advice.more", count=len(selection.questions) - len(shown)), "faint", indent=2)

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        """Print rows in columns; where they do not fit, each row's cells one by one under what they are."""
        widths = [max(cells(row[place]) for row in rows) for place in range(len(rows[0]))]
        if 2 * len(widths) + sum(widths) <= self.page.width:
            self.page.columns(rows)
            return
        head, *body = rows
        for row in body:
            self.page.line(row[0], indent=2, hang=2)
            pairs = (self.t("list.pair", name=name, value=value) for name, value in zip(head[1:], row[1:], strict=True))
            self.page.line(self.t("list.semicolon").join(pairs), "faint", indent=4)
