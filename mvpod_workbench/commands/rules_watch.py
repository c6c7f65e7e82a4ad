"""`mvpod rules watch` and `language-server`: checked while it is edited, in a terminal and in an editor."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, lang_option, t, with_setting
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages
from mvpod_workbench.views.watching import show_round, show_start
from mvpod_workbench.watching.rechecking import Watch

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang


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


@click.command(help=t("language_server.help"))
@click.option("--stdio", is_flag=True, help=t("language_server.option_stdio"))
@lang_option
def language_server(lang: Lang, *, stdio: bool) -> ExitCode:
    """Serve until the editor ends it; exit 0 after an orderly end, 1 without one."""
    del stdio  # there is no other way; editors say it all the same
    try:
        # pygls is for editors only, and may not be there.
        from mvpod_workbench.language_server.server import RulesServer  # noqa: PLC0415
    except ImportError as error:
        raise click.ClickException(Messages(lang)("language_server.library_missing")) from error
    server = RulesServer(lang)
    # pygls closes what it writes to, and the program still flushes its own when it ends.
    protocol = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with contextlib.redirect_stdout(sys.stderr):  # nothing but the protocol may reach the editor
        try:
            server.start_io(stdout=protocol)
        except (MemoryError, OverflowError) as error:  # a header announces more than can be held
            raise click.ClickException(Messages(lang)("language_server.too_long")) from error
    return ExitCode.FINE if server.was_shut_down else ExitCode.FINDINGS
