"""`mvpod rules undo`: the home as it was last kept; what was there is set aside."""

from __future__ import annotations

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.views.console import Terminal
from mvpod_workbench.commands.editing import of_repository, refuse_installed
from mvpod_workbench.comparing.repository import LAST, changed_files, last_state, set_aside


@click.command(help=t("about_editing.undo"))
@click.option("--dry-run", is_flag=True, help=t("about_editing.option_undo_dry_run"))
@with_setting
def undo(*, dry_run: bool, setting: CliContext) -> ExitCode:
    """Undo uncommitted edits; exit 2 where no git repository keeps the home."""
    root, page = setting.home.root, Terminal()
    refuse_installed(setting)
    with of_repository(setting):
        files = changed_files(root)
        aside = set_aside(root, "mvpod rules undo") if files and not dry_run else None
    for file in files:
        page.line(file, indent=2)
    nothing = "nothing" if last_state(root) == LAST else "nothing_copied"
    key = nothing if not files else "would" if dry_run else "aside" if aside else "done"
    page.line(setting.t(f"undo.{key}", count=len(files), folder=aside or root), "plain" if dry_run else "good")
    return ExitCode.FINE
