"""What each proof of `mvpod rules verify` costs beside one plain sweep of sampled profiles, in one run.

Machines are noisy, so read the ratios, not the times. Run with `python benchmarks/verifying.py`.
"""

from __future__ import annotations

import time

from mvpod_expert.engine.knowledge_cache import prepare
from mvpod_expert.resources import find_home
from mvpod_workbench.comparing.minimal_witness import search
from mvpod_workbench.proofs.proving import Prover
from mvpod_workbench.proofs.verifying import analyses

PROFILES = 300


def main() -> None:
    """Print the time of a sweep, and of each analysis as a multiple of it."""
    prepared = prepare(find_home())
    prover = Prover(prepared.knowledge, prepared.base, sample=2 * PROFILES)
    profiles = prover.profiles[:PROFILES]
    start = time.perf_counter()
    for profile in profiles:
        prover.trials.run(profile)
    sweep = time.perf_counter() - start
    print(f"sweep of {PROFILES} profiles: {sweep:.2f} s")
    total = 0.0
    for name, analysis in analyses(prover).items():
        start, asked = time.perf_counter(), prover.solver.asked
        found = list(analysis())
        taken = time.perf_counter() - start
        total += taken
        print(
            f"{name:12} {taken / sweep:6.1f} sweeps  {prover.solver.asked - asked:5} questions  {len(found):3} findings"
        )
    print(f"{'all':12} {total / sweep:6.1f} sweeps  {prover.sampled} sampled")
    start = time.perf_counter()
    search(prepared, prepared)
    print(f"{'diff':12} {(time.perf_counter() - start) / sweep:6.1f} sweeps (a home with itself)")


if __name__ == "__main__":
    main()
