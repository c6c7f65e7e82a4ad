"""All measurements of `make bench` in one run and one table, each with the limit it is held against.

python benchmarks/one_table.py OUTPUT.md [PART ...]
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

LIMITS = {
    "engines": "bitset is the faster one",
    "interview": "the next question in 100 ms (p99), fewer questions than in file order",
    "start": "recommend, and the first prompt, in 1.5 times the libraries they load",
    "growth": "no more than in proportion to rules, and the same for each row and cell",
    "portfolio": "10 million rows a second in memory, 5 million with reasons; a proof in columns 40 times one by one",
    "checking": "a check without changes in 2 times its libraries",
    "watching": "a check on save below a fresh one",
    "tables": "bit planes are the fastest; run where polars, duckdb, clipspy and zen-engine are installed",
    "verifying": "each proof in some sweeps of samples",
}
"""The script of each part, and what it should come to."""
BESIDE = ("clips", "duckdb", "polars", "zen")


def main() -> None:
    """Run the parts one after the other, and write the table."""
    output, *parts = sys.argv[1:]
    lines = ["| part | measured | limit |", "|---|---|---|"]
    for part in parts or [part for part in LIMITS if part != "tables" or all(map(find_spec, BESIDE))]:
        script = Path(__file__).with_name(f"{part}.py")
        done = subprocess.run([sys.executable, str(script)], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
        print(done.stdout, end="", flush=True)
        for number, line in enumerate(filter(None, map(str.strip, done.stdout.splitlines()))):
            told = " ".join(line.split()).replace("|", "/")
            lines.append(f"| {part if not number else ''} | {told} | {LIMITS[part] if not number else ''} |")
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    Path(output).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
