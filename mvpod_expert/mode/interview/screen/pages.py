"""What every screen has: what the dialogue prints, laid out at the current width, and the keys at the bottom."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from mvpod_expert.model.printable import tame
from mvpod_expert.views.console import BAR, LOSS_BAR, Terminal, Tone
from mvpod_expert.views.line_breaking import cells, shortened, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.geometry import Size

    from mvpod_expert.mode.interview.screen.app import InterviewApp

STYLES: dict[Tone, str] = {
    "title": "bold",
    "strong": "bold",
    "good": "ansi_green",
    "bad": "ansi_red",
    "faint": "dim",
    "warn": "ansi_yellow",
}
TRUE_COLOUR = ("truecolor", "24bit")
LIGHT = ("7", "15")
"""White among a terminal's sixteen colours."""
BOX = 6
"""Cells of the bar that shows how far a topic is."""
GAP = 2
NARROWEST = 12
"""Cells; a pane is laid out for no fewer."""


class Said(NamedTuple):
    """One paragraph, with how it looks and how it is indented."""

    text: str
    tone: Tone = "plain"
    indent: int = 0
    hang: int = 0

    def lines(self, width: int) -> Iterator[Content]:
        """Return the lines of a width in cells."""
        room = max(NARROWEST, width - self.indent)
        for number, part in enumerate(wrapped(tame(self.text), room, self.hang)):
            yield Content.styled(" " * (self.indent + (self.hang if number else 0)) + part, STYLES.get(self.tone, ""))


class Bars(NamedTuple):
    """Labelled bars, the longest filling what is left of the width."""

    rows: tuple[tuple[str, int, str], ...]
    full: int

    def lines(self, width: int) -> Iterator[Content]:
        """Return the lines of a width in cells."""
        label_width = max(cells(label) for label, _, _ in self.rows)
        note_width = max(cells(note) for _, _, note in self.rows)
        longest = max(self.full, *(abs(number) for _, number, _ in self.rows))
        room = max(4, width - label_width - note_width - 4)
        for label, number, note in self.rows:
            length = round(abs(number) / longest * room)
            yield Content.assemble(
                label + " " * (label_width - cells(label) + 1),
                ((BAR if number >= 0 else LOSS_BAR) * length, "ansi_green" if number >= 0 else "ansi_red"),
                " " * (room - length + 1) + note,
            )


class Notes(Terminal):
    """A page that keeps what is printed on it."""

    def __init__(self) -> None:
        super().__init__(io.StringIO(), plain=True)
        self.kept: list[Said | Bars] = []

    def line(self, text: str = "", tone: Tone = "plain", *, indent: int = 0, hang: int = 0) -> None:
        """Keep a paragraph."""
        self.kept.append(Said(text, tone, max(0, indent - 2), hang))

    def bars(self, rows: list[tuple[str, int, str]], *, full: int = 1) -> None:
        """Keep labelled bars."""
        self.kept.append(Bars(tuple(rows), full))

    def row(self, parts: Sequence[tuple[str, Tone]]) -> None:
        """Keep a line of several parts as a paragraph."""
        self.kept.append(Said("".join(text for text, _ in parts), parts[0][1] if parts else "plain"))

    def taken(self) -> list[Said | Bars]:
        """Return what was printed, and begin anew."""
        kept, self.kept = self.kept, []
        return kept


class Laid(Widget):
    """Paragraphs and bars, laid out anew whenever the width changes."""

    DEFAULT_CSS = "Laid { height: auto; width: 1fr; }"

    def __init__(self, *kept: Said | Bars, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.kept: Sequence[Said | Bars] = kept

    def show(self, kept: Sequence[Said | Bars]) -> None:
        """Show other paragraphs."""
        self.kept = kept
        self.refresh(layout=True)

    @property
    def text(self) -> str:
        """What is shown, unbroken."""
        return "\n".join(each.text if isinstance(each, Said) else str(each.rows) for each in self.kept)

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        return [line for each in self.kept for line in each.lines(width)]


def cut(text: str, width: int) -> str:
    """Return a text that fits a width."""
    return shortened(tame(text), width)


class KeyLine(Laid):
    """The keys as they are shown, what each does in a word, and the action of a click; as many lines as they take."""

    def __init__(self, keys: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(id="keys")
        self._keys = [
            Content.assemble((shown, "bold"), f" {name}").stylize(f"@click={action}") for shown, name, action in keys
        ]

    def _lines(self, width: int) -> list[Content]:
        lines: list[list[Content]] = [[]]
        used = 0
        for key in self._keys:
            if used and used + GAP + key.cell_length > width:
                lines.append([])
                used = 0
            used += (GAP if used else 0) + key.cell_length
            lines[-1].append(key)
        return [Content(" " * GAP).join(line) for line in lines]


class InterviewScreen(Screen[None]):
    """One of the screens of an interview."""

    def __init__(self, interview: InterviewApp) -> None:
        super().__init__()
        self.interview = interview
        self.t = interview.t


def fitting_theme(environment: Mapping[str, str]) -> str:
    """Return the theme for a terminal: one in its own sixteen colours where it does not say that it has more.

    A terminal that says what its background is (`COLORFGBG`) gets a light theme on a light one.
    """
    kind = "textual" if environment.get("COLORTERM", "").casefold() in TRUE_COLOUR else "ansi"
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return f"{kind}-light" if background in LIGHT else f"{kind}-dark"


def help_said(interview: InterviewApp) -> Sequence[Said | Bars]:
    """Return why the current question is asked, how to estimate it, and what each answer moves."""
    fact = interview.step.question
    if fact is None:
        interview.view.still_possible(interview.session)
    else:
        interview.view.help(fact)
        interview.view.why(interview.session, fact)
    return interview.page.taken()


def evidence_said(interview: InterviewApp, moved: Sequence[Said | Bars]) -> Sequence[Said | Bars]:
    """Return a bar for each mode, what the dialogue said that the last answer `moved`, and the outlook."""
    view, session = interview.view, interview.session
    bars: Sequence[Said | Bars] = ()
    if not any(isinstance(each, Bars) for each in moved):
        view.bars(session.standing())
        bars = interview.page.taken()
    view.conflicts(session.conflicts())
    view.outlook(session, interview.step)
    view.lifts(session)
    outlook = interview.page.taken()
    return [*bars, *(each for each in moved if each not in outlook), Said(""), *outlook]


def topics_said(interview: InterviewApp) -> Sequence[Said]:
    """Return each topic with how many of its questions are answered."""
    session, question, lang = interview.session, interview.step.question, interview.t.lang
    at = question.topic.in_(lang) if question is not None else ""
    topics: dict[str, list[bool]] = {}
    for fact in session.knowledge.questions():
        topics.setdefault(fact.topic.in_(lang), []).append(fact.id in session.states)
    lines = []
    for topic, answered in topics.items():
        done, count = sum(answered), len(answered)
        full = round(done / count * BOX)
        told = f"{'█' * full}{'░' * (BOX - full)} {done}/{count} {topic}"
        lines.append(Said(f"{'→' if topic == at else '·'} {told}", "strong" if topic == at else "plain", hang=2))
    return lines
