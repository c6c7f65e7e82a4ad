"""`mvpod rules sign-off`: unsigned entries one by one, with what they rest on and do; signed by name and date."""

from __future__ import annotations

import contextlib
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
    if all_of_them and not by:
        raise click.UsageError(setting.t("sign_off.who"))
    signer = _Signer(setting)
    found = signer.found(names)
    if all_of_them and by:
        # Who signs everything means what advises; a draft is named.
        meant = [each.entry for each in found if each.entry.id in names or not signer.is_draft(each.entry)]
        signed = signer.sign(meant, by)
        show(signer.view.result(signed, len(found) - signed), setting.t)
        return ExitCode.FINE if signed == len(meant) else ExitCode.FINDINGS
    view = signer.view
    with contextlib.suppress(KeyboardInterrupt, EOFError):
        _walk(found, view, Keyboard(t=setting.t), by, signer.sign)
    show(view.result(view.signed, len(found) - view.signed), setting.t)
    return ExitCode.FINE


class _Signer:
    """Signs entries of a home; a draft takes part from then on."""

    def __init__(self, setting: CliContext) -> None:
        prepared = setting.with_drafts
        self.home, self.t = setting.home, setting.t
        self.knowledge = prepared.knowledge
        self.signatures = Signatures(setting.home)
        adviser = Adviser(self.knowledge, prepared.base, BitsetEngine(prepared.base))
        self.view = SignOffView(self.knowledge, adviser, setting.t)
        placeholders = [each for each in check_texts(self.knowledge) if each.code is Code.TEXT_PLACEHOLDER]
        self.unwritten = {name for each in placeholders for name in each.about.split(" › ")}
        # A table is finished when all of its rows are.
        files = {each.place.file for each in placeholders}
        self.unwritten |= {table.id for table in self.knowledge.tables.values() if table.place.file in files}

    def found(self, names: tuple[str, ...]) -> list[Unsigned]:
        """Return the unsigned entries that are meant, those that were signed and have changed first.

        Raises:
            click.UsageError: there is no kind or entry of a name.
        """
        there = {name for each in entries(self.knowledge) for name in (each.kind, each.id)}
        for name in names:
            if name not in there:
                meant = closest_match(name, there)
                raise click.UsageError(self.t("retire.unknown", written=name, meant=meant or ""))
        unsigned = self.signatures.unsigned(self.knowledge)
        found = [each for each in unsigned if not names or {each.entry.kind, each.entry.id} & {*names}]
        return sorted(found, key=lambda each: each.before is None)

    def is_draft(self, entry: Entry) -> bool:
        """Return whether an entry takes no part yet."""
        return draft_of(entry, self.knowledge) is not None

    def sign(self, chosen: list[Entry], name: str) -> int:
        """Sign entries and return how many; drafts that are not finished, or would break something, stay drafts.

        Raises:
            click.ClickException: the files cannot be written.
        """
        written = [each for each in chosen if each.id not in self.unwritten or not self.is_draft(each)]
        for each in chosen:
            if each not in written:
                echo(self.t("sign_off.unwritten", name=name_of(each)), err=True)
        drafts = [mark for each in written if (mark := draft_of(each, self.knowledge)) is not None]
        texts = without_marks(self.home, drafts)
        try:
            if texts:
                check_as_clean(self.home, texts)
            write_files(texts)
            self.signatures.sign(written, name, datetime.now(UTC).astimezone().date(), self.knowledge)
        except LessCleanError as error:
            show_findings(error.findings, self.t, Terminal(sys.stderr), count_key="check.count")
            ids = self.t("list.comma").join(each.id for each in drafts)
            echo(self.t("sign_off.less_clean", names=ids), err=True)
            return 0
        except OSError as error:
            reason = error.strerror or str(error)
            message = self.t("sign_off.cannot_write", file=self.signatures.path, reason=reason)
            raise click.ClickException(message) from error
        return len(written)


def _walk(
    found: list[Unsigned],
    view: SignOffView,
    keyboard: Keyboard,
    by: str | None,
    sign: Callable[[list[Entry], str], int],
) -> None:
    """Show each entry and ask."""
    for number, unsigned in enumerate(found, start=1):
        show(view.entry(unsigned, number, len(found)), view.t)
        typed = keyboard.line(view.t("sign_off.prompt")).strip().lower()
        if typed in QUIT:
            break
        if typed in SIGN:
            while not by:
                by = keyboard.line(view.t("review.name_prompt")).strip()
            view.signed += sign([unsigned.entry], by)
