"""`mvpod rules tables`: the decision tables, their gaps and the rows to add."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, findings_format_option, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.documents import plain_json
from mvpod_expert.views.findings import annotation, findings_document, show_findings
from mvpod_workbench.tables.overview import as_csv, look_over, offered_rows, table_findings, under_header
from mvpod_workbench.views.tables import TablesView, tables_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.tables import Table

TABLES = "rules/tables/"


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
        _tell(found, form, setting)
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
        _tell(found, form, setting)
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


def _tell(found: Sequence[Diagnostic], form: str, setting: CliContext) -> None:
    if form == "json":
        print_document(plain_json(findings_document(found, setting.t)))
    elif form == "github":
        for finding in found:
            print_document(annotation(finding, setting.t))
    else:
        show_findings(found, setting.t, Terminal(), count_key="check.count")
