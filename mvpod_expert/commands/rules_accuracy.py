"""`mvpod rules accuracy`: the rules held against the documented cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mvpod_expert.authoring.testing.accuracy import measure_accuracy
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import Setting, engine_option, home_option, lang_option, say
from mvpod_expert.views.authoring import show_accuracy
from mvpod_expert.views.page import Page

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.noun import Lang


@click.command(help=say("about_rules.accuracy"))
@engine_option
@home_option
@lang_option
def accuracy(engine: str | None, home: Path | None, lang: Lang) -> ExitCode:
    """Print strict, lenient and leave-one-out accuracy, the confusion matrix and each miss."""
    setting = Setting(home, lang)
    measured = measure_accuracy(setting.adviser(engine))
    show_accuracy(measured, setting.knowledge, setting.say, Page())
    return ExitCode.FINE
