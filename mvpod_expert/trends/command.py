"""`mvpod metrics`: how metrics move, line by line, what follows from it, and what to open again in the plan."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.capability import ServiceContext
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.json_output import print_result
from mvpod_expert.commands.options import CliContext, composed, engine_option, format_option, t, with_setting
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.document.tree import Block, Detail, Section
from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.model.advice import Edition
from mvpod_expert.model.printable import plain_cell
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.trends.analysis import HORIZON
from mvpod_expert.trends.capability import TABLE
from mvpod_expert.trends.model import TrendsDocument
from mvpod_expert.trends.reader import read_history
from mvpod_expert.trends.sections import TrendSections
from mvpod_expert.trends.service import TrendReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.trends.history import History
    from mvpod_expert.trends.table import TrendTable
    from mvpod_expert.views.messages import Messages

HEADER = ("period", "metric", "value", "unit", "note")
PERIOD = "2024Q1"


def history_template(table: TrendTable, t: Messages) -> str:
    """Write the template: for each metric a row without a value; rows for further periods are copied from it."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(HEADER)
    units = {unit.unit: unit.written[0] for unit in reversed(table.units)}
    for series in table.series:
        note = f"{series.title.in_(t.lang)} · {t(f'trends.good_{series.direction}')}"
        rows.writerow(map(plain_cell, (PERIOD, series.code, "", units.get(series.unit, ""), note)))
    return written.getvalue().rstrip("\n")


MOST_AHEAD = 24


@click.command(help=t("about_metrics.metrics"))
@click.argument("history", type=click.Path(path_type=Path), required=False)
@click.option("--template", "as_template", is_flag=True, help=t("about_metrics.option_template"))
@click.option("--cell", "named", callback=composed, help=t("about_metrics.option_cell"))
@click.option(
    "--horizon",
    type=click.IntRange(1, MOST_AHEAD),
    default=HORIZON,
    show_default=True,
    help=t("about_metrics.option_horizon"),
)
@click.option("--everything", is_flag=True, help=t("about_metrics.option_everything"))
@format_option
@engine_option
@with_setting
def metrics(  # noqa: PLR0913 - one parameter an option
    history: Path | None,
    *,
    as_template: bool,
    named: str | None,
    horizon: int,
    everything: bool,
    form: str,
    engine: str | None,
    setting: CliContext,
) -> ExitCode:
    """Read a history, cell by cell, or print an empty table of all metrics."""
    knowledge, t = setting.knowledge, setting.t
    table = TABLE.of(knowledge)
    if table is None:
        raise click.UsageError(t("trends.no_table"))
    if as_template:
        print_document(history_template(table, t))
        return ExitCode.FINE
    if history is None:
        raise click.UsageError(t("trends.which_file"))
    read = usable(lambda report: read_history(history, knowledge, report))
    if read.hidden_sheets:
        echo(t("trends.hidden_sheets", names=t("list.comma").join(read.hidden_sheets)), err=True)
    reader = TrendReader(ServiceContext(knowledge, setting.base, engine, {"horizon": horizon}))
    histories = _cells(read, named, t)
    trends = TrendsDocument(
        knowledge=Edition(version=knowledge.decision.edition, sha256=knowledge.sha256),
        source=read.file,
        cells=tuple(found for cell in histories if (found := reader.trends(cell)) is not None),
        sales_strength=reader.sales_strength(histories, read.file),
    )

    def pages(detail: Detail) -> Iterator[Block]:
        sections = TrendSections(knowledge, table, t)
        for cell in trends.cells:
            title = t("trends.table_title", client=cell.cell or trends.source)
            yield Section(title, tuple(sections.blocks(cell, detail)))
        if trends.sales_strength is not None:
            yield Section(t("trends.strength"), tuple(sections.strength(trends.sales_strength, detail, {})))

    more = "" if everything else "trends.more"
    print_result(trends, pages, t, [t("trends.points_note")], form=form, everything=more)
    return ExitCode.FINE


def _cells(history: History, named: str | None, t: Messages) -> list[History]:
    """Return the history of each market cell that was asked for; a table that names none is one."""
    if named is not None and named not in history.cells:
        allowed = t("list.comma").join(history.cells) or t("trends.no_cells")
        suggestion = closest_match(named, history.cells)
        meant = t("list.space") + t("help.did_you_mean", word=suggestion) if suggestion else ""
        raise click.UsageError(t("trends.no_cell", written=named, allowed=allowed) + meant)
    cells = (named,) if named is not None else history.cells
    return list(map(history.of_cell, cells)) or [history]
