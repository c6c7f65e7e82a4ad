"""Newer knowledge brought into a home of one's own: a three-way merge of its files, with conflicts by entry."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.yaml_nodes import Plain, named, plain
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_workbench.lookup.fields import Difference, differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mvpod_expert.resources import Home


@dataclass(frozen=True)
class _Conflict:
    """An entry that both sides changed, and what the newer knowledge says otherwise; what the home has is kept."""

    file: str
    entry: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade would do.

    Args:
        texts: the new text of each file that changes or is new.
        conflicts: entries that both sides changed.
        gone: files that the newer knowledge no longer has; they stay.
    """

    texts: dict[Path, str]
    conflicts: tuple[_Conflict, ...]
    gone: tuple[str, ...]


def plan_upgrade(mine: Home, base: Home, new: Home) -> Upgrade:
    """Merge what changed from the base to the newer knowledge into a home; nothing is written.

    Args:
        mine: the home.
        base: what it was copied from.
        new: the newer knowledge.
    """
    texts: dict[Path, str] = {}
    conflicts: list[_Conflict] = []
    files = [new.shown(path) for path in files_read(new)]
    for file in files:
        was, here, there = (_text(home, file) for home in (base, mine, new))
        if there is None or there in {was, here}:
            continue
        if here is None:
            # A new file comes; one that was deleted here stays deleted, unless it has changed since.
            if was is None:
                texts[mine.root / file] = there
            else:
                conflicts.append(_Conflict(file, "", ()))
            continue
        merged, clashes = _merged(here, was or "", there)
        if merged != here:
            texts[mine.root / file] = merged
        if clashes:
            conflicts += _conflicts(file, was or "", here, there)
    gone = [file for file in map(base.shown, files_read(base)) if file not in files and _text(mine, file) is not None]
    return Upgrade(texts, tuple(conflicts), tuple(gone))


def _text(home: Home, file: str) -> str | None:
    path = home.root / file
    return path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else None


def _merged(here: str, was: str, there: str) -> tuple[str, bool]:
    """Merge three texts by lines; where both sides changed the same ones, those of the home stay, and that is said."""
    base, *sides = (text.splitlines(keepends=True) for text in (was, here, there))
    changed = [_changed(base, side) for side in sides]
    merged: list[str] = []
    done, clashes = 0, False
    for low, high in _together(sorted((start, end) for edits in changed for start, end, _ in edits)):
        ours, theirs = (_with(edits, base, low, high) for edits in changed)
        merged += base[done:low] + (theirs if ours == base[low:high] else ours)
        clashes |= base[low:high] not in (ours, theirs) and ours != theirs
        done = high
    return "".join(merged + base[done:]), clashes


def _changed(base: list[str], side: list[str]) -> list[tuple[int, int, list[str]]]:
    """Return what a side changed: where a stretch of the base begins and ends, and the lines there are instead."""
    codes = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return [(start, end, side[first:last]) for code, start, end, first, last in codes if code != "equal"]


def _together(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join stretches that overlap or touch; they come in order."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1]:
            low, high = joined.pop()
            joined.append((low, max(high, end)))
        else:
            joined.append((start, end))
    return joined


def _with(edits: list[tuple[int, int, list[str]]], base: list[str], low: int, high: int) -> list[str]:
    """Return what a side has for a stretch of the base, within which or outside of which each of its edits lies."""
    lines: list[str] = []
    for start, end, instead in edits:
        if low <= start and end <= high:
            lines += base[low:start] + instead
            low = end
    return lines + base[low:high]


def _conflicts(file: str, *texts: str) -> Iterator[_Conflict]:
    """Return the entries that both sides changed, each in another way; of a table its rows."""
    was, here, there = (_said(text, file) for text in texts)
    clashing = [
        name
        for name in {**here, **there}
        if here.get(name) != there.get(name) and was.get(name) not in (here.get(name), there.get(name))
    ]
    for name in clashing:
        yield _Conflict(file, name, tuple(differences(here.get(name), there.get(name))))
    if not clashing:
        yield _Conflict(file, "", ())


def _said(text: str, file: str) -> dict[str, Plain]:
    """Return what a file says of each entry, by id."""
    if file.endswith(".csv"):
        return {line.split(",")[0]: line for line in text.splitlines() if "," in line}
    node = parse_yaml(text, file, DiagnosticCollector())
    items = (each for _, value in node or () for each in enumerate(value.listed, start=1))
    return {named(item) or str(number): plain(item) for number, item in items}
