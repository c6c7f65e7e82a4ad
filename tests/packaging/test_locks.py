"""The two locks: what runs the program, and what develops it as well."""

from __future__ import annotations

import re
import tomllib

from features.program import CHECKOUT

PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(==.*) \\$", re.MULTILINE)


def pinned(name: str) -> set[tuple[str, str]]:
    """Return each package with its version and where it is wanted; one can be locked twice, for several Pythons."""
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    found = set(PINNED.findall(text))
    assert len(found) == len(re.findall(r"^[a-z]", text, re.MULTILINE))
    assert text.count("--hash=sha256:") >= len(found)
    return found


def test_both_locks_have_the_same_versions() -> None:
    """Projects of this kind lock twice, and run the tests against versions that nobody installs."""
    runtime = pinned("requirements.lock")
    assert runtime
    assert runtime <= pinned("requirements-dev.lock")


def test_the_program_needs_no_tool_to_run() -> None:
    """Each dependency is locked, and nothing that is optional or for developers alone."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = {package for package, _ in pinned("requirements.lock")}
    assert {re.split(r"[^a-z0-9-]", each.lower())[0] for each in project["dependencies"]} <= runtime
    assert not {"mypy", "pytest", "numpy", "scipy", "z3-solver", "openpyxl", "ruff", "uv"} & runtime
