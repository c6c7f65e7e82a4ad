"""Unfinished interviews in this folder, to go on with one of them or to begin another."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.widgets import Static

from mvpod_expert.mode.interview.screen.answers import Choice, Options, Typed
from mvpod_expert.mode.interview.screen.app import fitting_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from mvpod_expert.mode.interview.saved_interviews import Unfinished
    from mvpod_expert.views.messages import Messages

BEGIN = ""


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
