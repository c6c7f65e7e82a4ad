"""`mvpod rules fmt`: knowledge files in their one form."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, findings_format_option, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place
from mvpod_expert.model.journal import MARK
from mvpod_expert.model.printable import plain_json
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import annotation, findings_document, show_findings
from mvpod_workbench.commands.editing import refuse_installed
from mvpod_workbench.editing.formatting import Formatted, files_of, format_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.views.console import Tone
    from mvpod_expert.views.messages import Messages

TONES: dict[str, Tone] = {"+": "good", "-": "bad", "@": "faint"}


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
