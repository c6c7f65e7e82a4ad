"""Calls into the operating system made to fail, each once."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pytest

CALLS: Sequence[tuple[Any, str]] = [
    *((os, name) for name in ("open", "write", "fsync", "close", "fstat", "ftruncate", "chown", "umask", "link")),
    *((Path, name) for name in ("stat", "exists", "open", "chmod", "replace", "unlink", "read_bytes", "write_bytes")),
    (fcntl, "flock"),
]


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
        self._sources = sources
        self._halves = halves
        for owner, name in CALLS:
            monkeypatch.setattr(owner, name, self._counting(getattr(owner, name), name))

    def each(self, tmp_path: Path) -> Iterator[Folder]:
        """Return a folder for the failure of each call, until all that are made have failed."""
        self.fails = -1
        while True:
            self.fails += 1
            folder = tmp_path / f"fault{self.fails}"
            folder.mkdir()
            yield Folder(folder, self)
            if not self.failed:
                assert self.fails > 3, "hardly a call was made"
                return

    def _counting(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            if self.count is None or sys._getframe(1).f_code.co_filename not in self._sources:
                return call(*args, **kwargs)
            self.count += 1
            if self.count - 1 != self.fails:
                return call(*args, **kwargs)
            self.failed.append(name)
            if name == "write" and self._halves:
                call(args[0], bytes(args[1])[: len(args[1]) // 2])
            if name == "close":
                call(*args)
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        return counted
