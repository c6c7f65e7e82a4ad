"""`mvpod rules export`: a decision table as an Excel workbook, with lists of what may be chosen."""

from __future__ import annotations

from pathlib import Path

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_workbench.commands.rules_import import table_place
from mvpod_workbench.tables.writing import rows_of, words_of_columns

MARK = rb">mvpod rules export<"
"""What a workbook of ours is known by."""


@click.command(help=t("about_tables.export"))
@click.argument("table")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=t("about_tables.option_output"))
@force_option
@with_setting
def export(table: str, *, output: Path, force: bool, setting: CliContext) -> ExitCode:
    """Export a table; one with findings is exported too, so that it can be mended in Excel."""
    place = table_place(Path(table), setting)
    if output.suffix.lower() != ".xlsx":
        raise click.UsageError(setting.t("sheet.not_xlsx"))
    try:
        from mvpod_expert.loading.workbooks import sheet_bytes  # noqa: PLC0415 - it may not be installed
    except ModuleNotFoundError as error:
        raise click.ClickException(setting.t("sheet.no_library")) from error
    rows = rows_of(place, setting.home.shown(place))
    try:
        knowledge = setting.with_drafts.knowledge
    except UnusableInputError:
        knowledge = None
    header, lists = words_of_columns(rows, knowledge)
    content = sheet_bytes(place.stem, rows, header, lists)
    write_outputs({output: content}, MARK, setting.t, inputs=[place], force=force)
    echo(setting.t("sheet.exported", file=output))
    return ExitCode.FINE
