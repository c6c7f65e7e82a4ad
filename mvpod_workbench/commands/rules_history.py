"""`mvpod rules history`: what an entry said in each commit that changed it."""

from __future__ import annotations

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.streams import echo
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.views.console import Terminal
from mvpod_workbench.commands.editing import of_repository
from mvpod_workbench.comparing.repository import file_of, ids_in
from mvpod_workbench.comparing.repository import history as versions_of
from mvpod_workbench.lookup.fields import differences


@click.command(help=t("about_editing.history"))
@click.argument("name", metavar="ID")
@with_setting
def history(name: str, *, setting: CliContext) -> ExitCode:
    """Tell the changes of an entry, the latest first."""
    root, page = setting.home.root, Terminal()
    with of_repository(setting):
        found = file_of(setting.home, name)
        if found is None:
            written = (text for file in files_read(setting.home) for text in ids_in(file))
            raise click.UsageError(setting.t("history.unknown", name=name, meant=closest_match(name, written) or ""))
        versions = list(versions_of(root, found.file, name))
    now = found.said
    if not found.is_readable:
        echo(setting.t("history.unreadable", file=found.file), err=True)
    elif versions and now != versions[0].said:
        page.line(setting.t("history.uncommitted"), "strong")
        _tell(versions[0].said, now, page)
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        was = before.said if before is not None else None
        if version.said != was:
            commit = f"({version.commit})" if version.commit else ""
            page.line("  ".join(filter(None, (version.date, version.author, version.subject, commit))), "strong")
            _tell(was, version.said, page)
    if not versions:
        page.line(setting.t("history.none", file=found.file))
    return ExitCode.FINE


def _tell(was: object, now: object, page: Terminal) -> None:
    """Print what differs; an entry that came or went with a sign."""
    if was is None or now is None:
        page.line("+" if was is None else "-", "good" if was is None else "bad", indent=2)
        return
    for each in differences(was, now):
        path = " › ".join(each.path)
        page.line(f"{path}: {each.was or '—'} → {each.now or '—'}", indent=2, hang=2)
