"""Options that several commands share, and the setting they make."""

from __future__ import annotations

import gc
import sys
import unicodedata
from functools import cached_property, wraps
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from mvpod_expert.capability import has_part, registered
from mvpod_expert.commands.streams import echo
from mvpod_expert.engine.knowledge_cache import Prepared, prepare
from mvpod_expert.engine.port import ENGINES, select_engine
from mvpod_expert.loading.home_files import unread_files
from mvpod_expert.model.frozen import LANGS, Lang
from mvpod_expert.resources import Home, find_home, home_near, is_home
from mvpod_expert.views.messages import Messages, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mvpod_expert.engine.clauses import RuleBase
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.knowledge import KnowledgeBase

MAX_UNREAD_SHOWN = 3

F = TypeVar("F", bound="Callable[..., Any]")

t = spoken()


def composed(_context: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    """Return a name that was typed as files have it: in composed letters, however the terminal sends them."""
    return name if name is None else unicodedata.normalize("NFC", name)


_home_option = click.option("--home", envvar="MVPOD_HOME", type=click.Path(path_type=Path), help=t("about.option_home"))
lang_option = click.option(
    "--lang", type=click.Choice(LANGS), default=t.lang, show_default=False, help=t("about.option_lang")
)
engine_option = click.option("--engine", type=click.Choice(ENGINES), help=t("about.option_engine"))


def _format_among(*forms: str) -> Callable[[F], F]:
    """Return what adds `--format` with these forms; the first is the usual one."""
    option: Callable[[F], F] = click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=t("about.option_format")
    )
    return option


format_option = _format_among("terminal", "json")
advice_format_option = _format_among("terminal", "json", "jsonl")
findings_format_option = _format_among("terminal", "json", "github")
pages_format_option = _format_among("terminal", "json", "html", "markdown")


def note_how_read(cases: Iterable[CaseFile | None], t: Messages) -> None:
    """Note on standard error which answers use a former id, and what in the files that cases name was left out."""
    read = [case for case in cases if case is not None]
    unread: dict[str, Sequence[str]] = {}
    for capability, case in product(registered(), read):
        if has_part(capability, *case.cells):
            unread |= capability.unread(case)
    for file, names in unread.items():
        echo(t("command.hidden", file=file, names=t("list.comma").join(names)), err=True)
    answers = [answer for case in read for cell in case.cells for answer in cell.answers.values()]
    if any(answer.formerly for answer in answers):
        from mvpod_expert.views.console import Terminal  # noqa: PLC0415 - when there is something to show
        from mvpod_expert.views.findings import show_renamed  # noqa: PLC0415

        show_renamed(answers, t, Terminal(sys.stderr))


class CliContext:
    """What a command works with: the compiled knowledge and the language; each is made when it is first needed."""

    def __init__(self, home_named: Path | None, lang: Lang) -> None:
        self.home_named = home_named
        self.lang = lang

    @property
    def t(self) -> Messages:
        """The wording."""
        return Messages(self.lang)

    @cached_property
    def home(self) -> Home:
        """Where rules/ and knowledge/ are; it is noted on standard error when the folder one is in has others.

        Raises `click.UsageError` where a folder inside a home was named, or a folder around one.
        """
        meant = home_near(self.home_named) if self.home_named is not None else None
        if meant is not None:
            raise click.UsageError(self.t("command.no_home", named=self.home_named, home=meant))
        home, here = find_home(self.home_named), Path.cwd()
        own = next((each for each in (here, *here.parents) if is_home(each)), None)
        if self.home_named is None and own is not None and own.resolve() != home.root.resolve():
            echo(self.t("command.other_home", home=home.root, own=own), err=True)
        return home

    @cached_property
    def prepared(self) -> Prepared:
        """The knowledge base with its compiled rules."""
        prepared = prepare(self.home)
        # It lives as long as the process: looking through it at each collection takes a fifth of a run.
        gc.freeze()
        return prepared

    @cached_property
    def with_drafts(self) -> Prepared:
        """The same with the entries marked as drafts, as if they were signed."""
        return prepare(self.home, drafts=True) if self.knowledge.drafts else self.prepared

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        """The knowledge base; files of the home that are not read are noted."""
        knowledge = self.prepared.knowledge
        self.note_unread()
        return knowledge

    def note_unread(self) -> None:
        """Note on standard error which files of the home are not read."""
        unread = [file.place.file for file in unread_files(self.home)]
        if unread:
            shown = self.t("list.comma").join(unread[:MAX_UNREAD_SHOWN])
            more = len(unread) - MAX_UNREAD_SHOWN
            echo(self.t("command.unread", count=len(unread), files=shown, more=max(0, more)), err=True)

    @property
    def base(self) -> RuleBase:
        """The compiled rules."""
        return self.prepared.base

    def adviser(self, engine: str | None, settings: Mapping[str, Mapping[str, Any]] | None = None) -> Adviser:
        """Build an adviser; say so in one line when the default engine is not available."""
        # Questions are asked long before anything is advised; what advises is brought in when it is.
        from mvpod_expert.mode.advising import Adviser  # noqa: PLC0415

        selected = select_engine(self.base, engine)
        if selected.fallback_because is not None:
            echo(self.t("engine.fallback"), err=True)
        sys.stderr.flush()
        return Adviser(self.knowledge, self.base, selected.engine, settings)


def with_setting(function: F) -> F:
    """Add `--home` and `--lang`, and call the command with the `setting` they make."""

    @_home_option
    @lang_option
    @wraps(function)
    def command(*arguments: Any, home: Path | None, lang: Lang, **options: Any) -> Any:
        return function(*arguments, setting=CliContext(home, lang), **options)

    return cast("F", command)
