"""`mvpod rules retire`: an entry taken out, where nothing is the worse for it."""

from __future__ import annotations

import sys

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_workbench.commands.editing import refuse_installed
from mvpod_workbench.editing.dry_runs import LessCleanError
from mvpod_workbench.editing.retiring import plan_retirement, try_retirement
from mvpod_workbench.editing.rule_spec import WishError

MOST_SHOWN = 12


@click.command(help=t("about_editing.retire"))
@click.argument("name", metavar="ID")
@click.option("--dry-run", is_flag=True, help=t("about_editing.option_dry_run"))
@with_setting
def retire(name: str, *, dry_run: bool, setting: CliContext) -> ExitCode:
    """Take an entry out; nothing is written unless the knowledge stays as clean as it is."""
    if not dry_run:
        refuse_installed(setting)
    page = Terminal()
    try:
        planned = plan_retirement(setting.home, setting.with_drafts.knowledge, name)
        for line in planned.removed.splitlines():
            page.raw(f"- {line}", "bad")
        if planned.referring:
            named = setting.t("list.comma").join(each.id for each in planned.referring[:MOST_SHOWN])
            page.line(setting.t("retire.used", count=len(planned.referring), by=named), "warn")
        try_retirement(setting.home, planned)
    except WishError as error:
        raise click.UsageError(setting.t(error.key, written=error.written, meant=error.meant or "")) from error
    except LessCleanError as error:
        show_findings(error.findings, setting.t, Terminal(sys.stderr), count_key="check.count")
        raise click.UsageError(setting.t("retire.new_findings", name=name)) from error
    shown = setting.home.shown(planned.path)
    page.line(setting.t("retire.would" if dry_run else "retire.done", name=name, file=shown), "good")
    if not dry_run:
        write_files({planned.path: planned.text})
    return ExitCode.FINE
