"""What is fuzzed: for each kind of input its seeds, and the commands that read it, run inside this process."""

from __future__ import annotations

import io
import re
import shutil
import sys
import time
import traceback
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unittest import mock

from features.program import CHECKOUT
from mvpod_expert.commands import error_handler, options
from mvpod_expert.engine.knowledge_cache import Prepared, prepare
from mvpod_expert.resources import Home, find_home
from tests.fixtures.homes import SMALL
from tests.fuzz.mutators import mutated

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).with_name("corpus")
EXAMPLES = CHECKOUT / "examples"
SECONDS, SECONDS_A_MB = 4.0, 2.0
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ALLOWED_CODES = {0, 1, 2, 4, 130}


@dataclass(frozen=True)
class Target:
    """One kind of input.

    Args:
        name: its name, and its folder in the corpus.
        file: the name under which the commands find it.
        commands: what reads it.
        typed: it is typed at the prompt instead.
    """

    name: str
    file: str
    commands: tuple[str, ...]
    typed: bool = False

    def seeds(self) -> list[bytes]:
        """Return well-formed inputs."""
        return _seeds(self.name)


TARGETS = (
    Target("case", "case.yaml", ("recommend case.yaml", "recommend case.yaml --format json", "explain case.yaml")),
    Target("economics", "case.yaml", ("economics case.yaml", "economics case.yaml --everything")),
    Target("vendors", "vendors.yaml", ("vendors case.yaml --vendors vendors.yaml",)),
    Target("audit", "plan.yaml", ("audit plan.yaml", "audit plan.yaml --case case.yaml")),
    Target("metrics", "history.csv", ("metrics history.csv",)),
    Target("result", "result.json", ("replay result.json", "replay result.json --format json")),
    Target("typed", "typed.txt", ("interview --batch --answers answers.yaml",), typed=True),
    Target("home", "", ("rules check --home home",)),
)


@cache
def _shipped() -> Prepared:
    return prepare(find_home())


@cache
def _seeds(name: str) -> list[bytes]:
    examples = [path.read_bytes() for path in sorted(EXAMPLES.glob("*.yaml"))]
    match name:
        case "case":
            tiny = (
                b"client: A\nanswers: {market_stage: mature, deal_size_usd: 5}\noverride: {mode: direct, because: b}\n"
            )
            cells = b"answers: {market_stage: mature}\ncells:\n- {id: a, region: R, answers: {}}\n- {id: b}\n"
            return [*examples, tiny, tiny, cells, cells]
        case "economics" | "vendors" | "audit" as section:
            own = [each for each in examples if f"{section}:".encode() in each] or examples
            return [*own, _printed(*_template(section)).encode()]
        case "metrics":
            return [(EXAMPLES / "metrics-history.csv").read_bytes()[:3000], _printed("metrics", "--template").encode()]
        case "result":
            return [_printed("recommend", str(EXAMPLES / "industrial-sensors.yaml"), "--format", "json").encode()]
        case "typed":
            return ["u\n2\n?\nwhy\nback\nlist\ngo deal_size_usd\n50万\nn\nclient A 公司\ncell east\nsave\nq\n".encode()]
    return [b""]


def _template(section: str) -> tuple[str, ...]:
    if section == "vendors":
        return ("vendors", str(EXAMPLES / "analytics-software.yaml"), "--template")
    return (section, "--template")


def _printed(*arguments: str) -> str:
    return ran(list(arguments), b"").out


@dataclass(frozen=True)
class Ran:
    """What one run came to."""

    code: int | str
    out: str
    err: str
    seconds: float


def ran(arguments: list[str], typed: bytes) -> Ran:
    """Run the program in this process, on knowledge that is read once."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace", write_through=True) for _ in range(2))
    stdin = io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8", errors="surrogateescape")
    begun = time.process_time()

    def prepared(home: Home) -> Prepared:
        return _shipped() if home == find_home() else prepare(home)

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
            code = "".join(traceback.format_exc().splitlines(keepends=True)[-12:])
    said = [stream.buffer.getvalue().decode("utf-8", errors="replace") for stream in (out, err)]  # type: ignore[attr-defined]
    return Ran(code, *said, time.process_time() - begun)


class Bench:
    """A folder in which inputs of every kind are tried.

    Args:
        folder: the folder; it becomes the current one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(EXAMPLES / "analytics-software.yaml", folder / "case.yaml")
        shutil.copytree(SMALL, folder / "home")
        self.home_files = sorted(path for path in (folder / "home").rglob("*") if path.suffix in {".yaml", ".csv"})

    def inputs(self, target: Target, seed: int, count: int) -> Iterator[tuple[str, bytes]]:
        """Give mutated inputs, each with the file it is for."""
        for number in range(count):
            random = Random(f"{target.name} {seed} {number}")
            if target.name == "home":
                file = random.choice(self.home_files)
                yield str(file.relative_to(self.folder)), mutated(file.read_bytes(), random, 2)
            else:
                yield target.file, mutated(random.choice(target.seeds()), random, 2)

    def fault(self, target: Target, file: str, data: bytes, command: str) -> str:
        """Return what is wrong with how a command took an input, or nothing."""
        with self._laid(file, data):
            done = ran(command.split(), data if target.typed else b"")
        if done.code not in ALLOWED_CODES:
            return f"ended with {done.code}"
        if done.code == 2 and not done.err.strip():
            return "refused without a word"
        steering = STEERING.search(done.out + done.err)
        if steering:
            return f"printed {steering[0]!r}"
        if done.seconds > SECONDS + SECONDS_A_MB * len(data) / 1e6:
            return f"took {done.seconds:.1f} s for {len(data)} bytes"
        return ""

    @contextmanager
    def _laid(self, file: str, data: bytes) -> Iterator[None]:
        path = self.folder / file
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(data)
        try:
            yield
        finally:
            path.write_bytes(before) if before is not None else path.unlink()
            for left in self.folder.glob("answers.yaml*"):
                left.unlink()


def kept() -> Iterator[tuple[Target, Path]]:
    """Give the inputs that once failed, by kind."""
    for target in TARGETS:
        for path in sorted((CORPUS / target.name).glob("*")):
            yield target, path


def wrong(bench: Bench, target: Target, seed: int, count: int) -> Iterator[tuple[str, bytes, str, str]]:
    """Try mutated inputs; give those that went wrong with file, data, command and what went wrong."""
    for number, (file, data) in enumerate(bench.inputs(target, seed, count)):
        command = target.commands[number % len(target.commands)]
        fault = bench.fault(target, file, data, command)
        if fault:
            yield file, data, command, fault
