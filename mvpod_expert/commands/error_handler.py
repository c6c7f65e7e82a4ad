"""The error boundary: every way out of the program, its message and its exit code. Nobody sees a traceback."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.language import let_click_speak, spoken
from mvpod_expert.errors import EngineUnavailableError, MvpodError
from mvpod_expert.model.diagnostics import UnusableInputError

if TYPE_CHECKING:
    from mvpod_expert.views.messages import Messages

PROGRAM = "mvpod"


def main() -> None:
    """Run the program and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(run())


def run() -> int:
    """Run the program; give the exit code."""
    t = spoken()
    let_click_speak(t.lang)
    from mvpod_expert.commands.cli import cli  # noqa: PLC0415 - the help texts are read in the language of this run

    try:
        code = cli.main(prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except (MvpodError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        return _told(error, t)
    except Exception as error:
        if os.environ.get("MVPOD_DEBUG"):
            raise
        return _bug(error, t)
    return int(code or ExitCode.FINE)


def _told(error: BaseException, t: Messages) -> ExitCode:
    match error:
        case UnusableInputError(diagnostics=diagnostics):
            from mvpod_expert.views.console import Terminal  # noqa: PLC0415
            from mvpod_expert.views.findings import show_findings  # noqa: PLC0415 - when there is something to show

            show_findings(diagnostics, t, Terminal(sys.stderr))
            return ExitCode.UNUSABLE
        case EngineUnavailableError(engine=engine, reason=reason):
            return _tell(t("engine.unavailable", engine=engine, reason=reason), ExitCode.UNUSABLE)
        case MvpodError():
            return _bug(error, t)
        case KeyboardInterrupt() | click.Abort():
            return _tell(t("command.stopped"), ExitCode.INTERRUPTED)
        case OSError():
            return _output_failed(error, t)
        case click.ClickException():
            return _misused(error, t)
    raise AssertionError(error)


def _misused(error: click.ClickException, t: Messages) -> ExitCode:
    if not isinstance(error, click.UsageError) or isinstance(error, click.exceptions.NoArgsIsHelpError):
        return _tell(error.format_message(), ExitCode.UNUSABLE)
    command = error.ctx.command_path if error.ctx else PROGRAM
    click.echo(t("command.usage", problem=error.format_message()), err=True)
    return _tell(t("command.try_help", command=command), ExitCode.UNUSABLE)


def _output_failed(error: OSError, t: Messages) -> ExitCode:
    """Tell that the output cannot be written; a reader that closed the pipe has simply seen enough."""
    _silence_stdout()
    if isinstance(error, BrokenPipeError):
        return ExitCode.FINE
    return _tell(t("command.broken_output", reason=error.strerror or str(error)), ExitCode.UNUSABLE)


def _bug(error: BaseException, t: Messages) -> ExitCode:
    return _tell(t("command.bug", kind=type(error).__name__, text=str(error)), ExitCode.BUG)


def _tell(message: str, code: ExitCode) -> ExitCode:
    click.echo(message, err=True)
    return code


def _silence_stdout() -> None:
    """Keep Python from complaining about the closed pipe once more while it shuts down."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
