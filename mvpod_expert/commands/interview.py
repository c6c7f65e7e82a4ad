"""`mvpod interview`: the questions in the terminal, or line by line from a pipe; every answer is saved at once."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import Setting, engine_option, home_option, lang_option, say
from mvpod_expert.consultation.answers_file import AnswersFile
from mvpod_expert.consultation.interview import Interview
from mvpod_expert.consultation.understanding import Misunderstanding, understand
from mvpod_expert.views.interview_terminal import InterviewView
from mvpod_expert.views.page import Page

if TYPE_CHECKING:
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.noun import Lang

QUIT_WORDS = frozenset({"q", "quit", "exit", "退出"})
HELP_WORDS = frozenset({"?", "？", "help", "帮助"})


class _Left(Exception):  # noqa: N818 - a way out of the questions, not an error
    """The person left the interview."""


@click.command(help=say("about.interview"))
@click.option("--answers", "answers_path", type=click.Path(path_type=Path), help=say("about.option_answers"))
@click.option("--all", "ask_all", is_flag=True, help=say("about.option_all"))
@engine_option
@home_option
@lang_option
def interview(
    answers_path: Path | None, *, ask_all: bool, engine: str | None, home: Path | None, lang: Lang
) -> ExitCode:
    """Ask, save each answer, and advise."""
    setting = Setting(home, lang)
    # An engine asked for by name and not there is told before the first question, not after the last.
    adviser = setting.adviser(engine) if engine else None
    page = Page()
    view = InterviewView(setting.knowledge, setting.say, page)
    file = AnswersFile(answers_path or Path(time.strftime("mvpod-answers-%Y%m%d-%H%M%S.yaml")), setting.knowledge.facts)
    try:
        resumed = file.resume()
        if resumed.several_cells:
            raise click.UsageError(setting.say("interview.not_answers", file=file.path))
        view.welcome(file.path, resumed)
        talk = Interview(setting.knowledge, setting.base, resumed.answers, ask_all=ask_all)
        _ask_on(talk, file, view)
    except OSError as error:
        message = setting.say("interview.cannot_write", file=file.path, reason=error.strerror or str(error))
        raise click.ClickException(message) from error
    except (_Left, EOFError, KeyboardInterrupt):
        view.saved(file.path, len(talk.answers))
        return ExitCode.INTERRUPTED
    from mvpod_expert.views.advice_terminal import AdviceView  # noqa: PLC0415 - not before the first question

    adviser = adviser or setting.adviser(None)
    advice = adviser.advise(talk.cell(), client=resumed.client, source=str(file.path))
    AdviceView(setting.knowledge, setting.say, page, brief=True).show(adviser.stamped([advice]))
    view.whole_plan(file.path)
    return ExitCode.FINE if advice.mode.recommended else ExitCode.UNDECIDED


def _ask_on(talk: Interview, file: AnswersFile, view: InterviewView) -> None:
    while True:
        step = talk.next_step()
        if step.question is None:
            view.ended(step)
            return
        answer = _ask(step.question, len(talk.answers) + 1, view)
        file.append(answer)
        talk.record(answer)


def _ask(fact: Fact, number: int, view: InterviewView) -> Answer:
    view.question(fact, number)
    while True:
        typed = input(view.prompt())
        word = typed.strip().casefold()
        if word in QUIT_WORDS:
            raise _Left
        if word in HELP_WORDS:
            view.help(fact)
            continue
        understood = understand(fact, typed)
        if not isinstance(understood, Misunderstanding):
            view.understood(fact, understood)
            return understood
        view.misunderstood(fact, understood)
