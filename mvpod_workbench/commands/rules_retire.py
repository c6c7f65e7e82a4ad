"""`mvpod rules retire`: an entry taken out, where nothing is the worse for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.loading.shared_causes import NAMING
from mvpod_expert.model.references import KINDS
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_workbench.commands.editing import refuse_installed
from mvpod_workbench.editing.dry_runs import LessCleanError, check_as_clean
from mvpod_workbench.editing.retiring import plan_retirement
from mvpod_workbench.editing.rule_spec import WishError
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.views.reference.naming import Naming

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.references import Thing

MOST_SHOWN = 8
"""How many ids of one kind are listed; those of all kinds fit on a screen."""


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
        check_as_clean(setting.home, {planned.path: planned.text})
    except WishError as error:
        raise click.UsageError(setting.t(error.key, written=error.written, meant=error.meant or "")) from error
    except LessCleanError as error:
        page = Terminal(sys.stderr)
        _show_users(planned.referring, setting, page)
        # That the name is missing where it is used follows from what was listed.
        others = [each for each in error.findings if not planned.referring or each.code not in NAMING]
        if others:
            show_findings(others, setting.t, page, count_key="check.count")
        key = "retire.still_used" if planned.referring else "retire.new_findings"
        raise click.UsageError(setting.t(key, name=name)) from error
    for line in planned.removed.splitlines():
        page.raw(f"- {line}", "bad")
    _show_users(planned.referring, setting, page)
    if planned.tests:
        named, more = setting.t("list.comma").join(planned.tests[:MOST_SHOWN]), max(0, len(planned.tests) - MOST_SHOWN)
        page.line(setting.t("retire.tests", places=named, more=more), "warn", hang=2)
    shown = setting.home.shown(planned.path)
    page.line(setting.t("retire.would" if dry_run else "retire.done", name=name, file=shown), "good")
    if not dry_run:
        write_files({planned.path: planned.text})
    return ExitCode.FINE


def _show_users(users: Sequence[Thing], setting: CliContext, page: Terminal) -> None:
    """Print what refers to an entry, a line or two for each kind."""
    naming = Naming(gathered(setting.with_drafts.knowledge), setting.t)
    by_kind: dict[str, list[str]] = {}
    for each in users:
        by_kind.setdefault(naming.kind(each), []).append(each.id if each.kind in KINDS else naming.title(each))
    if users:
        page.line(setting.t("retire.used", count=len(users)), "warn")
    for kind, ids in by_kind.items():
        named, more = setting.t("list.comma").join(ids[:MOST_SHOWN]), max(0, len(ids) - MOST_SHOWN)
        words = setting.t("retire.users", kind=kind, count=len(ids), ids=named, more=more)
        page.line(words, indent=2, hang=2)
