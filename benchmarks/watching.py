"""How long it takes from a change of one file to the findings known, against a whole fresh check in the same run.

In this process, on a copy of the shipped home; beside it, with the examples run too. Run with `make bench`.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from pathlib import Path

from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.resources import Home, find_home
from mvpod_workbench.checks.checking import check_home
from mvpod_workbench.watching.rechecking import Watch

EDITS = 20
ANEW = "      - {id: anew, title: {zh: 新, en: new}, meaning: {zh: 新, en: new}}\n"
EDITED = {
    "a rule": ("rules/mode/company.yaml", "strength: strong", "strength: weak"),
    "a rule, broken": ("rules/mode/company.yaml", "strength: strong", "strength: stronk"),
    "a fact's words": ("knowledge/vocabulary/10-market.yaml", "question: {zh: ", "question: {zh: 请问"),
    "a fact's options": ("knowledge/vocabulary/10-market.yaml", "options:\n", f"options:\n{ANEW}"),
    "a catalogue item": ("knowledge/catalogue/30-lines.yaml", "en: ", "en: Newly "),
}


def milliseconds(home: Home, memory: ReadCache | None) -> float:
    """Time one check."""
    begun = time.perf_counter()
    check_home(home, memory)
    return (time.perf_counter() - begun) * 1000


def told(name: str, taken: list[float], fresh: float) -> None:
    """Print the median and the 99th percentile, and their ratio to a fresh check."""
    median, slow = statistics.median(taken), sorted(taken)[round(0.99 * (len(taken) - 1))]
    ratios = f"{median / fresh:.2f} and {slow / fresh:.2f} of a fresh check"
    print(f"{name}: median {median:.0f} ms, p99 {slow:.0f} ms; {ratios}")


def main() -> None:
    """Edit each file to and fro."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        for part in ("rules", "knowledge"):
            shutil.copytree(find_home().root / part, home.root / part)
        fresh_runs = [milliseconds(home, None) for _ in range(10)]
        fresh = statistics.median(fresh_runs)
        print(f"a fresh check: median {fresh:.0f} ms, slowest {max(fresh_runs):.0f} ms")
        memory, watch, rounds = ReadCache(), Watch(home), []
        check_home(home, memory)
        watch.start()
        for name, (file, old, new) in EDITED.items():
            path = home.root / file
            before = path.read_text(encoding="utf-8")
            after = before.replace(old, new, 1)
            assert after != before, file
            taken = []
            for number in range(EDITS):
                # Never the same text twice: what was read before must not help.
                text = (before if number % 2 else after) + f"# {name} {number}\n"
                path.write_text(text, encoding="utf-8")
                taken.append(milliseconds(home, memory))
                begun = time.perf_counter()
                watch.again()
                rounds.append((time.perf_counter() - begun) * 1000)
            path.write_text(before, encoding="utf-8")
            told(f"after an edit of {name}", taken, fresh)
        told("with files compared, examples run and rules affected found", rounds, fresh)


if __name__ == "__main__":
    main()
