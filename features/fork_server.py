"""Runs of the program in forks of one process that has imported it already: a run then costs its own work alone.

A fork goes through the program's own `main` with its own arguments, folder, environment, streams and exit code, and
nothing of one run is left for the next. What differs from a process started anew is that the modules are there: their
import, which is most of the time of a short run, is paid once. Whatever an interpreter decides at its start (encoding,
import path) cannot differ, so a run that needs it otherwise has to be a process of its own; see `features.program`.

`python -m features.fork_server FD` is the server: each message on the socket is one run (JSON) with four file
descriptors, for its standard streams and for its end.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import re
import select
import signal
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.model.frozen import FrozenModel

CACHE = Path(__file__).resolve().parent.parent / ".pytest_cache" / "mvpod"
PROGRAM = "mvpod"
LARGEST = 1 << 20
# A command's module asks for the language while it is imported, so every run imports the commands itself.
LEFT_TO_THE_RUN = re.compile(r"\.(commands?\.|command$|__main__$)")
ASKS_FOR_THE_LANGUAGE = "mvpod_expert.commands.options"
LIBRARIES = ("docx", "jinja2", "openpyxl", "rich.console", "scipy.stats", "statsmodels.api")
ENDED = struct.Struct("id")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")} | {
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",  # no threads, which would not be there in a fork
    "PYTHONIOENCODING": "utf-8",
}
"""What the server starts with: the environment of the tests, before one of them changes it."""

_spent = [0.0]


def spent_by_runs() -> float:
    """Return the processor seconds of all runs that have ended; to the operating system they are not our children."""
    return _spent[0]


@dataclass
class Run:
    """A run that has been started.

    Args:
        pid: its process.
        end: where its exit code will be told.
    """

    pid: int
    end: int
    code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; return its exit code, negative for a signal, as `subprocess` does.

        Args:
            timeout: the most seconds to wait.

        Raises:
            subprocess.TimeoutExpired: it has not ended by then.
        """
        if self.code is None:
            ready, _, _ = select.select([self.end], [], [], timeout)
            if not ready:
                raise subprocess.TimeoutExpired(PROGRAM, timeout or 0)
            status, seconds = ENDED.unpack(os.read(self.end, ENDED.size))
            os.close(self.end)
            _spent[0] += seconds
            self.code = os.waitstatus_to_exitcode(status)
        return self.code

    def kill(self) -> None:
        """Kill it, as a power cut would."""
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)


def start(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], streams: tuple[int, int, int]) -> Run:
    """Start a run.

    Args:
        arguments: the command line, without the program's name.
        folder: where it runs.
        environment: its environment variables.
        streams: file descriptors for its standard input, output and error; they stay open here.
    """
    end, told = os.pipe()
    request = {"arguments": list(arguments), "folder": str(folder), "environment": dict(environment)}
    socket.send_fds(_server(), [json.dumps(request).encode()], [*streams, told])
    os.close(told)
    (pid,) = struct.unpack("i", os.read(end, 4))
    return Run(pid, end)


@cache
def _server() -> socket.socket:
    """Start the server of this process; it ends when this process does."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "features.fork_server", str(there.fileno())],
        cwd=Path(__file__).resolve().parent.parent,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[there.fileno()],
        start_new_session=True,
    )
    there.close()

    def stop() -> None:
        here.close()
        process.wait()

    atexit.register(stop)
    return here


def serve(requests: socket.socket) -> None:
    """Fork for every message, and say how each run ended, until the other side is gone.

    One fork a run, and all of them waited for here: a fork of a process of this size takes 20 ms.
    """
    _bring_in()
    gc.collect()
    gc.freeze()
    ended, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    told: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([requests, ended], [], [])
        if ended in ready:
            os.read(ended, LARGEST)
            _say_who_ended(told)
        if requests not in ready:
            continue
        message, descriptors, _, _ = socket.recv_fds(requests, LARGEST, 4)
        if not message:
            return
        *streams, tells = descriptors
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            requests.close()
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
            for descriptor in (ended, woken, *descriptors, *told.values()):
                os.close(descriptor)
            _run(**json.loads(message))
        told[pid] = tells
        os.write(tells, struct.pack("i", pid))
        for stream in streams:
            os.close(stream)


def _say_who_ended(told: dict[int, int]) -> None:
    while told:
        pid, status, usage = os.wait4(-1, os.WNOHANG)
        if pid == 0:
            return
        tells = told.pop(pid)
        with contextlib.suppress(BrokenPipeError):  # a test that was given up asks no more
            os.write(tells, ENDED.pack(status, usage.ru_utime + usage.ru_stime))
        os.close(tells)


def _bring_in() -> None:
    import mvpod_expert  # noqa: PLC0415 - the client, a test, does without
    import mvpod_workbench  # noqa: PLC0415
    from mvpod_expert import composition  # noqa: PLC0415
    from mvpod_expert.document import html  # noqa: PLC0415
    from mvpod_expert.model.frozen import FrozenModel  # noqa: PLC0415
    from mvpod_expert.views import messages  # noqa: PLC0415

    for library in LIBRARIES:
        importlib.import_module(library)
    for package in (mvpod_expert, mvpod_workbench):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not LEFT_TO_THE_RUN.search(module.name):
                importlib.import_module(module.name)
    assert ASKS_FOR_THE_LANGUAGE not in sys.modules, "a module that is no command asks for the language of the run"
    _read_ahead()
    for name in composition.MODULES:
        getattr(composition, name)
    _build_validators(FrozenModel)
    for template in ("page.html.jinja", "drawings.svg.jinja"):
        html._template(template)  # noqa: SLF001
    for section in messages._texts(messages.PACKAGE, messages.EVERY_FILE):  # noqa: SLF001
        messages._section(section)  # noqa: SLF001


def _build_validators(kind: type[FrozenModel]) -> None:
    """Build what a person's run builds when it first needs it."""
    kind.model_rebuild()
    for each in kind.__subclasses__():
        _build_validators(each)


def _read_ahead() -> None:
    """Read and compile the shipped home: a run takes it as it is, and of an edited copy reads what differs alone.

    What a run on a copy has read it does not keep on disk, because the next needs it as little. That reading which
    reuses finds the same is tested in tests/authoring/test_watching.py, and that the cache gives what was read in
    tests/engine; a run with a cache of its own, and all of `make thorough`, do without the knowledge in memory.
    """
    from mvpod_expert.engine import knowledge_cache  # noqa: PLC0415 - the client, a test, does without
    from mvpod_expert.engine.compile import compile_rules  # noqa: PLC0415
    from mvpod_expert.loading import knowledge_base  # noqa: PLC0415
    from mvpod_expert.loading.read_cache import ReadCache  # noqa: PLC0415
    from mvpod_expert.model.diagnostics import UnusableInputError  # noqa: PLC0415
    from mvpod_expert.resources import find_home  # noqa: PLC0415

    read, home = ReadCache(), find_home()
    keep, kept = knowledge_cache._keep, knowledge_cache._kept  # noqa: SLF001
    try:
        knowledge = knowledge_base.load_knowledge(home, read)
        shipped = knowledge_cache.Prepared(knowledge, compile_rules(knowledge))
    except UnusableInputError:
        return  # each run reports what is wrong itself
    in_memory = CACHE / f"{knowledge_cache._fingerprint(home)}{knowledge_cache.SUFFIX}"  # noqa: SLF001

    def keep_shipped(prepared: knowledge_cache.Prepared, place: Path) -> None:
        if prepared.knowledge.sha256 == knowledge.sha256:
            keep(prepared, place)

    knowledge_base.ReadCache = lambda: read  # type: ignore[misc, assignment]
    knowledge_cache._keep = keep_shipped  # noqa: SLF001
    knowledge_cache._kept = lambda place: shipped if place == in_memory else kept(place)  # noqa: SLF001


def _run(arguments: list[str], folder: str, environment: dict[str, str]) -> NoReturn:
    from mvpod_expert.commands import main  # noqa: PLC0415 - the client, a test, does without

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [PROGRAM, *arguments]
    # The interpreter's own were made for the server's files, and know whether those can seek.
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(  # noqa: SIM115
        2, "w", encoding="utf-8", errors="backslashreplace", closefd=False
    )
    sys.stderr.reconfigure(line_buffering=True)
    code: object = 1
    try:
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - what the interpreter does with an exception that nobody has caught
        sys.excepthook(*sys.exc_info())
    atexit._run_exitfuncs()  # noqa: SLF001 - as the interpreter does at its end, which `_exit` goes without
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(code or 0))  # type: ignore[call-overload]


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
