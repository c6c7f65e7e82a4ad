"""All answers in a table, cells side by side; any of them can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import DataTable, Static

from mvpod_expert.mode.interview.screen.pages import InterviewScreen, cut
from mvpod_expert.model.printable import tame

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from mvpod_expert.model.facts import Fact

NARROWEST, WIDEST = 14, 40


class ReviewScreen(InterviewScreen):
    """Lists every question and its answers, and goes to the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f7,q", "close", show=False)]

    def compose(self) -> ComposeResult:
        yield Static(self.t("screen.review_title"), id="head", markup=False)
        yield DataTable(cursor_type="cell", zebra_stripes=True, id="answers")
        yield Static(self.t("screen.review_keys"), id="keys", markup=False)

    def on_mount(self) -> None:
        """Fill the table; the cursor is on the current question, or on the last answer changed."""
        self._fill()

    def on_resize(self) -> None:
        """Fit the columns to the current width."""
        self._fill()

    def _fill(self) -> None:
        table, session = self.query_one(DataTable), self.interview.session
        at = table.cursor_coordinate
        table.clear(columns=True)
        cells = session.record.cells
        whole = self.size.width - 4
        # What was asked has the longest words; of several cells each has at least what an answer takes.
        wide = max(NARROWEST, min(WIDEST, whole - len(cells) * (NARROWEST + 2) - 2))
        room = max(NARROWEST, min(WIDEST, (whole - wide - 2) // len(cells) - 2))
        table.add_column(self.t("screen.question"), width=wide)
        for name in cells:
            table.add_column(cut(name, room).replace("[", "\\["), key=name, width=room)
        parked, topic, lang = session.parked(), "", self.t.lang
        for fact in session.knowledge.asked():
            if fact.question is None and all(fact.id not in cell.answers for cell in cells.values()):
                continue
            if fact.topic.in_(lang) != topic:
                topic = fact.topic.in_(lang)
                table.add_row(Content.styled(cut(topic, wide), "bold"), *("" for _ in cells), key=f"topic {topic}")
            style = "dim" if fact.id in parked else ""
            given = [Content.styled(cut(self._given(fact, name), room), style) for name in cells]
            table.add_row(Content(cut(fact.title.in_(lang), wide)), *given, key=fact.id)
        target = self.interview.questions.returns_to_review or (
            self.interview.step.question.id if self.interview.step.question is not None else None
        )
        if at.row == 0 and target is not None:
            table.move_cursor(row=table.get_row_index(target), column=1 + list(cells).index(session.record.at))
        else:
            table.move_cursor(row=at.row, column=at.column)
        table.focus()

    def _given(self, fact: Fact, cell: str) -> str:
        record = self.interview.session.record.cells[cell]
        answer = record.answers.get(fact.id)
        if answer is not None:
            return tame(self.interview.view.given(fact, answer))
        settled = self.interview.session.settled.get(fact.id) if cell == self.interview.session.record.at else None
        if settled is not None:
            return tame(self.interview.view.given(fact, settled) + self.t("request.settled"))
        return self.t("request.put_off") if fact.id in record.put_off else "—"

    @on(DataTable.CellSelected)
    def _chosen(self, event: DataTable.CellSelected) -> None:
        fact, cell = str(event.cell_key.row_key.value), event.cell_key.column_key.value
        if fact not in self.interview.session.knowledge.facts:
            return
        self.interview.pop_screen()
        if cell is not None and cell != self.interview.session.record.at:
            self.interview.hear(f"/cell {cell}")
        self.interview.questions.returns_to_review = fact
        self.interview.hear(f"/go {fact}")

    def action_close(self) -> None:
        """Go back to the question."""
        self.interview.questions.returns_to_review = None
        self.interview.pop_screen()
