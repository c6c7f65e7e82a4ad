"""Advice on the terminal: a short page that fits a screen or two, the way to the rest, and the pager for long pages."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.language import spoken
from mvpod_expert.commands.streams import print_page
from mvpod_expert.document.terminal import show
from mvpod_expert.mode.views.advice import AdviceSections
from mvpod_expert.mode.views.summary import Length
from mvpod_expert.views.console import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.commands.options import CliContext
    from mvpod_expert.document.tree import Section
    from mvpod_expert.model.advice import Advice
    from mvpod_expert.model.recommendation import Recommendation

MOST_LINES = 40
"""The most lines of one cell's short page, on a terminal 80 columns wide."""

CLOSING_LINES = 6
LENGTHS = (
    Length(5, 7),
    Length(4, 7),
    Length(4, 6),
    Length(4, 6, with_meaning=False),
    Length(3, 5, with_meaning=False),
    Length(3, 5, 1, 1, with_meaning=False),
    Length(2, 4, 1, 1, with_meaning=False),
)


def show_short(recommendation: Recommendation, setting: CliContext, page: Terminal | None = None) -> None:
    """Print each cell's summary, what capabilities say of the client, and where the rest is.

    Args:
        recommendation: the advice.
        setting: the knowledge and the language.
        page: where it is printed; by default a new one on standard output.
    """
    sections = AdviceSections(setting.knowledge, setting.t)
    told = [_fitting(advice, sections, setting) for advice in recommendation.cells]
    told += sections.beside(recommendation)
    show((*told, sections.closing(recommendation, is_short=True)), setting.t, page)


def _fitting(advice: Advice, sections: AdviceSections, setting: CliContext) -> Section:
    """Return the longest summary of a cell that keeps within its lines."""
    for length in LENGTHS:
        section = sections.short(advice, length)
        drawn = StringIO()
        show((section,), setting.t, Terminal(drawn, plain=True))
        if drawn.getvalue().count("\n") <= MOST_LINES - CLOSING_LINES:
            break
    return section


pager_option = click.option("--pager/--no-pager", default=True, help=spoken()("about.option_pager"))


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
