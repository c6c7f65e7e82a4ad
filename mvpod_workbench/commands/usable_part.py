"""A home to look things up in while a file of it is faulty: that file as it was last kept, or left out."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.options import CliContext
from mvpod_expert.commands.streams import echo
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.resources import Home
from mvpod_workbench.comparing.repository import last_state
from mvpod_workbench.comparing.revisions import NoRevisionError, home_at

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

MOST_NAMED = 3


def usable_part(setting: CliContext) -> CliContext:
    """Return the setting, or one whose home is a copy without what is faulty today; what is not covered is noted.

    Raises:
        UnusableInputError: the home cannot be used, and neither can what was last kept of it.
    """
    try:
        _ = setting.with_drafts
    except UnusableInputError as error:
        faulty = {each.place.file for each in error.diagnostics if each.severity == "error"}
        within = click.get_current_context().with_resource
        kept = _last_kept(setting.home, Path(within(TemporaryDirectory(prefix="mvpod-"))))
        part = Path(within(TemporaryDirectory(prefix="mvpod-")))
        _copy(setting.home, part, faulty, kept)
        for folder, key in ((part, "not_covered"), (kept.root if kept else None, "as_last_kept")):
            if folder is None:
                continue
            found = CliContext(folder, setting.lang)
            try:
                _ = found.with_drafts
            except UnusableInputError:
                continue
            named = setting.t("list.comma").join(sorted(faulty)[:MOST_NAMED])
            more = max(0, len(faulty) - MOST_NAMED)
            echo(setting.t(f"usable_part.{key}", files=named, more=more), err=True)
            return found
        raise
    return setting


def _last_kept(home: Home, into: Path) -> Home | None:
    """Return the home as it was last kept; nothing where no state of it is kept."""
    last = last_state(home.root)
    try:
        return Home(Path(last)) if Path(last).is_dir() else home_at(home, last, into)
    except (NoRevisionError, UnusableInputError):
        return None


def _copy(home: Home, part: Path, faulty: AbstractSet[str], kept: Home | None) -> None:
    for path in files_read(home):
        shown = home.shown(path)
        source = path if shown not in faulty else kept.root / shown if kept else None
        if source is not None and source.is_file():
            (part / shown).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, part / shown)
