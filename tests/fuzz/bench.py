"""A folder in which inputs of every kind are tried, and what is wrong with how one was taken."""

from __future__ import annotations

import shutil
import time
import traceback
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from features.program import CHECKOUT
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.resources import Home
from tests.fixtures.homes import SMALL
from tests.fuzz.running import LINES_OF_A_TRACEBACK, STEERING, Ran, held_anew, most_memory, ran
from tests.fuzz.targets import EXAMPLES, TARGETS, Target, mutated_of
from tests.views.editor.marking import data as as_read
from tests.views.editor.marking import marks
from tests.views.editor.marking import shipped as shipped_files

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).with_name("corpus")
SECONDS, SECONDS_A_MB = 4.0, 2.0
MOST_MB = 300
ALLOWED_CODES = {0, 1, 2, 4, 130}
WRITTEN = ("answers.yaml*", "o.docx", "o.pptx", "decided*", "*.log")
READ = "read"
"""What is tried instead of a command: the reader alone."""

WHOLE = 200
"""Of so many inputs that a reader reads one is given to a whole command."""


class Bench:
    """The folder; `taken` counts the inputs of each kind that an oracle was asked about.

    Args:
        folder: the folder; it is the current one while inputs are tried.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(EXAMPLES / "analytics-software.yaml", folder / "case.yaml")
        (folder / "tiny.yaml").write_text("answers: {market_stage: mature}\n", encoding="utf-8")
        (folder / "table.csv").write_text("Konto,region,成交额,own_sales_resources\nA,N,5,viele\n", encoding="utf-8")
        shutil.copytree(SMALL, folder / "home")
        for name in ("rules", "knowledge"):
            shutil.copytree(CHECKOUT / name, folder / "shipped" / name)
        self.taken: Counter[str] = Counter()
        self._memory = ReadCache()
        self.kinds = {path.relative_to(CHECKOUT).as_posix(): kind for kind, path in shipped_files()}
        self._files = {
            name: [path for path in sorted((folder / place).rglob("*")) if _is_read(path)]
            for name, place in (("home", "home"), ("knowledge", "shipped"))
        }

    def inputs(self, target: Target, seed: int, count: int) -> Iterator[tuple[str, bytes]]:
        """Return mutated inputs, each with the file it is for."""
        for number in range(count):
            random = Random(f"{target.name} {seed} {number}")
            if target.file:
                yield target.file, target.input(random)
            else:
                path = random.choice(self._files[target.name])
                form = "csv" if path.suffix == ".csv" else target.form
                yield str(path.relative_to(self.folder)), mutated_of(path.read_bytes(), form, random)

    def fault(self, target: Target, file: str, data: bytes, command: str) -> str:
        """Return what is wrong with how a command took an input, or nothing."""
        with self._laid(file, data, is_whole=command != READ):
            if target.name == "knowledge":
                return self._read(file, data)
            if command == READ:
                return self._of_reader(target, file, data)
            done = ran(command.split(), data if target.typed is None else target.typed)
        fault = _of_run(done, len(data))
        if fault or done.code not in target.accepted or target.oracle is None or "json" not in command:
            return fault
        self.taken[target.name] += 1
        try:
            return target.oracle(data, done.out)
        except Exception:  # noqa: BLE001 - what the oracle cannot read either
            return f"was advised on, and cannot be read by other means: {_last_lines()}"

    def _of_reader(self, target: Target, file: str, data: bytes) -> str:
        assert target.read is not None
        begun, held = time.process_time(), held_anew()
        try:
            fault = target.read(self.folder / file, data)
        except Exception:  # noqa: BLE001 - whatever it is, it is the finding
            return f"ended with {_last_lines()}"
        spent, grown = time.process_time() - begun, most_memory() - held
        self.taken[target.name] += fault is not None
        return fault or _of_memory(grown, len(data)) or _of_time(spent, len(data))

    def _read(self, file: str, data: bytes) -> str:
        """Read the shipped home with one file written anew: it has findings, or the editor's schema takes it too."""
        begun = time.process_time()
        try:
            load_knowledge(Home(self.folder / "shipped"), self._memory)
        except UnusableInputError as error:
            fault = "" if error.diagnostics else "refused without a finding"
        except Exception:  # noqa: BLE001 - whatever it is, it is the finding
            return f"ended with {_last_lines()}"
        else:
            kind = self.kinds.get(Path(file).relative_to("shipped").as_posix())
            self.taken["knowledge"] += 1
            refused = marks(kind, as_read(data.decode("utf-8-sig"))) if kind is not None else []
            fault = f"read, and the editor's schema refuses {refused[:3]}" if refused else ""
        return fault or _of_time(time.process_time() - begun, len(data))

    @contextmanager
    def _laid(self, file: str, data: bytes, *, is_whole: bool) -> Iterator[None]:
        path = self.folder / file
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(data)
        try:
            yield
        finally:
            path.write_bytes(before) if before is not None else path.unlink(missing_ok=True)
            for left in [found for pattern in WRITTEN if is_whole for found in self.folder.glob(pattern)]:
                left.unlink()


def _is_read(path: Path) -> bool:
    """Return whether a file of a home is read for advice; case tests are read by `rules test` alone."""
    return path.suffix in {".yaml", ".csv"} and not path.name.endswith(".cases.yaml")


def _of_run(done: Ran, size: int) -> str:
    """Return what is wrong with a run, whatever it read."""
    if done.code not in ALLOWED_CODES:
        return f"ended with {done.code}"
    if done.code == 2 and not done.err.strip():
        return "refused without a word"
    steering = STEERING.search(done.out + done.err)
    if steering:
        return f"printed {steering[0]!r}"
    return _of_memory(done.grown, size) or _of_time(done.seconds, size)


def _of_memory(grown: float, size: int) -> str:
    return f"took {grown:.0f} MB for {size} bytes" if grown > MOST_MB else ""


def _of_time(seconds: float, size: int) -> str:
    return f"took {seconds:.1f} s for {size} bytes" if seconds > SECONDS + SECONDS_A_MB * size / 1e6 else ""


def _last_lines() -> str:
    return "".join(traceback.format_exc().splitlines(keepends=True)[-LINES_OF_A_TRACEBACK:])


def kept() -> Iterator[tuple[Target, Path]]:
    """Return the inputs that once failed, by kind; of a home, a folder for each with the files that differ."""
    for target in TARGETS:
        for path in sorted((CORPUS / target.name).rglob("*")):
            if path.is_file():
                yield target, path


def file_of(target: Target, path: Path) -> str:
    """Return the file that a kept input is laid as: homes have folders below the name of the input."""
    if target.file:
        return target.file
    place = {"home": "home", "knowledge": "shipped"}[target.name]
    return str(Path(place, *path.relative_to(CORPUS / target.name).parts[1:]))


def wrong(
    bench: Bench, target: Target, seed: int, count: int, *, whole: int = 1
) -> Iterator[tuple[str, bytes, str, str]]:
    """Try mutated inputs; return those that went wrong with file, data, command and what went wrong.

    Args:
        bench: where they are tried.
        target: their kind.
        seed: where chance begins.
        count: how many.
        whole: of so many inputs one is given to a whole command, where there is a reader for the others.
    """
    for number, (file, data) in enumerate(bench.inputs(target, seed, count)):
        is_whole = target.read is None or (number % whole == 0 and target.commands)
        command = target.commands[number // whole % len(target.commands)] if is_whole and target.commands else READ
        fault = bench.fault(target, file, data, command)
        if fault:
            yield file, data, command, fault
