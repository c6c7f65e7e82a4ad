"""The screen with the question: options, help, evidence and topics beside it, and the keys below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from mvpod_expert.mode.interview.prompt_commands import WORDS
from mvpod_expert.mode.interview.screen.answers import Choice, Line, Number, Options, Typed, choices
from mvpod_expert.mode.interview.screen.pages import (
    InterviewScreen,
    KeyLine,
    Laid,
    Said,
    cut,
    evidence_said,
    help_said,
    topics_said,
)
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.views.line_breaking import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from mvpod_expert.mode.interview.screen.app import InterviewApp
    from mvpod_expert.mode.interview.screen.pages import Bars

KEYS = {
    "help": "?",
    "why": "F2",
    "whatif": "F3",
    "skip": "F4",
    "back": "F6",
    "review": "F7",
    "cell": "F8",
    "done": "F9",
    "words": "F10",
    "numbers": "^N",
    "mend": "^E",
    "save": "^S",
    "quit": "^Q",
}
"""The key of a request as it is shown; for the others the palette and the line are enough."""
PANES = ("evidence", "help", "topics")
TAB = 24
"""Cells; a longer name of a market cell is cut."""


class QuestionScreen(InterviewScreen):
    """Asks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            # An input has other uses for some keys with Ctrl.
            Binding(
                shown.lower().replace("^", "ctrl+").replace("?", "question_mark"),
                f"app.ask('{kind}')",
                show=False,
                priority=shown.startswith("^"),
            )
            for kind, shown in KEYS.items()
        ),
        Binding("f1", "app.ask('help')", show=False),
        Binding("f5", "unknown", show=False),
        Binding("slash", "say", show=False, priority=True),
        Binding("tab", "next_pane", show=False, priority=True),
        Binding("pageup", "scroll(-1)", show=False, priority=True),
        Binding("pagedown", "scroll(1)", show=False, priority=True),
        Binding("ctrl+left", "next_cell(-1)", show=False, priority=True),
        Binding("ctrl+right", "next_cell(1)", show=False, priority=True),
        Binding("escape", "ask_again", show=False),
    ]

    def __init__(self, interview: InterviewApp) -> None:
        super().__init__(interview)
        self.front = PANES[0]
        self.moved: Sequence[Said | Bars] = ()
        self.returns_to_review: str | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        yield Static(id="cells")
        with Container(id="body"):
            with Vertical(id="left"):
                with Vertical(id="asked"):
                    yield Laid(id="question")
                    yield Options()
                    yield Number()
                    yield Laid(id="hint")
                with VerticalScroll(id="help", can_focus=False):
                    yield Laid()
            with Vertical(id="right"):
                for pane in ("evidence", "topics"):
                    with VerticalScroll(id=pane, can_focus=False):
                        yield Laid()
        yield Line(id="request", placeholder=self.t("screen.say_placeholder"), select_on_focus=False)
        named = [(shown, self.t(f"screen.ask_{kind}"), f"app.ask('{kind}')") for kind, shown in KEYS.items()]
        yield KeyLine(
            [
                *named[:4],
                ("F5", self.t("screen.unknown"), "screen.unknown"),
                *named[4:],
                ("Tab", self.t("screen.next_pane"), "screen.next_pane"),
                ("/", self.t("screen.say"), "screen.say"),
                ("^P", self.t("screen.everything"), "app.command_palette"),
            ]
        )

    def on_mount(self) -> None:
        for pane in PANES:
            self.query_one(f"#{pane}").border_title = self.t(f"screen.{pane}")
        self.query_one("#request").display = False
        self.show((), moved=True)

    def on_screen_resume(self) -> None:
        """Take the keyboard back from another screen."""
        self._focus()

    def show(self, said: Sequence[Said | Bars], *, moved: bool) -> None:
        """Show where the interview is, and what was said; `moved` where a question is asked anew."""
        if not self.is_attached:
            return
        step, interview = self.interview.step, self.interview
        if moved:
            self.moved = said
            if self.returns_to_review is not None and step.earlier is None:
                self.returns_to_review = None
                self.call_later(interview.action_ask, "review")
        self._show_head()
        self._show_cells()
        self._show_question()
        for pane, told in (
            ("topics", topics_said(interview)),
            ("evidence", evidence_said(interview, self.moved)),
            ("help", help_said(interview) if moved or not said else said),
        ):
            self.query_one(f"#{pane} Laid", Laid).show(told)
            self.query_one(f"#{pane}", VerticalScroll).scroll_home(animate=False)
        if moved:
            self.query_one("#help").border_title = self.t("screen.help")
        elif said:
            self.query_one("#help").border_title = self.t("screen.told")
            self._bring("help")
        self._bring(self.front if not moved or self.front == "topics" else "evidence" if self.moved else "help")
        self._focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave a slash to the line in which it is typed; else it comes first, so that no key behind it answers."""
        return not (action == "say" and isinstance(self.focused, Input) and self.focused.value)

    def action_say(self, begun: str = "") -> None:
        """Let a request be typed, or ended where it is begun."""
        line = self.query_one("#request", Input)
        facts = [fact.id for fact in self.interview.session.knowledge.questions()]
        known = [f"{word} {fact}" for kind in ("go", "whatif") for word in WORDS[kind] for fact in facts]
        line.suggester = SuggestFromList([*(word for words in WORDS.values() for word in words), *known])
        line.display = True
        line.value = begun
        line.cursor_position = len(begun)
        self.set_focus(line)  # at once: what is typed next is no answer

    def action_unknown(self) -> None:
        """Answer that it is not known."""
        if self.interview.step.question is not None:
            self.interview.hear(UNKNOWN)

    def action_next_pane(self) -> None:
        """Bring the next pane to the front."""
        self._bring(PANES[(PANES.index(self.front) + 1) % len(PANES)])

    def action_cell(self, number: int) -> None:
        """Enter a market cell."""
        self.interview.hear(f"/cell {list(self.interview.session.record.cells)[number]}")

    def action_next_cell(self, way: int) -> None:
        """Enter the market cell beside the current one."""
        names = list(self.interview.session.record.cells)
        if len(names) > 1:
            self.action_cell((names.index(self.interview.session.record.at) + way) % len(names))

    def action_scroll(self, way: int) -> None:
        """Scroll the pane at the front."""
        pane = self.query_one(f"#{self.front}", VerticalScroll)
        pane.scroll_relative(y=way * max(1, pane.size.height - 1), animate=False)

    def action_ask_again(self) -> None:
        """Put away what was being typed, and go back to the question that is next."""
        if self.query_one("#request").display:
            self._focus()
        elif self.interview.step.earlier is not None:
            self.interview.hear("/go")
        else:
            self.show((), moved=True)

    @on(Typed)
    def _typed(self, event: Typed) -> None:
        self.interview.hear(event.line)

    @on(Input.Submitted, "#request")
    def _requested(self, event: Input.Submitted) -> None:
        line = event.value.strip()
        self._focus()
        if line:
            self.interview.hear(f"/{line.removeprefix('/')}")

    @on(Input.Changed, "#number")
    def _checked(self, event: Input.Changed) -> None:
        """Say while it is typed what a number is taken for, or what would be one."""
        fact = self.interview.step.question
        if fact is None or fact.kind != "number":
            return
        if event.value.strip():
            self.interview.view.answer(fact, event.value)
        self.query_one("#hint", Laid).show(self.interview.page.taken())

    def on_paste(self, event: events.Paste) -> None:
        """Look for answers in several pasted lines."""
        event.stop()
        self.interview.open_notes(event.text)

    def on_resize(self, event: events.Resize) -> None:
        """Fit what is cut at the current width."""
        del event
        if self.is_attached:
            self._show_head()

    def _focus(self) -> None:
        self.query_one("#request").display = False
        fact = self.interview.step.question
        is_number = fact is not None and fact.kind == "number"
        self.set_focus(self.query_one("#number" if is_number else "#options"))

    def _bring(self, pane: str) -> None:
        self.front = pane
        for each in PANES:
            self.query_one(f"#{each}").set_class(each == pane, "-front")
        self.query_one("#body").set_class(pane == "help", "-help")

    def _show_head(self) -> None:
        record, step, depth = self.interview.session.record, self.interview.step, self.interview.session.depth
        name = " · ".join(filter(None, [record.client, record.offer, record.at if record.at != ONLY_CELL else None]))
        left = step.at_most[depth] if step.question is not None else 0
        told = self.t("screen.progress", answered=step.answered, depth=self.t(f"depth.{depth}"), left=left)
        room = max(20, self.size.width - 2) - cells(told) - 2
        shown = cut(name or self.t("screen.nobody"), max(8, room))
        self.query_one("#head", Static).update(f"{shown}  {told}")

    def _show_cells(self) -> None:
        line, record = self.query_one("#cells", Static), self.interview.session.record
        line.display = len(record.cells) > 1
        tabs = []
        for at, name in enumerate(record.cells):
            tab = Content.styled(f" {cut(name, TAB)} ", "reverse" if name == record.at else "")
            tabs.append(tab.stylize(f"@click=screen.cell({at})"))
        line.update(Content("│").join(tabs))

    def _show_question(self) -> None:
        step, session, view = self.interview.step, self.interview.session, self.interview.view
        fact = step.question
        options, number = self.query_one("#options", Options), self.query_one("#number", Number)
        number.display = fact is not None and fact.kind == "number"
        options.display = not number.display
        if fact is None:
            view.ended(step)
            options.offer(self._ways_on())
        elif fact.kind == "number":
            limits = view.limits(fact)
            number.ask(step, self.t("screen.number", **limits) if limits else "", session.currency)
        else:
            options.offer(choices(fact, self.t.lang), step.earlier.state if step.earlier is not None else None)
        view.question_alone(step, session.record.at, session.number(step))
        self.query_one("#question", Laid).show(self.interview.page.taken())
        self.query_one("#hint", Laid).show(())

    def _ways_on(self) -> list[Choice]:
        step = self.interview.step
        ways = [Choice("", self.t("screen.see_advice"))]
        if step.reached == "quick":
            ways.append(Choice("/depth sound", self.t("screen.go_sound")))
        if step.reached is not None:
            ways.append(Choice("/depth proven", self.t("screen.go_proven")))
        if step.plan_questions:
            ways.append(Choice("/plan", self.t("screen.go_plan", count=step.plan_questions)))
        return ways
