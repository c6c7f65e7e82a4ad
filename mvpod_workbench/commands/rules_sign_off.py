"""`mvpod rules sign-off`: unsigned entries one by one, with what they rest on and do; signed by name and date."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, home_option, lang_option, t
from mvpod_expert.commands.streams import echo
from mvpod_expert.document.terminal import show
from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_expert.views.keyboard import Keyboard
from mvpod_workbench.checks.signatures import Signatures, name_of
from mvpod_workbench.checks.texts import check_texts
from mvpod_workbench.editing.drafts import draft_of, without_marks
from mvpod_workbench.editing.dry_runs import LessCleanError, check_as_clean
from mvpod_workbench.lookup.entries import entries
from mvpod_workbench.views.sign_off import SignOffView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mvpod_expert.model.frozen import Lang
    from mvpod_workbench.checks.signatures import Unsigned
    from mvpod_workbench.lookup.entries import Entry

SIGN = ("y", "yes", "s", "sign", "签", "是")
QUIT = ("q", "quit", "退出")


@click.command("sign-off", help=t("about_testing.sign_off"))
@click.argument("names", metavar="[KIND|ID]...", nargs=-1)
@click.option("--by", help=t("about_testing.option_by"))
@click.option("--all", "all_of_them", is_flag=True, help=t("about_testing.option_sign_all"))
@home_option
@lang_option
def sign_off(names: tuple[str, ...], *, by: str | None, all_of_them: bool, home: Path | None, lang: Lang) -> ExitCode:
    """Walk through the entries; each signature is on disk before the next entry is shown."""
    setting = CliContext(home, lang)
    prepared, signatures = setting.with_drafts, Signatures(setting.home)
    knowledge = prepared.knowledge
    if all_of_them and not by:
        raise click.UsageError(setting.t("sign_off.who"))
    wanted = set(names)
    there = {name for each in entries(knowledge) for name in (each.kind, each.id)}
    for name in names:
        if name not in there:
            meant = closest_match(name, there)
            raise click.UsageError(setting.t("retire.unknown", written=name, meant=meant or ""))
    unsigned = signatures.unsigned(knowledge)
    found = [each for each in unsigned if not wanted or wanted & {each.entry.kind, each.entry.id}]
    # What was signed and has changed comes first: that is where somebody was sure once.
    found.sort(key=lambda each: each.before is None)
    view = SignOffView(knowledge, Adviser(knowledge, prepared.base, BitsetEngine(prepared.base)), setting.t)
    found_in_texts = (each for each in check_texts(knowledge) if each.code is Code.TEXT_PLACEHOLDER)
    unwritten = {name for each in found_in_texts for name in each.about.split(" › ")}
    today = datetime.now(UTC).astimezone().date()

    def sign(chosen: list[Entry], name: str) -> int:
        """Sign entries and return how many; a draft takes part from then on, where nothing speaks against it."""
        written = [each for each in chosen if not draft_of(each, knowledge) or each.id not in unwritten]
        for each in chosen:
            if each not in written:
                echo(setting.t("sign_off.unwritten", name=name_of(each)), err=True)
        drafts = [mark for each in written if (mark := draft_of(each, knowledge)) is not None]
        texts = without_marks(setting.home, drafts)
        try:
            if texts:
                check_as_clean(setting.home, texts)
        except LessCleanError as error:
            show_findings(error.findings, setting.t, Terminal(sys.stderr), count_key="check.count")
            ids = setting.t("list.comma").join(each.id for each in drafts)
            echo(setting.t("sign_off.less_clean", names=ids), err=True)
            return 0
        try:
            write_files(texts)
            signatures.sign(written, name, today, knowledge)
        except OSError as error:
            reason = error.strerror or str(error)
            raise click.ClickException(
                setting.t("sign_off.cannot_write", file=signatures.path, reason=reason)
            ) from error
        return len(written)

    if all_of_them and by:
        # Who signs everything means what advises; a draft is named.
        meant = [each.entry for each in found if each.entry.id in wanted or not draft_of(each.entry, knowledge)]
        signed = sign(meant, by)
        show(view.result(signed, len(found) - signed), setting.t)
        return ExitCode.FINE if signed == len(meant) else ExitCode.FINDINGS
    signed = 0
    try:
        signed = _walk(found, view, Keyboard(t=setting.t), by, sign)
    except (KeyboardInterrupt, EOFError):
        signed = view.signed
    show(view.result(signed, len(found) - signed), setting.t)
    return ExitCode.FINE


def _walk(
    found: list[Unsigned],
    view: SignOffView,
    keyboard: Keyboard,
    by: str | None,
    sign: Callable[[list[Entry], str], int],
) -> int:
    """Show each entry and ask; return how many were signed."""
    for number, unsigned in enumerate(found, start=1):
        show(view.entry(unsigned, number, len(found)), view.t)
        typed = keyboard.line(view.t("sign_off.prompt")).strip().lower()
        if typed in QUIT:
            break
        if typed in SIGN:
            while not by:
                by = keyboard.line(view.t("review.name_prompt")).strip()
            view.signed += sign([unsigned.entry], by)
    return view.signed
