"""`mvpod rules review`: an expert judges the advice on borderline profiles; every verdict becomes a case test."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.authoring.testing.borderline import BorderlineProfiles
from mvpod_expert.authoring.testing.review_file import ReviewFile, UnfitForReviewsError
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import Setting, home_option, lang_option, say
from mvpod_expert.commands.review_dialogue import ReviewDialogue
from mvpod_expert.engine.port import BITSET
from mvpod_expert.loading.case_tests import read_case_tests
from mvpod_expert.views.keyboard import Keyboard
from mvpod_expert.views.page import Page
from mvpod_expert.views.review_terminal import ReviewView

if TYPE_CHECKING:
    from mvpod_expert.model.noun import Lang

DEFAULT_FILE = "reviews.cases.yaml"
COUNT = 5


@click.command(help=say("about_testing.review"))
@click.option("--count", default=COUNT, type=click.IntRange(min=1), help=say("about_testing.option_count"))
@click.option("--seed", default=1, help=say("about_testing.option_seed"))
@click.option("--by", help=say("about_testing.option_by"))
@click.option("--points", "pins_points", is_flag=True, help=say("about_testing.option_points"))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help=say("about_testing.option_to"))
@home_option
@lang_option
def review(  # noqa: PLR0913 - one parameter an option
    *, count: int, seed: int, by: str | None, pins_points: bool, to: Path | None, home: Path | None, lang: Lang
) -> ExitCode:
    """Show profiles, ask for verdicts, save each at once."""
    setting = Setting(home, lang)
    path = _file(to, setting)
    file = ReviewFile(path)
    _check(file, setting)
    knowledge = setting.knowledge
    tested = [each.cell.memory() for each in read_case_tests(setting.home, knowledge).tests]
    profiles = list(BorderlineProfiles(knowledge, setting.base, tested).drawn(count, seed))
    view = ReviewView(knowledge, setting.say, Page())
    keyboard = Keyboard()
    view.welcome(len(profiles), path)
    if not setting.home.is_case_tests(path.resolve()) and not setting.home.is_case_tests(path):
        view.line("review.elsewhere")
    dialogue: ReviewDialogue | None = None
    try:
        name = by or _name(keyboard, view)
        today = time.strftime("%Y-%m-%d")
        dialogue = ReviewDialogue(setting.adviser(BITSET), file, view, keyboard, name, today, pins_points=pins_points)
        dialogue.hold(profiles)
    except KeyboardInterrupt:
        click.echo()
        view.farewell(dialogue.saved if dialogue else 0, path)
        return ExitCode.INTERRUPTED
    except EOFError:
        click.echo()
    except OSError as error:
        message = setting.say("review.cannot_write", file=path, reason=error.strerror or str(error))
        raise click.ClickException(message) from error
    view.farewell(dialogue.saved if dialogue else 0, path)
    return ExitCode.FINE


def _file(named: Path | None, setting: Setting) -> Path:
    """Give the file a person named, from here or else from the home, as `rules test` finds it."""
    if named is None:
        return setting.home.rules / DEFAULT_FILE
    return named if named.parent.is_dir() else setting.home.root / named


def _check(file: ReviewFile, setting: Setting) -> None:
    try:
        file.check()
    except UnfitForReviewsError as error:
        raise click.ClickException(setting.say("review.unfit", file=file.path)) from error
    if not file.path.parent.is_dir():
        raise click.ClickException(setting.say("review.no_folder", folder=file.path.parent))


def _name(keyboard: Keyboard, view: ReviewView) -> str:
    while True:
        name = keyboard.line(view.say("review.name_prompt")).strip()
        if name:
            return name
