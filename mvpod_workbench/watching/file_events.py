"""When something happens to the files of a home. The only file that knows watchfiles.

It says that something may have happened, not what: the files' content says that.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from watchfiles import watch

from mvpod_expert.errors import MvpodError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.resources import Home

# Files saved within this many milliseconds of each other are looked at together, up to the longest wait.
PAUSE = 40
LONGEST_WAIT = 400
# How often to look without an event: a folder that another of its name replaced sends none.
LOOK_ANYWAY = 1000


class CannotWatchError(MvpodError):
    """The system does not let the folders be watched; says why."""


def file_events(home: Home) -> Iterator[None]:
    """Yield whenever something may have changed in rules/ or knowledge/, until interrupted.

    Raises:
        CannotWatchError: the folders cannot be watched.
        KeyboardInterrupt: the person has seen enough.
    """
    while True:
        folders = [folder for folder in (home.rules, home.knowledge) if folder.is_dir()]
        events = watch(
            *folders,
            watch_filter=None,
            debounce=LONGEST_WAIT,
            step=PAUSE,
            rust_timeout=LOOK_ANYWAY,
            yield_on_timeout=True,
        )
        try:
            for _ in events:
                yield
                if not all(folder.is_dir() for folder in folders):
                    break
        except FileNotFoundError:
            # A folder has just gone; it may come again.
            time.sleep(LOOK_ANYWAY / 1000)
        except OSError as error:
            raise CannotWatchError(error.strerror or str(error)) from error
        yield
