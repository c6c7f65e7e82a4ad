"""`mvpod rules check`: every finding in rules/ and knowledge/ at once."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, findings_format_option, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector, usable
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.loading.yaml_mistakes import mended
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.printable import plain_json
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import (
    annotation,
    findings_document,
    show_findings,
    show_notes,
    show_where_codes_are_told,
)
from mvpod_workbench.checks.article import check_passages
from mvpod_workbench.checks.checking import findings_of, findings_of_drafts
from mvpod_workbench.checks.signatures import unsigned_findings
from mvpod_workbench.commands.editing import refuse_installed
from mvpod_workbench.editing.formatting import files_of, formatted
from mvpod_workbench.views.editing import show_drafts, show_knowledge_is_fine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.model.knowledge import KnowledgeBase


@click.command(help=t("about_rules.check"))
@click.option("--source", type=click.Path(path_type=Path), help=t("about_rules.option_source"))
@click.option("--signed", "holds_signed", is_flag=True, help=t("about_checking.option_signed"))
@click.option("--fix", is_flag=True, help=t("about_checking.option_fix"))
@click.option("--dry-run", is_flag=True, help=t("about_checking.option_dry_run"))
@click.option("--notes", is_flag=True, help=t("about_checking.option_notes"))
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=t("about_checking.option_today"))
@findings_format_option
@with_setting
def check(  # noqa: PLR0913 - one parameter an option
    *,
    source: Path | None,
    holds_signed: bool,
    fix: bool,
    dry_run: bool,
    notes: bool,
    today: datetime | None,
    form: str,
    setting: CliContext,
) -> ExitCode:
    """Check the knowledge; exit 1 when there are findings, 2 when it is not there or the article cannot be read."""
    if not setting.home.rules.is_dir() and not setting.home.knowledge.is_dir():
        _ = setting.knowledge
    if fix:
        _fix(setting, dry_run=dry_run)
    found, rest, knowledge = _findings(setting, source, (today or datetime.now(UTC).astimezone()).date())
    if holds_signed and knowledge is not None:
        found = (*found, *unsigned_findings(setting.home, knowledge))
    noted = [each for each in found if each.severity == "note"]
    findings = [each for each in found if each.severity != "note"]
    if form == "json":
        document = findings_document(findings, setting.t, noted, rest)
        print_document(plain_json(document))
    elif form == "github":
        for finding in (*findings, *(noted if notes else ())):
            print_document(annotation(finding, setting.t))
    else:
        page = Terminal()
        if findings:
            show_findings(findings, setting.t, page, count_key="check.count", only_counted=rest)
            show_where_codes_are_told(findings, setting.t, page)
        elif knowledge is not None:
            show_knowledge_is_fine(
                knowledge, len(files_read(setting.home)), setting.t, page, with_source=source is not None
            )
        if knowledge is not None:
            show_drafts(knowledge, setting.t, page)
        show_notes(noted, setting.t, page, all_of_them=notes)
    return ExitCode.FINDINGS if findings else ExitCode.FINE


def _fix(setting: CliContext, *, dry_run: bool) -> None:
    """Mend what leaves no doubt, then bring readable files into their one form; say what was done, or would be."""
    done: dict[Path, str] = {}
    for path in files_of(setting.home, ()):
        report, shown = DiagnosticCollector(), setting.home.shown(path)
        text = read_text(path, shown, report)
        if text is None:
            continue
        # What cannot be read even so is mended as far as it goes; the check tells the rest.
        after = formatted(mended(text), shown, report) or mended(text)
        if after.encode() != path.read_bytes():
            done[path] = after
    if not dry_run and done:
        refuse_installed(setting, list(done))
        write_files(done)
    page = Terminal(sys.stderr)
    for path in done:
        page.line(setting.t("check.would_mend" if dry_run else "check.mended", file=setting.home.shown(path)), "warn")


def _findings(
    setting: CliContext, source: Path | None, today: date
) -> tuple[Sequence[Diagnostic], int, KnowledgeBase | None]:
    article = usable(lambda report: read_text(source, str(source), report)) if source else None
    try:
        prepared = setting.prepared
    except UnusableInputError as error:
        drafts = findings_of_drafts(setting.home, error.diagnostics, today)
        return (*error.diagnostics, *drafts), error.only_counted, None
    found = findings_of(setting.home, prepared, today)
    drafts = findings_of_drafts(setting.home, found, today) if prepared.knowledge.drafts else ()
    moved = check_passages(prepared.knowledge.principles, article) if article else ()
    return (*found, *drafts, *moved), 0, prepared.knowledge
