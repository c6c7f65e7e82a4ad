"""Long pages on a terminal are shown screen by screen; in a pipe, or where it fits the screen, text is just printed."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mvpod_expert.commands.language import spoken
from mvpod_expert.commands.streams import print_page
from mvpod_expert.views.console import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

F = TypeVar("F", bound="Callable[..., Any]")


def pager_option(function: F) -> F:
    """Add `--pager/--no-pager`."""
    return click.option("--pager/--no-pager", default=True, help=spoken()("about.option_pager"))(function)


@contextmanager
def paged(*, pager: bool) -> Iterator[Terminal]:
    """Give a page to print on; what was printed is shown when the block ends.

    Args:
        pager: use the pager of the terminal (`PAGER`) for what is longer than the screen.
    """
    if not (pager and sys.stdout.isatty() and sys.stdin.isatty()):
        yield Terminal()
        return
    text = StringIO()
    yield Terminal(text, like=sys.stdout)
    print_page(text.getvalue())
