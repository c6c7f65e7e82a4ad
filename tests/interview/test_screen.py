"""The interview on the whole screen, as a person uses it: keys pressed, what is seen, and what is on disk."""

from __future__ import annotations

import asyncio
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from textual import events
from textual.widgets import DataTable, Input, TextArea

from mvpod_expert.mode.interview.journal_file import JournalFile
from mvpod_expert.mode.interview.prompting import DoneError, LeftError
from mvpod_expert.mode.interview.saved_interviews import read_saved_interview
from mvpod_expert.mode.interview.screen.answers import Number, Options
from mvpod_expert.mode.interview.screen.app import Ending, EndingScreen, InterviewApp
from mvpod_expert.mode.interview.screen.pages import Laid, Said, fitting_theme
from mvpod_expert.mode.interview.screen.review_screen import ReviewScreen
from mvpod_expert.mode.interview.session import Session
from mvpod_expert.views.messages import Messages
from tests.shipped import BASE, KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.model.interview_record import Record
    from mvpod_expert.model.knowledge import KnowledgeBase

    Talk = Callable[[InterviewApp, Pilot[Any]], Awaitable[None]]

SHOWN = 0.3
"""Seconds until another screen is laid out."""
BOTH = [("en", (60, 20)), ("zh", (60, 20)), ("en", (120, 32)), ("zh", (120, 32))]


@contextmanager
def asked(
    path: Path, lang: Lang = "en", home: tuple[KnowledgeBase, RuleBase] = (KNOWLEDGE, BASE)
) -> Iterator[InterviewApp]:
    """Open an interview for a screen, and close its file."""
    knowledge, base = home
    file = JournalFile(path, knowledge)
    found = file.resume()
    session = Session(knowledge, base, found.record)
    ending = Ending(lambda _: [Said("the advice")], {"report": lambda _: "written"})
    try:
        yield InterviewApp(session, file, Messages(lang), found, ending)
    finally:
        file.close()


def hold(
    path: Path,
    talk: Talk,
    lang: Lang = "en",
    size: tuple[int, int] = (100, 30),
    home: tuple[KnowledgeBase, RuleBase] = (KNOWLEDGE, BASE),
) -> BaseException | None:
    """Hold an interview on a screen of a size; return what ended it."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await talk(app, pilot)
            await pilot.pause()

    with asked(path, lang, home) as app:
        asyncio.run(run())
    return app.return_value


def seen(app: InterviewApp) -> str:
    """Return what is on the screen, line by line."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    assert len(lines) == height
    assert all(cell_len(line) == width for line in lines), [line for line in lines if cell_len(line) != width]
    return "\n".join(lines)


def on_disk(folder: Path) -> Record:
    """Return what is on disk now, whoever is writing to it."""
    return read_saved_interview((folder / "a.yaml").read_bytes(), "a.yaml", KNOWLEDGE).record


async def begin(pilot: Pilot[Any]) -> None:
    """Leave the first page as it is, and wait for the question."""
    await pilot.press("escape")
    await pilot.pause(SHOWN)


def said(app: InterviewApp, pane: str) -> str:
    """Return the sentences of a pane."""
    return app.questions.query_one(f"#{pane} Laid", Laid).text


@pytest.mark.parametrize(
    ("colours", "background", "theme"),
    [
        ("truecolor", "", "textual-dark"),
        ("24bit", "0;15", "textual-light"),
        ("", "15;default;0", "ansi-dark"),
        ("", "0;default;7", "ansi-light"),
        ("256", "nonsense", "ansi-dark"),
    ],
)
def test_the_theme_is_that_of_the_terminal(colours: str, background: str, theme: str) -> None:
    """Full-screen programs of this kind are dark in a light window, and send colours that are not there."""
    assert fitting_theme({"COLORTERM": colours, "COLORFGBG": background}) == theme


@pytest.mark.parametrize(("lang", "size"), BOTH)
def test_the_question_its_options_and_the_keys_are_always_seen(
    lang: Lang, size: tuple[int, int], tmp_path: Path
) -> None:
    """Interviews of this kind scroll their question away with the first help that is asked for."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        for key in ("1", "question_mark", "2", "f2", "1", "tab", "1"):
            await pilot.press(key)
            await pilot.pause()
            shown = "".join(seen(app).split())
            fact = app.step.question
            assert fact is not None
            assert fact.question is not None
            assert "".join(fact.question.in_(lang).split())[:20] in shown
            if fact.kind != "number":
                assert "".join(fact.state_title(fact.states[0]).in_(lang).split()) in shown
            for key_name in ("F2", "F9", "^Q", "^P"):
                assert key_name in shown

    hold(tmp_path / "a.yaml", talk, lang, size)


@pytest.mark.parametrize(
    ("at", "text", "filled"),
    [
        (0, "Acme\r\nvalves\rJava\n\n cars \neur\n", ["Acme", "valves", "Java", "cars", "eur"]),
        (2, "爪哇\n汽车厂", ["", "", "爪哇", "汽车厂", "USD"]),
        (0, "one\ntwo\nthree\nfour\nfive\nsix", None),
        (1, "They sell valves.\nTheir customers are few and large, and each deal is negotiated for a year.", None),
        (0, "Acme", ["Acme", "", "", "", "USD"]),
    ],
)
def test_pasted_lines_fill_the_blanks_and_prose_is_searched(
    at: int, text: str, filled: list[str] | None, tmp_path: Path
) -> None:
    """Forms of this kind take the first line of a paste and drop the others without a word."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        for _ in range(at):
            await pilot.press("enter")
        app.post_message(events.Paste(text))
        await pilot.pause(SHOWN)
        if filled is None:
            assert app.screen.query_one(TextArea).text == text
            await pilot.press("escape")
            await pilot.pause(SHOWN)
        assert [each.value for each in app.screen.query(Input)] == (filled or ["", "", "", "", "USD"])
        await begin(pilot)
        app.post_message(events.Paste("line one\nline two"))
        await pilot.pause(SHOWN)
        assert app.screen.query_one(TextArea).text == "line one\nline two"

    hold(tmp_path / "a.yaml", talk)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_page_asks_for_the_client(lang: Lang, tmp_path: Path) -> None:
    """Interviews of this kind open with a figure before they know whom they are about."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        typed = ["A", "ctrl+u", *"Acme", "enter", *"valves", "enter", *"Java", "enter", *"cars", "enter"]
        await pilot.press(*typed, "ctrl+u", *"eur", "enter")
        assert (seen(app).count("●"), seen(app).count("○")) == (1, 2)
        await begin(pilot)
        assert "Acme" in seen(app)

    hold(tmp_path / "a.yaml", talk, lang)
    record = on_disk(tmp_path)
    assert (record.client, record.offer, list(record.cells)) == ("Acme", "valves", ["Java/cars"])
    assert (record.cell.region, record.cell.segment, record.currency, record.depth) == ("Java", "cars", "eur", None)


def test_numbers_letters_arrows_and_the_mouse_choose(tmp_path: Path) -> None:
    """Each way of choosing puts the answer on disk before the next question."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        asked: list[Fact] = []

        async def next_choice() -> None:
            while app.step.question is not None and app.step.question.kind == "number":
                app.hear("unknown")
            await pilot.pause()
            assert app.step.question is not None
            asked.append(app.step.question)

        for keys in (["2"], ["down", "enter"], ["u", "enter"]):
            await next_choice()
            await pilot.press(*keys)
            await pilot.pause()
        await next_choice()
        await pilot.click(Options, offset=(5, 0))
        await pilot.pause()
        answers = on_disk(tmp_path).cell.answers
        first, second, _, fourth = asked
        assert [answers[fact.id].state for fact in asked] == [
            first.states[1],
            second.states[1],
            "unknown",
            fourth.states[0],
        ]

    hold(tmp_path / "a.yaml", talk)


def test_a_number_is_checked_while_it_is_typed(tmp_path: Path) -> None:
    """What it is taken for stands below it before it is entered, and what is none is not taken."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        app.hear("/go sales_cycle_months")
        await pilot.pause()
        number = app.questions.query_one(Number)
        hint = app.questions.query_one("#hint", Laid)
        await pilot.press(*"half")
        await pilot.pause()
        assert "is not a number of months" in hint.text
        await pilot.press("enter")
        await pilot.pause()
        assert not on_disk(tmp_path).cell.answers
        number.value = "110"
        await pilot.pause()
        assert "far outside the usual" in hint.text
        number.value = ""
        await pilot.press(*"1 year")
        await pilot.pause()
        assert "Taken as: 12 months" in hint.text
        await pilot.press("enter")
        await pilot.pause()
        assert on_disk(tmp_path).cell.answers["sales_cycle_months"].given == 12

    hold(tmp_path / "a.yaml", talk)


def test_evidence_shows_what_the_last_answer_moved_and_how_sure_the_leader_is(tmp_path: Path) -> None:
    """Points, the record, the documented cases, the proof, and how many questions each depth may still take."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        app.hear("/go product_complexity")
        app.hear("high")
        await pilot.pause()
        told = said(app, "evidence")
        for words in (
            "+4 (+4)",
            "direct leads by 4 points",
            "documented decisions with such a lead",
            "come to",
            "Proof: none yet",
            "Questions still to come, at most: quick 9",
        ):
            assert words in told
        assert "moves" in said(app, "help")
        assert re.search("1/[0-9]+ Product and service", said(app, "topics"))

    hold(tmp_path / "a.yaml", talk)


def test_a_contradiction_is_told_at_once_and_one_key_mends_it(tmp_path: Path) -> None:
    """Interviews of this kind tell contradictions at the end, when nobody remembers the answers."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        for line in ("/go partner_availability", "none", "/go partner_capability", "high"):
            app.hear(line)
        await pilot.pause()
        title = KNOWLEDGE.rules["no-partners-cannot-be-able"].title.en
        assert f"Contradiction: {title}" in said(app, "evidence")
        assert "is vetoed" in said(app, "evidence")
        assert f"Lifted by {KNOWLEDGE.facts['partner_availability'].title.en}: scarce" in said(app, "evidence")
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert app.step.question is not None
        assert app.step.question.id == "partner_capability"
        await pilot.press("1")
        await pilot.pause()
        assert "Contradiction" not in said(app, "evidence")

    hold(tmp_path / "a.yaml", talk)


@pytest.mark.parametrize(("lang", "size"), BOTH)
def test_any_answer_of_any_cell_can_be_changed_in_the_table(lang: Lang, size: tuple[int, int], tmp_path: Path) -> None:
    """Cells stand side by side; Enter on an answer asks it again in its cell, and the table comes back."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        for line in ("/cell North", "/go market_stage", "mature", "/cell South like North"):
            app.hear(line)
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        table = app.screen.query_one(DataTable)
        assert len(table.columns) == 3
        table.move_cursor(row=table.get_row_index("market_stage"), column=2)
        seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.session.record.at == "South"
        assert app.step.earlier is not None
        await pilot.press("1")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        await pilot.press("escape")

    hold(tmp_path / "a.yaml", talk, lang, size)
    cells = on_disk(tmp_path).cells
    assert [cell.answers["market_stage"].state for cell in cells.values()] == ["mature", "new_entry"]


def test_cells_are_tabs(tmp_path: Path) -> None:
    """A click or Ctrl and an arrow enters another cell."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        app.hear("/cell North")
        app.hear("/cell South")
        await pilot.pause()
        assert "North" in seen(app)
        await pilot.press("ctrl+left")
        assert app.session.record.at == "North"
        await pilot.pause()
        await pilot.click("#cells", offset=(11, 0))
        await pilot.pause()
        assert app.session.record.at == "South"

    hold(tmp_path / "a.yaml", talk)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_request_is_in_the_palette_and_can_be_typed(lang: Lang, tmp_path: Path) -> None:
    """What the line dialogue can be asked for can be asked for here, with the same words."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        await pilot.press("slash", *"whatif product_complexity=high", "enter")
        await pilot.pause()
        assert app.t("evidence.supposed", answer="")[:3] in said(app, "help")
        await pilot.press("f8")
        await pilot.pause()
        assert app.questions.query_one("#request", Input).value.strip() in {"cell", "单元"}
        await pilot.press(*"North")  # what a key began stays when more is typed
        assert app.questions.query_one("#request", Input).value in {"cell North", "单元 North"}
        await pilot.press("escape", "ctrl+p")
        await pilot.pause()
        titles = [command.title for command in app.get_system_commands(app.questions)]
        assert len(set(titles)) == len(titles) > 20
        await pilot.press("escape")

    hold(tmp_path / "a.yaml", talk, lang)


def test_skip_back_unknown_and_resizing(tmp_path: Path) -> None:
    """The keys do what the words do, and a window that is made smaller and larger keeps the question."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        first = app.step.question
        await pilot.press("f4")
        await pilot.pause()
        assert app.step.question != first
        second = app.step.question
        await pilot.press("f5")
        await pilot.pause()
        await pilot.press("f6")
        await pilot.pause()
        assert app.step.question == second
        for size in ((60, 20), (200, 60), (61, 21)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert second is not None
            assert second.question is not None
            assert second.question.en[:20] in seen(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.step.question not in (first, second)

    hold(tmp_path / "a.yaml", talk)


def test_the_end_is_one_screen_and_everything_is_a_choice(tmp_path: Path) -> None:
    """After a quick interview: the advice, what can be written, and the way back or deeper."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        app.hear("/depth quick")
        for _ in range(10):
            app.hear("unknown")
        await pilot.pause()
        assert app.step.reached == "quick"
        assert "provisional" in seen(app)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert isinstance(app.screen, EndingScreen)
        assert "the advice" in seen(app)
        await pilot.press("1")
        await pilot.pause()
        assert "written" in seen(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        assert app.session.depth == "sound"
        assert app.step.question is not None
        await pilot.press("f9")
        await pilot.pause(0.3)
        await pilot.press("4")

    assert isinstance(hold(tmp_path / "a.yaml", talk), DoneError)
    assert on_disk(tmp_path).is_done


def test_going_on_recaps_and_leaving_keeps_everything(tmp_path: Path) -> None:
    """Five lines say where it was; Ctrl-C leaves, and the answers are there."""

    async def first(_: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        await pilot.press("1")
        await pilot.pause()
        await pilot.press("ctrl+c")

    async def second(app: InterviewApp, pilot: Pilot[Any]) -> None:
        shown = seen(app)
        assert "1 answer in this cell, 0 of them not known" in shown
        assert "Next: " in shown
        await pilot.press("enter")
        await pilot.pause(SHOWN)
        assert app.step.answered == 1
        await pilot.press("ctrl+q")

    for talk in (first, second):
        assert isinstance(hold(tmp_path / "a.yaml", talk), LeftError)
    assert len(on_disk(tmp_path).cell.answers) == 1


def test_what_cannot_be_saved_ends_the_screen_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Full-screen programs of this kind print a traceback over the screen, or go on as if nothing were wrong."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        monkeypatch.setattr(app.file, "append", _fail)
        await pilot.press("1")

    def _fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    assert isinstance(hold(tmp_path / "a.yaml", talk), OSError)
