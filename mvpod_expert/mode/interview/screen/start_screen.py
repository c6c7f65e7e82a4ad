"""The first screen: who the client is and how deep to ask, or what an interview that goes on holds.

Before it, unfinished interviews in this folder, to go on with one of them or to begin another.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Label, RadioButton, RadioSet, Static

from mvpod_expert.mode.interview.screen.answers import Choice, Line, Options, Typed, pasted_lines
from mvpod_expert.mode.interview.screen.pages import InterviewScreen, Laid, Said, fitting_theme
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.journal import DEPTHS
from mvpod_expert.model.money import DOLLAR
from mvpod_expert.views.line_breaking import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.mode.interview.saved_interviews import Unfinished
    from mvpod_expert.mode.interview.screen.app import InterviewApp
    from mvpod_expert.views.messages import Messages

BEGIN = ""
BLANKS = ("client", "offer", "region", "segment", "currency")
LONGEST = 60
"""Cells; a longer pasted line is prose."""
USUAL = {"zh": "CNY", "en": "USD"}
"""The currency proposed in each language."""


class Radio(RadioButton):
    """One choice of several, filled where it is the one; Textual says so by its colour alone."""

    @property
    def _button(self) -> Content:
        return Content("●" if self.value else "○")


class StartScreen(InterviewScreen):
    """Begins the interview."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "begin", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, interview: InterviewApp) -> None:
        super().__init__(interview)
        self.goes_on = bool(interview.session.record.entered)

    def compose(self) -> ComposeResult:
        interview, t = self.interview, self.t
        interview.view.read_back(interview.file.path, interview.resumed)
        found = interview.page.taken()
        with VerticalScroll(id="start", can_focus=False):
            if self.goes_on:
                interview.view.recap(interview.session, interview.step)
                yield Laid(Said(t("screen.go_on_title"), "strong"), *found, Said(""), *interview.page.taken())
            else:
                yield Laid(Said(t("screen.start_title"), "strong"), Said(t("screen.start_what")), *found)
                for blank in BLANKS:
                    with Horizontal(classes="blank"):
                        example = t(f"screen.{blank}_example")
                        yield Label(t(f"screen.{blank}"), markup=False)
                        yield Line(self._known(blank), placeholder=example, id=blank, compact=True)
            yield Label(t("screen.how_deep"), markup=False, id="how-deep")
            with RadioSet(id="depth", compact=True):
                chosen = interview.session.record.depth or ("proven" if self.goes_on else "sound")
                for depth in DEPTHS:
                    yield Radio(t(f"request.depth_{depth}"), value=depth == chosen, id=depth)
            begin = t("screen.go_on" if self.goes_on else "screen.begin")
            yield Button(begin, variant="primary", id="begin", compact=True)
            yield Laid(Said(""), Said(t("screen.saved_to", file=interview.file.path), "faint"))

    def on_mount(self) -> None:
        self.query_one("#begin" if self.goes_on else "#client").focus()

    def _known(self, blank: str) -> str:
        record = self.interview.session.record
        if blank == "currency":
            return (record.currency or USUAL[self.t.lang]).upper()
        value = getattr(record, blank) if blank in {"client", "offer"} else getattr(record.cell, blank)
        return value or ""

    def on_paste(self, event: events.Paste) -> None:
        """Fill the blanks from this one on with pasted lines; look for answers in what is too long or too much."""
        event.stop()
        lines, here = pasted_lines(event), self.focused.id if self.focused is not None else None
        blanks = BLANKS[BLANKS.index(here) :] if here in BLANKS else ()
        if len(lines) > len(blanks) or any(cells(line) > LONGEST for line in lines):
            self.interview.open_notes(event.text)
            return
        for blank, line in zip(blanks, lines, strict=False):
            self.query_one(f"#{blank}", Input).value = line
            self.query_one(f"#{blank}", Input).focus()
        self.focus_next()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed)
    def action_begin(self) -> None:
        """Note what was typed, and go on to the questions."""
        hear = self.interview.hear
        if not self.goes_on:
            typed = {blank: self.query_one(f"#{blank}", Input).value.strip() for blank in BLANKS}
            for kind in ("client", "offer"):
                if typed[kind] and typed[kind] != self._known(kind):
                    hear(f"/{kind} {typed[kind]}")
            if typed["currency"] and typed["currency"].casefold() != (self.interview.session.record.currency or DOLLAR):
                hear(f"/currency {typed['currency']}")
            cell = "/".join(filter(None, [typed["region"], typed["segment"]]))
            if cell and self.interview.session.record.at == ONLY_CELL:
                hear(f"/cell {cell}")
        pressed = self.query_one(RadioSet).pressed_button
        depth = next((each for each in DEPTHS if pressed is not None and pressed.id == each), None)
        session = self.interview.session
        if depth is not None and session.record.depth is None:
            session.wanted_depth = depth
            hear("/go")
        elif depth is not None and depth != session.depth:
            hear(f"/depth {depth}")
        self.interview.switch_screen(self.interview.questions)


class PickingApp(App[str]):
    """Offers to go on; ends with the path of its file, with `BEGIN`, or with nothing where the person left."""

    CSS_PATH = "screen.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+q,ctrl+c", "quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(self, found: Sequence[Unfinished], t: Messages, *, has_older: bool = False) -> None:
        super().__init__()
        self.has_older = has_older
        self.found = found
        self.t = t
        self.theme = fitting_theme(os.environ)

    def compose(self) -> ComposeResult:
        yield Static(self.t("screen.unfinished"), id="head", markup=False)
        yield Options()
        if self.has_older:
            yield Static(self.t("screen.unfinished_older"), id="keys", markup=False)

    def on_mount(self) -> None:
        named = [Choice(str(number), *each.told(self.t)) for number, each in enumerate(self.found)]
        self.query_one(Options).offer([*named, Choice(BEGIN, self.t("screen.begin_another"))])
        self.query_one(Options).focus()

    @on(Typed)
    def _typed(self, event: Typed) -> None:
        self.exit(BEGIN if event.line == BEGIN else str(self.found[int(event.line)].path))
