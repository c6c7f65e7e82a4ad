"""`mvpod rules new`: a skeleton that is valid at once, or a home of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_workbench.commands.editing import refuse_installed
from mvpod_workbench.comparing.repository import begin
from mvpod_workbench.editing.dry_runs import LessCleanError, check_as_clean
from mvpod_workbench.editing.new_entries import (
    RULE,
    copy_home,
    kinds_of,
    plan_entry,
    reading,
    rules_of,
)
from mvpod_workbench.editing.rule_spec import WishError, conditions_of, known, outcomes_of
from mvpod_workbench.editing.scaffolds import RuleSpec
from mvpod_workbench.views.editing import show_new_entry

if TYPE_CHECKING:
    from mvpod_expert.views.messages import Messages

HOME = "home"
MOST_SHOWN = 12


@click.command(help=t("about_editing.new"))
@click.argument("kind")
@click.argument("name", metavar="ID")
@click.option("--in", "into", type=click.Path(path_type=Path), help=t("about_editing.option_in"))
@click.option("--when", multiple=True, metavar="FACT=OPTION", help=t("about_editing.option_when"))
@click.option("--then", multiple=True, metavar="ACTION=WHAT", help=t("about_editing.option_then"))
@click.option("--strength", default="", help=t("about_editing.option_strength"))
@click.option("--principle", multiple=True, help=t("about_editing.option_principle"))
@click.option("--option", "options", multiple=True, help=t("about_editing.option_options"))
@click.option("--type", "form", default="", help=t("about_editing.option_type"))
@click.option("--print", "prints", is_flag=True, help=t("about_editing.option_print"))
@with_setting
def new(  # noqa: PLR0913 - one parameter an option
    kind: str,
    name: str,
    *,
    into: Path | None,
    when: tuple[str, ...],
    then: tuple[str, ...],
    strength: str,
    principle: tuple[str, ...],
    options: tuple[str, ...],
    form: str,
    prints: bool,
    setting: CliContext,
) -> ExitCode:
    """Scaffold; nothing is written unless the knowledge stays as clean as it is."""
    try:
        if kind == HOME:
            return _new_home(setting, Path(name))
        known(kind, (HOME, *kinds_of(setting.with_drafts.knowledge)), "new.no_kind")
        if not prints:
            refuse_installed(setting)
        if kind in rules_of() and not when and sys.stdin.isatty() and sys.stdout.isatty():
            when, then, strength = _asked(then, strength, setting, of_advice=kind == RULE)
        knowledge = reading(kind, setting.with_drafts.knowledge) or setting.with_drafts.knowledge
        if strength:
            known(strength, (each.id for each in knowledge.decision.strengths), "new.no_strength")
        tests, outcomes = conditions_of(when, knowledge.facts), outcomes_of(then, knowledge)
        wishes = RuleSpec(tests, outcomes, strength, principle, options, form)
        entry = plan_entry(setting.home, setting.with_drafts.knowledge, kind, name, wishes, into)
        check_as_clean(setting.home, {entry.path: entry.text})
    except WishError as error:
        raise click.UsageError(_refusal(error, setting.t)) from error
    except LessCleanError as error:
        show_findings(error.findings, setting.t, Terminal(sys.stderr), count_key="check.count")
        raise click.UsageError(setting.t("new.new_findings", name=name)) from error
    if prints:
        print_document(entry.entry)
        return ExitCode.FINE
    entry.path.parent.mkdir(parents=True, exist_ok=True)
    write_files({entry.path: entry.text})
    shelf = kind if kind in {shelve.kind for shelve in setting.with_drafts.knowledge.shelves} else ""
    show_new_entry(
        setting.home.shown(entry.path),
        entry,
        kind,
        name,
        home=setting.home_named,
        shelf=shelf,
        t=setting.t,
        page=Terminal(),
    )
    return ExitCode.FINE


def _asked(
    then: tuple[str, ...], strength: str, setting: CliContext, *, of_advice: bool
) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Ask for what a rule tests and does; an empty line takes the simplest that is valid."""
    condition = click.prompt(setting.t("new.ask_when"), default="", show_default=False, err=True)
    if not then:
        does = click.prompt(setting.t("new.ask_then"), default="", show_default=False, err=True)
        then = tuple(does.split())
    if not strength and of_advice:
        strength = click.prompt(setting.t("new.ask_strength"), default="", show_default=False, err=True)
    return tuple(condition.split()), then, strength


def _new_home(setting: CliContext, folder: Path) -> ExitCode:
    files = copy_home(setting.home, folder)
    Terminal().line(setting.t("new.home_done", files=files, folder=folder), "good")
    kept = begin(folder, f"Copy knowledge {setting.with_drafts.knowledge.decision.edition}")
    Terminal().line(setting.t(f"new.home_{kept}"))
    Terminal().line(setting.t("new.home_next", folder=folder))
    return ExitCode.FINE


def _refusal(error: WishError, t: Messages) -> str:
    meant = error.meant
    most = None if error.key == "new.no_kind" else MOST_SHOWN
    shown = t("list.comma").join(error.allowed[:most])
    more = len(error.allowed) - len(error.allowed[:most])
    text = t(error.key, written=error.written, of=error.of)
    if meant:
        return text + t("new.meant", meant=meant)
    return text + (t("new.allowed", allowed=shown, more=more) if shown else "")
