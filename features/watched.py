"""`mvpod rules watch`, running in a process of its own beside whoever edits."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from queue import Empty, Queue
from typing import TYPE_CHECKING

from features.program import SECONDS, surroundings

if TYPE_CHECKING:
    from pathlib import Path


class Watched:
    """The program watching, and what it has said so far.

    Args:
        arguments: what comes after `mvpod rules watch`.
        folder: where it runs.
    """

    def __init__(self, *arguments: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mvpod_expert", "rules", "watch", *arguments],
            cwd=folder,
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def until(self, words: str) -> str:
        """Wait for words; give what was said up to the end of their line."""
        said, end = "", time.monotonic() + SECONDS
        while words not in said:
            try:
                said += self._lines.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                message = f"waited for {words!r}, heard {said!r}"
                raise AssertionError(message) from None
        return said

    def end(self) -> None:
        """Be sure that it has ended."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
