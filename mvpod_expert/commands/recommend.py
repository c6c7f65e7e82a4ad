"""`mvpod recommend`: advice on market cells, as a short page that fits a screen or two, in full, or as data."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.case_arguments import cells_named
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import recommendation_text
from mvpod_expert.commands.options import (
    CliContext,
    advice_format_option,
    composed,
    engine_option,
    note_how_read,
    t,
    with_setting,
)
from mvpod_expert.commands.streams import print_document, print_page
from mvpod_expert.document.terminal import show
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.mode.views.advice import AdviceSections
from mvpod_expert.mode.views.summary import Length
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.document.tree import Section
    from mvpod_expert.model.advice import Advice, Recommendation


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
    """Print each cell's summary, what capabilities say of the client, and where the rest is."""
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
    """Yield a page to print on; what is longer than the screen is shown in the pager (`PAGER`) when the block ends."""
    if not (pager and sys.stdout.isatty() and sys.stdin.isatty()):
        yield Terminal()
        return
    text = StringIO()
    yield Terminal(text, like=sys.stdout)
    print_page(text.getvalue())


@click.command(help=t("about.recommend"))
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--full", is_flag=True, help=t("about.option_full"))
@click.option("--part", "parts", multiple=True, metavar="NAME", help=t("about.option_part"))
@click.option("--cell", "named", callback=composed, help=t("about.option_cell"))
@pager_option
@advice_format_option
@engine_option
@with_setting
def recommend(  # noqa: PLR0913 - one parameter an option
    cases: tuple[Path, ...],
    *,
    full: bool,
    parts: tuple[str, ...],
    named: str | None,
    pager: bool,
    form: str,
    engine: str | None,
    setting: CliContext,
) -> ExitCode:
    """Advise on case files; all of them must be usable, or none is advised on."""
    sections = AdviceSections(setting.knowledge, setting.t)
    written = (part.strip() for option in parts for part in re.split("[,，、]", option))
    parts = tuple(_known(part, sections.parts(), setting.t) for part in written if part)
    if named is not None and form != "terminal":
        raise click.UsageError(t("command.every_cell", form=form))
    report = DiagnosticCollector()
    read = [read_case(path, setting.knowledge, report) for path in cases]
    report.raise_if_any()
    note_how_read(read, setting.t)
    adviser = setting.adviser(engine)
    if form == "jsonl":
        from mvpod_expert.commands.json_lines import json_lines  # noqa: PLC0415 - for many cells alone

        is_open = False
        for line, leaves_open in json_lines((case for case in read if case is not None), adviser):
            print_document(line)
            is_open |= leaves_open
        return ExitCode.UNDECIDED if is_open else ExitCode.FINE
    recommendation = adviser.recommend(case for case in read if case is not None)
    if form == "json":
        print_document(recommendation_text(recommendation))
    else:
        if named is not None:
            shown = tuple(cells_named(recommendation.cells, named, setting.t))
            recommendation = recommendation.model_copy(update={"cells": shown, "comparisons": ()})
        with paged(pager=pager) as page:
            if full or parts:
                told = (*sections.sections(recommendation, parts), sections.closing(recommendation, is_short=False))
                show(told, setting.t, page)
            else:
                show_short(recommendation, setting, page)
    is_decided = all(cell.chosen for cell in recommendation.cells)
    return ExitCode.FINE if is_decided else ExitCode.UNDECIDED


def _known(part: str, allowed: tuple[str, ...], t: Messages) -> str:
    """Return the name of a part, which may be written in the plural; refuse others, with those that there are."""
    found = next((each for each in (part, part.removesuffix("s")) if each in allowed), None)
    if found is None:
        suggestion, names = closest_match(part, allowed) or "", t("list.comma").join(allowed)
        raise click.UsageError(t("command.no_part", written=part, suggestion=suggestion, allowed=names))
    return found
