"""All measurements of `make bench` in one run and one table, each with the limit it is held against.

python benchmarks/one_table.py OUTPUT.md [PART ...]
"""

from __future__ import annotations

import resource
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

LIMITS = {
    "engines": "bitset is the faster one; a cell advised in 5 ms",
    "interview": "the next question in 100 ms (p99), fewer questions than in file order",
    "start": "recommend, and the first prompt, in 1.5 times the libraries they load",
    "growth": "no more than in proportion to rules, and the same for each row and cell",
    "portfolio": "10 million rows a second in memory, 5 million with reasons, a file decided in 1.5 times reading it; "
    "a proof in columns 40 times one by one",
    "checking": "a check without changes in 2 times its libraries",
    "watching": "a check on save below a fresh one",
    "tables": "bit planes are the fastest; run where polars, duckdb, clipspy and zen-engine are installed",
    "verifying": "each proof in some sweeps of samples",
}
"""What each part, a script of that name, should come to."""
FEWER = {"interview": ["40"]}
"""Arguments with which a part measures less than alone, so that all of them end within ten minutes on a free core."""
BESIDE = ("clips", "duckdb", "polars", "zen")


def main() -> None:
    """Run the parts one after the other, and write the table after each; a part that fails is reported as such."""
    output, *parts = sys.argv[1:]
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    lines, used, failed = ["| part | measured | limit |", "|---|---|---|"], 0.0, False
    for part in parts or [part for part in LIMITS if part != "tables" or all(map(find_spec, BESIDE))]:
        command = [sys.executable, str(Path(__file__).with_name(f"{part}.py")), *FEWER.get(part, ())]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        failed |= done.returncode != 0
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        before, used = used, children.ru_utime + children.ru_stime
        ended = f"in {used - before:.0f} processor seconds" if not done.returncode else f"FAILED ({done.returncode})"
        print(f"{part}: {ended}", done.stdout, sep="\n", end="", flush=True)
        cells = [(f"{part}, {ended}", LIMITS[part])]
        for line in filter(None, map(str.strip, done.stdout.splitlines())):
            name, limit = cells.pop() if cells else ("", "")
            lines.append(f"| {name} | {' '.join(line.split()).replace('|', '/')} | {limit} |")
        lines += [f"| {name} | | {limit} |" for name, limit in cells]
        Path(output).write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(failed)


if __name__ == "__main__":
    main()
