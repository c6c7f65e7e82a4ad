"""Makes small mistakes in a copy of the shipped rules and says who finds each: `python tools/seed_faults.py`.

A rule deleted, a strength flipped, a value swapped, a table's row overlapped, an item orphaned: as many of each.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from mvpod_expert.loading.knowledge_base import load_knowledge  # noqa: E402 - the checkout is found first
from mvpod_expert.resources import Home  # noqa: E402
from tests.authoring.detecting import Detector  # noqa: E402
from tests.authoring.seeding import KINDS, faults  # noqa: E402


@click.command()
@click.option("--count", default=40, help="How many mistakes, as many of each kind.")
@click.option("--seed", default=1, help="The same number makes the same mistakes.")
@click.option("--report", is_flag=True, help="Only count who found them, and list what nobody found.")
@click.option("--verify", "verifies", is_flag=True, help="Verify what check and tests miss; takes seconds for each.")
def main(*, count: int, seed: int, report: bool, verifies: bool) -> None:
    """Make mistakes in a copy of the shipped rules and say who finds each."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("rules", "knowledge"):
            shutil.copytree(ROOT / part, Path(folder) / part)
        home = Home(Path(folder))
        made = faults(home.root, load_knowledge(home), count, seed)
        detector = Detector(home, verifies=verifies)
        found = [detector.found(fault) for fault in made]
    for each in found:
        if not report or each.by is None:
            click.echo(f"{each.fault.kind:17} {each.by or 'NOT FOUND':10} {each.fault.says} ({each.fault.file})")
    by = Counter((each.fault.kind, each.by) for each in found)
    for kind in KINDS:
        finders = {name: number for (of, name), number in by.items() if of == kind}
        told = ", ".join(f"{name or 'nobody'} {number}" for name, number in sorted(finders.items(), key=str))
        click.echo(f"{kind}: {sum(finders.values())}: {told}")
    caught = sum(each.by is not None for each in found)
    click.echo(f"{caught} of {len(found)} found, {100 * caught / len(found):.1f}%")


if __name__ == "__main__":
    main()
