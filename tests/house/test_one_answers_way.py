"""How much of the house one answer walks through.

Tools of this kind grow a module for every thought, until nobody can follow one answer from the file to the screen.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MOST_IMPORTED = 89
MOST_ENTERED = 54

MEASURE = """
import sys

entered = set()

def note(frame, event, _):
    code, name = frame.f_code, frame.f_globals.get("__name__", "")
    # Bodies of modules and classes run when they are imported.
    if event == "call" and code.co_flags & 2 and code.co_name[:2] != "__" and name.startswith("mvpod_"):
        entered.add(name)

from mvpod_expert.commands import main

sys.argv = ["mvpod", "recommend", sys.argv[1]]
sys.setprofile(note)
try:
    main()
finally:
    sys.setprofile(None)
    imported = [name for name in sys.modules if name.startswith("mvpod_")]
    print(len(imported), len(entered), file=sys.stderr)
"""


def test_one_answer_walks_through_few_modules(tmp_path: Path) -> None:
    """From kept knowledge, as in all runs but the first; a new module on the way has to be worth it."""
    case = tmp_path / "case.yaml"
    case.write_text("answers: {partner_capability: low}\n", encoding="utf-8")
    kept = {**os.environ, "MVPOD_CACHE": str(tmp_path / "cache")}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(case)], capture_output=True, text=True, check=False, env=kept
        )
    imported, entered = map(int, done.stderr.split()[-2:])
    assert done.stdout
    assert 0 < entered <= MOST_ENTERED
    assert imported <= MOST_IMPORTED
