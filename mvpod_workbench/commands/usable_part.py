"""A home to look things up in while a file of it is faulty: that file as it was last kept, or left out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from mvpod_expert.commands.options import CliContext
from mvpod_expert.commands.streams import echo
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.resources import Home
from mvpod_workbench.commands.editing import first_few
from mvpod_workbench.comparing.repository import last_state
from mvpod_workbench.comparing.revisions import NoRevisionError, home_at
from mvpod_workbench.editing.dry_runs import copied

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
        before = {setting.home.root / file: kept.root / file if kept else None for file in faulty}
        said = {path: was.read_bytes() if was and was.is_file() else None for path, was in before.items()}
        part = copied(setting.home, said, Path(within(TemporaryDirectory(prefix="mvpod-"))))
        for home, key in ((part, "not_covered"), (kept, "as_last_kept")):
            if home is None:
                continue
            found = CliContext(home.root, setting.lang)
            try:
                _ = found.with_drafts
            except UnusableInputError:
                continue
            named, more = first_few(sorted(faulty), MOST_NAMED, setting.t)
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
