"""The full-screen interview: hands lines to the dialogue, shows what it says, and switches between its screens.

The last of these shows the decision, its reasons and the first moves, and what can be written down.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.containers import VerticalScroll
from textual.widgets import Static

from mvpod_expert.mode.interview.dialogue import Dialogue
from mvpod_expert.mode.interview.prompt_commands import ALONE, WORDS
from mvpod_expert.mode.interview.prompting import DoneError, LeftError
from mvpod_expert.mode.interview.screen.answers import Choice, Options, Typed
from mvpod_expert.mode.interview.screen.pages import InterviewScreen, Laid, Notes, Said, fitting_theme
from mvpod_expert.mode.interview.screen.question_screen import QuestionScreen
from mvpod_expert.mode.interview.screen.start_screen import StartScreen
from mvpod_expert.mode.interview.terminal import InterviewView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.screen import Screen

    from mvpod_expert.mode.interview.interviewer import Step
    from mvpod_expert.mode.interview.journal_file import JournalFile, Resumed
    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.model.interview_record import Record
    from mvpod_expert.views.messages import Messages


class Ending(NamedTuple):
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


class Palette(CommandPalette):
    """Everything that can be asked for; where nothing matches it is empty, since Textual says so in English alone."""

    def _start_no_matches_countdown(self, search_value: str) -> None:
        pass


class InterviewApp(App[BaseException]):
    """Holds one interview, or one form, on the whole screen; ends with `DoneError`, `LeftError`, or what went wrong."""

    CSS_PATH = "screen.tcss"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual has it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "ask('quit')", show=False, priority=True),
        Binding("ctrl+c", "ask('quit')", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(  # noqa: PLR0913 - what it holds together
        self, session: Session, file: JournalFile, t: Messages, resumed: Resumed, ending: Ending, *, form: str = ""
    ) -> None:
        super().__init__()
        self.form = form
        self.t = t
        self.session = session
        self.file = file
        self.resumed = resumed
        self.ending = ending
        self.page = Notes()
        self.view = InterviewView(session.knowledge, t, self.page)
        self.dialogue = Dialogue(session, file, self.view)
        self._step: Step | None = None
        self.theme = fitting_theme(os.environ)
        self.title = "mvpod"
        self.questions = QuestionScreen(self)

    @property
    def step(self) -> Step:
        """Where the interview is; the first page does not wait for it."""
        if self._step is None:
            self._step = self.session.step()
        return self._step

    def on_mount(self) -> None:
        if self.form:
            self.view.read_back(self.file.path, self.resumed)
            self.dialogue.forms.begin(self.form)
            self.open_forms()
        else:
            self.push_screen(StartScreen(self))
            self.call_after_refresh(lambda: self.step)
        if os.isatty(0):
            self.set_interval(1, self._leave_without_terminal)

    def _leave_without_terminal(self) -> None:
        """Leave where the terminal has gone and no signal came of it: Textual would read its end again and again."""
        if not os.isatty(0):
            self.exit(LeftError())

    def hear(self, line: str) -> bool:
        """Do what a line, as typed in the dialogue, asks for and show it; return whether the interview has moved on."""
        try:
            moved = self.view.fits(line) and self.dialogue.heard(self.step, line)
        except DoneError:
            return self._end()
        except (LeftError, OSError) as error:
            self.exit(error)
            return False
        if self.dialogue.forms.form is not None:
            self.open_forms()
        else:
            self.look_anew(moved=moved)
        return moved

    def look_anew(self, *, moved: bool) -> None:
        """Look where the interview is, and show it; `moved` says whether another question is current."""
        self._step = self.session.step()
        self.questions.show(self.page.taken(), moved=moved)

    def open_forms(self) -> None:
        """Show what can be filled in."""
        from mvpod_expert.mode.interview.screen.form_screen import FormScreen  # noqa: PLC0415 - seldom asked for

        self.push_screen(FormScreen(self))

    def _end(self) -> bool:
        try:
            self.dialogue.finish()
        except OSError as error:
            self.exit(error)
        else:
            self.push_screen(EndingScreen(self))
        return False

    def action_ask(self, kind: str) -> None:
        """Do what a key or the palette asks for; where more has to be said, it is asked for first."""
        if kind == "review":
            from mvpod_expert.mode.interview.screen.review_screen import (  # noqa: PLC0415 - a widget that takes long
                ReviewScreen,
            )

            self.push_screen(ReviewScreen(self))
        elif kind == "words":
            self.open_notes()
        elif kind == "numbers":
            self.open_forms()
        elif kind not in ALONE:
            self.questions.action_say(f"{WORDS[kind][-1 if self.t.lang == 'zh' else 0]} ")
        else:
            self.hear(f"/{kind}")

    def open_notes(self, text: str = "") -> None:
        """Show the notes about the client with what was pasted already, to find answers in them."""
        from mvpod_expert.mode.interview.screen.notes_screen import NotesScreen  # noqa: PLC0415 - a widget that takes long

        self.push_screen(NotesScreen(self, text))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Return everything that can be asked for on a screen, for the command palette."""
        for kind in WORDS if screen is self.questions else ("quit",):
            if not self.t.knows(f"screen.ask_{kind}"):
                continue
            title, about = self.t(f"screen.ask_{kind}"), self.t(f"request.{kind}")
            # A person may look for the request by the word that the manual has for it.
            named = title if self.t.lang == "en" else f"{title} · {WORDS[kind][0]}"
            yield SystemCommand(named, about, partial(self.action_ask, kind))
        yield SystemCommand(self.t("screen.colours"), self.t("screen.colours_help"), self.action_colours)

    def action_command_palette(self) -> None:
        """Show everything that can be asked for."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(placeholder=self.t("screen.search")))

    def action_colours(self) -> None:
        """Change between dark, light and the terminal's own colours."""
        themes = ("textual-dark", "textual-light", "ansi-dark", "ansi-light")
        self.theme = themes[(themes.index(self.theme) + 1) % len(themes)]

    def _handle_exception(self, error: Exception) -> None:
        """Leave the screen; the error boundary then says what happened."""
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.exit(error)
