"""When something happens to the files of a home. The only file that knows watchfiles.

It says that something happened, not what: that is told by the files' content.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from watchfiles import watch

from mvpod_expert.errors import MvpodError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mvpod_expert.resources import Home

# Files saved within this many milliseconds of each other are looked at together, up to the longest wait.
PAUSE = 40
LONGEST_WAIT = 400
# How often to look whether a folder was replaced by another of its name, which the watching of the old one cannot tell.
LOOK_FOR_FOLDERS = 1000


class CannotWatchError(MvpodError):
    """The system does not let the folders be watched; says why."""


def file_events(home: Home) -> Iterator[None]:
    """Give a sign whenever something may have changed in rules/ or knowledge/, until interrupted.

    Raises:
        CannotWatchError: the folders cannot be watched.
        KeyboardInterrupt: the person has seen enough.
    """
    while True:
        watched = _folders(home)
        is_first = True
        for happened in _events(watched):
            # Something may have happened before the watching had begun: the first look always counts.
            if happened or is_first:
                yield
            is_first = False
            if _folders(home) != watched:
                break
        yield


def _events(folders: Iterable[Path]) -> Iterator[bool]:
    events = watch(
        *folders,
        watch_filter=None,
        debounce=LONGEST_WAIT,
        step=PAUSE,
        rust_timeout=LOOK_FOR_FOLDERS,
        yield_on_timeout=True,
    )
    try:
        for happened in events:
            yield bool(happened)
    except FileNotFoundError:
        # A folder has just gone; whether it comes again is looked at again.
        time.sleep(LOOK_FOR_FOLDERS / 1000)
    except OSError as error:
        raise CannotWatchError(error.strerror or str(error)) from error


def _folders(home: Home) -> dict[Path, tuple[int, int]]:
    """Give the folders that are there, and which folders they are."""
    found = {}
    for folder in (home.rules, home.knowledge):
        try:
            state = folder.stat()
        except OSError:
            continue
        found[folder] = (state.st_dev, state.st_ino)
    return found
