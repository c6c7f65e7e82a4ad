"""`mvpod interview`: on the whole screen of a terminal, or line by line; every answer is saved at once."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, engine_option, t, with_setting
from mvpod_expert.commands.streams import echo
from mvpod_expert.mode.interview.dialogue import Dialogue
from mvpod_expert.mode.interview.journal_file import JournalFile
from mvpod_expert.mode.interview.prompting import DoneError, LeftError, saving
from mvpod_expert.mode.interview.screen import RunApp, on_terminal
from mvpod_expert.mode.interview.session import Session
from mvpod_expert.mode.interview.terminal import InterviewView
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.keyboard import Keyboard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.mode.interview.saved_interviews import Unfinished
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.interview_record import Record


@click.command(help=t("about.interview"))
@click.option("--answers", "answers_path", type=click.Path(path_type=Path), help=t("about.option_answers"))
@click.option("--all", "ask_all", is_flag=True, help=t("about.option_all"))
@click.option("--plain", is_flag=True, help=t("about.option_plain"))
@click.option("--batch", is_flag=True, help=t("about.option_batch"))
@click.option("--browser", is_flag=True, help=t("about.option_browser"))
@click.option("--port", type=click.IntRange(1, 65535), help=t("about.option_port"))
@click.option("--no-open", is_flag=True, help=t("about.option_no_open"))
@engine_option
@with_setting
def interview(  # noqa: PLR0913 - one parameter an option
    answers_path: Path | None,
    *,
    ask_all: bool,
    plain: bool,
    batch: bool,
    browser: bool,
    port: int | None,
    no_open: bool,
    engine: str | None,
    setting: CliContext,
) -> ExitCode:
    """Ask, save each answer, and advise."""
    if browser and (plain or batch):
        raise click.UsageError(setting.t("browser.not_plain"))
    if not browser and (port is not None or no_open):
        raise click.UsageError(setting.t("browser.only_browser"))
    # An engine asked for by name and not there is reported before the first question, not after the last.
    adviser = setting.adviser(engine) if engine else None
    page = Terminal(plain=batch)
    screen = None if plain or batch or not _has_screen() else on_terminal
    try:
        with _page(setting, port, opens=not no_open) if browser else nullcontext(screen) as show:
            if answers_path is None and (browser or (sys.stdin.isatty() and not batch)):
                answers_path = _picked(setting, page, show)
            file, record, wants_everything = _held(
                setting, page, show, answers_path, "mvpod-answers", ask_all=ask_all, engine=engine
            )
    except LeftError:
        return ExitCode.INTERRUPTED

    from mvpod_expert.commands.recommend import show_short  # noqa: PLC0415 - not before the first question

    adviser = adviser or setting.adviser(None)
    recommendation = adviser.recommend([record.case(str(file))])
    if wants_everything:
        show_short(recommendation, setting, page)
    page.line(setting.t("interview.whole_plan", file=file), "good")
    is_decided = all(cell.chosen for cell in recommendation.cells)
    return ExitCode.FINE if is_decided else ExitCode.UNDECIDED


def filled_in(setting: CliContext, page: Terminal, path: Path | None, form: str, *, plain: bool) -> CaseFile:
    """Ask for the fields of one form alone, by its key, and return the case they are in.

    Raises `LeftError` where the person left or the input ended, `click.ClickException` where the file cannot be used.
    """
    show = None if plain or not _has_screen() else on_terminal
    file, record, _ = _held(setting, page, show, path, f"mvpod-{form}", form=form)
    return record.case(str(file))


def _held(  # noqa: PLR0913 - one parameter an option
    setting: CliContext,
    page: Terminal,
    show: RunApp | None,
    path: Path | None,
    stem: str,
    *,
    form: str = "",
    ask_all: bool = False,
    engine: str | None = None,
) -> tuple[Path, Record, bool]:
    """Hold an interview, or fill in a form; return its file, its record, and whether all of the advice is wanted."""
    view = InterviewView(setting.knowledge, setting.t, page, command=form or "interview")
    session: Session | None = None
    wants_everything = True
    file = JournalFile(
        path or Path(time.strftime(f"{stem}-%Y%m%d-%H%M%S.yaml")), setting.knowledge, is_new=path is None
    )
    with saving(file, view, lambda: session.record.entered if session is not None else None):
        resumed = file.resume()
        session = Session(setting.knowledge, setting.base, resumed.record, ask_all=ask_all)
        if show is not None:
            from mvpod_expert.commands.interview_ending import ending  # noqa: PLC0415 - not where there is no screen
            from mvpod_expert.mode.interview.screen.app import InterviewApp  # noqa: PLC0415

            app = InterviewApp(session, file, setting.t, resumed, ending(setting, file, engine), form=form)
            ended = show(app)
            if not isinstance(ended, DoneError):  # nothing where the person left, or why an entry was not saved
                raise ended if ended is not None else LeftError
            wants_everything = bool(ended.args)
        else:
            view.welcome(file.path, resumed, is_form=bool(form))
            dialogue = Dialogue(session, file, view)
            if form:
                dialogue.fill_in(form, Keyboard(setting.t, page))
            else:
                if resumed.record.entered:
                    view.recap(session, session.step())
                dialogue.hold(Keyboard(setting.t, page))
        file.keep()
    return file.path, session.record, wants_everything


def _has_screen() -> bool:
    """Return whether there is a terminal that can show a screen."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in {"", "dumb"}


@contextmanager
def _page(setting: CliContext, port: int | None, *, opens: bool) -> Iterator[RunApp]:
    """Serve a page for a browser on this machine, and open it; what shows apps on it is handed over."""
    import webbrowser  # noqa: PLC0415 - seldom needed
    from threading import Thread  # noqa: PLC0415

    t = setting.t
    try:
        from mvpod_expert.mode.interview.browser.server import BrowserPage  # noqa: PLC0415 - seldom asked for
    except ModuleNotFoundError as error:
        raise click.ClickException(t("browser.needs_library")) from error
    try:
        page = BrowserPage(t, port)
    except OSError as error:
        raise click.ClickException(t("browser.no_port", port=port, reason=error.strerror or error)) from error
    with page:
        echo(f"{t('browser.at')}\n{page.url}")
        if opens:
            # Some browsers, those for terminals among them, come back only when they are closed.
            Thread(target=webbrowser.open, args=[page.url], daemon=True).start()
        yield page.run


def _picked(setting: CliContext, page: Terminal, show: RunApp | None) -> Path | None:
    """Return the unfinished interview in this folder to go on with, or nothing for another one."""
    from mvpod_expert.mode.interview.saved_interviews import unfinished  # noqa: PLC0415 - seldom needed

    found, has_older = unfinished(Path(), setting.knowledge)
    if not found:
        return None
    if show is None:
        return _typed(found, setting, page, has_older=has_older)
    from mvpod_expert.mode.interview.screen.start_screen import PickingApp  # noqa: PLC0415 - takes long

    picked = show(PickingApp(found, setting.t, has_older=has_older))
    if picked is None:
        raise LeftError
    return Path(picked) if picked else None


def _typed(found: Sequence[Unfinished], setting: CliContext, page: Terminal, *, has_older: bool) -> Path | None:
    """List unfinished interviews and read which one to go on with; nothing for another one."""
    t = setting.t
    page.line(t("screen.unfinished"), "strong")
    named = {str(number): each for number, each in enumerate(found, start=1)}
    for number, each in named.items():
        page.line(f"{number}  {' — '.join(each.told(t))}", indent=2, hang=3)
    if has_older:
        page.line(t("screen.unfinished_older"), "faint", indent=2)
    page.line(t("screen.unfinished_how"), "faint", indent=2)
    keyboard = Keyboard(t, page)
    try:
        while typed := keyboard.line(f"{t('interview.prompt')}> ").strip():
            if typed in named:
                return named[typed].path
            page.line(t("screen.unfinished_how"), "warn", indent=2)
    except (EOFError, KeyboardInterrupt) as error:
        raise LeftError from error
    return None
