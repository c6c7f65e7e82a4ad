"""`mvpod rules tables`, `export` and `import`: the decision tables, their gaps, and the way into Excel and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, findings_format_option, t, with_setting
from mvpod_expert.commands.outputs import force_option, write_outputs
from mvpod_expert.commands.streams import echo, print_document
from mvpod_expert.model.diagnostics import Diagnostic, UnusableInputError
from mvpod_expert.model.printable import plain_json
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import annotation, findings_document, show_findings
from mvpod_workbench.tables.overview import as_csv, look_over, offered_rows, table_findings, under_header
from mvpod_workbench.tables.writing import checked, rows_of, table_changes, words_of_columns, write_table
from mvpod_workbench.views.editing import show_changes
from mvpod_workbench.views.tables import TablesView, tables_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.loading.workbooks import Sheet
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.tables import Table

TABLES = "rules/tables/"
MARK = rb">mvpod rules export<"
"""What a workbook of ours is known by."""


@click.command(help=t("about_tables.tables"))
@click.argument("table", required=False)
@click.option("--add-missing", is_flag=True, help=t("about_tables.option_add_missing"))
@findings_format_option
@with_setting
def tables(table: str | None, *, add_missing: bool, form: str, setting: CliContext) -> ExitCode:
    """List the tables or show one; exit 1 where a complete one has gaps or rows say nothing new."""
    try:
        knowledge = setting.with_drafts.knowledge
    except UnusableInputError as error:
        found = [diagnostic for diagnostic in error.diagnostics if diagnostic.place.file.startswith(TABLES)]
        if not found:
            raise
        _show_findings(found, form, setting)
        return ExitCode.FINDINGS
    looked = [look_over(each, knowledge.facts, knowledge.rules) for each in _chosen(table, knowledge, setting)]
    files = {each.table.place.file for each in looked}
    found = [finding for finding in table_findings(knowledge) if finding.place.file in files]
    if add_missing:
        for each in looked:
            rows = offered_rows(each, knowledge.facts)
            print_document(as_csv(under_header(row, each.table, knowledge.facts) for row in rows))
    elif form == "json":
        print_document(plain_json(tables_document(looked, knowledge)))
    elif form == "github":
        _show_findings(found, form, setting)
    else:
        view = TablesView(knowledge, setting.t, Terminal())
        if table is None:
            view.all(looked)
        else:
            view.one(looked[0])
    return ExitCode.FINDINGS if found else ExitCode.FINE


def _chosen(written: str | None, knowledge: KnowledgeBase, setting: CliContext) -> list[Table]:
    if written is None:
        return list(knowledge.tables.values())
    name = written.removeprefix(TABLES).removesuffix(".csv")
    if name in knowledge.tables:
        return [knowledge.tables[name]]
    meant = closest_match(name, knowledge.tables)
    candidates = setting.t("list.comma").join([meant] if meant else knowledge.tables)
    raise click.UsageError(setting.t("tables.unknown", written=written, candidates=candidates))


def _show_findings(found: Sequence[Diagnostic], form: str, setting: CliContext) -> None:
    if form == "json":
        print_document(plain_json(findings_document(found, setting.t)))
    elif form == "github":
        for finding in found:
            print_document(annotation(finding, setting.t))
    else:
        show_findings(found, setting.t, Terminal(), count_key="check.count")


def _table_place(written: Path, setting: CliContext) -> Path:
    """Return the place of a table's file: as it is named from the home, or by its name alone."""
    folder = setting.home.rules / "tables"
    named = written if written.suffix else written.with_suffix(".csv")
    place = folder / named if named.parent == Path() else setting.home.root / named
    if place.suffix != ".csv" or not place.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError(setting.t("sheet.not_a_table"))
    return place


@click.command(help=t("about_tables.export"))
@click.argument("table")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=t("about_tables.option_output"))
@force_option
@with_setting
def export(table: str, *, output: Path, force: bool, setting: CliContext) -> ExitCode:
    """Export a table; one with findings is exported too, so that it can be mended in Excel."""
    place = _table_place(Path(table), setting)
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
    content = sheet_bytes(place.stem, rows, *words_of_columns(rows, knowledge))
    write_outputs({output: content}, MARK, setting.t, inputs=[place], force=force)
    echo(setting.t("sheet.exported", file=output))
    return ExitCode.FINE


@click.command("import", help=t("about_tables.import"))
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--sheet", "named", help=t("about_tables.option_sheet"))
@click.option("--to", required=True, type=click.Path(path_type=Path), help=t("about_tables.option_to"))
@click.option("--write", is_flag=True, help=t("about_tables.option_write"))
@with_setting
def import_(workbook: Path, *, named: str | None, to: Path, write: bool, setting: CliContext) -> ExitCode:
    """Import a table; exit 1 when there are findings, or something to write that was not written."""
    place, t = _table_place(to, setting), setting.t
    shown = setting.home.shown(place)
    sheet = _sheet(workbook, named, setting)
    page = Terminal()
    for key in ("merged", "uncomputed", "hidden", "struck", "not_as_shown"):
        if cells := getattr(sheet, key):
            page.line(t(f"sheet.{key}", cells=", ".join(cells)), "warn")
    before = rows_of(place, shown) if place.exists() else None
    text = as_csv(sheet.rows)
    if before is not None and as_csv(_trimmed(before)) == text:
        page.line(t("sheet.no_change", file=shown), "good")
        return ExitCode.FINE
    changes = table_changes(before or [], sheet.rows)
    if before is None:
        count = sum(change.kind == "added_row" for change in changes)
        page.line(t("sheet.new_table", file=shown, count=count), "title")
    elif changes:
        show_changes(changes, shown, t, page)
    else:
        is_moved = [row for row in before if any(row)] != [list(row) for row in sheet.rows if any(row)]
        page.line(t("sheet.moved" if is_moved else "sheet.layout"))
    if not _is_sound(place, shown, text, setting, page):
        return ExitCode.FINDINGS
    is_asked = not write and sys.stdin.isatty() and sys.stdout.isatty()
    if not (write or (is_asked and click.confirm(t("sheet.ask", file=shown)))):
        page.line(t("sheet.not_written", file=shown))
        return ExitCode.FINDINGS
    try:
        write_table(place, text)
    except OSError as error:
        raise click.ClickException(t("sheet.write_failed", file=shown, reason=error.strerror or str(error))) from error
    page.line(t("sheet.written", file=shown), "good")
    return ExitCode.FINE


def _sheet(workbook: Path, named: str | None, setting: CliContext) -> Sheet:
    t = setting.t
    try:
        from mvpod_expert.loading.workbooks import SheetError, read_sheet  # noqa: PLC0415 - it may not be installed
    except ModuleNotFoundError as error:
        raise click.ClickException(t("sheet.no_library")) from error
    try:
        return read_sheet(workbook, named)
    except SheetError as error:
        reason = t(f"sheet.{error.trouble}", written=named or "", names=t("list.comma").join(error.names))
        raise click.ClickException(t("sheet.unreadable", file=workbook, reason=reason)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(t("sheet.unreadable", file=workbook, reason=reason)) from error


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
