"""How many random edits of saved results `mvpod replay` notices, by the part of the result they are in.

Every edit is replayed twice: as it is, and with its checksum renewed, as by somebody who knows of it. Most edits are in
a result from a tiny home, where advising again is cheap; fewer in one with numbers, metrics, vendors and an audit, and
the last in a complete one with ranges. Run with `python -m benchmarks.tampering [EDITS [SEED]]`.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from random import Random

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.resources import find_home
from tests.explanation.saved import CASES, TINY, small, tiny
from tests.explanation.tampering import Editor, Remembering, as_saved, resealed, verdict_on
from tests.shipped import BASE, KNOWLEDGE

EDITS = 10_000
SHARES = (0.6, 0.36, 0.04)
SHOWN_EVERY = 500
COLUMNS = ("edits", "refused", "told", "undecided", "checksum alone", "unnoticed")


def main() -> None:
    """Print a table of edits by part and by way, and each kind of place that only the checksum noticed, or nothing."""
    arguments = [int(each) for each in sys.argv[1:]]
    edits, seed = (*arguments, *(EDITS, 1)[len(arguments) :])
    knowledge = load_knowledge(find_home(TINY))
    complete = next(case for case in CASES if case.file.endswith("complete.yaml"))
    bases = (compile_rules(knowledge), BASE, BASE)
    tables: tuple[dict[str, Counter[str]], ...] = (defaultdict(Counter), defaultdict(Counter))
    quiet: Counter[str] = Counter()
    start = time.perf_counter()
    for case, base, share in zip((tiny(knowledge), small(), complete), bases, SHARES, strict=True):
        adviser = Remembering(knowledge if base is not BASE else KNOWLEDGE, base, BitsetEngine(base))
        editor = Editor(as_saved(adviser.recommend([case])), Random(seed))
        for number in range(round(edits * share)):
            edit = editor.edit()
            verdict = verdict_on(resealed(edit.data), adviser)
            if verdict == "unnoticed":
                verdict = "unnoticed" if verdict_on(edit.data, adviser) == "unnoticed" else "checksum alone"
                quiet[f"{verdict}: {edit.kind}, {edit.way}"] += 1
            for table, name in zip(tables, (edit.part, edit.way), strict=True):
                table[name].update(["edits", verdict])
            if number % SHOWN_EVERY == 0:
                print(f"{case.file}: {number}, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    for table in tables:
        print(f"{'':28}" + "".join(f"{column:>16}" for column in COLUMNS))
        for name, counts in [*sorted(table.items()), ("all", sum(table.values(), Counter()))]:
            print(f"{name:28}" + "".join(f"{counts[column]:16,}" for column in COLUMNS))
    print(*(f"{name} ({count})" for name, count in quiet.most_common()), sep="\n")


if __name__ == "__main__":
    main()
