"""Findings from check to check: which came, which are mended, and which a worse mistake only hides.

A finding is the same one when it is the same kind at the same path by ids in the same file; lines above it may move it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvpod_workbench.checks.checking import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from mvpod_expert.model.diagnostics import Diagnostic
    from mvpod_workbench.checks.checking import Checked, Reach


@dataclass(frozen=True)
class Difference:
    """What a check changed.

    Args:
        came: findings that were not there before.
        mended: findings that are there no more.
        hidden: findings of which nobody can tell before others are mended.
    """

    came: tuple[Diagnostic, ...]
    mended: tuple[Diagnostic, ...]
    hidden: tuple[Diagnostic, ...]


class Ledger:
    """The findings that are open."""

    def __init__(self) -> None:
        self._open: list[tuple[Diagnostic, Reach]] = []

    def take(self, checked: Checked) -> Difference:
        """Enter the findings of another check; give the difference to what was open."""
        came, gone = _unmatched(checked.findings, [finding for finding, _ in self._open])
        unreadable = {each.place.file for each in checked.findings if each.code in UNREADABLE}
        found_at = {id(finding): reach for finding, reach in self._open}
        hidden = [
            finding for finding in gone if found_at[id(finding)] > checked.reach or finding.place.file in unreadable
        ]
        still_hidden = {id(each) for each in hidden}
        mended = [finding for finding in gone if id(finding) not in still_hidden]
        self._open = [(finding, checked.reach) for finding in checked.findings]
        self._open += [(finding, found_at[id(finding)]) for finding in hidden]
        return Difference(tuple(came), tuple(mended), tuple(hidden))


def _unmatched(found: Iterable[Diagnostic], known: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Pair findings, by the words of their line first; give what is left on either side."""
    came, gone = list(found), list(known)
    for key in (_exactly, _roughly):
        came, gone = _without(came, gone, key), _without(gone, came, key)
    return came, gone


def _without(
    these: list[Diagnostic], those: list[Diagnostic], key: Callable[[Diagnostic], Hashable]
) -> list[Diagnostic]:
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
