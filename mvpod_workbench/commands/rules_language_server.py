"""`mvpod rules language-server`: the checker in any editor, over standard input and output."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import lang_option, t
from mvpod_expert.views.messages import Messages

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang


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
