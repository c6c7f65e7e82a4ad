"""`mvpod rules sign-off`: unsigned entries one by one, with what they rest on and do; signed by name and date."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, home_option, lang_option, t
from mvpod_expert.document.terminal import show
from mvpod_expert.engine.port import BITSET
from mvpod_expert.views.keyboard import Keyboard
from mvpod_workbench.checks.signatures import Signatures
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
    knowledge, signatures = setting.knowledge, Signatures(setting.home)
    if all_of_them and not by:
        raise click.UsageError(setting.t("sign_off.who"))
    wanted = set(names)
    unsigned = signatures.unsigned(knowledge)
    found = [each for each in unsigned if not wanted or wanted & {each.entry.kind, each.entry.id}]
    # What was signed and has changed comes first: that is where somebody was sure once.
    found.sort(key=lambda each: each.before is None)
    view = SignOffView(knowledge, setting.adviser(BITSET), setting.t)
    today = datetime.now(UTC).astimezone().date()

    def sign(entries: list[Entry], name: str) -> None:
        try:
            signatures.sign(entries, name, today, knowledge)
        except OSError as error:
            reason = error.strerror or str(error)
            raise click.ClickException(
                setting.t("sign_off.cannot_write", file=signatures.path, reason=reason)
            ) from error

    if all_of_them and by:
        sign([each.entry for each in found], by)
        show(view.result(len(found), 0), setting.t)
        return ExitCode.FINE
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
    sign: Callable[[list[Entry], str], None],
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
            sign([unsigned.entry], by)
            view.signed += 1
    return view.signed
