"""How long `mvpod rules check` takes, the whole process, on the shipped rules and knowledge.

In the same rounds: a check that reads every file anew, as after an edit; one of a home with a mistake; and an
interpreter that imports the libraries a check cannot do without. What counts is the ratio. Run with `make bench`.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 5
ROOT = Path(__file__).resolve().parents[1]
MISTAKE = ("rules/mode/product.yaml", "when: {product_complexity: high}", "when: {product_complexty: high}")
CHECK = [sys.executable, "-m", "mvpod_expert", "rules", "check", "--lang", "en"]
LIBRARIES = [sys.executable, "-c", "import click, pydantic.main, rich.console, yaml"]


def taken(command: list[str], folder: str, code: int, cache: str) -> float:
    """Return the processor milliseconds that a command takes."""
    environment = {**os.environ, "MVPOD_CACHE": cache, "PYTHONPATH": str(ROOT)}
    start = _used()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603 - our own
    milliseconds = (_used() - start) * 1000
    assert done.returncode == code, done.stdout.decode() + done.stderr.decode()
    return milliseconds


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def broken_home(folder: Path) -> Path:
    """Copy the shipped home and misspell a fact."""
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, folder / name)
    file, old, new = MISTAKE
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def main() -> None:
    """Print the medians and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        cache = str(Path(folder) / "cache")
        broken = broken_home(Path(folder) / "broken")
        commands = {
            "the libraries alone": (LIBRARIES, 0, cache),
            "nothing changed since the last run": (CHECK, 0, cache),
            "every file read anew": (CHECK, 0, ""),
            "every file read anew, with a mistake": ([*CHECK, "--home", str(broken)], 1, ""),
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(ROUNDS + 1):
            for name, (command, code, kept) in commands.items():
                one = taken(command, folder, code, kept)
                if number:
                    times[name].append(one)
    medians = {name: statistics.median(each) for name, each in times.items()}
    bare = medians["the libraries alone"]
    for name, median in medians.items():
        print(f"a check, {name}: median {median:.0f} ms, {median / bare:.1f} times the libraries alone")


if __name__ == "__main__":
    main()
