"""Fuzz for a while: `python -m tests.fuzz.campaign SECONDS [KIND …]`; what fails is kept in a folder and told."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.bench import WHOLE, Bench, wrong
from tests.fuzz.running import most_memory
from tests.fuzz.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Mapping

AT_A_TIME, FEW, A_WHILE = 400, 20, 5.0


def main(seconds: float, kinds: tuple[str, ...]) -> int:
    """Fuzz; return how many kinds of faults were found."""
    chosen = [target for target in TARGETS if not kinds or target.name in kinds]
    tried: Counter[str] = Counter()
    spent: dict[str, float] = defaultdict(float)
    faults: dict[str, Path] = {}
    kept = Path(tempfile.mkdtemp(prefix="mvpod-fuzz-"))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        bench = Bench(Path(folder))
        end, seed = time.monotonic() + seconds, int(time.time())
        try:
            while time.monotonic() < end:
                seed += 1
                for target in chosen:
                    if spent[target.name] > min(spent[each.name] for each in chosen) + A_WHILE:
                        continue  # each kind has the same time
                    tried[target.name] += AT_A_TIME if target.read else FEW
                    begun = time.monotonic()
                    some = AT_A_TIME if target.read else FEW
                    for file, data, command, fault in wrong(bench, target, seed, some, whole=WHOLE):
                        where = f"{target.name}: {fault.strip().splitlines()[-1][:90]}"
                        if where not in faults:
                            faults[where] = kept / f"{target.name}-{hashlib.sha256(data).hexdigest()[:8]}"
                            faults[where].write_bytes(data)
                            sys.stdout.write(f"{command} ({file}, {faults[where]}): {fault}\n")
                            sys.stdout.flush()
                    spent[target.name] += time.monotonic() - begun
                figures = "".join(f"{name}\t{tried[name]}\t{bench.taken[name]}\n" for name in tried)
                (kept / "figures.tsv").write_text(f"{figures}most MB\t{most_memory():.0f}\n", encoding="utf-8")
        finally:
            os.chdir("/")
            _tell(bench, tried, spent, faults, kept)
    return len(faults)


def _tell(
    bench: Bench, tried: Counter[str], spent: Mapping[str, float], faults: Mapping[str, Path], kept: Path
) -> None:
    sys.stdout.write(f"at most {most_memory():.0f} MB\n")
    for name, count in tried.items():
        rate = f"{count / max(spent[name], 1e-9):.0f} a second"
        sys.stdout.write(f"{name}: {count:,} inputs, {bench.taken[name]:,} held by an oracle, {rate}\n")
    sys.stdout.write(f"{tried.total():,} inputs; {len(faults)} kinds of faults, kept in {kept}\n")


if __name__ == "__main__":
    sys.exit(bool(main(float(sys.argv[1]), tuple(sys.argv[2:]))))
