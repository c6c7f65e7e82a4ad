"""`mvpod rules import`: a decision table from an Excel workbook, compared, checked, and only then written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_workbench.tables.changes import table_changes
from mvpod_workbench.tables.overview import as_csv, table_findings
from mvpod_workbench.tables.writing import checked, rows_of, write_table
from mvpod_workbench.views.editing import show_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.loading.workbooks import Sheet


@click.command("import", help=t("about_tables.import"))
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--sheet", "named", help=t("about_tables.option_sheet"))
@click.option("--to", required=True, type=click.Path(path_type=Path), help=t("about_tables.option_to"))
@click.option("--write", is_flag=True, help=t("about_tables.option_write"))
@with_setting
def import_(workbook: Path, *, named: str | None, to: Path, write: bool, setting: CliContext) -> ExitCode:
    """Import a table; exit 1 when there are findings, or something to write that was not written."""
    place = table_place(to, setting)
    shown = setting.home.shown(place)
    sheet = _sheet(workbook, named, setting)
    page = Terminal()
    for key in ("merged", "uncomputed", "hidden", "struck", "not_as_shown"):
        if cells := getattr(sheet, key):
            page.line(setting.t(f"sheet.{key}", cells=", ".join(cells)), "warn")
    rows = sheet.rows
    before = rows_of(place, shown) if place.exists() else None
    text = as_csv(rows)
    if before is not None and as_csv(_trimmed(before)) == text:
        page.line(setting.t("sheet.no_change", file=shown), "good")
        return ExitCode.FINE
    _tell(before, rows, shown, setting, page)
    if not _is_sound(place, shown, text, setting, page):
        return ExitCode.FINDINGS
    is_asked = not write and sys.stdin.isatty() and sys.stdout.isatty()
    if not (write or (is_asked and click.confirm(setting.t("sheet.ask", file=shown)))):
        page.line(setting.t("sheet.not_written", file=shown))
        return ExitCode.FINDINGS
    try:
        write_table(place, text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(setting.t("sheet.write_failed", file=shown, reason=reason)) from error
    page.line(setting.t("sheet.written", file=shown), "good")
    return ExitCode.FINE


def table_place(written: Path, setting: CliContext) -> Path:
    """Return the place of a table's file: as it is named from the home, or by its name alone."""
    folder = setting.home.rules / "tables"
    named = written if written.suffix else written.with_suffix(".csv")
    place = folder / named if named.parent == Path() else setting.home.root / named
    if place.suffix != ".csv" or not place.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError(setting.t("sheet.not_a_table"))
    return place


def _sheet(workbook: Path, named: str | None, setting: CliContext) -> Sheet:
    try:
        from mvpod_expert.loading.workbooks import SheetError, read_sheet  # noqa: PLC0415 - it may not be installed
    except ModuleNotFoundError as error:
        raise click.ClickException(setting.t("sheet.no_library")) from error
    try:
        return read_sheet(workbook, named)
    except SheetError as error:
        names = setting.t("list.comma").join(error.names)
        reason = setting.t(f"sheet.{error.trouble}", written=named or "", names=names)
        raise click.ClickException(setting.t("sheet.unreadable", file=workbook, reason=reason)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(setting.t("sheet.unreadable", file=workbook, reason=reason)) from error


def _tell(
    before: Sequence[Sequence[str]] | None,
    rows: Sequence[Sequence[str]],
    shown: str,
    setting: CliContext,
    page: Terminal,
) -> None:
    changes = table_changes(before or [], rows)
    if before is None:
        count = sum(change.kind == "added_row" for change in changes)
        page.line(setting.t("sheet.new_table", file=shown, count=count), "title")
    elif changes:
        show_changes(changes, shown, setting.t, page)
    else:
        is_moved = [row for row in before if any(row)] != [list(row) for row in rows if any(row)]
        page.line(setting.t("sheet.moved" if is_moved else "sheet.layout"))


def _is_sound(place: Path, shown: str, text: str, setting: CliContext, page: Terminal) -> bool:
    knowledge, found = checked(setting.home, place, text)
    if knowledge is not None:
        found = table_findings(knowledge)
    own = [each for each in found if shown in {each.place.file, *(related.file for related in each.related)}]
    page.line()
    if own:
        show_findings(own, setting.t, page, count_key="sheet.not_written_findings")
    elif knowledge is None:
        page.line(setting.t("sheet.other_findings", count=len(found)), "bad")
    return not own and knowledge is not None


def _trimmed(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    kept = [list(row[: max((number for number, text in enumerate(row, start=1) if text), default=0)]) for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return kept
