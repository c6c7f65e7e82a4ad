"""`mvpod rules judge`: an expert judges the advice on borderline profiles; every verdict becomes a case test."""

from __future__ import annotations

import time
from pathlib import Path

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.streams import echo
from mvpod_expert.engine.port import BITSET
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.keyboard import Keyboard
from mvpod_workbench.commands.editing import by_option, signer_named
from mvpod_workbench.commands.judgement_dialogue import JudgementDialogue
from mvpod_workbench.testing.borderline import BorderlineProfiles
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.review_file import UnfitForReviewsError, check_reviews
from mvpod_workbench.views.judgement import JudgementView

DEFAULT_FILE = "reviews.cases.yaml"
COUNT = 5


@click.command(help=t("about_testing.judge"))
@click.option("--count", default=COUNT, type=click.IntRange(min=1), help=t("about_testing.option_count"))
@click.option("--seed", default=1, help=t("about_testing.option_seed"))
@by_option
@click.option("--points", "pins_points", is_flag=True, help=t("about_testing.option_points"))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help=t("about_testing.option_to"))
@with_setting
def judge(  # noqa: PLR0913 - one parameter an option
    *, count: int, seed: int, by: str | None, pins_points: bool, to: Path | None, setting: CliContext
) -> ExitCode:
    """Show profiles, ask for verdicts, save each at once."""
    path = _file(to, setting)
    _check(path, setting)
    knowledge = setting.knowledge
    tested = [test.cell.memory() for test in read_case_tests(setting.home, knowledge).tests]
    profiles = list(BorderlineProfiles(knowledge, setting.base, tested).drawn(count, seed))
    view = JudgementView(knowledge, setting.t, Terminal())
    keyboard = Keyboard(setting.t)
    view.print("judge.welcome", "plain", count=len(profiles), file=path)
    if not setting.home.is_case_tests(path.resolve()) and not setting.home.is_case_tests(path):
        view.print("judge.elsewhere", "warn")
    today, ended = time.strftime("%Y-%m-%d"), ExitCode.FINE
    dialogue = JudgementDialogue(
        setting.adviser(BITSET), path, view, keyboard, by or "", today, pins_points=pins_points
    )
    try:
        dialogue.by = signer_named(by, keyboard, setting.t)
        dialogue.hold(profiles)
    except (KeyboardInterrupt, EOFError) as error:
        echo()
        ended = ExitCode.INTERRUPTED if isinstance(error, KeyboardInterrupt) else ended
    except BrokenPipeError:
        raise
    except OSError as error:
        message = setting.t("judge.cannot_write", file=path, reason=error.strerror or str(error))
        raise click.ClickException(message) from error
    view.print("judge.farewell", "good" if dialogue.saved else "plain", count=dialogue.saved, file=path)
    return ended


def _file(named: Path | None, setting: CliContext) -> Path:
    """Return the file a person named, from here or else from the home, as `rules test` finds it."""
    if named is None:
        return setting.home.rules / DEFAULT_FILE
    return named if named.parent.is_dir() else setting.home.root / named


def _check(file: Path, setting: CliContext) -> None:
    try:
        check_reviews(file)
    except UnfitForReviewsError as error:
        raise click.ClickException(setting.t("judge.unfit", file=file)) from error
    if not file.parent.is_dir():
        raise click.ClickException(setting.t("judge.no_folder", folder=file.parent))
