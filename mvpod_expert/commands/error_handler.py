"""The error boundary: every way out of the program, its message and its exit code. Nobody sees a traceback."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.streams import echo, open_streams, silence
from mvpod_expert.errors import EngineUnavailableError, MvpodError
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.views.messages import Messages, let_click_speak, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator


PROGRAM = "mvpod"
SIGNALLED = 128
"""What shells add to a signal's number."""
STANDARD_ERROR = 2
AFTER_CLEARING = 0.01
"""Seconds; should the next attempt meet another finalizer, it is reported and made anew as well."""


def main() -> None:
    """Run the program and exit with its code."""
    _end_on_signals()
    open_streams()
    code = run()
    gc.freeze()  # what ends with the process need not be collected first
    sys.exit(code)


def _end_on_signals() -> None:
    """Let a request to end go the way of an exit: a prompt gives the terminal back, and drafts of files go.

    What was told to be ignored, as by nohup, stays so.
    """
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, lambda caught, _: sys.exit(SIGNALLED + caught))
    sys.unraisablehook = _end_all_the_same


def _end_all_the_same(unraisable: sys.UnraisableHookArgs) -> None:
    """End anew where a signal came while Python cleared objects away.

    It runs finalizers and callbacks of weak references between any two instructions, and what is raised in them, an
    exit or Ctrl-C too, is reported here and otherwise lost: the program would wait for its next line.
    """
    ending = unraisable.exc_value
    if not isinstance(ending, SystemExit | KeyboardInterrupt) or not hasattr(signal, "setitimer"):
        sys.__unraisablehook__(unraisable)
        return

    def end(_number: int, _frame: object) -> None:
        raise ending

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, AFTER_CLEARING)


def run() -> int:
    """Run the program; give the exit code."""
    t = spoken()
    let_click_speak(t.lang)
    try:
        return _run(t)
    except Exception as error:
        if os.environ.get("MVPOD_DEBUG"):
            raise
        return _bug(error, t)


def _run(t: Messages) -> int:
    from mvpod_expert.commands.cli import cli  # noqa: PLC0415 - the help texts are read in the language of this run

    streams = sys.stdout, sys.stderr
    try:
        code = cli.main(prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except (MvpodError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        return _told(error, t)
    except SystemExit:
        if sys.stdout is streams[0]:
            raise
        sys.stdout, sys.stderr = streams  # click has put others in their place: the reader of a pipe has gone
        return _told(BrokenPipeError(), t)
    return int(code or ExitCode.FINE)


def _told(error: BaseException, t: Messages) -> ExitCode:
    match error:
        case UnusableInputError(diagnostics=diagnostics, only_counted=rest):
            from mvpod_expert.views.console import Terminal  # noqa: PLC0415
            from mvpod_expert.views.findings import show_findings  # noqa: PLC0415 - when there is something to show

            with _even_if_nobody_listens():
                show_findings(diagnostics, t, Terminal(sys.stderr), only_counted=rest)
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
    problem = error.format_message()
    if isinstance(error, click.NoSuchOption) and error.ctx and isinstance(error.ctx.command, click.Group):
        problem = t("command.misplaced_option", option=error.option_name)
    usage, help_ = t("command.usage", problem=problem), t("command.try_help", command=command)
    return _tell(f"{usage}\n{help_}", ExitCode.UNUSABLE)


def _output_failed(error: OSError, t: Messages) -> ExitCode:
    """Report that the output cannot be written; a reader that closed the pipe has simply seen enough."""
    silence()
    if isinstance(error, BrokenPipeError):
        return ExitCode.FINE
    return _tell(t("command.broken_output", reason=error.strerror or str(error)), ExitCode.UNUSABLE)


def _bug(error: BaseException, t: Messages) -> ExitCode:
    try:
        return _tell(t("command.bug", kind=type(error).__name__, text=str(error)), ExitCode.BUG)
    except Exception:  # noqa: BLE001 - the mistake may be in what reports mistakes
        with contextlib.suppress(OSError):
            os.write(STANDARD_ERROR, f"mvpod: {type(error).__name__}\n".encode("ascii", errors="replace"))
        return ExitCode.BUG


def _tell(message: str, code: ExitCode) -> ExitCode:
    with _even_if_nobody_listens():
        echo(message, err=True)
    return code


@contextlib.contextmanager
def _even_if_nobody_listens() -> Iterator[None]:
    """Keep the exit code when standard error cannot be written to."""
    try:
        yield
    except OSError:
        silence()
