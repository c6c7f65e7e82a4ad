"""`mvpod rules accuracy`: the rules held against the documented cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, engine_option, home_option, lang_option, t
from mvpod_expert.views.console import Terminal
from mvpod_workbench.testing.accuracy import measure_accuracy
from mvpod_workbench.views.findings import show_accuracy

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.frozen import Lang


@click.command(help=t("about_rules.accuracy"))
@engine_option
@home_option
@lang_option
def accuracy(engine: str | None, home: Path | None, lang: Lang) -> ExitCode:
    """Print strict, lenient and leave-one-out accuracy, the confusion matrix and each miss."""
    setting = CliContext(home, lang)
    measured = measure_accuracy(setting.adviser(engine))
    show_accuracy(measured, setting.knowledge, setting.t, Terminal())
    return ExitCode.FINE
