"""`mvpod rules new`, `rename` and `retire`: entries of a home; a change that would leave it less clean is refused."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.streams import print_document
from mvpod_expert.loading.shared_causes import NAMING
from mvpod_expert.model.references import KINDS, Thing
from mvpod_expert.views.console import Terminal
from mvpod_workbench.commands.editing import first_few, refuse_installed, show_refused
from mvpod_workbench.comparing.repository import begin
from mvpod_workbench.editing.dry_runs import LessCleanError, check_as_clean
from mvpod_workbench.editing.id_references import KINDS as RENAMED
from mvpod_workbench.editing.id_references import Kind
from mvpod_workbench.editing.new_entries import RULE, copy_home, kinds_of, plan_entry, reading, rules_of
from mvpod_workbench.editing.renaming import plan_renaming
from mvpod_workbench.editing.retiring import plan_retirement
from mvpod_workbench.editing.rule_spec import WishError, conditions_of, known, outcomes_of
from mvpod_workbench.editing.scaffolds import RuleSpec
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.views.editing import show_new_entry, show_renaming
from mvpod_workbench.views.reference.naming import Naming

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.views.messages import Messages

Words = tuple[str, ...]
HOME = "home"
MOST_SHOWN = 8
"""How many ids of one kind are listed; those of all kinds fit on a screen."""
MOST_ALLOWED = 12


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
    when: Words,
    then: Words,
    strength: str,
    principle: Words,
    options: Words,
    form: str,
    prints: bool,
    setting: CliContext,
) -> ExitCode:
    """Scaffold an entry, or copy a home."""
    try:
        if kind == HOME:
            return _new_home(setting, Path(name))
        knowledge = setting.with_drafts.knowledge
        known(kind, (HOME, *kinds_of(knowledge)), "new.no_kind")
        if not prints:
            refuse_installed(setting)
        if kind in rules_of() and not when and sys.stdin.isatty() and sys.stdout.isatty():
            when, then, strength = _asked(then, strength, setting.t, of_advice=kind == RULE)
        spoken_of = reading(kind, knowledge) or knowledge
        if strength:
            known(strength, (each.id for each in spoken_of.decision.strengths), "new.no_strength")
        tests, outcomes = conditions_of(when, spoken_of.facts), outcomes_of(then, spoken_of)
        wishes = RuleSpec(tests, outcomes, strength, principle, options, form)
        entry = plan_entry(setting.home, knowledge, kind, name, wishes, into)
        check_as_clean(setting.home, {entry.path: entry.text})
    except WishError as error:
        raise click.UsageError(_not_made(error, setting.t)) from error
    except LessCleanError as error:
        show_refused(error.findings, setting.t)
        raise click.UsageError(setting.t("new.new_findings", name=name)) from error
    if prints:
        print_document(entry.entry)
        return ExitCode.FINE
    entry.path.parent.mkdir(parents=True, exist_ok=True)
    write_files({entry.path: entry.text})
    is_item = any(shelf.kind == kind for shelf in knowledge.shelves)
    note = f"new_note.{'item' if is_item else 'rule' if kind in rules_of() else kind}"
    show_new_entry(setting.home.shown(entry.path), entry, kind, name, note, setting.home_named, setting.t, Terminal())
    return ExitCode.FINE


def _asked(then: Words, strength: str, t: Messages, *, of_advice: bool) -> tuple[Words, Words, str]:
    """Ask for what a rule tests and does; an empty line takes the simplest that is valid."""

    def asked(key: str) -> str:
        return str(click.prompt(t(key), default="", show_default=False, err=True))

    when = tuple(asked("new.ask_when").split())
    then = then or tuple(asked("new.ask_then").split())
    return when, then, strength or (asked("new.ask_strength") if of_advice else "")


def _new_home(setting: CliContext, folder: Path) -> ExitCode:
    page, t = Terminal(), setting.t
    page.line(t("new.home_done", files=copy_home(setting.home, folder), folder=folder), "good")
    kept = begin(folder, f"Copy knowledge {setting.with_drafts.knowledge.decision.edition}")
    page.line(t(f"new.home_{kept}"))
    page.line(t("new.home_next", folder=folder))
    return ExitCode.FINE


def _not_made(error: WishError, t: Messages) -> str:
    most = len(error.allowed) if error.key == "new.no_kind" else MOST_ALLOWED
    shown, more = first_few(error.allowed, most, t)
    text = t(error.key, written=error.written, of=error.of)
    if error.meant:
        return text + t("new.meant", meant=error.meant)
    return text + (t("new.allowed", allowed=shown, more=more) if shown else "")


@click.command(help=t("about_editing.rename"))
@click.argument("old")
@click.argument("new")
@click.option("--kind", type=click.Choice(RENAMED), help=t("about_editing.option_kind"))
@click.option("--dry-run", is_flag=True, help=t("about_editing.option_dry_run"))
@with_setting
def rename(old: str, new: str, *, kind: Kind | None, dry_run: bool, setting: CliContext) -> ExitCode:
    """Change an id everywhere it is meant."""
    if not dry_run:
        refuse_installed(setting)
    try:
        plan = plan_renaming(setting.home, old, new, kind)
    except WishError as error:
        candidates, more = first_few(error.allowed, MOST_SHOWN, setting.t)
        blanks = {"candidates": candidates, "more": more, "place": error.of}
        raise click.UsageError(setting.t(error.key, old=old, new=new, **blanks)) from error
    except LessCleanError as error:
        if error.findings:
            show_refused(error.findings, setting.t)
        raise click.UsageError(setting.t("rename.new_findings", old=old, new=new)) from error
    show_renaming(plan, setting.t, Terminal(), written=not dry_run)
    if not dry_run:
        write_files(plan.texts)
    return ExitCode.FINE


@click.command(help=t("about_editing.retire"))
@click.argument("name", metavar="ID")
@click.option("--dry-run", is_flag=True, help=t("about_editing.option_dry_run"))
@with_setting
def retire(name: str, *, dry_run: bool, setting: CliContext) -> ExitCode:
    """Take an entry out."""
    if not dry_run:
        refuse_installed(setting)
    t = setting.t
    try:
        planned = plan_retirement(setting.home, setting.with_drafts.knowledge, name)
        check_as_clean(setting.home, {planned.path: planned.text})
    except WishError as error:
        raise click.UsageError(t(error.key, written=error.written, meant=error.meant or "")) from error
    except LessCleanError as error:
        _show_users(planned.referring, setting, Terminal(sys.stderr))
        # That the name is missing where it is used follows from what was listed.
        others = [each for each in error.findings if not planned.referring or each.code not in NAMING]
        if others:
            show_refused(others, t)
        key = "retire.still_used" if planned.referring else "retire.new_findings"
        raise click.UsageError(t(key, name=name)) from error
    page = Terminal()
    for line in planned.removed.splitlines():
        page.raw(f"- {line}", "bad")
    _show_users(planned.referring, setting, page)
    if planned.tests:
        named, more = first_few(planned.tests, MOST_SHOWN, t)
        page.line(t("retire.tests", places=named, more=more), "warn", hang=2)
    shown = setting.home.shown(planned.path)
    page.line(t("retire.would" if dry_run else "retire.done", name=name, file=shown), "good")
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
        named, more = first_few(ids, MOST_SHOWN, setting.t)
        words = setting.t("retire.users", kind=kind, count=len(ids), ids=named, more=more)
        page.line(words, indent=2, hang=2)
