"""`mvpod interview`: the questions in the terminal, or line by line from a pipe; every answer is saved at once."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, engine_option, home_option, lang_option, t
from mvpod_expert.mode.interview.dialogue import Dialogue
from mvpod_expert.mode.interview.evidence_terminal import EvidenceView
from mvpod_expert.mode.interview.journal_file import JournalFile
from mvpod_expert.mode.interview.prompting import LeftError, saving
from mvpod_expert.mode.interview.session import Session
from mvpod_expert.mode.interview.terminal import InterviewView
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.keyboard import Keyboard

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang


@click.command(help=t("about.interview"))
@click.option("--answers", "answers_path", type=click.Path(path_type=Path), help=t("about.option_answers"))
@click.option("--all", "ask_all", is_flag=True, help=t("about.option_all"))
@click.option("--batch", is_flag=True, help=t("about.option_batch"))
@engine_option
@home_option
@lang_option
def interview(  # noqa: PLR0913 - one parameter an option
    answers_path: Path | None, *, ask_all: bool, batch: bool, engine: str | None, home: Path | None, lang: Lang
) -> ExitCode:
    """Ask, save each answer, and advise."""
    setting = CliContext(home, lang)
    # An engine asked for by name and not there is told before the first question, not after the last.
    adviser = setting.adviser(engine) if engine else None
    page = Terminal(plain=batch)
    view = InterviewView(setting.knowledge, setting.t, page)
    name = answers_path or Path(time.strftime("mvpod-answers-%Y%m%d-%H%M%S.yaml"))
    file = JournalFile(name, setting.knowledge, is_new=answers_path is None)
    session: Session | None = None
    try:
        with saving(file, view, lambda: len(session.record.cell.answers) if session is not None else None):
            resumed = file.resume()
            view.welcome(file.path, resumed)
            session = Session(setting.knowledge, setting.base, resumed.record, ask_all=ask_all)
            evidence = EvidenceView(setting.knowledge, setting.t, page)
            Dialogue(session, file, view, evidence).hold(Keyboard(plain=batch, t=setting.t))
            file.keep()
    except LeftError:
        return ExitCode.INTERRUPTED

    from mvpod_expert.document.terminal import show  # noqa: PLC0415 - not before the first question
    from mvpod_expert.document.tree import Detail  # noqa: PLC0415
    from mvpod_expert.mode.views.advice import AdviceSections  # noqa: PLC0415

    adviser = adviser or setting.adviser(None)
    recommendation = adviser.recommend([session.record.case(str(file.path))])
    show(AdviceSections(setting.knowledge, setting.t, Detail.BRIEF).sections(recommendation), setting.t, page)
    view.whole_plan(file.path)
    is_decided = all(cell.chosen for cell in recommendation.cells)
    return ExitCode.FINE if is_decided else ExitCode.UNDECIDED
