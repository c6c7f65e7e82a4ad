"""`mvpod rules rename`: an id changed everywhere it is meant."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.model.diagnostics import Diagnostic, Place
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_workbench.commands.editing import refuse_installed
from mvpod_workbench.editing.id_references import KINDS, Kind
from mvpod_workbench.editing.renaming import RenameRefusedError, plan_renaming
from mvpod_workbench.views.editing import show_renaming

if TYPE_CHECKING:
    from mvpod_expert.views.messages import Messages

MOST_SHOWN = 8


@click.command(help=t("about_editing.rename"))
@click.argument("old")
@click.argument("new")
@click.option("--kind", type=click.Choice(KINDS), help=t("about_editing.option_kind"))
@click.option("--dry-run", is_flag=True, help=t("about_editing.option_dry_run"))
@with_setting
def rename(old: str, new: str, *, kind: Kind | None, dry_run: bool, setting: CliContext) -> ExitCode:
    """Rename; nothing is written unless the knowledge stays as clean as it is."""
    if not dry_run:
        refuse_installed(setting)
    try:
        plan = plan_renaming(setting.home, old, new, kind)
    except RenameRefusedError as error:
        raise click.UsageError(_refusal(error, old, new, setting.t)) from error
    show_renaming(plan, setting.t, Terminal(), written=not dry_run)
    if not dry_run:
        write_files(plan.texts)
    return ExitCode.FINE


def _refusal(error: RenameRefusedError, old: str, new: str, t: Messages) -> str:
    findings = [finding for finding in error.findings if isinstance(finding, Diagnostic)]
    if findings:
        show_findings(findings, t, Terminal(sys.stderr), count_key="check.count")
    place = next((str(finding) for finding in error.findings if isinstance(finding, Place)), "")
    candidates = t("list.comma").join(error.candidates[:MOST_SHOWN])
    more = max(0, len(error.candidates) - MOST_SHOWN)
    return t(f"rename.{error.reason}", old=old, new=new, candidates=candidates, more=more, place=place)
