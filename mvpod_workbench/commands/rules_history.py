"""`mvpod rules history`: what an entry said in each commit that changed it."""

from __future__ import annotations

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.views.console import Terminal
from mvpod_workbench.comparing.repository import history as versions_of
from mvpod_workbench.comparing.repository import said_in
from mvpod_workbench.comparing.revisions import NoRevisionError
from mvpod_workbench.lookup.entries import entries
from mvpod_workbench.lookup.fields import differences


@click.command(help=t("about_editing.history"))
@click.argument("name", metavar="ID")
@with_setting
def history(name: str, *, setting: CliContext) -> ExitCode:
    """Tell the changes of an entry, the latest first."""
    found = {each.id: getattr(each.said, "place", None) for each in entries(setting.with_drafts.knowledge)}
    place = found.get(name)
    if not isinstance(place, Place):
        meant = closest_match(name, found)
        raise click.UsageError(setting.t("history.unknown", name=name, meant=meant or ""))
    root, page = setting.home.root, Terminal()
    now = said_in((root / place.file).read_text(encoding="utf-8"), place.file, name)
    try:
        versions = list(versions_of(root, place.file, name))
    except NoRevisionError as error:
        raise click.UsageError(setting.t(f"diff.{error.problem}", revision=error.revision)) from None
    if versions and now != versions[0].said:
        page.line(setting.t("history.uncommitted"), "strong")
        _tell(versions[0].said, now, page)
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        was = before.said if before is not None else None
        if version.said != was:
            page.line(f"{version.date}  {version.author}  {version.subject}  ({version.commit})", "strong")
            _tell(was, version.said, page)
    if not versions:
        page.line(setting.t("history.none", file=place.file))
    return ExitCode.FINE


def _tell(was: object, now: object, page: Terminal) -> None:
    """Print what differs; an entry that came or went with a sign."""
    if was is None or now is None:
        page.line("+" if was is None else "-", "good" if was is None else "bad", indent=2)
        return
    for each in differences(was, now):
        path = " › ".join(each.path)
        page.line(f"{path}: {each.was or '—'} → {each.now or '—'}", indent=2, hang=2)
