"""Findings from check to check: which came, which are mended, and which a worse mistake only hides.

A finding is the same one when it is the same kind at the same path by ids in the same file; lines above it may move it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mvpod_workbench.checks.checking import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_workbench.checks.checking import Checked, Reach


class Difference(NamedTuple):
    """What a check changed: findings that are new, that are gone, and of which nobody can tell before others are."""

    came: tuple[Diagnostic, ...]
    mended: tuple[Diagnostic, ...]
    hidden: tuple[Diagnostic, ...]


class Ledger:
    """The findings that are open."""

    def __init__(self) -> None:
        self._open: list[tuple[Diagnostic, Reach]] = []

    def take(self, checked: Checked) -> Difference:
        """Enter the findings of another check; give the difference to what was open."""
        came, gone = list(checked.findings), [finding for finding, _ in self._open]
        for key in (_exactly, _roughly):
            came, gone = _without(came, gone, key), _without(gone, came, key)
        unreadable = {each.place.file for each in checked.findings if each.code in UNREADABLE}
        left = {id(finding) for finding in gone}
        hidden = [
            (finding, reach)
            for finding, reach in self._open
            if id(finding) in left and (reach > checked.reach or finding.place.file in unreadable)
        ]
        still_hidden = {id(finding) for finding, _ in hidden}
        mended = tuple(finding for finding in gone if id(finding) not in still_hidden)
        self._open = [*((finding, checked.reach) for finding in checked.findings), *hidden]
        return Difference(tuple(came), mended, tuple(finding for finding, _ in hidden))


def _without(
    these: Iterable[Diagnostic], those: Iterable[Diagnostic], key: Callable[[Diagnostic], Hashable]
) -> list[Diagnostic]:
    """Return findings that have no partner; each one has one partner at most."""
    partners = Counter(map(key, those))
    left: list[Diagnostic] = []
    for each in these:
        if partners[key(each)]:
            partners[key(each)] -= 1
        else:
            left.append(each)
    return left


def _exactly(finding: Diagnostic) -> Hashable:
    return (_roughly(finding), finding.place.excerpt)


def _roughly(finding: Diagnostic) -> Hashable:
    return finding.code, finding.place.file, finding.about, tuple(sorted(finding.details.items()))
