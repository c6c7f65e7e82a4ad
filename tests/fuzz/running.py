"""One run of the program inside this process, on knowledge that is read once."""

from __future__ import annotations

import gc
import io
import re
import resource
import sys
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from mvpod_expert.commands import error_handler, options
from mvpod_expert.engine.knowledge_cache import Prepared, prepare
from tests.shipped import BASE, HOME, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.resources import Home

LINES_OF_A_TRACEBACK = 12
SHIPPED = Prepared(KNOWLEDGE, BASE)
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Ran:
    """What one run came to; the code is the end of a traceback where there was one.

    `grown` is how many megabytes the process held at most beyond what it held at the start.
    """

    code: int | str
    out: str
    err: str
    seconds: float
    grown: float


def ran(arguments: list[str], typed: bytes) -> Ran:
    """Run the program.

    Args:
        arguments: the command line.
        typed: what standard input holds.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace", write_through=True) for _ in range(2))
    stdin = io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8", errors="surrogateescape")
    begun, held = time.process_time(), held_anew()

    def prepared(home: Home, *, drafts: bool = False) -> Prepared:
        return SHIPPED if home == HOME and not drafts else prepare(home, drafts=drafts)

    with (
        redirect_stdout(out),
        redirect_stderr(err),
        mock.patch.object(sys, "stdin", stdin),
        mock.patch.object(sys, "argv", ["mvpod", *arguments, "--lang", "en"]),
        mock.patch.object(options, "prepare", prepared),
        mock.patch.dict("os.environ", {"MVPOD_DEBUG": "1", "MVPOD_CACHE": "", "COLUMNS": "80"}),
    ):
        try:
            code: int | str = error_handler.run()
        except Exception:  # noqa: BLE001 - whatever it is, it is the finding
            code = "".join(traceback.format_exc().splitlines(keepends=True)[-LINES_OF_A_TRACEBACK:])
        finally:
            gc.unfreeze()  # a command freezes what it has read, and expects to be the only one of its process
            gc.collect()  # what was frozen is old then, and old garbage is not looked for in the time of a campaign
    said = [stream.buffer.getvalue().decode("utf-8", errors="replace") for stream in (out, err)]  # type: ignore[attr-defined]
    return Ran(code, *said, time.process_time() - begun, most_memory() - held)


def held_anew() -> float:
    """Return the megabytes that this process holds, and let what `most_memory` tells begin there, where that can be."""
    if CLEAR.exists():
        CLEAR.write_text("5", encoding="ascii")
    return most_memory()


def most_memory() -> float:
    """Return the most megabytes that this process has held: on Linux since `held_anew`, elsewhere ever."""
    if STATUS.exists():
        (most,) = (line for line in STATUS.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(most.split()[1]) / 1024
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage gives bytes there, and kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
