"""`mvpod rules undo`: the home as the last commit has it; what was there is set aside."""

from __future__ import annotations

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.views.console import Terminal
from mvpod_workbench.commands.editing import refuse_installed
from mvpod_workbench.comparing.repository import changed_files, set_aside
from mvpod_workbench.comparing.revisions import NoRevisionError


@click.command(help=t("about_editing.undo"))
@click.option("--dry-run", is_flag=True, help=t("about_editing.option_undo_dry_run"))
@with_setting
def undo(*, dry_run: bool, setting: CliContext) -> ExitCode:
    """Undo uncommitted edits; exit 2 where no git repository keeps the home."""
    root, page = setting.home.root, Terminal()
    refuse_installed(setting)
    try:
        files = changed_files(root)
        if files and not dry_run:
            set_aside(root, "mvpod rules undo")
    except NoRevisionError as error:
        raise click.UsageError(setting.t(f"diff.{error.problem}", revision=error.revision)) from None
    for file in files:
        page.line(file, indent=2)
    key = "nothing" if not files else "would" if dry_run else "done"
    page.line(setting.t(f"undo.{key}", count=len(files), folder=root), "good" if key == "done" else "plain")
    return ExitCode.FINE
