"""Calls into the operating system made to fail, each once."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import hypothesis_profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    import pytest

CALLS: Sequence[tuple[Any, str]] = [
    *((os, name) for name in ("open", "write", "fsync", "close", "fstat", "ftruncate", "chown", "umask", "link")),
    *((Path, name) for name in ("stat", "exists", "open", "chmod", "replace", "unlink", "read_bytes", "write_bytes")),
    (fcntl, "flock"),
]


DEPTH = 4
"""How many callers tell one call from another: the same write for another reason is another."""

Site = tuple[tuple[str, int], ...]


class Folder:
    """A folder in which one call fails."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path = path
        self._faults = faults

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    @contextlib.contextmanager
    def failing(self) -> Iterator[list[str]]:
        """Let calls count, and the one that is meant fail; give the names of those that did."""
        self._faults.count, self._faults.failed = 0, []
        try:
            yield self._faults.failed
        finally:
            self._faults.count = None


class Faults:
    """Makes every call out of some source files fail in turn.

    Args:
        monkeypatch: puts the calls back.
        sources: the files whose calls fail; those of the libraries they call do not.
        halves: a write that fails has written half of what it was given.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, sources: Sequence[str], *, halves: bool = True) -> None:
        self.count: int | None = None
        self.failed: list[str] = []
        self.fails = -1
        self._sites: list[Site] = []
        self._sources = sources
        self._halves = halves
        for owner, name in CALLS:
            monkeypatch.setattr(owner, name, self._counting(getattr(owner, name), name))

    def each(self, tmp_path: Path) -> Iterator[Folder]:
        """Yield a folder in which nothing fails, then one for the failure of each call that was made there.

        In a quick run, of calls that stand at one place and come there by one way, only the first fails.
        """
        self.fails, self._sites = -1, []
        yield self._folder(tmp_path)
        made = list(self._sites)
        assert len(made) > 3, "hardly a call was made"
        is_quick = hypothesis_profiles.profile() == hypothesis_profiles.QUICK
        for self.fails, site in enumerate(made):
            if not is_quick or made.index(site) == self.fails:
                yield self._folder(tmp_path)
                assert self.failed, site

    def _folder(self, tmp_path: Path) -> Folder:
        folder = tmp_path / f"fault{self.fails}"
        folder.mkdir()
        return Folder(folder, self)

    def _counting(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            if self.count is None or sys._getframe(1).f_code.co_filename not in self._sources:
                return call(*args, **kwargs)
            self.count += 1
            if self.fails < 0:
                self._sites.append(site(sys._getframe(1)))
            if self.count - 1 != self.fails:
                return call(*args, **kwargs)
            self.failed.append(name)
            if name == "write" and self._halves:
                call(args[0], bytes(args[1])[: len(args[1]) // 2])
            if name == "close":
                call(*args)
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        return counted


def site(frame: FrameType | None) -> Site:
    """Return where a call stands, and where its callers do."""
    found = []
    while frame is not None and len(found) < DEPTH:
        found.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return tuple(found)
