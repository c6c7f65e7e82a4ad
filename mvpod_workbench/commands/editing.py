"""What the commands that write knowledge files share: whose files may be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mvpod_expert.commands.options import CliContext

COPY = "my-rules"


def refuse_installed(setting: CliContext, paths: Iterable[Path] | None = None) -> None:
    """Refuse to write into the rules that came with the installed program.

    Args:
        setting: the home and the language.
        paths: the files that would be written; without them, all of the home.

    Raises:
        click.UsageError: they lie in the installed program; it says how to copy them.
    """
    root = setting.home.root.resolve()
    inside = paths is None or any(path.resolve().is_relative_to(root) for path in paths)
    if setting.home.is_installed and inside:
        command = f"mvpod rules new home {COPY}"
        raise click.UsageError(setting.t("editing.installed", command=command, folder=COPY))
