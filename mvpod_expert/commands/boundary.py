"""The error boundary: every way out of the program, its message and its exit code. Nobody sees a traceback."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.language import spoken
from mvpod_expert.errors import EngineUnavailableError, UnusableInputError
from mvpod_expert.views.findings import show_findings
from mvpod_expert.views.page import Page

if TYPE_CHECKING:
    from mvpod_expert.views.wording import Wording

PROGRAM = "mvpod"


def main() -> None:
    """Run the program and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(run())


def run() -> int:
    """Run the program; give the exit code."""
    from mvpod_expert.commands.cli import cli  # noqa: PLC0415 - the help texts are read in the language of this run

    say = spoken()
    try:
        code = cli.main(prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except UnusableInputError as error:
        show_findings(error.diagnostics, say, Page(sys.stderr))
        return ExitCode.UNUSABLE
    except EngineUnavailableError as error:
        return _tell(say("engine.unavailable", engine=error.engine, reason=error.reason), ExitCode.UNUSABLE)
    except click.exceptions.NoArgsIsHelpError as error:
        return _tell(error.format_message(), ExitCode.UNUSABLE)
    except click.UsageError as error:
        return _usage(error, say)
    except click.ClickException as error:
        return _tell(error.format_message(), ExitCode.UNUSABLE)
    except (KeyboardInterrupt, click.Abort):
        return _tell(say("command.stopped"), ExitCode.INTERRUPTED)
    except BrokenPipeError:
        _silence_stdout()
        return ExitCode.FINE
    except OSError as error:
        _silence_stdout()
        return _tell(say("command.broken_output", reason=error.strerror or str(error)), ExitCode.UNUSABLE)
    except Exception as error:
        if os.environ.get("MVPOD_DEBUG"):
            raise
        return _tell(say("command.bug", kind=type(error).__name__, text=str(error)), ExitCode.BUG)
    return int(code or ExitCode.FINE)


def _tell(message: str, code: ExitCode) -> ExitCode:
    click.echo(message, err=True)
    return code


def _usage(error: click.UsageError, say: Wording) -> ExitCode:
    command = error.ctx.command_path if error.ctx else PROGRAM
    click.echo(say("command.usage", problem=error.format_message()), err=True)
    return _tell(say("command.try_help", command=command), ExitCode.UNUSABLE)


def _silence_stdout() -> None:
    """Keep Python from complaining about the closed pipe once more while it shuts down."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
