"""The last screen: the decision, its reasons and the first moves, and what can be written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from mvpod_expert.mode.interview.prompting import DoneError
from mvpod_expert.mode.interview.screen.answers import Choice, Options, Typed
from mvpod_expert.mode.interview.screen.pages import InterviewScreen, Laid, Said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from mvpod_expert.model.interview_record import Record


@dataclass(frozen=True)
class Ending:
    """What the last screen tells and offers.

    Args:
        told: makes its paragraphs from the record: the decision, reasons and moves of every cell.
        writes: by the name of what can be written, what writes it and returns what to say.
    """

    told: Callable[[Record], Sequence[Said]]
    writes: Mapping[str, Callable[[Record], str]]


class EndingScreen(InterviewScreen):
    """Tells the advice on one screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]

    def compose(self) -> ComposeResult:
        yield Static(self.t("screen.ending_title"), id="head", markup=False)
        with VerticalScroll(id="told", can_focus=True):
            yield Laid(Said(self.t("screen.computing"), "faint"))
        yield Laid(id="hint")
        yield Options()

    def on_mount(self) -> None:
        writes = [Choice(f"write {name}", self.t(f"screen.write_{name}")) for name in self.interview.ending.writes]
        others = {"everything": "everything_told", "back": "back_to_answers", "quit": "ask_quit"}
        options = self.query_one(Options)
        options.offer([*writes, *(Choice(line, self.t(f"screen.{key}")) for line, key in others.items())])
        options.focus()
        self._tell()

    @work(thread=True)
    def _tell(self) -> None:
        told = self.interview.ending.told(self.interview.session.record)
        self.app.call_from_thread(self.query_one("#told Laid", Laid).show, told)

    @on(Typed)
    def _typed(self, event: Typed) -> None:
        match event.line.split():
            case ["write", name]:
                said = self.interview.ending.writes[name](self.interview.session.record)
                self.query_one("#hint", Laid).show([Said(said, "good")])
            case ["everything"]:
                self.interview.exit(DoneError("everything"))
            case ["quit"]:
                self.interview.exit(DoneError())
            case _:
                self.action_back()

    def action_back(self) -> None:
        """Go back to the questions."""
        self.interview.pop_screen()
