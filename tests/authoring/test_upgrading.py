"""Newer knowledge merged by lines: the same as git merges, without git."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.resources import Home
from mvpod_workbench.comparing.upgrading import plan_upgrade
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FILE = "knowledge/principles/of-ours.yaml"
LINES = [f"line {number}\n" for number in range(12)]


@st.composite
def sides(draw: st.DrawFn, mark: str) -> str:
    """Return the lines with some of them taken out, replaced or followed by others."""
    changes = draw(
        st.dictionaries(st.integers(0, 11), st.sampled_from(["", f"{mark}\n", "both\n", "after"]), max_size=4)
    )
    return "".join(
        f"{line}{mark} {at}\n" if changes.get(at) == "after" else changes.get(at, line) for at, line in enumerate(LINES)
    )


@random_examples(60)
@given(sides("mine"), sides("newer"))
def test_both_sides_are_merged_as_git_merges_them(
    tmp_path_factory: pytest.TempPathFactory, mine: str, newer: str
) -> None:
    """Tools that merge settings take one side's file whole, and the other's work of months is gone."""
    folder = tmp_path_factory.mktemp("merged")
    homes = {
        name: _home(folder / name, text) for name, text in (("mine", mine), ("was", "".join(LINES)), ("new", newer))
    }
    planned = plan_upgrade(*homes.values())
    paths = [str(home.root / FILE) for home in homes.values()]
    command = ["git", "merge-file", "-p", "-q"]
    expected = subprocess.run([*command, "--ours", *paths], capture_output=True, check=True).stdout.decode()
    clashes = subprocess.run([*command, *paths], capture_output=True, check=False).returncode
    assert planned.texts.get(homes["mine"].root / FILE, mine) == expected
    assert bool(planned.conflicts) == bool(clashes)


def _home(folder: Path, text: str) -> Home:
    (folder / FILE).parent.mkdir(parents=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    return Home(folder)
