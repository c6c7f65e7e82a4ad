"""The page about the public interface: its examples are run, and it names every stable name."""

from __future__ import annotations

import doctest
from pathlib import Path

import mvpod_expert as mvpod

PAGE = Path(__file__).parents[2] / "docs" / "in-your-program.md"


def test_the_examples_give_what_the_page_shows() -> None:
    """Whoever copies one gets what it says."""
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried > 10
    assert failed == 0


def test_the_stable_names_are_there_and_told() -> None:
    """`__all__` is the promise."""
    page = PAGE.read_text(encoding="utf-8")
    for name in set(mvpod.__all__) - {"__version__"}:
        assert getattr(mvpod, name) is not None
        assert name in page


def test_checking_finds_nothing_in_the_shipped_home() -> None:
    """`check` is `mvpod rules check`."""
    assert mvpod.load(engine="bitset").check() == ()
