"""Numbers, vendors and the like, filled in field by field: the field on top, what is filled in below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from mvpod_expert.mode.interview.prompting import DoneError, LeftError
from mvpod_expert.mode.interview.screen.answers import Choice, Line, Options, Typed, pasted_lines
from mvpod_expert.mode.interview.screen.pages import Bars, InterviewScreen, KeyLine, Laid, Said, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from mvpod_expert.mode.interview.screen.app import InterviewApp


class FormScreen(InterviewScreen):
    """Lists the forms, and asks for the fields of the one that is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("f4", "hear('/skip')", show=False),
        Binding("f6", "hear('/back')", show=False),
        Binding("f9", "hear('/done')", show=False),
        Binding("f1,question_mark", "hear('/help')", show=False),
        Binding("slash", "say", show=False, priority=True),
    ]

    def __init__(self, interview: InterviewApp) -> None:
        super().__init__(interview)
        self.forms = interview.dialogue.forms

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        yield Laid(id="field")
        yield Options()
        yield Line(id="fill", select_on_focus=False)
        yield Laid(id="hint")
        with VerticalScroll(id="filled", can_focus=False):
            yield Laid()
        t = self.t
        yield KeyLine(
            [
                ("F4", t("screen.ask_skip"), "screen.hear('/skip')"),
                ("F6", t("screen.ask_back"), "screen.hear('/back')"),
                ("/", t("screen.form_go"), "screen.say"),
                ("?", t("screen.ask_help"), "screen.hear('/help')"),
                ("F9", t("screen.form_done"), "screen.hear('/done')"),
            ]
        )

    def on_mount(self) -> None:
        self.query_one("#filled").border_title = self.t("screen.filled")
        self._show(self.interview.page.taken())

    def _show(self, said: Sequence[Said | Bars]) -> None:
        forms, page = self.forms, self.interview.page
        form, field = forms.form, forms.field
        options, line = self.query_one(Options), self.query_one("#fill", Line)
        if form is None and self.interview.form:
            self.interview.exit(DoneError())
            return
        if form is None or field is None:
            told: list[Said | Bars] = [Said(self.t("screen.forms_what"))]
            head = self.t("screen.forms_title")
            choices = [
                Choice(str(number), each.title, self.t("screen.form_count", count=forms.count(each)))
                for number, each in enumerate(forms.forms(), start=1)
            ]
            told = told if choices else [Said(self.t("request.form_none"))]
        else:
            head = " · ".join([form.title, self.t("screen.form_count", count=forms.count(form))])
            forms.ask_alone()
            told = [*page.taken()]
            choices = [
                Choice(key, each.title, each.meaning, key=key, names=(each.title.casefold(),))
                for key, each in field.keyed()
            ]
        self.query_one("#head", Static).update(cut(head, max(20, self.size.width - 2)))
        self.query_one("#field", Laid).show(told)
        self.query_one("#hint", Laid).show(said)
        forms.review()
        self.query_one("#filled Laid", Laid).show(page.taken())
        self.query_one("#filled").display = self.query_one("#keys").display = forms.form is not None
        options.display, line.display = bool(choices), not choices
        with line.prevent(Input.Changed):
            line.value = ""
        if choices:
            options.offer(choices)
            self.set_focus(options)
        else:
            line.placeholder = field.unit if field is not None else ""
            self.set_focus(line)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave a slash to the line in which it is typed; else it comes first, so that no key behind it answers."""
        return not (action == "say" and isinstance(self.focused, Input))

    def action_say(self) -> None:
        """Let a request be typed, such as one to go to another field."""
        line = self.query_one("#fill", Line)
        line.display = True
        line.value = "/"
        line.cursor_position = 1
        self.set_focus(line)  # at once: what is typed next is no answer

    def action_hear(self, line: str) -> bool:
        """Fill in a line, or do what it asks for; return whether another field is at hand."""
        forms, page = self.forms, self.interview.page
        try:
            heard = forms.heard if forms.form is not None else forms.begin
            moved = self.interview.view.fits(line) and heard(line)
        except (LeftError, OSError) as error:
            self.interview.exit(error)
            return False
        if moved:
            self._show(page.taken())
        else:
            self.query_one("#hint", Laid).show(page.taken())
        return moved

    def on_paste(self, event: events.Paste) -> None:
        """Fill in pasted lines one by one, up to one that is refused."""
        event.stop()
        all(self.action_hear(line) for line in pasted_lines(event))

    @on(Typed)
    def _chosen(self, event: Typed) -> None:
        self.action_hear(event.line)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.action_hear(event.value)

    @on(Input.Changed)
    def _checked(self, event: Input.Changed) -> None:
        """Say while it is typed what is wrong with it."""
        if not event.value.startswith("/") and event.value.strip():
            self.forms.checked(event.value.strip())
        self.query_one("#hint", Laid).show(self.interview.page.taken())

    def action_close(self) -> None:
        """Put away what was being typed; else go back to the forms, and from there to the question."""
        if self.query_one("#fill", Line).value.startswith("/"):
            self._show(())
            return
        if self.forms.form is not None:
            self.action_hear("/done")
            return
        self.interview.pop_screen()
        self.interview.look_anew(moved=True)
