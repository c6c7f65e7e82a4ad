"""`mvpod rules watch`: checked again on every save, until Ctrl-C."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.views.console import Terminal
from mvpod_workbench.views.watching import show_round, show_start
from mvpod_workbench.watching.rechecking import Watch

if TYPE_CHECKING:
    from mvpod_expert.commands.exit_codes import ExitCode


@click.command(help=t("about_watch.watch"))
@with_setting
def watch(setting: CliContext) -> ExitCode:
    """Check at the start and on every save; only an interruption ends it, and then with its exit code."""
    try:
        # watchfiles is for rule authors only, and may not be there.
        from mvpod_workbench.watching.file_events import CannotWatchError, file_events  # noqa: PLC0415
    except ImportError as error:
        raise click.ClickException(setting.t("watch.library_missing")) from error
    if not setting.home.rules.is_dir() and not setting.home.knowledge.is_dir():
        _ = setting.knowledge
    watching = Watch(setting.home)
    show_start(watching.start(), setting.home, setting.t, Terminal())
    try:
        for _ in file_events(setting.home):
            sys.stdout.flush()
            checked = watching.again()
            if checked is not None:
                show_round(checked, setting.t, Terminal())
                sys.stdout.flush()
    except CannotWatchError as error:
        raise click.ClickException(setting.t("watch.cannot", reason=str(error))) from error
    raise AssertionError  # the signs never end by themselves
