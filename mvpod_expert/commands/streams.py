"""The program's three streams. Commands print through `echo`, `print_document` and views; nothing else touches them.

What a person reads follows the console's encoding and degrades to `?`. What programs read, mvpod itself among them
(JSON, templates, CSV), is UTF-8 whatever the console is.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import unicodedata
from io import TextIOWrapper

import click

from mvpod_expert.model.printable import tame_lines

STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def open_streams() -> None:
    """Make the three streams usable.

    A closed one becomes the null device; its number is taken first, so that no file opened later gets it and is
    written to by mistake. Input that is no text arrives as surrogates, for the reader of the line to notice.
    """
    for number, (name, mode) in enumerate(STREAMS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
    if isinstance(sys.stdin, TextIOWrapper):
        # A console has an encoding of its own; what is piped is a file, and files are UTF-8.
        encoding = None if sys.stdin.isatty() else "utf-8"
        sys.stdin.reconfigure(encoding=encoding, errors="surrogateescape")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def echo(text: str = "", *, err: bool = False) -> None:
    """Print one or more lines for a person, on standard output or on standard error."""
    click.echo(tame_lines(text), err=err)


def print_document(text: str) -> None:
    """Print a document to standard output, as UTF-8; a line end is added where it has none."""
    whole = tame_lines(text if text.endswith("\n") or not text else f"{text}\n")
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(whole)
    else:
        binary.write(whole.encode())
        binary.flush()


def print_page(text: str) -> None:
    """Print a terminal page, tamed and styled, through the pager (`PAGER`) where it is longer than the screen."""
    if text.count("\n") < shutil.get_terminal_size().lines:
        click.echo(text, nl=False)
    else:
        click.echo_via_pager(text, color=True)


def silence() -> None:
    """Send what is still to be printed to the null device, so that Python does not complain while it shuts down."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BrokenPipeError):
            stream.flush()
            continue
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def read_key(prompt: str) -> str:
    """Read one key of a terminal behind a prompt, without Enter; what was typed before does not count.

    Returns a small letter of usual width, empty for Enter. Raises `EOFError` for Ctrl-D and where the terminal is gone,
    `KeyboardInterrupt` for Ctrl-C.
    """
    sys.stdout.write(prompt)
    sys.stdout.flush()
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there is none elsewhere

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios  # noqa: PLC0415 - there is none on Windows

        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    typed = unicodedata.normalize("NFKC", click.getchar()).strip().lower()
    sys.stdout.write(f"{typed if typed.isprintable() else ''}\n")
    return typed
