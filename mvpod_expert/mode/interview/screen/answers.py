"""Where an answer is given: options to choose from, or a number that is checked as it is typed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.validation import Function
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from mvpod_expert.mode.interview.answer_parser import Misunderstanding, names_of, understand
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact
from mvpod_expert.model.printable import tame
from mvpod_expert.views.line_breaking import wrapped

if TYPE_CHECKING:
    from textual import events

    from mvpod_expert.mode.interview.interviewer import Step
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.model.money import CaseCurrency

INDENT = 3
MARGIN = 5
"""Cells beside an option and its mark: the padding and a scroll bar."""


class Typed(Message):
    """An answer or a request was entered, as a line of the dialogue."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line


class Choice(NamedTuple):
    """One thing to choose.

    Args:
        line: the line it stands for in the dialogue.
        title: its name.
        meaning: what it means.
        key: a letter that leads to it, or a digit that chooses it; by default its number does.
        names: what its first letters may be of.
    """

    line: str
    title: str
    meaning: str = ""
    key: str = ""
    names: tuple[str, ...] = ()


def choices(fact: Fact, lang: Lang) -> list[Choice]:
    """Return the answers to a question: its options, not applicable where that may be, and not known."""
    titles = {state: fact.state_title(state).in_(lang) for state in (*fact.states, NOT_APPLICABLE, UNKNOWN)}
    meanings = {option.id: option.meaning.in_(lang) for option in fact.options}
    names: dict[str, list[str]] = defaultdict(list)
    for name, state in names_of(fact).items():
        names[state].append(name)
    found = [Choice(state, titles[state], meanings.get(state, ""), names=tuple(names[state])) for state in fact.states]
    others = {NOT_APPLICABLE: "n", UNKNOWN: "u"} if fact.may_not_apply else {UNKNOWN: "u"}
    return [*found, *(Choice(state, titles[state], key=key) for state, key in others.items())]


class Options(OptionList):
    """What can be chosen: by arrows, numbers, first letters or the mouse."""

    def __init__(self, id: str = "options") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self.choices: list[Choice] = []

    def offer(self, offered: list[Choice], at: str | None = None) -> None:
        """Show what can be chosen, and highlight the choice with the line `at`; by default the first."""
        self.choices = offered
        self._fill()
        lines = [choice.line for choice in offered]
        self.highlighted = lines.index(at) if at in lines else 0

    def _fill(self) -> None:
        at = self.highlighted
        self.clear_options()
        for number, choice in enumerate(self.choices, start=1):
            title = tame(choice.title)
            whole = f"{title} — {tame(choice.meaning)}" if choice.meaning else title
            mark = self.mark(number, choice)
            width = max(20, self.size.width - MARGIN - len(mark))
            shown = ("\n" + " " * len(mark)).join(wrapped(whole, width))
            bold = len(title) if choice.meaning else len(shown)
            label = Content.assemble((mark, "bold"), (shown[:bold], "bold"))
            self.add_option(Option(label + Content(shown[bold:]), id=f"choice-{number}"))
        self.highlighted = at

    def mark(self, number: int, choice: Choice) -> str:
        """Return what stands before a choice."""
        return f"{choice.key or number}".ljust(INDENT)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._fill()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter the line of the choice."""
        self.post_message(Typed(self.choices[event.option_index].line))

    def on_key(self, event: events.Key) -> None:
        """Choose by number at once; go to the next choice that begins with a letter."""
        letter = (event.character or "").casefold()
        if not letter.isalnum():
            return
        event.stop()
        if letter.isdecimal():
            numbered = {choice.key or str(number): choice.line for number, choice in enumerate(self.choices, start=1)}
            if letter in numbered:
                self.post_message(Typed(numbered[letter]))
            return
        begun = [place for place, choice in enumerate(self.choices) if choice.key == letter] or [
            place for place, choice in enumerate(self.choices) if any(name.startswith(letter) for name in choice.names)
        ]
        if begun:
            at = -1 if self.highlighted is None else self.highlighted
            self.highlighted = next((place for place in begun if place > at), begun[0])


class TickList(Options):
    """Choices of which any may be ticked: by Enter, space, their numbers or the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", show=False)]

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id)
        self.ticked: set[int] = set()

    def mark(self, number: int, choice: Choice) -> str:  # noqa: ARG002 - as the other options have it
        """Return a box, filled where the choice is ticked, and its number."""
        return f"[{'x' if number in self.ticked else ' '}] {number}  "

    def tick(self, ticked: set[int]) -> None:
        """Tick these and no others."""
        self.ticked = ticked
        self._fill()


def pasted_lines(event: events.Paste) -> list[str]:
    """Return the lines of a pasted text that are not empty."""
    return [line.strip() for line in event.text.splitlines() if line.strip()]


class Line(Input):
    """One line; a paste of several is left to the screen, where Textual would take the first and drop the others."""

    def _on_paste(self, event: events.Paste) -> None:
        if len(pasted_lines(event)) > 1:
            event.prevent_default()


class Number(Line):
    """A number with magnitude and unit, checked as it is typed; `?` and `/` at its beginning ask for something."""

    def __init__(self) -> None:
        super().__init__(id="number", valid_empty=True)

    def ask(self, step: Step, hint: str, currency: CaseCurrency) -> None:
        """Ask for the number of the current question."""
        fact, earlier = step.question, step.earlier
        assert fact is not None  # noqa: S101 - there is a question
        self.validators = [Function(lambda typed: not isinstance(understand(fact, typed, currency), Misunderstanding))]
        self.placeholder = hint
        self.value = str(earlier.given) if earlier is not None else ""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave what asks for something to the screen."""
        return not (character in {"?", "/", "？"} and not self.value) and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if event.character in {"?", "/", "？"} and not self.value:
            return
        await super()._on_key(event)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the number."""
        event.stop()
        self.post_message(Typed(event.value))
