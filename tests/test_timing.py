"""What tests cost is reported at the end of a run, and one that costs too much fails it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from features.program import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import subprocess, sys, time

def busy(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

def test_dear():
    busy(0.6)

def test_child():
    subprocess.run([sys.executable, "-c", "sum(range(20_000_000))"], check=True)

def test_waits():
    time.sleep(0.4)
"""


@pytest.mark.thorough
@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_the_cost_of_each_test_is_told_and_limited(workers: tuple[str, ...], tmp_path: Path) -> None:
    """Suites of this kind grow dear unseen: the work of children counts, waiting does not, and the limit is kept."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "test_some.py").write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.timing", *workers, "--dearest"]
    around = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COVERAGE"))}
    runs = {
        limit: subprocess.run(
            [*command, limit],
            cwd=tmp_path,
            env=around | {"PYTHONPATH": str(CHECKOUT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        for limit in ("0.5", "60")
    }
    assert {limit: run.returncode for limit, run in runs.items()} == {"0.5": 1, "60": 0}
    said = runs["0.5"].stdout
    assert "test_dear costs more than 0.5 processor seconds" in said
    assert "test_waits costs more" not in said
    assert "costs more" not in runs["60"].stdout
    costs = {test: float(cost) for cost, test in re.findall(r"^ +([\d.]+)  (\S.*)$", said, re.MULTILINE)}
    assert costs["folder/test_some.py::test_dear"] >= 0.6
    assert costs["folder/test_some.py::test_child"] >= 0.1
    assert costs["folder/test_some.py::test_waits"] < 0.3
    assert costs["folder"] >= costs["folder/test_some.py::test_dear"]
