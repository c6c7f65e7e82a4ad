"""What the commands about a home's files share: whose files may be written, and what to do without a repository."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.options import CliContext, t
from mvpod_expert.commands.streams import echo
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_workbench.comparing.revisions import NoRevisionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_expert.views.keyboard import Keyboard
    from mvpod_expert.views.messages import Messages

COPY = "my-rules"
SHORTEST_NAME = 2
"""A single letter as a name is a key pressed at the wrong prompt."""


def _signer(_context: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    if name is not None and len(name.strip()) < SHORTEST_NAME:
        raise click.BadParameter(t("judge.no_name", written=name))
    return name and name.strip()


by_option = click.option("--by", callback=_signer, help=t("about_testing.option_by"))


def signer_named(by: str | None, keyboard: Keyboard, t: Messages) -> str:
    """Return who signs: as named with `--by`, or asked for until it is more than a key."""
    while by is None or len(by) < SHORTEST_NAME:
        if by is not None:
            echo(t("judge.no_name", written=by))
        by = keyboard.words(t("judge.name_prompt"))
    return by


def refuse_installed(setting: CliContext, paths: Iterable[Path] | None = None) -> None:
    """Refuse to write into the rules that came with the installed program: any of them, or the files that are named.

    Raises:
        click.UsageError: they lie in the installed program; it says how to copy them.
    """
    root = setting.home.root.resolve()
    inside = paths is None or any(path.resolve().is_relative_to(root) for path in paths)
    if setting.home.is_installed and inside:
        command = f"mvpod rules new home {COPY}"
        raise click.UsageError(setting.t("editing.installed", command=command, folder=COPY))


def show_refused(findings: Sequence[Diagnostic], t: Messages) -> None:
    """Print on standard error the findings because of which nothing was written."""
    show_findings(findings, t, Terminal(sys.stderr), count_key="check.count")


def first_few(names: Sequence[str], most: int, t: Messages) -> tuple[str, int]:
    """Return the first names in a row, and how many more there are."""
    return t("list.comma").join(names[:most]), max(0, len(names) - most)


@contextmanager
def of_repository(setting: CliContext) -> Iterator[None]:
    """Say what to do where git or the repository or the revision is missing.

    Raises:
        click.UsageError: it is.
    """
    try:
        yield
    except NoRevisionError as error:
        said = setting.t(f"diff.{error.problem}", revision=error.revision, home=setting.home.root)
        raise click.UsageError(said) from None
