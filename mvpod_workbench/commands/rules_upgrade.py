"""`mvpod rules upgrade`: newer knowledge brought into a home of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.resources import Home, find_home
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_workbench.commands.editing import of_repository, refuse_installed
from mvpod_workbench.comparing.repository import first_state
from mvpod_workbench.comparing.revisions import home_at
from mvpod_workbench.comparing.upgrading import plan_upgrade
from mvpod_workbench.editing.dry_runs import LessCleanError, check_as_clean

if TYPE_CHECKING:
    from mvpod_workbench.comparing.upgrading import Upgrade


@click.command(help=t("about_editing.upgrade"))
@click.option(
    "--from",
    "newer",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help=t("about_editing.option_upgrade_from"),
)
@click.option("--base", help=t("about_editing.option_base"))
@click.option("--dry-run", is_flag=True, help=t("about_editing.option_dry_run"))
@with_setting
def upgrade(newer: Path | None, *, base: str | None, dry_run: bool, setting: CliContext) -> ExitCode:
    """Merge; exit 1 when entries clash or the result would have findings, 2 where no base is known."""
    refuse_installed(setting)
    new = Home(newer) if newer is not None else find_home()
    with of_repository(setting), TemporaryDirectory(prefix="mvpod-") as folder:
        revision = base if base is not None else first_state(setting.home.root)
        kept = Path(revision)
        planned = plan_upgrade(
            setting.home, Home(kept) if kept.is_dir() else home_at(setting.home, revision, Path(folder)), new
        )
    _tell(planned, setting)
    try:
        check_as_clean(setting.home, planned.texts)
    except LessCleanError as error:
        show_findings(error.findings, setting.t, Terminal(sys.stderr), count_key="check.count")
        Terminal(sys.stderr).line(setting.t("upgrade.new_findings"), "bad")
        return ExitCode.FINDINGS
    page = Terminal()
    if not dry_run and planned.texts:
        write_files(planned.texts)
    key = "nothing" if not planned.texts else "would" if dry_run else "done"
    page.line(setting.t(f"upgrade.{key}", count=len(planned.texts)), "good")
    return ExitCode.FINDINGS if planned.conflicts else ExitCode.FINE


def _tell(planned: Upgrade, setting: CliContext) -> None:
    """Print the files that change, and the entries of which both sides say something new."""
    page = Terminal()
    for path in planned.texts:
        page.line(setting.home.shown(path), indent=2)
    for file in planned.gone:
        page.line(setting.t("upgrade.gone", file=file), "warn", indent=2, hang=2)
    for conflict in planned.conflicts:
        key = "upgrade.conflict" if conflict.entry else "upgrade.conflict_file"
        page.line(setting.t(key, file=conflict.file, entry=conflict.entry), "warn", hang=2)
        for each in conflict.differences:
            nothing = setting.t("diff.nothing")
            value = f"{each.was or nothing} | {each.now or nothing}"
            page.line(setting.t("list.pair", name=" › ".join(each.path), value=value), indent=4, hang=2)
