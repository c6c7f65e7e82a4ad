"""`mvpod rules check`, `explain-code` and `fmt`: all findings at once, what a code means, and files in one form."""

from __future__ import annotations

import difflib
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import (
    CliContext,
    findings_format_option,
    format_option,
    lang_option,
    t,
    with_setting,
)
from mvpod_expert.commands.streams import print_document
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector, usable
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.loading.yaml_mistakes import mended
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, UnusableInputError
from mvpod_expert.model.journal import MARK
from mvpod_expert.model.printable import plain_json
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.views.console import Terminal, Tone
from mvpod_expert.views.findings import (
    annotation,
    findings_document,
    show_findings,
    show_notes,
    show_where_codes_are_told,
)
from mvpod_expert.views.messages import Messages
from mvpod_workbench.checks.article import check_passages
from mvpod_workbench.checks.checking import findings_of, findings_of_drafts
from mvpod_workbench.checks.signatures import unsigned_findings
from mvpod_workbench.commands.editing import refuse_installed
from mvpod_workbench.editing.formatting import Formatted, files_of, format_files, formatted
from mvpod_workbench.views.code_pages import code_pages, pages_document, show_code_list, show_code_page
from mvpod_workbench.views.editing import show_drafts, show_knowledge_is_fine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.frozen import Lang
    from mvpod_expert.model.knowledge import KnowledgeBase

TONES: dict[str, Tone] = {"+": "good", "-": "bad", "@": "faint"}


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


@click.command(help=t("about_checking.explain_code"))
@click.argument("codes", nargs=-1)
@format_option
@lang_option
def explain_code(codes: tuple[str, ...], form: str, lang: Lang) -> ExitCode:
    """Report codes, or list them all; exit 2 when there is no such code."""
    words = Messages(lang)
    pages = code_pages()
    wanted = [_known(each, tuple(pages), words) for each in codes]
    told = [pages[code] for code in (wanted or pages)]
    if form == "json":
        print_document(plain_json(pages_document(told, words)))
    elif wanted:
        page = Terminal()
        for number, each in enumerate(told):
            if number:
                page.line()
            show_code_page(each, words, page)
    else:
        show_code_list(told, words, Terminal())
    return ExitCode.FINE


def _known(written: str, codes: tuple[str, ...], words: Messages) -> str:
    code = written.strip().upper()
    if code in codes:
        return code
    digits = "".join(each for each in code if each.isdigit())
    meant = f"MV{digits}" if f"MV{digits}" in codes else closest_match(written, codes)
    raise click.UsageError(words("codes.none", written=written, candidates=meant or ""))


@click.command(help=t("about_editing.fmt"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help=t("about_editing.option_check"))
@click.option("--diff", is_flag=True, help=t("about_editing.option_diff"))
@findings_format_option
@with_setting
def fmt(paths: tuple[Path, ...], *, check: bool, diff: bool, form: str, setting: CliContext) -> ExitCode:
    """Format; exit 1 when `--check` or `--diff` finds something to do, 2 when a file cannot be read."""
    writes = not (check or diff)
    done = format_files(files_of(setting.home, paths), setting.home.shown)
    for each in done:
        if MARK in each.before:
            raise click.UsageError(setting.t("fmt.journal", file=each.shown))
    changed = [each for each in done if each.changes]
    if writes:
        refuse_installed(setting, [each.path for each in changed])
        write_files({each.path: each.after for each in changed})
    _show(done, form, setting.t, writes=writes, diff=diff)
    if any(each.findings for each in done):
        return ExitCode.UNUSABLE
    return ExitCode.FINDINGS if changed and not writes else ExitCode.FINE


def _show(done: Sequence[Formatted], form: str, t: Messages, *, writes: bool, diff: bool) -> None:
    unreadable = [finding for each in done for finding in each.findings]
    changed = [each for each in done if each.changes]
    if form != "terminal":
        findings = [*unreadable, *map(_differs, changed)]
        if form == "json":
            document = findings_document(findings, t) | {"files": [each.shown for each in changed], "written": writes}
            print_document(plain_json(document))
        else:
            print_document("".join(annotation(each, t) + "\n" for each in findings))
        return
    page = Terminal()
    for each in changed:
        lines = each.before.splitlines(), each.after.splitlines()
        for line in difflib.unified_diff(*lines, each.shown, each.shown, lineterm="") if diff else ():
            page.raw(line, TONES.get(line[:1], "plain"))
        if not diff:
            page.line(t("fmt.changed" if writes else "fmt.would_change", file=each.shown), "warn")
    key = "fmt.summary" if writes else "fmt.check_summary"
    count = sum(bool(each.findings) for each in done)
    page.line(t(key, files=len(done) - count, changed=len(changed)), "warn" if changed and not writes else "good")
    if unreadable:
        errors = Terminal(sys.stderr)
        show_findings(unreadable, t, errors, count_key="check.count")
        errors.line(t("fmt.unreadable", count=count), "bad")


def _differs(each: Formatted) -> Diagnostic:
    """Make a finding of a file, at the first line that would change."""
    before, after = each.before.split("\n"), each.after.split("\n")
    pairs = enumerate(zip(before, after, strict=False), start=1)
    line = next((number for number, (old, new) in pairs if old != new), min(len(before), len(after)))
    place = Place(file=each.shown, line=line, column=1, excerpt=before[line - 1].rstrip("\r"))
    return Diagnostic(code=Code.FORM_DIFFERS, place=place, severity="warning")
