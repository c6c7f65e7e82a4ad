"""Notes about the client are pasted, and the answers found in them are ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static, TextArea

from mvpod_expert.mode.interview.screen.answers import Choice, TickList, Typed
from mvpod_expert.mode.interview.screen.pages import InterviewScreen, Laid

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from mvpod_expert.mode.interview.screen.app import InterviewApp


class NotesScreen(InterviewScreen):
    """Proposes answers in notes, which may be there already; only those that are ticked are taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("ctrl+a", "tick_all", show=False, priority=True),
        Binding("tab", "app.focus_next", show=False, priority=True),
    ]

    def __init__(self, interview: InterviewApp, text: str = "") -> None:
        super().__init__(interview)
        self.text = text
        self.words = interview.dialogue.words

    def compose(self) -> ComposeResult:
        yield Static(self.t("screen.words_title"), id="head", markup=False)
        yield TextArea(self.text, id="notes", soft_wrap=True)
        yield Button(self.t("screen.words_search"), id="search", compact=True)
        yield Laid(id="hint")
        yield TickList("found")
        yield Button(self.t("screen.words_accept"), variant="primary", id="accept", compact=True)
        yield Static(self.t("screen.words_keys"), id="keys", markup=False)

    def on_mount(self) -> None:
        self._list()
        self.query_one(TextArea).focus()

    @on(Button.Pressed, "#search")
    def _search(self) -> None:
        self.words.search(self.query_one(TextArea).text)
        said = self.interview.page.taken()
        self.query_one("#hint", Laid).show(() if self.words.found else said)
        self._list()
        if self.words.found:
            self.query_one(TickList).focus()

    def _list(self) -> None:
        found, listed = self.query_one(TickList), self.words.found
        self.set_class(bool(listed), "-found")
        self.query_one("#accept").display = bool(listed)
        found.ticked = set()
        found.offer([Choice(str(number), self.words.told(each)) for number, each in enumerate(listed, start=1)])

    def action_tick_all(self) -> None:
        """Tick every proposal but those that the notes contradict."""
        self.query_one(TickList).tick({n for n, each in enumerate(self.words.found, start=1) if not each.rivals})

    @on(Typed)
    def _toggled(self, event: Typed) -> None:
        found = self.query_one(TickList)
        found.tick(found.ticked ^ {int(event.line)})

    @on(Button.Pressed, "#accept")
    def _accept(self) -> None:
        ticked = sorted(self.query_one(TickList).ticked)
        self.interview.pop_screen()
        if ticked:
            self.interview.hear(f"/take {' '.join(map(str, ticked))}")

    def action_close(self) -> None:
        """Go back to the question; nothing is taken."""
        self.interview.pop_screen()
