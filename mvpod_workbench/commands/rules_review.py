"""`mvpod rules review`: unsigned entries one by one, with what they rest on and do; signed by name and date."""

from __future__ import annotations

import contextlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.atomic_write import write_files
from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.streams import echo, read_key
from mvpod_expert.document.terminal import show
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.views.keyboard import Keyboard
from mvpod_workbench.checks.signatures import Signatures, Unsigned, name_of
from mvpod_workbench.checks.texts import check_texts
from mvpod_workbench.commands.editing import by_option, refuse_installed, show_refused, signer_named
from mvpod_workbench.editing.dry_runs import LessCleanError, check_as_clean
from mvpod_workbench.editing.retiring import draft_of, without_marks
from mvpod_workbench.lookup.entries import Entry, entries
from mvpod_workbench.lookup.fields import meaning_of
from mvpod_workbench.views.review import ReviewView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


KEYS = {
    "sign": ("y", "签"),
    "skip": ("s", "", "跳"),
    "not": ("n", "不"),
    "back": ("b", "回"),
    "quit": ("q", "退"),
}


@click.command(help=t("about_testing.review"))
@click.argument("names", metavar="[KIND|ID]...", nargs=-1)
@click.option("--file", "files", multiple=True, help=t("about_testing.option_file"))
@by_option
@click.option("--all", "all_of_them", is_flag=True, help=t("about_testing.option_sign_all"))
@with_setting
def review(
    names: tuple[str, ...], *, files: tuple[str, ...], by: str | None, all_of_them: bool, setting: CliContext
) -> ExitCode:
    """Walk through the entries in a terminal; elsewhere list them, or sign them all."""
    if all_of_them and not by:
        raise click.UsageError(setting.t("review.who"))
    is_walked = not all_of_them and sys.stdin.isatty() and sys.stdout.isatty()
    if all_of_them or is_walked:
        refuse_installed(setting)
    signer = _Signer(setting)
    # A file is named from the home, or from here.
    home = setting.home
    names = (*names, *(each if (home.root / each).is_file() else home.shown(Path(each)) for each in files))
    found = signer.found(names)
    meant = 0
    if all_of_them and by:
        # Who signs everything means what advises; a draft is named.
        chosen = [each.entry for each in found if each.entry.id in names or not signer.is_draft(each.entry)]
        signer.sign(chosen, by)
        meant = len(chosen)
    elif found and is_walked:
        with contextlib.suppress(KeyboardInterrupt, EOFError):
            _walk(found, signer, by)
    else:
        show(signer.view.listed(found), setting.t)
    signer.release_drafts()
    show(signer.view.result(len(signer.signed), len(found) - len(signer.signed)), setting.t)
    return ExitCode.FINE if len(signer.signed) >= meant else ExitCode.FINDINGS


class _Signer:
    """Signs entries of a home at once; drafts take part, and are signed, when all that were chosen are known."""

    def __init__(self, setting: CliContext) -> None:
        prepared = setting.with_drafts
        self.setting, self.t = setting, setting.t
        self.knowledge = prepared.knowledge
        self.signatures = Signatures(setting.home)
        self.view = ReviewView(prepared, setting.t)
        self.signed: dict[str, str] = {}
        self.drafts: dict[str, Entry] = {}
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
        there = {name for each in entries(self.knowledge) for name in _names(each)}
        for name in names:
            if name not in there:
                raise click.UsageError(self.t("retire.unknown", written=name, meant=closest_match(name, there) or ""))
        unsigned = self.signatures.unsigned(self.knowledge)
        found = [each for each in unsigned if not names or _names(each.entry) & {*names}]
        return sorted(found, key=lambda each: each.before is None)

    def is_draft(self, entry: Entry) -> bool:
        """Return whether an entry takes no part yet."""
        return draft_of(entry, self.knowledge) is not None

    def sign(self, chosen: Iterable[Entry], name: str) -> None:
        """Sign entries; a draft with texts to be written stays unsigned."""
        now = []
        for each in chosen:
            if not self.is_draft(each):
                now.append(each)
            elif each.id in self.unwritten:
                echo(self.t("review.unwritten", name=name_of(each)), err=True)
                continue
            else:
                self.drafts[name_of(each)] = each
            self.signed[name_of(each)] = name
        self._write(now)

    def take_back(self, unsigned: Unsigned) -> None:
        """Leave an entry as unsigned as it was before."""
        name = name_of(unsigned.entry)
        if self.signed.pop(name, None) is not None and self.drafts.pop(name, None) is None:
            self.signatures.take_back(unsigned)
            self._write(())

    def release_drafts(self) -> None:
        """Let the signed drafts take part, as the files are now; none where that would break something."""
        if not self.drafts:
            return
        knowledge = CliContext(self.setting.home.root, self.t.lang).with_drafts.knowledge
        was = {name: meaning_of(entry.said) for name, entry in self.drafts.items()}
        same = [each for each in entries(knowledge) if was.get(name_of(each)) == meaning_of(each.said)]
        texts = without_marks(self.setting.home, filter(None, (draft_of(each, knowledge) for each in same)))
        try:
            check_as_clean(self.setting.home, texts)
            with self._writing():
                write_files(texts)
        except LessCleanError as error:
            show_refused(error.findings, self.t)
            ids = self.t("list.comma").join(each.id for each in same)
            echo(self.t("review.new_findings", names=ids), err=True)
            same = []
        self._write(same)
        for name in self.drafts.keys() - {name_of(each) for each in same}:
            del self.signed[name]

    def _write(self, signed: Iterable[Entry]) -> None:
        day = datetime.now(UTC).astimezone().date()
        with self._writing():
            self.signatures.sign(((each, self.signed[name_of(each)]) for each in signed), day, self.knowledge)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            said = self.t("review.cannot_write", file=error.filename, reason=reason)
            raise click.ClickException(said) from error


def _names(entry: Entry) -> set[str]:
    """Return what an entry is chosen by: its kind, its id, its file."""
    place = getattr(entry.said, "place", None)
    return {entry.kind, entry.id, *([place.file] if isinstance(place, Place) else ())}


def _walk(found: list[Unsigned], signer: _Signer, by: str | None) -> None:
    """Show each entry and read one key; only the key for it signs."""
    view, keyboard = signer.view, Keyboard(signer.t)
    show(view.counts(found), signer.t)
    place = 0
    while place < len(found):
        unsigned = found[place]
        show(view.entry(unsigned, place + 1, len(found), signer.signed.get(name_of(unsigned.entry))), signer.t)
        wanted = _key(signer)
        if wanted == "quit":
            return
        if wanted == "sign":
            by = signer_named(by, keyboard, signer.t)
            signer.sign([unsigned.entry], by)
        elif wanted == "not":
            signer.take_back(unsigned)
        place = max(0, place - 1) if wanted == "back" else place + 1


def _key(signer: _Signer) -> str:
    """Read a key until it is one with a meaning."""
    while True:
        typed = read_key(signer.t("review.prompt"))
        for name, keys in KEYS.items():
            if typed in keys:
                return name
        echo(signer.t("judge.misunderstood", allowed="y, s, n, b, q"))
