"""`mvpod rules history`, `undo` and `upgrade`: a home against what was kept of it, and against newer knowledge."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.streams import echo
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.resources import Home, find_home
from mvpod_expert.views.console import Terminal
from mvpod_workbench.commands.editing import of_repository, refuse_installed, show_refused
from mvpod_workbench.comparing.repository import (
    LAST,
    changed_files,
    file_of,
    first_state,
    ids_in,
    last_state,
    set_aside,
)
from mvpod_workbench.comparing.repository import history as versions_of
from mvpod_workbench.comparing.revisions import home_at
from mvpod_workbench.comparing.upgrading import Upgrade, plan_upgrade
from mvpod_workbench.editing.dry_runs import LessCleanError, check_as_clean
from mvpod_workbench.lookup.fields import differences

if TYPE_CHECKING:
    from mvpod_expert.views.messages import Messages


FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command(help=t("about_editing.history"))
@click.argument("name", metavar="ID")
@with_setting
def history(name: str, *, setting: CliContext) -> ExitCode:
    """Tell the changes of an entry, the latest first."""
    root, page, t = setting.home.root, Terminal(), setting.t
    with of_repository(setting):
        found = file_of(setting.home, name)
        if found is None:
            written = (text for file in files_read(setting.home) for text in ids_in(file))
            raise click.UsageError(t("history.unknown", name=name, meant=closest_match(name, written) or ""))
        versions = list(versions_of(root, found.file, name))
    if not found.is_readable:
        echo(t("history.unreadable", file=found.file), err=True)
    elif versions and found.said != versions[0].said:
        page.line(t("history.uncommitted"), "strong")
        _show_differences(versions[0].said, found.said, page)
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        was = before.said if before is not None else None
        if version.said != was:
            commit = f"({version.commit})" if version.commit else ""
            page.line("  ".join(filter(None, (version.date, version.author, version.subject, commit))), "strong")
            _show_differences(was, version.said, page)
    if not versions:
        page.line(t("history.none", file=found.file))
    return ExitCode.FINE


def _show_differences(was: object, now: object, page: Terminal) -> None:
    """Print what differs; an entry that came or went with a sign."""
    if was is None or now is None:
        page.line("+" if was is None else "-", "good" if was is None else "bad", indent=2)
        return
    for each in differences(was, now):
        path = " › ".join(each.path)
        page.line(f"{path}: {each.was or '—'} → {each.now or '—'}", indent=2, hang=2)


@click.command(help=t("about_editing.undo"))
@click.option("--dry-run", is_flag=True, help=t("about_editing.option_undo_dry_run"))
@with_setting
def undo(*, dry_run: bool, setting: CliContext) -> ExitCode:
    """Undo uncommitted edits; what was there is set aside. Exit 2 where no git repository keeps the home."""
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


@click.command(help=t("about_editing.upgrade"))
@click.option("--from", "newer", type=FOLDER, help=t("about_editing.option_upgrade_from"))
@click.option("--base", help=t("about_editing.option_base"))
@click.option("--dry-run", is_flag=True, help=t("about_editing.option_dry_run"))
@with_setting
def upgrade(newer: Path | None, *, base: str | None, dry_run: bool, setting: CliContext) -> ExitCode:
    """Merge newer knowledge; exit 1 when entries clash or there would be findings, 2 where no base is known."""
    refuse_installed(setting)
    page, t = Terminal(), setting.t
    new = Home(newer) if newer is not None else find_home()
    with of_repository(setting), TemporaryDirectory(prefix="mvpod-") as folder:
        revision = base if base is not None else first_state(setting.home.root)
        kept = Home(Path(revision)) if Path(revision).is_dir() else home_at(setting.home, revision, Path(folder))
        planned = plan_upgrade(setting.home, kept, new)
    _show_upgrade(planned, setting.home, t, page)
    try:
        check_as_clean(setting.home, planned.texts)
    except LessCleanError as error:
        show_refused(error.findings, t)
        Terminal(sys.stderr).line(t("upgrade.new_findings"), "bad")
        return ExitCode.FINDINGS
    if not dry_run and planned.texts:
        write_files(planned.texts)
    key = "nothing" if not planned.texts else "would" if dry_run else "done"
    page.line(t(f"upgrade.{key}", count=len(planned.texts)), "good")
    return ExitCode.FINDINGS if planned.conflicts else ExitCode.FINE


def _show_upgrade(planned: Upgrade, home: Home, t: Messages, page: Terminal) -> None:
    """Print the files that change, and the entries of which both sides say something new."""
    for path in planned.texts:
        page.line(home.shown(path), indent=2)
    for file in planned.gone:
        page.line(t("upgrade.gone", file=file), "warn", indent=2, hang=2)
    for conflict in planned.conflicts:
        key = "upgrade.conflict" if conflict.entry else "upgrade.conflict_file"
        page.line(t(key, file=conflict.file, entry=conflict.entry), "warn", hang=2)
        for each in conflict.differences:
            value = " | ".join(said or t("diff.nothing") for said in (each.was, each.now))
            page.line(t("list.pair", name=" › ".join(each.path), value=value), indent=4, hang=2)
