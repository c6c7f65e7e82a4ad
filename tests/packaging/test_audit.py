"""The audit of dependencies: a vulnerability fails the build; a service that cannot be asked is reported only."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from features.program import CHECKOUT
from tools.audit_dependencies import told

if TYPE_CHECKING:
    from pathlib import Path

FINE = {"name": "rich", "version": "15.0.0", "vulns": []}
WRONG = {"name": "pyyaml", "version": "5.3", "vulns": [{"id": "PYSEC-2021-142", "fix_versions": ["5.4"]}]}
SKIPPED = {"name": "click", "skip_reason": "Dependency not found"}
STANDS_IN = """
import sys
{0}
"""


def audited(folder: Path, stands_in: str) -> subprocess.CompletedProcess[str]:
    """Run the audit with a program in the place of pip-audit."""
    (folder / "pip_audit.py").write_text(STANDS_IN.format(stands_in), encoding="utf-8")
    return subprocess.run(
        [sys.executable, CHECKOUT / "tools" / "audit_dependencies.py", "some.lock"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("dependencies", "code", "says"),
    [
        ([FINE], 0, "1 packages audited, 0 known vulnerabilities"),
        ([FINE, WRONG], 1, "pyyaml 5.3: PYSEC-2021-142, mended in 5.4"),
        ([FINE, SKIPPED], 0, "NOT AUDITED: click, which"),
        ([SKIPPED, WRONG], 1, "NOT AUDITED: click, which"),
        ([SKIPPED] * 9, 0, "NOT AUDITED: the advisory service could not be asked (it knows none"),
    ],
)
def test_what_was_found_is_told(dependencies: list[dict[str, object]], code: int, says: str) -> None:
    """Tools of this kind say "no known vulnerabilities found" of packages that they could not look up."""
    said, ended = told(dependencies)  # type: ignore[arg-type]
    assert (ended, says in said) == (code, True), said


@pytest.mark.parametrize("stands_in", ['sys.exit("ConnectionError: unreachable")', "pass", 'print("<html>")'])
def test_a_service_that_cannot_be_asked_fails_no_build_and_is_told(stands_in: str, tmp_path: Path) -> None:
    """A build that is red because a server is down teaches people to look away; one that is green in silence lies."""
    done = audited(tmp_path, stands_in)
    assert done.returncode == 0
    assert done.stdout.startswith("some.lock: NOT AUDITED: the advisory service could not be asked (")


def test_a_vulnerability_fails_the_build(tmp_path: Path) -> None:
    """With the exit code that make stops at."""
    done = audited(tmp_path, f"print({str({'dependencies': [WRONG]})!r}.replace(chr(39), chr(34))); sys.exit(1)")
    assert done.returncode == 1
    assert "PYSEC-2021-142" in done.stdout
