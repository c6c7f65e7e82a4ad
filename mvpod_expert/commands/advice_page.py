"""Advice on the terminal: a short page that fits a screen or two, and the way to the rest of it."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from mvpod_expert.document.terminal import show
from mvpod_expert.mode.views.advice import AdviceSections
from mvpod_expert.mode.views.summary import Length
from mvpod_expert.views.console import Terminal

if TYPE_CHECKING:
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
